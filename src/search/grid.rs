//! The grid by which the index finds what is near: rows of equal latitude, cut into cells of
//! about equal width.
//!
//! Cells only gather candidates; the exact distance decides. A cover may hold more than the circle,
//! never less.

use crate::domain::distance::{Distance, Point};

/// How fine the grid is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Rows of 0.2 degrees, about 22 km.
    Near,
    /// Rows of 1 degree, about 111 km.
    Wide,
}

/// A cell: its row in the upper half, its column in the lower.
pub type Cell = u32;

impl Scale {
    fn rows_per_degree(self) -> f64 {
        match self {
            Scale::Near => 5.0,
            Scale::Wide => 1.0,
        }
    }

    fn rows(self) -> u32 {
        floor(180.0 * self.rows_per_degree(), 0, 900)
    }

    fn row(self, latitude: f64) -> u32 {
        floor(
            (latitude + 90.0) * self.rows_per_degree(),
            0,
            self.rows() - 1,
        )
    }

    /// Cells in a row: fewer towards the poles, so that their width stays about the same.
    fn columns(self, row: u32) -> u32 {
        let middle = (f64::from(row) + 0.5) / self.rows_per_degree() - 90.0;
        let around = 360.0 * self.rows_per_degree() * middle.to_radians().cos();
        floor(around, 1, 1_800)
    }
}

/// The cell in which a point lies.
pub fn cell(scale: Scale, point: Point) -> Cell {
    let row = scale.row(point.latitude());
    let columns = scale.columns(row);
    let column = floor(
        (point.longitude() + 180.0) / 360.0 * f64::from(columns),
        0,
        columns - 1,
    );
    row << 16 | column
}

/// Cells that together hold the whole circle; `None` when there would be more than `most`.
pub fn cover(scale: Scale, centre: Point, within: Distance, most: usize) -> Option<Vec<Cell>> {
    // A little more than the radius, so that rounding never loses the rim.
    let reach = within.degrees() + 1e-5;
    let (south, north) = (centre.latitude() - reach, centre.latitude() + reach);
    let aside = half_width(centre.latitude(), reach);
    let mut cells = Vec::new();
    for row in scale.row(south.max(-90.0))..=scale.row(north.min(90.0)) {
        let columns = scale.columns(row);
        let per_degree = f64::from(columns) / 360.0;
        let first = ((centre.longitude() - aside + 180.0) * per_degree).floor();
        let last = ((centre.longitude() + aside + 180.0) * per_degree).floor();
        let wide = last - first + 1.0;
        let whole_row = wide >= f64::from(columns);
        let width = if whole_row {
            columns
        } else {
            floor(wide, 1, columns)
        };
        let start = if whole_row {
            0
        } else {
            floor(first.rem_euclid(f64::from(columns)), 0, columns - 1)
        };
        if cells.len() + width as usize > most {
            return None;
        }
        cells.extend((0..width).map(|step| row << 16 | ((start + step) % columns)));
    }
    Some(cells)
}

/// How far a circle reaches to the east and west, in degrees of longitude.
fn half_width(latitude: f64, reach: f64) -> f64 {
    if reach >= 90.0 || latitude.abs() + reach >= 90.0 {
        return 180.0;
    }
    let ratio = reach.to_radians().sin() / latitude.to_radians().cos();
    ratio.clamp(-1.0, 1.0).asin().to_degrees() + 1e-5
}

/// The number of a point along a curve that keeps neighbours together (Morton order).
pub fn along_curve(point: Point) -> u64 {
    let north = floor(
        (point.latitude() + 90.0) / 180.0 * f64::from(u32::MAX),
        0,
        u32::MAX,
    );
    let east = floor(
        (point.longitude() + 180.0) / 360.0 * f64::from(u32::MAX),
        0,
        u32::MAX,
    );
    spread(north) << 1 | spread(east)
}

/// Puts a zero between each two bits.
fn spread(bits: u32) -> u64 {
    let mut wide = u64::from(bits);
    for (shift, mask) in [
        (16, 0x0000_FFFF_0000_FFFF),
        (8, 0x00FF_00FF_00FF_00FF),
        (4, 0x0F0F_0F0F_0F0F_0F0F),
        (2, 0x3333_3333_3333_3333),
        (1, 0x5555_5555_5555_5555),
    ] {
        wide = (wide | wide << shift) & mask;
    }
    wide
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value is held between two u32"
)]
fn floor(value: f64, least: u32, most: u32) -> u32 {
    value.floor().clamp(f64::from(least), f64::from(most)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that look random and are the same on every run.
    fn points(count: u32) -> impl Iterator<Item = Point> {
        let mut state = 7_u64;
        let mut next = move || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            f64::from(u32::try_from(state >> 33).unwrap()) / f64::from(u32::MAX >> 1)
        };
        (0..count).map(move |_| Point::new(next() * 180.0 - 90.0, next() * 360.0 - 180.0).unwrap())
    }

    #[test]
    fn a_cover_holds_every_point_of_its_circle() {
        let centres = points(60).chain(
            [
                (0.0, 180.0),
                (0.0, -180.0),
                (89.9, 10.0),
                (-90.0, 0.0),
                (60.0, 179.9),
                (26.9, 90.5),
            ]
            .map(|(latitude, longitude)| Point::new(latitude, longitude).unwrap()),
        );
        for centre in centres {
            for km in [0.5, 25.0, 200.0, 3_000.0] {
                let within = Distance::from_km(km);
                for scale in [Scale::Near, Scale::Wide] {
                    let Some(cells) = cover(scale, centre, within, 20_000) else {
                        continue;
                    };
                    for there in around(centre, km) {
                        if centre.distance_to(there) <= within {
                            assert!(
                                cells.contains(&cell(scale, there)),
                                "{there:?} is {} from {centre:?} and in no cell",
                                centre.distance_to(there)
                            );
                        }
                    }
                }
            }
        }
    }

    /// Points within and just outside a circle.
    fn around(centre: Point, km: f64) -> Vec<Point> {
        let reach = Distance::from_km(km).degrees();
        let mut found = vec![centre];
        for bearing in 0..36 {
            for part in [0.3, 0.9, 0.999_999, 1.0] {
                let angle = f64::from(bearing * 10).to_radians();
                let (lat, d) = (centre.latitude().to_radians(), (reach * part).to_radians());
                let to = (lat.sin() * d.cos() + lat.cos() * d.sin() * angle.cos())
                    .clamp(-1.0, 1.0)
                    .asin();
                let across =
                    (angle.sin() * d.sin() * lat.cos()).atan2(d.cos() - lat.sin() * to.sin());
                let longitude =
                    (centre.longitude() + across.to_degrees() + 540.0).rem_euclid(360.0) - 180.0;
                found.push(Point::new(to.to_degrees(), longitude).unwrap());
            }
        }
        found
    }

    #[test]
    fn no_cell_stands_twice_in_a_cover() {
        for centre in points(40) {
            let mut cells =
                cover(Scale::Wide, centre, Distance::from_km(2_500.0), 100_000).unwrap();
            let all = cells.len();
            cells.sort_unstable();
            cells.dedup();
            assert_eq!(cells.len(), all);
        }
    }

    #[test]
    fn a_cover_that_would_be_too_large_is_refused() {
        let centre = Point::new(0.0, 0.0).unwrap();
        assert_eq!(
            cover(Scale::Near, centre, Distance::from_km(5_000.0), 100),
            None
        );
    }
}
