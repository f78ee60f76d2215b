//! The order, reckoned by hand from the published policy.

use caregraph::domain::{Evidence, NewPatients, Proficiency, RecordState, rating};
use caregraph::search::{Concept, Order, Rule, SortKey, Test};
use caregraph::store::searchable::RoleRows;
use chrono::NaiveDate;

use super::{Case, SpotBy, confidence_of, rank_of};

impl Case<'_> {
    pub(super) fn key(&self, spot: &SpotBy<'_>) -> SortKey {
        let id = self.rows.doctor.id.get();
        let rank = |missing| SortKey::Rank(missing, tie(id));
        match self.query.order {
            Order::Distance => SortKey::Millimetres(spot.distance.unwrap().millimetres()),
            Order::Name => SortKey::Name(self.rows.doctor.name_key.clone()),
            Order::Best => rank(u64::from(1_000_000 - self.score(spot))),
            Order::Experience => rank(1_000 - self.experience(spot.role).unwrap_or(500)),
            Order::Rating => {
                let bound = self.rating().unwrap_or(0);
                rank(500 - u64::try_from(bound).unwrap())
            }
            Order::Verified => {
                let verified = spot.role.and_then(|rows| rows.role.last_verified_on);
                let days = verified.map_or(0, |day| (day - NaiveDate::default()).num_days());
                rank(65_535 - u64::try_from(days).unwrap())
            }
        }
    }

    fn rating(&self) -> Option<i32> {
        let row = self.rows.rating.as_ref()?;
        rating::shown_bound(row.mean_hundredths, row.count)
    }

    /// The score by the published policy.
    pub(super) fn score(&self, spot: &SpotBy<'_>) -> u32 {
        let concepts = self.query.concepts.as_deref();
        let procedures = concepts.is_some_and(|concepts| {
            let mut concepts = concepts.iter();
            concepts.any(|concept| matches!(concept, Concept::Procedure(_)))
        });
        let mut score = 0;
        let mut add = |weight: u64, value: Option<u64>| score += weight * value.unwrap_or(500);
        if concepts.is_some() {
            add(200, Some(if self.query.inferred { 400 } else { 1_000 }));
        }
        if procedures {
            let worth = |evidence| match evidence {
                Evidence::Declared => 1_000,
                Evidence::Claims => 900,
                Evidence::Facility => 600,
                Evidence::Inferred => 300,
            };
            add(100, self.evidence(spot.role).map(worth));
            add(120, self.experience(spot.role));
        }
        if self.query.area.is_some() {
            let millimetres = spot.distance.unwrap().millimetres();
            add(250, Some(25_000_000_000 / (25_000_000 + millimetres)));
        }
        let points = spot
            .role
            .map(|rows| u64::try_from(confidence_of(rows, self.query.as_of)).unwrap());
        add(150, points.map(|points| points * 10));
        let status = spot.role.and_then(|rows| rows.role.new_patients);
        add(
            80,
            status.map(|status| match status.0 {
                NewPatients::Accepting => 1_000,
                NewPatients::WaitingList => 600,
                NewPatients::ExistingOnly => 100,
                NewPatients::NotAccepting => 0,
            }),
        );
        let bound = self.rating().map(|bound| u64::try_from(bound).unwrap());
        add(40, bound.map(|bound| (bound - 100) * 5 / 2));
        let asked = self
            .query
            .filter
            .clauses
            .iter()
            .find_map(|clause| match &clause.rule {
                Rule::Is(Test::Languages(asked)) => Some(asked),
                _ => None,
            });
        if let Some(asked) = asked {
            let worth = |proficiency| match proficiency {
                Some(Proficiency::Native) => 1_000,
                Some(Proficiency::Fluent) => 900,
                Some(Proficiency::Conversational) => 600,
                Some(Proficiency::Basic) => 300,
                None => 500,
            };
            let spoken = self.rows.languages.iter().map(|row| {
                let is_asked = asked
                    .iter()
                    .any(|(asked, _)| row.language.split('-').next() == Some(asked.language()));
                match is_asked {
                    true => worth(row.proficiency.map(|found| found.0)),
                    false => 0,
                }
            });
            add(60, spoken.max());
        }
        u32::try_from(score).unwrap()
    }

    /// The share of peers who do it less often.
    fn experience(&self, at: Option<&RoleRows>) -> Option<u64> {
        self.query.concepts.as_ref()?;
        let offers = self.offerings(at).into_iter();
        offers
            .filter(|(.., band)| rank_of(*band) > 0)
            .map(|(concept, _, band)| {
                let mut peers = [0_u64; 4];
                for rows in self.everybody {
                    let peer = Case {
                        rows,
                        query: self.query,
                        now: self.now,
                        everybody: self.everybody,
                    };
                    if rows.doctor.state.0 == RecordState::Active {
                        let bands = peer.offerings(None).into_iter();
                        let most = bands
                            .filter(|offer| offer.0 == concept)
                            .map(|offer| rank_of(offer.2))
                            .max();
                        peers[most.unwrap_or(0)] += 1;
                    }
                }
                let all: u64 = peers[1..].iter().sum();
                let own = rank_of(band);
                let below: u64 = peers[1..own].iter().sum();
                let share = 1_000 * (2 * below + peers[own] + 10) / (2 * (all + 10));
                ((share + 12) / 25 * 25).clamp(100, 900)
            })
            .max()
    }
}

/// The published number for ties: by the version and the document's number.
fn tie(id: i64) -> u64 {
    let version = b"1".iter().fold(0xCBF2_9CE4_8422_2325_u64, |held, byte| {
        (held ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)
    });
    let mut mixed = (id.unsigned_abs() << 1) ^ version;
    mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
    (mixed ^ mixed >> 31) >> 34
}
