//! Which town a record belongs to, and what is done more often than other things.

use std::ops::Range;

use super::world::Dice;

/// Doctors of a town, where towns are alike.
const DOCTORS_A_TOWN: u64 = 400;

/// Clinics of a town, where towns are alike.
const CLINICS_A_TOWN: u64 = 80;

/// Towns of all sizes there are so many of, whatever the number of doctors.
const TOWNS: u32 = 3_000;

/// Clinics of the largest town.
const CLINICS: f64 = 10_000.0;

/// How fast towns become smaller: the second has 1/2^0.9 of the first, and so on.
const SMALLER_BY: f64 = 0.9;

/// How fast procedures become rarer.
const RARER_BY: f64 = 1.1;

/// How a directory is spread over the land.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// More doctors make more towns, not larger ones: around each it looks the same at any size.
    Even,
    /// A few large towns and many small ones, a few procedures that many do and many that few do.
    /// One doctor in thirteen lives in the largest town.
    Uneven,
}

/// A spread, worked out for a number of doctors.
pub enum Layout {
    Even {
        towns: u64,
    },
    Uneven {
        towns: Shares,
        /// The first clinic of each town, and where those of the last one end.
        clinics: Vec<u64>,
    },
}

/// Things of which one comes up more often than the next.
pub struct Shares(Vec<u64>);

impl Shares {
    pub fn new(count: u32, power: f64) -> Self {
        let mut sum = 0;
        let shares = (1..=count).map(|place| {
            sum += whole(1e9 / f64::from(place).powf(power)).max(1);
            sum
        });
        Shares(shares.collect())
    }

    /// The place of one of them.
    pub fn drawn(&self, dice: &mut Dice) -> usize {
        let drawn = dice.below(self.0.last().copied().unwrap_or_default());
        self.0.partition_point(|upper| *upper <= drawn)
    }
}

impl Layout {
    pub fn new(spread: Spread, doctors: u64) -> Self {
        match spread {
            Spread::Even => Layout::Even {
                towns: doctors.div_ceil(DOCTORS_A_TOWN),
            },
            Spread::Uneven => {
                let mut next = 0;
                let ends = (1..=TOWNS).map(|place| {
                    next += whole(CLINICS / f64::from(place).powf(SMALLER_BY));
                    next
                });
                Layout::Uneven {
                    towns: Shares::new(TOWNS, SMALLER_BY),
                    clinics: std::iter::once(0).chain(ends).collect(),
                }
            }
        }
    }

    pub fn towns(&self) -> u64 {
        match self {
            Layout::Even { towns } => *towns,
            Layout::Uneven { .. } => u64::from(TOWNS),
        }
    }

    pub fn clinics(&self) -> u64 {
        match self {
            Layout::Even { towns } => towns * CLINICS_A_TOWN,
            Layout::Uneven { clinics, .. } => clinics.last().copied().unwrap_or_default(),
        }
    }

    /// The town of a clinic.
    pub fn town_of(&self, clinic: u64) -> u64 {
        match self {
            Layout::Even { .. } => clinic / CLINICS_A_TOWN,
            Layout::Uneven { clinics, .. } => {
                clinics.partition_point(|first| *first <= clinic) as u64 - 1
            }
        }
    }

    /// How many live in a town, where towns differ by it.
    pub fn population(&self, town: u64) -> Option<i64> {
        let Layout::Uneven { clinics, .. } = self else {
            return None;
        };
        let place = usize::try_from(town).ok()?;
        let clinics = clinics.get(place + 1)? - clinics.get(place)?;
        i64::try_from(clinics * 1_000).ok()
    }

    /// The clinics of the town in which a doctor lives.
    pub fn home(&self, doctor: u64, dice: &mut Dice) -> Range<u64> {
        match self {
            Layout::Even { .. } => {
                let first = doctor / DOCTORS_A_TOWN * CLINICS_A_TOWN;
                first..first + CLINICS_A_TOWN
            }
            Layout::Uneven { towns, clinics } => {
                let town = towns.drawn(dice);
                clinics[town]..clinics[town + 1]
            }
        }
    }

    /// What one of so many procedures is drawn by.
    pub fn procedures(&self, count: usize) -> Option<Shares> {
        match self {
            Layout::Even { .. } => None,
            Layout::Uneven { .. } => Some(Shares::new(u32::try_from(count).ok()?, RARER_BY)),
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share is from 0 to 1e9"
)]
fn whole(share: f64) -> u64 {
    share.clamp(0.0, 1e9).round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_clinic_stands_in_the_town_whose_doctors_go_there() {
        for spread in [Spread::Even, Spread::Uneven] {
            let layout = Layout::new(spread, 5_000);
            for doctor in 0..500 {
                let home = layout.home(doctor, &mut Dice::new(7, 9, doctor));
                assert!(!home.is_empty() && home.end <= layout.clinics());
                let town = layout.town_of(home.start);
                assert!(town < layout.towns());
                assert_eq!(layout.town_of(home.end - 1), town);
            }
        }
    }

    #[test]
    fn one_doctor_in_thirteen_lives_in_the_largest_town() {
        let layout = Layout::new(Spread::Uneven, 0);
        let largest = 0..10_000;
        let mut dice = Dice::new(7, 9, 0);
        let there = (0..13_000).filter(|doctor| layout.home(*doctor, &mut dice) == largest);
        let there = there.count();
        assert!((900..1_150).contains(&there), "{there}");
        assert!(layout.population(0) > layout.population(1));
    }
}
