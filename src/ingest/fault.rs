//! What is wrong with one row.

use std::fmt::Display;

use crate::domain::RejectReason;
use crate::domain::npi::InvalidNpi;

/// Why a row is left out: what is wrong and what would be right, without the row's own content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub reason: RejectReason,
    pub detail: String,
}

impl Fault {
    pub fn new(reason: RejectReason, detail: impl Into<String>) -> Self {
        Fault {
            reason,
            detail: detail.into(),
        }
    }

    pub fn missing(column: &str) -> Self {
        Fault::new(RejectReason::MissingValue, format!("{column} is empty"))
    }

    pub fn invalid(column: &str, what_is_right: impl Display) -> Self {
        Fault::new(
            RejectReason::InvalidValue,
            format!("{column}: {what_is_right}"),
        )
    }

    pub fn unknown(column: &str, kind: &str) -> Self {
        Fault::new(
            RejectReason::UnknownReference,
            format!("{column} is not the slug of a {kind}"),
        )
    }

    pub fn npi(error: InvalidNpi) -> Self {
        Fault::new(RejectReason::InvalidNpi, error.to_string())
    }

    pub fn duplicate(what: impl Into<String>) -> Self {
        Fault::new(RejectReason::Duplicate, what)
    }

    pub fn columns(expected: usize, found: usize) -> Self {
        Fault::new(
            RejectReason::Malformed,
            format!("the row has {found} columns and must have {expected}"),
        )
    }

    pub fn not_text() -> Self {
        Fault::new(
            RejectReason::Malformed,
            "the row is not UTF-8 without U+0000",
        )
    }
}

/// The bytes as text that every database can hold: Postgres takes no U+0000.
pub fn text(bytes: &[u8]) -> Result<&str, Fault> {
    std::str::from_utf8(bytes)
        .ok()
        .filter(|text| !text.contains('\0'))
        .ok_or_else(Fault::not_text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_utf_8_without_its_first_character() {
        assert_eq!(text("ä\n".as_bytes()), Ok("ä\n"));
        for bytes in [b"a\xff".as_slice(), b"a\0b"] {
            assert_eq!(text(bytes), Err(Fault::not_text()));
        }
    }
}
