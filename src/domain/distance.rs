//! Positions on the Earth and the great-circle distance between them.

use std::fmt;

/// The mean radius of the Earth (IUGG), in kilometres.
const EARTH_RADIUS_KM: f64 = 6371.0088;

/// Half the way round the Earth: nothing lies farther away.
pub const FARTHEST_KM: f64 = 20_015.0;

/// A position in degrees of WGS 84, rounded to 10⁻⁶ degree (about 11 cm).
///
/// The rounding is done once, here, so that a distance computed from the index equals one computed
/// from the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Point {
    micro_latitude: i32,
    micro_longitude: i32,
}

/// Why two numbers are not a position.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum InvalidPoint {
    #[error("latitude must be from -90 to 90, found {0}")]
    Latitude(f64),
    #[error("longitude must be from -180 to 180, found {0}")]
    Longitude(f64),
}

impl Point {
    /// A position from degrees.
    pub fn new(latitude: f64, longitude: f64) -> Result<Self, InvalidPoint> {
        if !(-90.0..=90.0).contains(&latitude) {
            return Err(InvalidPoint::Latitude(latitude));
        }
        if !(-180.0..=180.0).contains(&longitude) {
            return Err(InvalidPoint::Longitude(longitude));
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "both are at most 180,000,000 after the checks above"
        )]
        let micro = |degrees: f64| (degrees * 1e6).round() as i32;
        Ok(Point {
            micro_latitude: micro(latitude),
            micro_longitude: micro(longitude),
        })
    }

    /// Degrees north of the equator, from -90 to 90.
    pub fn latitude(self) -> f64 {
        f64::from(self.micro_latitude) / 1e6
    }

    /// Degrees east of Greenwich, from -180 to 180.
    pub fn longitude(self) -> f64 {
        f64::from(self.micro_longitude) / 1e6
    }

    /// The position in one number: latitude in the upper half, longitude in the lower.
    pub fn pack(self) -> u64 {
        let half = |value: i32| u64::from(value.cast_unsigned());
        half(self.micro_latitude) << 32 | half(self.micro_longitude)
    }

    /// The position that [`Point::pack`] wrote.
    #[expect(clippy::cast_possible_truncation, reason = "each half is 32 bits")]
    pub fn unpack(packed: u64) -> Self {
        Point {
            micro_latitude: ((packed >> 32) as u32).cast_signed(),
            micro_longitude: (packed as u32).cast_signed(),
        }
    }

    /// Whether another point lies farther away than this because its latitude alone does, which
    /// takes no trigonometry to tell. Where it is false, the distance must be reckoned.
    pub fn is_surely_beyond(self, within: Distance, other: Point) -> bool {
        // Along a meridian it is 111.195 mm; no way to another latitude is shorter.
        const LEAST_MM_PER_MICRO_DEGREE: u64 = 111;
        let apart = self.micro_latitude.abs_diff(other.micro_latitude);
        u64::from(apart) * LEAST_MM_PER_MICRO_DEGREE > within.millimetres()
    }

    /// The great-circle distance (haversine on a sphere of the mean radius).
    pub fn distance_to(self, other: Point) -> Distance {
        let (from, to) = (self.latitude().to_radians(), other.latitude().to_radians());
        let across = (other.longitude() - self.longitude()).to_radians();
        let half_chord = ((to - from) / 2.0).sin().powi(2)
            + from.cos() * to.cos() * (across / 2.0).sin().powi(2);
        let angle = 2.0 * half_chord.sqrt().min(1.0).asin();
        Distance::from_km(angle * EARTH_RADIUS_KM)
    }
}

/// A distance in whole millimetres, so that cursors compare exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Distance(u64);

impl Distance {
    pub const ZERO: Distance = Distance(0);

    /// A distance from kilometres; what is below zero or no number is zero.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float cast saturates, and no distance on the Earth comes near the limits"
    )]
    pub fn from_km(km: f64) -> Self {
        Distance((km * 1e6).round() as u64)
    }

    pub fn millimetres(self) -> u64 {
        self.0
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "a distance on the Earth has at most 35 bits"
    )]
    pub fn km(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// International miles of 1.609344 km.
    pub fn miles(self) -> f64 {
        self.km() / 1.609_344
    }

    /// The angle seen from the Earth's centre, in degrees.
    pub fn degrees(self) -> f64 {
        (self.km() / EARTH_RADIUS_KM).to_degrees()
    }
}

impl fmt::Display for Distance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} km", self.km())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_agree_with_published_ones() {
        // Serzhong to the other gewogs, from Wikidata's coordinates.
        let serzhong = Point::new(26.89023, 90.53961).unwrap();
        let cases = [
            (26.84497, 90.56286, 5.5),
            (26.91843, 90.43045, 11.3),
            (27.0308, 90.16801, 40.0),
            (26.89873, 89.09757, 143.0),
        ];
        for (latitude, longitude, km) in cases {
            let found = serzhong.distance_to(Point::new(latitude, longitude).unwrap());
            assert!((found.km() - km).abs() < 0.1, "{found} is not {km} km");
        }
    }

    #[test]
    fn a_point_keeps_to_the_globe_and_survives_packing() {
        for (latitude, longitude) in [(91.0, 0.0), (-90.1, 0.0), (0.0, 180.1), (f64::NAN, 0.0)] {
            assert!(Point::new(latitude, longitude).is_err());
        }
        for (latitude, longitude) in [(90.0, 180.0), (-90.0, -180.0), (26.89023, -90.539_611)] {
            let point = Point::new(latitude, longitude).unwrap();
            assert_eq!(Point::unpack(point.pack()), point);
        }
    }

    #[test]
    fn nothing_within_reach_is_surely_beyond_it() {
        let here = Point::new(26.890_23, 90.539_61).unwrap();
        let mut told = 0;
        for north in -400..400 {
            for east in [-2.0, 0.0, 0.3] {
                let latitude = here.latitude() + f64::from(north) / 500.0;
                let there = Point::new(latitude, here.longitude() + east).unwrap();
                let distance = here.distance_to(there);
                assert!(!here.is_surely_beyond(distance, there), "{distance}");
                let less = Distance::from_km(distance.km() * 0.99);
                told += u32::from(here.is_surely_beyond(less, there));
            }
        }
        assert!(told > 700, "along a meridian it tells: {told}");
    }

    #[test]
    fn the_far_side_of_the_earth_is_the_farthest() {
        let here = Point::new(0.0, 0.0).unwrap();
        let there = Point::new(0.0, 180.0).unwrap();
        assert!((here.distance_to(there).km() - FARTHEST_KM).abs() < 1.0);
        assert_eq!(here.distance_to(here), Distance::ZERO);
    }
}
