//! Where a doctor may treat patients, from the licences that are known.

use chrono::NaiveDate;

use super::region::Region;

/// A licence: where, whether its issuer stands by it, and its days.
#[derive(Clone, Debug)]
pub struct Licence {
    pub region: Region,
    pub holds: bool,
    pub from: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
}

/// Whether a licence covers the region today. `None` where no licence is known at all: nobody has
/// said anything, which is not "no".
pub fn covers(
    licences: impl IntoIterator<Item = Licence>,
    region: &Region,
    today: NaiveDate,
) -> Option<bool> {
    let mut known = false;
    for licence in licences {
        known = true;
        let begun = licence.from.is_none_or(|from| from <= today);
        let over = licence.until.is_some_and(|until| until < today);
        if licence.holds && begun && !over && region.lies_in(&licence.region) {
            return Some(true);
        }
    }
    known.then_some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_covers_its_region_while_it_holds() {
        let today: NaiveDate = "2026-11-23".parse().unwrap();
        let day = |text: &str| Some(text.parse::<NaiveDate>().unwrap());
        let region = |text: &str| text.parse::<Region>().unwrap();
        let licence = Licence {
            region: region("BT"),
            holds: true,
            from: None,
            until: day("2026-11-23"),
        };
        let asked = |licence: &Licence, text| covers([licence.clone()], &region(text), today);
        assert_eq!(covers([], &region("BT"), today), None);
        assert_eq!(asked(&licence, "BT"), Some(true));
        assert_eq!(asked(&licence, "BT-31"), Some(true));
        assert_eq!(asked(&licence, "IN"), Some(false));
        let part = Licence {
            region: region("BT-31"),
            ..licence.clone()
        };
        assert_eq!(asked(&part, "BT-31"), Some(true));
        assert_eq!(asked(&part, "BT-15"), Some(false));
        assert_eq!(asked(&part, "BT"), Some(false), "a part is not the whole");
        for lapsed in [
            Licence {
                holds: false,
                ..licence.clone()
            },
            Licence {
                until: day("2026-11-22"),
                ..licence.clone()
            },
            Licence {
                from: day("2026-11-24"),
                ..licence.clone()
            },
        ] {
            assert_eq!(asked(&lapsed, "BT"), Some(false), "{lapsed:?}");
        }
    }
}
