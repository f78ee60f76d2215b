//! Everything that is wrong with an input, gathered so that a caller mends it in one go.

use std::fmt::Display;
use std::str::FromStr;

use async_graphql::MaybeUndefined;

use crate::domain::hours;
use crate::domain::scrub::scrub;
use crate::graphql::error::Failure;
use crate::store::desk::Patch;

/// The longest name, title or line, in characters.
pub const LINE: usize = 200;

/// The longest reason, in characters.
pub const REASON: usize = 500;

/// The longest address of a page.
const URL: usize = 2_000;

/// What is wrong so far.
#[derive(Default)]
pub struct Problems(Vec<String>);

impl Problems {
    pub fn note(&mut self, field: &str, what: impl Display) {
        self.0.push(format!("input.{field}: {what}"));
    }

    /// Refuses the input where anything is wrong with it.
    pub fn end(self) -> Result<(), Failure> {
        match self.0.is_empty() {
            true => Ok(()),
            false => Err(Failure::bad_input(self.0.join("; "))),
        }
    }

    /// A line of text without what no line holds.
    pub fn line(&mut self, field: &str, value: Option<String>) -> Option<String> {
        let value = value?.trim().to_owned();
        let length = value.chars().count();
        if length == 0 || length > LINE {
            self.note(field, format_args!("from 1 to {LINE} characters"));
        }
        if value.chars().any(char::is_control) {
            self.note(field, "one line, without control characters");
        }
        Some(value)
    }

    /// A line that must be there for a new record.
    pub fn needed(&mut self, field: &str, value: Option<String>, is_new: bool) -> Option<String> {
        if value.is_none() && is_new {
            self.note(field, "needed for a new record");
        }
        self.line(field, value)
    }

    /// A line that may be emptied.
    pub fn open_line(&mut self, field: &str, value: MaybeUndefined<String>) -> Patch<String> {
        self.open(value, |problems, value| problems.line(field, Some(value)))
    }

    /// A value that may be emptied, read by its own rules.
    pub fn open_parsed<T: FromStr<Err: Display> + ToString>(
        &mut self,
        field: &str,
        value: MaybeUndefined<String>,
    ) -> Patch<String> {
        self.open(value, |problems, value| problems.parsed::<T>(field, &value))
    }

    /// A value read by its own rules, as it is kept.
    pub fn parsed<T: FromStr<Err: Display> + ToString>(
        &mut self,
        field: &str,
        value: &str,
    ) -> Option<String> {
        match value.trim().parse::<T>() {
            Ok(value) => Some(value.to_string()),
            Err(problem) => {
                self.note(field, problem);
                None
            }
        }
    }

    pub fn open_phone(&mut self, field: &str, value: MaybeUndefined<String>) -> Patch<String> {
        self.open(value, |problems, value| {
            let value = value.trim().to_owned();
            let digits = value.chars().filter(char::is_ascii_digit).count();
            let sound = value
                .chars()
                .all(|c| c.is_ascii_digit() || " +-.()/x".contains(c));
            if !(3..=20).contains(&digits) || !sound || value.len() > 40 {
                problems.note(field, "a telephone number, such as +975 17 123 456");
            }
            Some(value)
        })
    }

    pub fn open_url(
        &mut self,
        field: &str,
        value: MaybeUndefined<String>,
        schemes: &[&str],
    ) -> Patch<String> {
        self.open(value, |problems, value| {
            let value = value.trim().to_owned();
            let host = schemes.iter().find_map(|scheme| value.strip_prefix(scheme));
            let sound = host.is_some_and(|host| {
                host.starts_with(char::is_alphanumeric) && !host.contains(char::is_whitespace)
            });
            if !sound || value.chars().any(char::is_control) || value.len() > URL {
                let schemes = schemes.join(" or ");
                problems.note(field, format_args!("an address that begins with {schemes}"));
            }
            Some(value)
        })
    }

    pub fn open_zone(&mut self, field: &str, value: MaybeUndefined<String>) -> Patch<String> {
        self.open(value, |problems, value| {
            if !hours::is_zone(&value) {
                problems.note(field, "a zone of the IANA database, such as Asia/Thimphu");
            }
            Some(value)
        })
    }

    fn open<T, U>(
        &mut self,
        value: MaybeUndefined<T>,
        read: impl FnOnce(&mut Self, T) -> Option<U>,
    ) -> Patch<U> {
        match value {
            MaybeUndefined::Undefined => Patch::Keep,
            MaybeUndefined::Null => Patch::Set(None),
            MaybeUndefined::Value(value) => Patch::Set(read(self, value)),
        }
    }

    /// Why something is done.
    pub fn reason(&mut self, field: &str, value: Option<String>) -> Option<String> {
        let value = value?.trim().to_owned();
        let length = value.chars().count();
        if length == 0 || length > REASON {
            self.note(field, format_args!("from 1 to {REASON} characters"));
        }
        Some(value)
    }

    /// A text of a stranger, without what leads to a person; nothing where it says nothing.
    pub fn told(&mut self, field: &str, value: Option<String>, most: usize) -> Option<String> {
        let value = value?;
        if value.chars().count() > most {
            self.note(field, format_args!("at most {most} characters"));
        }
        let value = scrub(&value);
        (!value.is_empty()).then_some(value)
    }
}

/// A value as a column takes it, where nothing can be wrong with it.
pub fn open<T>(value: MaybeUndefined<T>) -> Patch<T> {
    match value {
        MaybeUndefined::Undefined => Patch::Keep,
        MaybeUndefined::Null => Patch::Set(None),
        MaybeUndefined::Value(value) => Patch::Set(Some(value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::region::Region;
    use crate::graphql::error::Failure;

    #[test]
    fn all_that_is_wrong_is_said_at_once() {
        let given = |text: &str| MaybeUndefined::Value(text.to_owned());
        let mut problems = Problems::default();
        problems.needed("family", None, true);
        problems.line("city", Some("x".repeat(201)));
        problems.open_parsed::<Region>("region", given("Sarpang"));
        problems.open_phone("phone", given("call me"));
        problems.open_url("website", given("ftp://example.org"), &["https://"]);
        problems.open_zone("timeZone", given("Mars/Olympus"));
        let Err(Failure::Refused(refusal)) = problems.end() else {
            panic!("nothing was wrong");
        };
        for field in ["family", "city", "region", "phone", "website", "timeZone"] {
            assert!(
                refusal.message.contains(&format!("input.{field}: ")),
                "{}",
                refusal.message
            );
        }
    }

    #[test]
    fn what_is_sound_is_taken_as_it_is_kept() {
        let given = |text: &str| MaybeUndefined::Value(text.to_owned());
        let mut problems = Problems::default();
        let region = problems.open_parsed::<Region>("region", given("bt-31"));
        assert_eq!(region, Patch::Set(Some("BT-31".to_owned())));
        let empty = problems.open_line("suffix", MaybeUndefined::Null);
        assert_eq!(empty, Patch::Set(None));
        let kept = problems.open_line("suffix", MaybeUndefined::Undefined);
        assert_eq!(kept, Patch::Keep);
        problems.open_zone("timeZone", given("Asia/Thimphu"));
        problems.open_phone("phone", given("+975 17 123 456"));
        problems.open_url("website", given("https://example.org/a?b"), &["https://"]);
        assert!(problems.end().is_ok());
    }
}
