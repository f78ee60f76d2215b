//! One line of a postal code file, checked. Pure.

use csv::ByteRecord;

use crate::domain::country::Country;
use crate::domain::distance::Point;
use crate::domain::fold::fold;
use crate::domain::postal::PostalCode;
use crate::ingest::batch::Found;
use crate::ingest::fault::{self, Fault};

/// Country, code, place, three pairs of name and code of a division, latitude, longitude, accuracy.
const COLUMNS: usize = 12;

/// A postal code and a place that it is delivered to.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub code: PostalCode,
    pub place: String,
    /// ISO 3166-2, for the United States only: elsewhere the file has a code of its own.
    pub region: Option<String>,
    /// `None` where the file gives none.
    pub point: Option<Point>,
    /// From 1, estimated, to 6, the middle of the area.
    pub accuracy: Option<i32>,
    /// What tells this line from others of the file.
    pub key: String,
}

/// Checks a line.
pub fn read(record: &ByteRecord) -> Found<Row> {
    if record.len() != COLUMNS {
        return Found::Rejected(Fault::columns(COLUMNS, record.len()));
    }
    match check(record) {
        Ok(row) => Found::Row(row),
        Err(fault) => Found::Rejected(fault),
    }
}

fn check(record: &ByteRecord) -> Result<Row, Fault> {
    let cell = |place: usize| -> Result<&str, Fault> {
        let bytes = record.get(place).unwrap_or_default();
        Ok(fault::text(bytes)?.trim())
    };
    let country: Country = cell(0)?
        .parse()
        .map_err(|error| Fault::invalid("country code", error))?;
    let code = PostalCode::of(country, cell(1)?)
        .map_err(|problem| Fault::invalid("postal code", problem))?;
    let place = cell(2)?;
    if fold(place).is_empty() {
        return Err(Fault::missing("place name"));
    }
    let state = cell(4)?;
    let is_state = state.len() == 2 && state.bytes().all(|byte| byte.is_ascii_uppercase());
    let key = [
        country.as_str(),
        code.code(),
        &fold(place),
        state,
        cell(6)?,
        cell(8)?,
    ]
    .join(" ");
    Ok(Row {
        place: place.to_owned(),
        region: (country == Country::US && is_state).then(|| format!("US-{state}")),
        point: point(cell(9)?, cell(10)?)?,
        accuracy: match cell(11)? {
            "" => None,
            text => match text.parse() {
                Ok(accuracy @ 1..=6) => Some(accuracy),
                _ => return Err(Fault::invalid("accuracy", "a whole number from 1 to 6")),
            },
        },
        code,
        key,
    })
}

/// The position: both or neither.
fn point(latitude: &str, longitude: &str) -> Result<Option<Point>, Fault> {
    let degrees = |text: &str, column: &str| -> Result<f64, Fault> {
        text.parse()
            .map_err(|_| Fault::invalid(column, "decimal degrees"))
    };
    match (latitude, longitude) {
        ("", "") => Ok(None),
        ("", _) => Err(Fault::missing("latitude")),
        (_, "") => Err(Fault::missing("longitude")),
        _ => Point::new(
            degrees(latitude, "latitude")?,
            degrees(longitude, "longitude")?,
        )
        .map(Some)
        .map_err(|_| Fault::invalid("latitude, longitude", "degrees within ±90 and ±180")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::RejectReason;

    fn line(changes: &[(usize, &str)]) -> Found<Row> {
        let mut cells = vec![
            "US",
            "06105",
            "Hartford",
            "Connecticut",
            "CT",
            "Capitol",
            "110",
            "",
            "",
            "41.7691",
            "-72.701",
            "4",
        ];
        for (place, cell) in changes {
            cells[*place] = cell;
        }
        read(&ByteRecord::from(cells))
    }

    #[test]
    fn a_line_is_a_code_a_place_and_perhaps_a_position() {
        let Found::Row(row) = line(&[]) else {
            panic!("not a row");
        };
        assert_eq!((row.code.code(), row.place.as_str()), ("06105", "Hartford"));
        assert_eq!(row.region.as_deref(), Some("US-CT"));
        assert_eq!((row.point.is_some(), row.accuracy), (true, Some(4)));
        let Found::Row(row) = line(&[(0, "CA"), (1, "K1A 0B1"), (9, ""), (10, ""), (11, "")])
        else {
            panic!("not a row");
        };
        assert_eq!((row.code.code(), row.region), ("K1A0B1", None));
        assert_eq!((row.point, row.accuracy), (None, None));
    }

    #[test]
    fn a_bad_line_is_told_why() {
        let cases = [
            ((0, "USA"), RejectReason::InvalidValue),
            ((1, "061"), RejectReason::InvalidValue),
            ((2, "--"), RejectReason::MissingValue),
            ((9, ""), RejectReason::MissingValue),
            ((9, "north"), RejectReason::InvalidValue),
            ((10, "-190"), RejectReason::InvalidValue),
            ((11, "9"), RejectReason::InvalidValue),
        ];
        for (change, expected) in cases {
            match line(&[change]) {
                Found::Rejected(fault) => assert_eq!(fault.reason, expected, "{change:?}"),
                _ => panic!("not rejected: {change:?}"),
            }
        }
        let short = ByteRecord::from(vec!["US", "06105"]);
        assert!(matches!(read(&short), Found::Rejected(_)));
    }
}
