//! What a caller is told when a request is turned down, and under which stable code.
//!
//! Everything in here is shown to strangers, so nothing in here comes from the inside.

use std::fmt::{self, Display, Formatter};

use async_graphql::{ErrorExtensionValues, Pos, ServerError};

/// Errors shown for one request. One mistake often causes many.
const MOST_REFUSALS: usize = 10;

/// The closed list of codes in `extensions.code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::EnumString, strum::VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Code {
    BadUserInput,
    GraphqlParseFailed,
    GraphqlValidationFailed,
    PersistedQueryNotFound,
    DocumentNotTrusted,
    QueryTooLarge,
    QueryTooDeep,
    QueryTooComplex,
    RateLimited,
    Unauthenticated,
    Forbidden,
    NotFound,
    Conflict,
    Timeout,
    Overloaded,
    Unavailable,
    Internal,
}

impl Code {
    /// The text of the code, as clients match on it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::GraphqlParseFailed => "GRAPHQL_PARSE_FAILED",
            Self::GraphqlValidationFailed => "GRAPHQL_VALIDATION_FAILED",
            Self::PersistedQueryNotFound => "PERSISTED_QUERY_NOT_FOUND",
            Self::DocumentNotTrusted => "DOCUMENT_NOT_TRUSTED",
            Self::QueryTooLarge => "QUERY_TOO_LARGE",
            Self::QueryTooDeep => "QUERY_TOO_DEEP",
            Self::QueryTooComplex => "QUERY_TOO_COMPLEX",
            Self::RateLimited => "RATE_LIMITED",
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::NotFound => "NOT_FOUND",
            Self::Conflict => "CONFLICT",
            Self::Timeout => "TIMEOUT",
            Self::Overloaded => "OVERLOADED",
            Self::Unavailable => "UNAVAILABLE",
            Self::Internal => "INTERNAL",
        }
    }
}

/// What exactly is wrong, where a client can do something about it that its code does not tell; in
/// `extensions.reason`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Reason {
    /// No place is called so.
    PlaceUnknown,
    /// Several places are called so, and none is much larger than the others.
    PlaceAmbiguous,
    /// No place has this id.
    PlaceGone,
    /// No such postal code is known in the country.
    PostalCodeUnknown,
    /// The country has no postal codes of this form.
    PostalCodeUnreadable,
}

impl Reason {
    /// The text of the reason, as clients match on it.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

impl Display for Code {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One thing that the caller can fix.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    pub code: Code,
    pub reason: Option<Reason>,
    /// A lowercase fragment without a full stop.
    pub message: String,
    /// Where in the query text; empty where the fault is not in the text.
    pub locations: Vec<Pos>,
}

impl Refusal {
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            reason: None,
            message: message.into(),
            locations: Vec::new(),
        }
    }

    #[must_use]
    pub fn because(mut self, reason: Reason) -> Self {
        self.reason = Some(reason);
        self
    }

    #[must_use]
    pub fn at(mut self, pos: Pos) -> Self {
        self.locations.push(pos);
        self
    }
}

impl From<Refusal> for ServerError {
    fn from(refusal: Refusal) -> Self {
        let mut extensions = ErrorExtensionValues::default();
        extensions.set("code", refusal.code.as_str());
        if let Some(reason) = refusal.reason {
            extensions.set("reason", reason.as_str());
        }
        let mut error = ServerError::new(refusal.message, None);
        error.locations = refusal.locations;
        error.extensions = Some(extensions);
        error
    }
}

/// Why a request was turned down: at least one refusal and at most ten, in document order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused(Vec<Refusal>);

impl Refused {
    /// `None` for an empty list, which means that nothing stands against the request.
    pub fn from_list(mut refusals: Vec<Refusal>) -> Option<Self> {
        if refusals.is_empty() {
            return None;
        }
        refusals.sort_by(|a, b| a.locations.cmp(&b.locations));
        refusals.truncate(MOST_REFUSALS);
        Some(Self(refusals))
    }

    /// The code that stands for the whole request, for the HTTP status and the logs.
    pub fn code(&self) -> Code {
        self.0.first().map_or(Code::Internal, |first| first.code)
    }

    pub fn refusals(&self) -> &[Refusal] {
        &self.0
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self(vec![refusal])
    }
}

/// Refuses with the given list, unless it is empty.
pub(super) fn none_of(refusals: Vec<Refusal>) -> Result<(), Refused> {
    Refused::from_list(refusals).map_or(Ok(()), Err)
}

/// A caller's text for use in a message, cut to `most` characters.
pub(super) fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) => text.chars().take(most - 1).chain(['…']).collect(),
    }
}

/// A few names for a message; the rest as a number.
pub(super) fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const MOST_NAMES: usize = 10;
    let names: Vec<&str> = names.collect();
    let mut list = names
        .iter()
        .take(MOST_NAMES)
        .map(|name| shortened(name, 60))
        .collect::<Vec<_>>()
        .join(", ");
    if names.len() > MOST_NAMES {
        list.push_str(&format!(" and {} more", names.len() - MOST_NAMES));
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(shortened("blood patch", 60), "blood patch");
        assert_eq!(shortened("ལྷུན་གྲུབ", 4).chars().count(), 4);
        assert!(shortened(&"x".repeat(100), 60).ends_with('…'));
    }

    #[test]
    fn at_most_ten_refusals_are_kept_in_document_order() {
        let many = (1..=30)
            .rev()
            .map(|line| Refusal::new(Code::BadUserInput, "x").at(Pos { line, column: 1 }))
            .collect();
        let refused = Refused::from_list(many).unwrap();
        assert_eq!(refused.refusals().len(), 10);
        assert_eq!(refused.refusals()[0].locations[0].line, 1);
        assert_eq!(Refused::from_list(Vec::new()), None);
    }

    #[test]
    fn a_server_error_carries_the_code() {
        let error = ServerError::from(Refusal::new(Code::QueryTooDeep, "too deep"));
        let extensions = error.extensions.unwrap();
        assert_eq!(extensions.get("code"), Some(&"QUERY_TOO_DEEP".into()));
    }
}
