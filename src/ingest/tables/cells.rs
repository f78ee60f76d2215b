//! One row of a table, read by column name.

use std::fmt::Display;
use std::str::FromStr;

use chrono::{Days, NaiveDate};
use csv::StringRecord;

use crate::domain::closed::Closed;
use crate::domain::hours::minutes;
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

    /// A day: `2026-01-31`, `today-30` or `today+365`.
    pub fn date(&self, column: &str) -> Result<Option<NaiveDate>, Fault> {
        let Some(cell) = self.optional(column) else {
            return Ok(None);
        };
        let days = |text: &str| text.parse().ok().map(Days::new);
        let date = match cell.strip_prefix("today") {
            Some("") => Some(self.today),
            Some(rest) => match rest.strip_prefix('-') {
                Some(ago) => days(ago).and_then(|days| self.today.checked_sub_days(days)),
                None => rest
                    .strip_prefix('+')
                    .and_then(days)
                    .and_then(|days| self.today.checked_add_days(days)),
            },
            None => NaiveDate::parse_from_str(cell, "%Y-%m-%d").ok(),
        };
        date.map(Some)
            .ok_or_else(|| Fault::invalid(column, "a date is 2026-01-31, today-30 or today+365"))
    }

    pub fn required_date(&self, column: &str) -> Result<NaiveDate, Fault> {
        self.date(column)?.ok_or_else(|| Fault::missing(column))
    }

    /// The first and the last day of a span, either of which may be unknown.
    pub fn dates(
        &self,
        from: &str,
        until: &str,
    ) -> Result<(Option<NaiveDate>, Option<NaiveDate>), Fault> {
        match (self.date(from)?, self.date(until)?) {
            (Some(first), Some(last)) if first > last => {
                Err(Fault::invalid(from, format!("not after {until}")))
            }
            dates => Ok(dates),
        }
    }

    /// A time of day as minutes after midnight: `08:30`, and `24:00` for the end of the day.
    pub fn time(&self, column: &str) -> Result<i32, Fault> {
        minutes(self.required(column)?)
            .ok_or_else(|| Fault::invalid(column, "a time is 08:30, from 00:00 to 24:00"))
    }

    pub fn flag(&self, column: &str) -> Result<bool, Fault> {
        self.optional_flag(column)?
            .ok_or_else(|| Fault::missing(column))
    }

    pub fn optional_flag(&self, column: &str) -> Result<Option<bool>, Fault> {
        match self.optional(column) {
            None => Ok(None),
            Some("true") => Ok(Some(true)),
            Some("false") => Ok(Some(false)),
            Some(_) => Err(Fault::invalid(column, "use true or false")),
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

    /// Like [`Self::list`], with each part once.
    pub fn distinct(&self, column: &str) -> Vec<String> {
        let mut parts = Vec::new();
        for part in self.list(column) {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        parts
    }

    /// Members of a closed set, as they are stored: their spellings between `|`, in the order of
    /// the set.
    pub fn some_of<T: Closed>(&self, column: &str) -> Result<Option<String>, Fault> {
        let parts = self.list(column);
        let known = |part: &String| T::VARIANTS.iter().any(|value| value.spelling() == part);
        if !parts.iter().all(known) {
            let right = format!("use some of {} between |", T::spellings());
            return Err(Fault::invalid(column, right));
        }
        let spellings: Vec<&str> = T::VARIANTS
            .iter()
            .map(|value| value.spelling())
            .filter(|spelling| parts.iter().any(|part| part == spelling))
            .collect();
        Ok((!spellings.is_empty()).then(|| spellings.join("|")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Guidance, PlaceKind};

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
            ("today+31", Ok(Some("2026-04-01"))),
            ("today31", Err(())),
            ("today-x", Err(())),
            ("today+", Err(())),
            ("todayä1", Err(())),
            ("today--1", Err(())),
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
    fn a_time_is_counted_in_minutes_up_to_the_end_of_the_day() {
        let cases = [
            ("00:00", Some(0)),
            ("08:30", Some(510)),
            ("24:00", Some(1440)),
            ("24:01", None),
            ("08:60", None),
            ("8:30", None),
            ("08:3", None),
            ("+8:30", None),
            ("0830", None),
        ];
        for (cell, expected) in cases {
            assert_eq!(
                with(cell, |cells| cells.time("cell")).ok(),
                expected,
                "{cell}"
            );
        }
    }

    #[test]
    fn members_of_a_set_are_stored_in_its_order_and_once() {
        let read = |cell| with(cell, |cells| cells.some_of::<Guidance>("cell"));
        assert_eq!(read("CT| ULTRASOUND|CT"), Ok(Some("ULTRASOUND|CT".into())));
        assert_eq!(read(" | "), Ok(None));
        assert_eq!(
            read("CT|MRI").unwrap_err().detail,
            "cell: use some of NONE, ULTRASOUND, FLUOROSCOPY, CT, ENDOSCOPY between |"
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
