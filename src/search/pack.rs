//! How facts become the numbers of a column, and are read back.
//!
//! Nought is "unknown" in each of them, never a value.

use chrono::NaiveDate;

use crate::domain::closed::Closed;
use crate::domain::locale::Locale;
use crate::domain::region::Region;
use crate::domain::{Accessibility, ClinicKind, NewPatients, Proficiency};

/// Spots of a document: a doctor with more roles than this is found at the first ones.
pub(super) const MOST_SPOTS: usize = 4_095;

/// A member of a closed set as its place in the set, counted from 1.
pub(super) fn member<T: Closed + PartialEq>(value: Option<T>) -> u64 {
    let place = value.and_then(|value| T::VARIANTS.iter().position(|member| *member == value));
    place.map_or(0, |place| place as u64 + 1)
}

/// The member that [`member`] wrote.
pub(super) fn unpack_member<T: Closed>(packed: u64) -> Option<T> {
    let place = usize::try_from(packed).ok()?.checked_sub(1)?;
    T::VARIANTS.get(place).copied()
}

/// A day as days since 1970, from 1 to 65,535.
pub(super) fn day(date: Option<NaiveDate>) -> u64 {
    let Some(date) = date else { return 0 };
    let days = (date - NaiveDate::default()).num_days();
    days.clamp(1, i64::from(u16::MAX)).unsigned_abs()
}

/// A region in 27 bits: the letters of its country, then up to three characters of the part.
pub(super) fn region(region: &Region) -> u64 {
    let (country, part) = region.halves();
    let letters = country.bytes().fold(0, |held, byte| {
        held * 26 + u64::from(byte.wrapping_sub(b'A') % 26)
    });
    letters << 17 | part.map_or(0, part_bits)
}

/// The region of a part's country.
pub(super) fn country_of(region: u64) -> u64 {
    region >> 17 << 17
}

fn part_bits(part: &str) -> u64 {
    part.bytes().take(3).fold(0, |held, byte| {
        let digit = match byte {
            b'0'..=b'9' => byte - b'0' + 1,
            _ => byte.wrapping_sub(b'A') % 26 + 11,
        };
        held * 37 + u64::from(digit)
    })
}

/// A language without region or script: its two or three letters in 15 bits.
pub(super) fn language(locale: &Locale) -> u64 {
    let letters = locale.language().bytes().take(3);
    letters.fold(0, |held, byte| {
        held * 27 + u64::from(byte.wrapping_sub(b'a') % 26 + 1)
    })
}

/// The letters that [`language`] wrote.
pub(super) fn unpack_language(packed: u64) -> String {
    let mut rest = packed;
    let mut letters = Vec::new();
    while rest > 0 {
        letters.push(b'a' + u8::try_from(rest % 27).unwrap_or(1).saturating_sub(1));
        rest /= 27;
    }
    letters.reverse();
    String::from_utf8(letters).unwrap_or_default()
}

/// A language and how well it is spoken.
pub(super) fn spoken(locale: &Locale, proficiency: Option<Proficiency>) -> u64 {
    language(locale) << 3 | member(proficiency)
}

/// The halves of [`spoken`].
pub(super) fn unpack_spoken(packed: u64) -> (u64, Option<Proficiency>) {
    (packed >> 3, unpack_member(packed & 7))
}

/// Members of a closed set between `|`, as a set of bits.
pub(super) fn set<T: Closed + PartialEq>(column: &str) -> u64 {
    column
        .split('|')
        .filter_map(|spelling| spelling.parse::<T>().ok())
        .fold(0, |held, value| held | bit(value))
}

/// The bit of a member in a set.
pub(super) fn bit<T: Closed + PartialEq>(value: T) -> u64 {
    1 << member(Some(value)).saturating_sub(1)
}

/// What is known of a spot: a doctor's role with its clinic, or a clinic itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Spot {
    pub new_patients: Option<NewPatients>,
    pub kind: Option<ClinicKind>,
    /// What makes it easier to use, as bits of [`Accessibility`].
    pub accessibility: Option<u64>,
    /// Whether it is open on a Saturday or a Sunday.
    pub weekend: Option<bool>,
    /// When somebody last made sure of it, as [`day`].
    pub verified: u64,
    /// The points of its confidence that do not go down by the day.
    pub standing: u64,
}

impl Spot {
    pub fn pack(self) -> u64 {
        let accessibility = self.accessibility.map_or(0, |bits| 1 | bits << 1);
        let weekend = flag(self.weekend);
        member(self.new_patients)
            | member(self.kind) << 3
            | accessibility << 6
            | weekend << 13
            | self.verified << 15
            | self.standing.min(63) << 31
    }

    pub fn unpack(packed: u64) -> Self {
        let accessibility = packed >> 6 & 0x7F;
        Spot {
            new_patients: unpack_member(packed & 7),
            kind: unpack_member(packed >> 3 & 7),
            accessibility: (accessibility & 1 == 1).then_some(accessibility >> 1),
            weekend: unpack_flag(packed >> 13 & 3),
            verified: packed >> 15 & 0xFFFF,
            standing: packed >> 31 & 63,
        }
    }
}

// The sets must fit into the bits that they are given above.
const _: () = assert!(<NewPatients as strum::VariantArray>::VARIANTS.len() < 8);
const _: () = assert!(<ClinicKind as strum::VariantArray>::VARIANTS.len() < 8);
const _: () = assert!(<Accessibility as strum::VariantArray>::VARIANTS.len() <= 6);
const _: () = assert!(<Proficiency as strum::VariantArray>::VARIANTS.len() < 8);

/// What may be true, false or unknown, in two bits.
pub(super) fn flag(value: Option<bool>) -> u64 {
    value.map_or(0, |value| 1 + u64::from(value))
}

pub(super) fn unpack_flag(packed: u64) -> Option<bool> {
    match packed {
        0 => None,
        1 => Some(false),
        _ => Some(true),
    }
}

/// A plan taken at a spot, through a network where one is named.
pub(super) fn plan(spot: u64, plan: i64, network: Option<i64>) -> u64 {
    let low = |id: i64, bits: u32| id.unsigned_abs() & ((1 << bits) - 1);
    spot << 52 | network.map_or(0, |id| low(id, 24)) << 28 | low(plan, 28)
}

/// The spot, the plan and the network (0 for none) of [`plan`].
pub(super) fn unpack_plan(packed: u64) -> (u64, u64, u64) {
    (packed >> 52, packed & 0xFFF_FFFF, packed >> 28 & 0xFF_FFFF)
}

/// A span of a day of the week at a spot.
pub(super) fn hours(spot: u64, weekday: u64, opens: i32, closes: i32) -> u64 {
    let minutes = |value: i32| u64::from(value.clamp(0, 1_440).unsigned_abs());
    spot << 25 | weekday << 22 | minutes(opens) << 11 | minutes(closes)
}

/// The spot, the weekday (from 1), opening and closing minute of [`hours`].
pub(super) fn unpack_hours(packed: u64) -> (u64, u64, u64, u64) {
    (
        packed >> 25,
        packed >> 22 & 7,
        packed >> 11 & 0x7FF,
        packed & 0x7FF,
    )
}

/// A time zone's name in 32 bits that do not depend on a list of zones.
pub(super) fn zone(name: &str) -> u64 {
    fnv(name.bytes()) >> 32 | 1
}

/// A region in which a licence holds, and its days.
pub(super) fn licence(at: &Region, from: Option<NaiveDate>, until: Option<NaiveDate>) -> u64 {
    region(at) << 32 | day(from) << 16 | day(until)
}

/// The region, the first and the last day (0 for unknown) of [`licence`].
pub(super) fn unpack_licence(packed: u64) -> (u64, u64, u64) {
    (packed >> 32, packed >> 16 & 0xFFFF, packed & 0xFFFF)
}

/// The sum of bytes by Fowler, Noll and Vo (FNV-1a, 64 bits): the same on every machine and in
/// every release, which the standard library does not promise of its own.
pub(super) fn fnv(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xCBF2_9CE4_8422_2325, |held, byte| {
        (held ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spot_is_read_as_it_was_written() {
        let spots = [
            Spot::default(),
            Spot {
                new_patients: Some(NewPatients::NotAccepting),
                kind: Some(ClinicKind::Practice),
                accessibility: Some(set::<Accessibility>("STEP_FREE|SIGN_LANGUAGE")),
                weekend: Some(true),
                verified: day("2026-11-25".parse().ok()),
                standing: 60,
            },
            Spot {
                accessibility: Some(0),
                weekend: Some(false),
                ..Spot::default()
            },
        ];
        for spot in spots {
            assert_eq!(Spot::unpack(spot.pack()), spot);
        }
    }

    #[test]
    fn other_facts_are_read_as_they_were_written() {
        assert_eq!(unpack_plan(plan(4_094, 77, Some(9))), (4_094, 77, 9));
        assert_eq!(unpack_plan(plan(0, 77, None)), (0, 77, 0));
        assert_eq!(unpack_hours(hours(12, 7, 30, 1_440)), (12, 7, 30, 1_440));
        let english: Locale = "en-GB".parse().unwrap();
        let (letters, proficiency) = unpack_spoken(spoken(&english, Some(Proficiency::Native)));
        assert_eq!(unpack_language(letters), "en");
        assert_eq!(proficiency, Some(Proficiency::Native));
        let part: Region = "BT-31".parse().unwrap();
        let country: Region = "BT".parse().unwrap();
        let day_of = |text: &str| text.parse::<NaiveDate>().ok();
        let (at, from, until) = unpack_licence(licence(&part, None, day_of("2026-11-25")));
        assert_eq!((at, from), (region(&part), 0));
        assert_eq!(until, 20_782);
        assert_eq!(country_of(at), region(&country));
        assert!(at < 1 << 27);
    }

    #[test]
    fn different_regions_have_different_numbers() {
        let names = [
            "BT", "BT-31", "BT-3", "IN-AS", "IN", "GB-ENG", "US-CT", "US-TC", "BT-13",
        ];
        let mut numbers: Vec<u64> = names
            .iter()
            .map(|name| region(&name.parse().unwrap()))
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), names.len());
    }
}
