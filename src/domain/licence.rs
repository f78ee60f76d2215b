//! Where a doctor may treat patients, from the licences that are known.

use chrono::NaiveDate;

/// A licence: where, whether its issuer stands by it, and its days.
#[derive(Clone, Copy, Debug)]
pub struct Licence<'a> {
    /// ISO 3166-2, or ISO 3166-1 for a whole country.
    pub region: &'a str,
    pub holds: bool,
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
}

/// Whether a licence covers the region today. `None` where no licence is known at all: nobody has
/// said anything, which is not "no".
pub fn covers<'a>(
    licences: impl IntoIterator<Item = Licence<'a>>,
    region: &str,
    today: NaiveDate,
) -> Option<bool> {
    let mut known = false;
    for licence in licences {
        known = true;
        let begun = licence.from.is_none_or(|from| from <= today);
        let over = licence.until.is_some_and(|until| until < today);
        if licence.holds && begun && !over && within(region, licence.region) {
            return Some(true);
        }
    }
    known.then_some(false)
}

/// Whether a region lies in another one, or is it: `BT-31` lies in `BT`.
fn within(region: &str, larger: &str) -> bool {
    region == larger
        || region
            .split_once('-')
            .is_some_and(|(country, _)| country == larger)
}

/// Whether a text is an ISO 3166-2 region or an ISO 3166-1 country, by its shape.
pub fn is_region(text: &str) -> bool {
    let upper = |part: &str| part.bytes().all(|byte| byte.is_ascii_uppercase());
    match text.split_once('-') {
        None => text.len() == 2 && upper(text),
        Some((country, part)) => {
            country.len() == 2
                && upper(country)
                && (1..=3).contains(&part.len())
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_covers_its_region_while_it_holds() {
        let today: NaiveDate = "2026-11-23".parse().unwrap();
        let day = |text: &str| Some(text.parse::<NaiveDate>().unwrap());
        let licence = Licence {
            region: "BT",
            holds: true,
            from: None,
            until: day("2026-11-23"),
        };
        let asked = |licence, region| covers([licence], region, today);
        assert_eq!(covers([], "BT", today), None);
        assert_eq!(asked(licence, "BT"), Some(true));
        assert_eq!(asked(licence, "BT-31"), Some(true));
        assert_eq!(asked(licence, "IN"), Some(false));
        let region = Licence {
            region: "BT-31",
            ..licence
        };
        assert_eq!(asked(region, "BT-31"), Some(true));
        assert_eq!(asked(region, "BT-15"), Some(false));
        assert_eq!(asked(region, "BT"), Some(false), "a part is not the whole");
        for lapsed in [
            Licence {
                holds: false,
                ..licence
            },
            Licence {
                until: day("2026-11-22"),
                ..licence
            },
            Licence {
                from: day("2026-11-24"),
                ..licence
            },
        ] {
            assert_eq!(asked(lapsed, "BT"), Some(false), "{lapsed:?}");
        }
    }

    #[test]
    fn a_region_is_known_by_its_shape() {
        for good in ["BT", "BT-31", "US-CT", "GB-ENG"] {
            assert!(is_region(good), "{good}");
        }
        for bad in ["", "bt", "BTN", "BT-", "BT-3111", "BT_31", "B-31"] {
            assert!(!is_region(bad), "{bad}");
        }
    }
}
