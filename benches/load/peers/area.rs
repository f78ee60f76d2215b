//! Who is within reach, in Rust: the box to ask the database for, the exact distance, each doctor
//! once.

use std::collections::HashMap;

use caregraph::domain::distance::{Distance, Point};

/// Degrees around a circle. No circle of this benchmark comes near a pole or the date line, so
/// nothing wraps.
pub struct Bounds {
    pub south: f64,
    pub north: f64,
    pub west: f64,
    pub east: f64,
}

/// A doctor's role at which the procedure is done, somewhere in the box.
pub struct Candidate {
    pub doctor: i64,
    pub role: i64,
    pub country: String,
    pub point: Point,
}

/// A doctor with the nearest role.
#[derive(Clone, Copy)]
pub struct Found {
    pub doctor: i64,
    pub role: i64,
    pub distance: Distance,
}

/// Who was found within the circle.
pub struct Reached {
    /// The nearest, in order.
    pub page: Vec<Found>,
    pub total: usize,
    /// How many more only a border keeps out.
    pub beyond_border: usize,
}

impl Bounds {
    pub fn around(centre: Point, within: Distance) -> Self {
        let up = within.degrees();
        let highest = (centre.latitude().abs() + up).min(89.9);
        let aside = up / highest.to_radians().cos();
        Bounds {
            south: centre.latitude() - up,
            north: centre.latitude() + up,
            west: centre.longitude() - aside,
            east: centre.longitude() + aside,
        }
    }
}

impl Reached {
    /// The ids of those on the page.
    pub fn doctors(&self) -> Vec<i64> {
        self.page.iter().map(|found| found.doctor).collect()
    }

    /// The ids of the roles in which they are reached.
    pub fn roles(&self) -> Vec<i64> {
        self.page.iter().map(|found| found.role).collect()
    }

    pub fn among(
        candidates: Vec<Candidate>,
        centre: Point,
        within: Distance,
        country: &str,
        first: usize,
    ) -> Self {
        // `None`: only beyond the border.
        let mut doctors: HashMap<i64, Option<Found>> = HashMap::new();
        for candidate in candidates {
            let distance = centre.distance_to(candidate.point);
            if distance > within {
                continue;
            }
            let nearest = doctors.entry(candidate.doctor).or_default();
            let nearer =
                nearest.is_none_or(|held| (distance, candidate.role) < (held.distance, held.role));
            if candidate.country == country && nearer {
                *nearest = Some(Found {
                    doctor: candidate.doctor,
                    role: candidate.role,
                    distance,
                });
            }
        }
        let mut page: Vec<Found> = doctors.values().copied().flatten().collect();
        let total = page.len();
        page.sort_unstable_by_key(|found| (found.distance, found.doctor));
        page.truncate(first);
        Reached {
            page,
            total,
            beyond_border: doctors.len() - total,
        }
    }
}
