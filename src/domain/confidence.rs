//! How sure it is that a doctor sees patients at a clinic, as points that add up to a score.
//!
//! The formula is public: whoever is shown a score may be shown its parts. Nothing here is a
//! judgement of the doctor.

use chrono::NaiveDate;

/// Points that a role gets for being verified today.
const FRESH: i32 = 40;

/// Days in which those points halve.
const HALF_LIFE: i64 = 180;

/// Points for sources that say it: so many each, two count.
const EACH_SOURCE: i32 = 15;

/// Points for sources that agree.
const AGREED: i32 = 20;

/// Points for nobody having said that it is wrong.
const UNCHALLENGED: i32 = 10;

/// What is known about a role.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known {
    pub last_verified: Option<NaiveDate>,
    /// Sources that name the role.
    pub sources: usize,
    /// Fields about which sources disagree.
    pub disagreements: usize,
    pub open_reports: usize,
    pub confirmed_reports: usize,
}

/// One part of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub name: &'static str,
    pub points: i32,
    pub of: i32,
    /// Whether nothing is known, so that the part is nought for want of word, not for bad word.
    pub unknown: bool,
}

/// The parts of the score, which is their sum: from 0 to 100.
pub fn parts(known: &Known, today: NaiveDate) -> [Part; 4] {
    let fresh = known
        .last_verified
        .map(|day| freshness((today - day).num_days()));
    [
        Part {
            name: "freshness",
            points: fresh.unwrap_or(0),
            of: FRESH,
            unknown: fresh.is_none(),
        },
        Part {
            name: "corroboration",
            points: EACH_SOURCE * i32::from(known.sources >= 1)
                + EACH_SOURCE * i32::from(known.sources >= 2),
            of: EACH_SOURCE * 2,
            unknown: known.sources == 0,
        },
        Part {
            name: "agreement",
            points: match (known.sources, known.disagreements) {
                (0, _) | (_, 1..) => 0,
                _ => AGREED,
            },
            of: AGREED,
            unknown: known.sources == 0,
        },
        Part {
            name: "reports",
            points: match (known.confirmed_reports, known.open_reports) {
                (1.., _) => 0,
                (0, 1..) => UNCHALLENGED / 2,
                (0, 0) => UNCHALLENGED,
            },
            of: UNCHALLENGED,
            unknown: false,
        },
    ]
}

/// The points that do not go down by the day: the score of a role that was never verified.
pub fn standing(known: &Known) -> i32 {
    let undated = Known {
        last_verified: None,
        ..*known
    };
    let today = NaiveDate::default();
    parts(&undated, today).iter().map(|part| part.points).sum()
}

/// The points for having been verified so many days ago: halved for each whole half-life, and in
/// a straight line between.
pub fn freshness(days: i64) -> i32 {
    let days = days.max(0);
    let halvings = u32::try_from(days / HALF_LIFE).unwrap_or(u32::MAX).min(16);
    let left = i64::from(FRESH) >> halvings;
    let rest = days % HALF_LIFE;
    i32::try_from(left - left * rest / (2 * HALF_LIFE)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn score(known: Known) -> i32 {
        let parts = parts(&known, day("2026-11-23"));
        for part in parts {
            assert!((0..=part.of).contains(&part.points), "{part:?}");
        }
        parts.iter().map(|part| part.points).sum()
    }

    #[test]
    fn a_score_is_the_sum_of_what_speaks_for_it() {
        let best = Known {
            last_verified: Some(day("2026-11-23")),
            sources: 2,
            ..Known::default()
        };
        assert_eq!(score(best), 100);
        assert_eq!(standing(&best), 60);
        let cases = [
            (Known { sources: 1, ..best }, 85),
            (Known { sources: 5, ..best }, 100),
            (
                Known {
                    disagreements: 1,
                    ..best
                },
                80,
            ),
            (
                Known {
                    open_reports: 3,
                    ..best
                },
                95,
            ),
            (
                Known {
                    confirmed_reports: 1,
                    open_reports: 1,
                    ..best
                },
                90,
            ),
            (
                Known {
                    last_verified: None,
                    ..best
                },
                60,
            ),
            (Known::default(), 10),
        ];
        for (known, expected) in cases {
            assert_eq!(score(known), expected, "{known:?}");
        }
    }

    #[test]
    fn freshness_halves_in_half_a_year_and_never_rises() {
        let after = freshness;
        assert_eq!(
            (after(0), after(90), after(180), after(360)),
            (40, 30, 20, 10)
        );
        assert_eq!(after(20_000), 0);
        let mut last = FRESH;
        for days in 0..2_000 {
            assert!(after(days) <= last);
            last = after(days);
        }
        // A day that is still to come is no more than today.
        assert_eq!(freshness(-39), 40);
    }
}
