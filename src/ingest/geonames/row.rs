//! One line of a dump, checked. Pure.

use csv::ByteRecord;

use crate::domain::PlaceKind;
use crate::domain::country::Country;
use crate::domain::distance::Point;
use crate::domain::fold::fold;
use crate::ingest::batch::Found;
use crate::ingest::fault::{self, Fault};
use crate::ingest::report::SkipReason;

const COLUMNS: usize = 19;

/// The most alternate names kept of one place.
const ALTERNATES: usize = 100;

/// From how many people on a town counts as a city.
const CITY: u32 = 100_000;

/// A populated place.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub id: u32,
    pub name: String,
    pub alternates: Vec<String>,
    pub point: Point,
    pub country: Country,
    /// ISO 3166-2, for the United States only: elsewhere the file has a code of its own.
    pub region: Option<String>,
    pub admin1: Option<String>,
    pub kind: PlaceKind,
    /// `None` where the file says 0, which stands for unknown.
    pub population: Option<u32>,
    pub time_zone: Option<String>,
}

/// Checks a line.
pub fn read(record: &ByteRecord) -> Found<Row> {
    if record.len() != COLUMNS {
        return Found::Rejected(Fault::columns(COLUMNS, record.len()));
    }
    if record.get(6) != Some(b"P") {
        return Found::Skipped(SkipReason::NotAPlace);
    }
    match check(record) {
        Ok(row) => Found::Row(row),
        Err(fault) => Found::Rejected(fault),
    }
}

fn check(record: &ByteRecord) -> Result<Row, Fault> {
    let cell = |place: usize| -> Result<&str, Fault> {
        let bytes = record.get(place).unwrap_or_default();
        let text = fault::text(bytes)?;
        Ok(text.trim())
    };
    let id = cell(0)?
        .parse()
        .map_err(|_| Fault::invalid("geonameid", "a whole number"))?;
    let (name, ascii) = (cell(1)?, cell(2)?);
    if name.is_empty() {
        return Err(Fault::missing("name"));
    }
    if fold(name).is_empty() {
        return Err(Fault::invalid("name", "at least one letter or digit"));
    }
    let country: Country = cell(8)?
        .parse()
        .map_err(|error| Fault::invalid("country code", error))?;
    let population: u32 = match cell(14)? {
        "" => 0,
        text => text
            .parse()
            .map_err(|_| Fault::invalid("population", "a whole number"))?,
    };
    let admin1 = Some(cell(10)?).filter(|code| !code.is_empty());
    let alternates = std::iter::once(ascii)
        .chain(cell(3)?.split(','))
        .map(str::trim)
        .filter(|alternate| !alternate.is_empty() && *alternate != name && !is_airport(alternate))
        .take(ALTERNATES)
        .map(str::to_owned)
        .collect();
    Ok(Row {
        id,
        name: name.to_owned(),
        alternates,
        point: point(cell(4)?, cell(5)?)?,
        country,
        region: admin1
            .filter(|code| country == Country::US && is_state(code))
            .map(|state| format!("US-{state}")),
        admin1: admin1.map(str::to_owned),
        kind: match cell(7)? {
            "PPLC" => PlaceKind::Capital,
            _ if population >= CITY => PlaceKind::City,
            _ => PlaceKind::Town,
        },
        population: Some(population).filter(|people| *people > 0),
        time_zone: Some(cell(17)?.to_owned()).filter(|zone| !zone.is_empty()),
    })
}

fn point(latitude: &str, longitude: &str) -> Result<Point, Fault> {
    let degrees = |text: &str, column: &str| -> Result<f64, Fault> {
        if text.is_empty() {
            return Err(Fault::missing(column));
        }
        text.parse()
            .map_err(|_| Fault::invalid(column, "decimal degrees"))
    };
    let latitude = degrees(latitude, "latitude")?;
    let longitude = degrees(longitude, "longitude")?;
    Point::new(latitude, longitude)
        .map_err(|_| Fault::invalid("latitude, longitude", "degrees within ±90 and ±180"))
}

/// A code among the names, such as `JFK` or `KJFK`: nobody means the town by it.
fn is_airport(name: &str) -> bool {
    matches!(name.len(), 3 | 4) && name.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn is_state(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::RejectReason;

    /// A sound line with some columns put in its place.
    fn line(changes: &[(usize, &str)]) -> Found<Row> {
        let mut cells = vec![
            "1252416",
            "Geylegphug",
            "Geylegphug",
            "Gelephu,GLU,VQGP,Gelaphu",
            "26.8706",
            "90.48561",
            "P",
            "PPL",
            "BT",
            "",
            "09",
            "",
            "",
            "",
            "6700",
            "",
            "218",
            "Asia/Thimphu",
            "2012-01-18",
        ];
        for (place, cell) in changes {
            cells[*place] = cell;
        }
        read(&ByteRecord::from(cells))
    }

    fn row(changes: &[(usize, &str)]) -> Row {
        match line(changes) {
            Found::Row(row) => row,
            _ => panic!("not a row: {changes:?}"),
        }
    }

    #[test]
    fn a_place_keeps_its_names_but_no_airport_codes() {
        let found = row(&[]);
        assert_eq!(found.alternates, ["Gelephu", "Gelaphu"]);
        assert_eq!((found.region, found.admin1.as_deref()), (None, Some("09")));
        let many = vec!["a"; 500].join(",");
        assert_eq!(row(&[(3, &many)]).alternates.len(), ALTERNATES);
        assert_eq!(row(&[(1, "\"Quoted\" Town")]).name, "\"Quoted\" Town");
    }

    #[test]
    fn the_kind_comes_from_the_feature_and_the_population() {
        let cases = [
            ("PPLC", "5", PlaceKind::Capital),
            ("PPLA", "100000", PlaceKind::City),
            ("PPL", "99999", PlaceKind::Town),
            ("", "", PlaceKind::Town),
        ];
        for (feature, population, expected) in cases {
            assert_eq!(
                row(&[(7, feature), (14, population)]).kind,
                expected,
                "{feature}"
            );
        }
        assert_eq!(row(&[(14, "0")]).population, None);
    }

    #[test]
    fn only_american_states_are_iso_regions() {
        let region = |country, admin1| row(&[(8, country), (10, admin1)]).region;
        assert_eq!(region("US", "CT").as_deref(), Some("US-CT"));
        assert_eq!(region("US", "00"), None);
        assert_eq!(region("IN", "AS"), None);
    }

    #[test]
    fn a_bad_line_is_told_why() {
        let cases = [
            (vec![(0, "x")], RejectReason::InvalidValue),
            (vec![(1, "")], RejectReason::MissingValue),
            (vec![(1, "--")], RejectReason::InvalidValue),
            (vec![(4, "")], RejectReason::MissingValue),
            (vec![(4, "91")], RejectReason::InvalidValue),
            (vec![(5, "E90")], RejectReason::InvalidValue),
            (vec![(8, "")], RejectReason::InvalidValue),
            (vec![(14, "many")], RejectReason::InvalidValue),
        ];
        for (changes, expected) in cases {
            match line(&changes) {
                Found::Rejected(fault) => assert_eq!(fault.reason, expected, "{changes:?}"),
                _ => panic!("not rejected: {changes:?}"),
            }
        }
        assert!(matches!(
            line(&[(6, "H"), (1, "")]),
            Found::Skipped(SkipReason::NotAPlace)
        ));
        let short = ByteRecord::from(vec!["1", "a"]);
        assert!(matches!(read(&short), Found::Rejected(_)));
        let mut bytes = ByteRecord::new();
        for place in 0..19 {
            bytes.push_field(match place {
                6 => b"P",
                0 => b"1",
                _ => b"\xff",
            });
        }
        assert!(matches!(read(&bytes), Found::Rejected(_)));
    }
}
