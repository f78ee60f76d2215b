//! One row of a table, read by column name.

use std::fmt::Display;
use std::str::FromStr;

use chrono::{Days, NaiveDate};
use csv::StringRecord;

use crate::domain::closed::Closed;
use crate::ingest::fault::Fault;

/// The columns of a file, in its order.
#[derive(Clone, Debug, Default)]
pub struct Columns(pub Vec<String>);

/// A row with its columns. An empty cell is an absent value.
pub struct Cells<'a> {
    pub columns: &'a Columns,
    pub record: &'a StringRecord,
    /// The day that `today-30` counts from.
    pub today: NaiveDate,
}

impl Cells<'_> {
    pub fn optional(&self, column: &str) -> Option<&str> {
        let place = self.columns.0.iter().position(|name| name == column)?;
        let cell = self.record.get(place)?.trim();
        (!cell.is_empty()).then_some(cell)
    }

    pub fn owned(&self, column: &str) -> Option<String> {
        self.optional(column).map(str::to_owned)
    }

    pub fn required(&self, column: &str) -> Result<&str, Fault> {
        self.optional(column).ok_or_else(|| Fault::missing(column))
    }

    /// A value with rules of its own, checked by them.
    pub fn parsed<T: FromStr<Err: Display>>(&self, column: &str) -> Result<Option<T>, Fault> {
        self.optional(column)
            .map(|cell| cell.parse().map_err(|error| Fault::invalid(column, error)))
            .transpose()
    }

    pub fn required_parsed<T: FromStr<Err: Display>>(&self, column: &str) -> Result<T, Fault> {
        self.parsed(column)?.ok_or_else(|| Fault::missing(column))
    }

    /// A member of a closed set.
    pub fn one_of<T: Closed>(&self, column: &str) -> Result<Option<T>, Fault> {
        self.optional(column)
            .map(|cell| {
                cell.parse()
                    .map_err(|_| Fault::invalid(column, format!("use {}", T::spellings())))
            })
            .transpose()
    }

    pub fn required_one_of<T: Closed>(&self, column: &str) -> Result<T, Fault> {
        self.one_of(column)?.ok_or_else(|| Fault::missing(column))
    }

    /// A day: `2026-01-31`, or `today-30`.
    pub fn date(&self, column: &str) -> Result<Option<NaiveDate>, Fault> {
        let Some(cell) = self.optional(column) else {
            return Ok(None);
        };
        let date = match cell.strip_prefix("today") {
            Some("") => Some(self.today),
            Some(ago) => ago
                .strip_prefix('-')
                .and_then(|days| days.parse().ok())
                .and_then(|days| self.today.checked_sub_days(Days::new(days))),
            None => NaiveDate::parse_from_str(cell, "%Y-%m-%d").ok(),
        };
        date.map(Some)
            .ok_or_else(|| Fault::invalid(column, "a date is 2026-01-31 or today-30"))
    }

    pub fn flag(&self, column: &str) -> Result<bool, Fault> {
        match self.required(column)? {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(Fault::invalid(column, "use true or false")),
        }
    }

    pub fn number<T: FromStr>(&self, column: &str) -> Result<Option<T>, Fault> {
        self.optional(column)
            .map(|cell| {
                cell.parse()
                    .map_err(|_| Fault::invalid(column, "not a number that fits here"))
            })
            .transpose()
    }

    /// The parts of a cell between `|`, without empty ones.
    pub fn list(&self, column: &str) -> Vec<String> {
        self.optional(column)
            .unwrap_or_default()
            .split('|')
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::PlaceKind;

    fn with<T>(cell: &str, read: impl Fn(&Cells<'_>) -> T) -> T {
        read(&Cells {
            columns: &Columns(vec!["other".to_owned(), "cell".to_owned()]),
            record: &StringRecord::from(vec!["x", cell]),
            today: NaiveDate::from_ymd_opt(2026, 3, 1).unwrap(),
        })
    }

    #[test]
    fn a_date_is_iso_or_counted_from_today() {
        let cases = [
            ("2026-01-31", Ok(Some("2026-01-31"))),
            ("today-1", Ok(Some("2026-02-28"))),
            ("today", Ok(Some("2026-03-01"))),
            ("", Ok(None)),
            ("2026-02-30", Err(())),
            ("31.1.2026", Err(())),
            ("today+1", Err(())),
            ("today-x", Err(())),
            ("today-99999999999", Err(())),
        ];
        for (cell, expected) in cases {
            let found = with(cell, |cells| cells.date("cell")).map_err(drop);
            let found = found.map(|date| date.map(|date| date.to_string()));
            assert_eq!(
                found,
                expected.map(|date| date.map(str::to_owned)),
                "{cell}"
            );
        }
    }

    #[test]
    fn a_wrong_spelling_is_told_the_right_ones_and_not_repeated() {
        let fault = with("HAMLET", |cells| cells.one_of::<PlaceKind>("cell")).unwrap_err();
        assert_eq!(
            fault.detail,
            "cell: use CAPITAL, CITY, TOWN, VILLAGE_GROUP, DISTRICT"
        );
    }

    #[test]
    fn a_list_has_no_empty_parts() {
        assert_eq!(
            with(" a | |b|", |cells| cells.list("cell")),
            ["a".to_owned(), "b".to_owned()]
        );
        assert!(with("", |cells| cells.list("cell")).is_empty());
    }
}
