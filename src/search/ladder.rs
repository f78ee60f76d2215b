//! What is done where nobody is near enough: the circle grows by a stated ladder.
//!
//! The next of 25, 50, 100 and 200 km above the radius that was asked for, then the whole region,
//! then doctors who see patients by video and are licensed in it.

use super::area::{Area, Reach};
use crate::domain::distance::Distance;

/// Radii of the ladder, in kilometres.
pub const RADII_KM: [u16; 4] = [25, 50, 100, 200];

/// A rung of the ladder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Rung {
    /// What was asked for.
    #[default]
    Asked,
    Km(u16),
    Region,
    Telehealth,
}

/// The rungs above an area. `region` is that of its centre, as the index writes it.
pub(super) fn above(area: &Area, region: Option<u64>) -> impl Iterator<Item = Rung> {
    let within = area.within;
    let radii = RADII_KM
        .into_iter()
        .filter(move |km| Distance::from_km(f64::from(*km)) > within)
        .map(Rung::Km);
    // A country without regions is no region: it may be larger than anybody travels.
    let regional = region
        .filter(|region| is_part(*region))
        .map(|_| Rung::Region);
    let remote = region.map(|_| Rung::Telehealth);
    radii.chain(regional).chain(remote)
}

/// The area at a rung; the area itself where the rung needs a region that is not known.
pub(super) fn at(area: &Area, region: Option<u64>, rung: Rung) -> Area {
    let mut wider = area.clone();
    match (rung, region) {
        (Rung::Asked, _) | (Rung::Region | Rung::Telehealth, None) => {}
        (Rung::Km(km), _) => wider.within = Distance::from_km(f64::from(km)),
        (Rung::Region, Some(region)) => wider.reach = Reach::Region(region),
        (Rung::Telehealth, Some(region)) => wider.reach = Reach::Telehealth(region),
    }
    wider
}

/// The widest circle that was looked at before a rung: nobody was found within it.
pub fn widest_before(asked: Distance, rung: Rung) -> Distance {
    let below = match rung {
        Rung::Asked => 0,
        Rung::Km(km) => km,
        Rung::Region | Rung::Telehealth => u16::MAX,
    };
    let radii = RADII_KM.into_iter().filter(|km| *km < below);
    radii
        .map(|km| Distance::from_km(f64::from(km)))
        .fold(asked, Distance::max)
}

fn is_part(region: u64) -> bool {
    region != super::pack::country_of(region)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::distance::Point;
    use crate::search::pack;

    #[test]
    fn a_circle_grows_from_the_next_radius_to_the_region_and_then_to_the_screen() {
        let part = Some(pack::region(&"BT-31".parse().unwrap()));
        let country = Some(pack::region(&"BT".parse().unwrap()));
        let rungs = |km, region| {
            let centre = Point::new(26.89, 90.54).unwrap();
            let area = Area::circle(centre, Distance::from_km(km), None);
            above(&area, region).collect::<Vec<_>>()
        };
        use Rung::{Km, Region, Telehealth};
        let all = [Km(50), Km(100), Km(200), Region, Telehealth];
        assert_eq!(rungs(25.0, part), all);
        assert_eq!(rungs(5.0, part)[0], Km(25));
        assert_eq!(rungs(60.0, part), all[1..]);
        assert_eq!(rungs(500.0, part), [Region, Telehealth]);
        assert_eq!(rungs(100.0, country), [Km(200), Telehealth]);
        assert_eq!(rungs(100.0, None), [Km(200)]);
    }

    #[test]
    fn the_circles_below_a_rung_were_empty() {
        let before = |asked, rung| widest_before(Distance::from_km(asked), rung).km();
        for (asked, rung, km) in [
            (10.0, Rung::Asked, 10.0),
            (10.0, Rung::Km(25), 10.0),
            (10.0, Rung::Km(100), 50.0),
            (60.0, Rung::Km(100), 60.0),
            (10.0, Rung::Region, 200.0),
            (10.0, Rung::Telehealth, 200.0),
            (500.0, Rung::Region, 500.0),
        ] {
            assert!(
                (before(asked, rung) - km).abs() < 1e-9,
                "{rung:?} of {asked}"
            );
        }
    }
}
