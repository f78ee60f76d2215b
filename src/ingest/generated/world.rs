//! What a record is, by its number. Pure.
//!
//! Towns lie anywhere on the Earth but in no country: their codes are those that ISO 3166-1 leaves
//! to its users, so that nothing here is taken for a place.

use crate::domain::npi::Npi;

const GIVEN: [&str; 40] = [
    "Amdel", "Besha", "Corin", "Delma", "Elowen", "Fendrel", "Gisla", "Harun", "Ilvane", "Jorun",
    "Kelva", "Lindra", "Marek", "Nerin", "Olwen", "Pelda", "Quill", "Rasha", "Sorrel", "Tamsin",
    "Udela", "Verin", "Wendra", "Xandor", "Yesha", "Zorin", "Alder", "Brisa", "Cando", "Dorje",
    "Esmé", "Faron", "Galen", "Hesper", "Isolde", "Junia", "Kadin", "Lorcan", "Mirel", "Niven",
];

const FAMILY: [&str; 12] = [
    "Ash", "Birch", "Cedar", "Dale", "Elm", "Fen", "Glen", "Heath", "Ivy", "Juniper", "Lark",
    "Moor",
];

const FAMILY_ENDS: [&str; 12] = [
    "bridge", "croft", "field", "ford", "gate", "hollow", "mere", "shaw", "stead", "wick", "wood",
    "worth",
];

/// Numbers that follow from a seed, the kind of record and its number.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64, kind: u64, number: u64) -> Self {
        Dice(
            seed.wrapping_mul(0x9E37_79B9_7F4A_7C15)
                ^ kind.wrapping_mul(0xD1B5_4A32_D192_ED03)
                ^ number.wrapping_mul(0x8CB9_2BA7_2F3D_8DD7),
        )
    }

    /// SplitMix64.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `sides`.
    pub fn below(&mut self, sides: u64) -> u64 {
        self.next() % sides.max(1)
    }

    /// A place in a list of so many; the first ones come up more often.
    pub fn place(&mut self, length: usize) -> usize {
        let length = length as u64;
        let low = self.below(length).min(self.below(length));
        usize::try_from(low).unwrap_or(0)
    }

    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        let place = self.below(of.len() as u64);
        &of[usize::try_from(place).unwrap_or(0)]
    }

    /// A number from -1 to 1, in thousandths.
    pub fn aside(&mut self) -> f64 {
        f64::from(i32::try_from(self.below(2_001)).unwrap_or(0) - 1_000) / 1_000.0
    }
}

/// A town, by its number.
pub struct Town {
    pub slug: String,
    pub name: String,
    pub country: String,
    pub latitude: f64,
    pub longitude: f64,
}

/// The town of a number.
pub fn town(seed: u64, number: u64) -> Town {
    let mut dice = Dice::new(seed, 1, number);
    let letter = char::from(b'A' + u8::try_from(dice.below(26)).unwrap_or(0));
    Town {
        slug: format!("example-town-{number}"),
        name: format!("Example Town {number}"),
        // XA to XZ are left to users of ISO 3166-1.
        country: format!("X{letter}"),
        latitude: rounded(dice.aside() * 65.0),
        longitude: rounded(dice.aside() * 179.0),
    }
}

/// Where a clinic stands: within some kilometres of its town.
pub fn near(town: &Town, dice: &mut Dice) -> (f64, f64) {
    (
        rounded(town.latitude + dice.aside() * 0.08),
        rounded(town.longitude + dice.aside() * 0.08),
    )
}

fn rounded(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}

/// A given and a family name.
pub fn name(dice: &mut Dice) -> (String, String) {
    let given = (*dice.one(&GIVEN)).to_owned();
    let family = format!("{}{}", dice.one(&FAMILY), dice.one(&FAMILY_ENDS));
    (given, family)
}

/// A number of the range that is not issued, with a sound check digit. Those of the small
/// demonstration begin with 20.
pub fn npi(number: u64) -> Option<String> {
    let body = format!("21{:07}", number % 10_000_000);
    (0..10)
        .map(|digit| format!("{body}{digit}"))
        .find(|text| text.parse::<Npi>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_the_same_each_time_and_unlike_its_neighbours() {
        let names: Vec<_> = (0..50).map(|n| name(&mut Dice::new(7, 2, n))).collect();
        let again: Vec<_> = (0..50).map(|n| name(&mut Dice::new(7, 2, n))).collect();
        assert_eq!(names, again);
        let mut different = names.clone();
        different.sort();
        different.dedup();
        assert!(different.len() > 45, "{names:?}");
        let other: Vec<_> = (0..50).map(|n| name(&mut Dice::new(8, 2, n))).collect();
        assert_ne!(names, other);
    }

    #[test]
    fn towns_lie_on_the_earth_in_no_country() {
        for number in 0..2_000 {
            let town = town(7, number);
            assert!(town.latitude.abs() <= 65.0 && town.longitude.abs() <= 179.0);
            assert!(town.country.starts_with('X') && town.country.len() == 2);
            let (latitude, longitude) = near(&town, &mut Dice::new(7, 3, number));
            assert!((latitude - town.latitude).abs() < 0.09);
            assert!((longitude - town.longitude).abs() < 0.09);
        }
    }

    #[test]
    fn every_number_has_a_sound_check_digit() {
        assert_eq!(npi(0).map(|npi| npi.len()), Some(10));
        assert!((0..1_000).all(|number| npi(number).is_some()));
        assert_ne!(npi(1), npi(2));
    }
}
