//! Everything that a resolver can fail with, and how much of it a caller sees.

use std::sync::Arc;

use async_graphql::{Error, ErrorExtensions};

use super::document::{Code, Reason, Refusal};
use crate::search::{PlaceProblem, SearchError};
use crate::store::StoreError;
use crate::store::entity::place;

/// Everything a resolver can fail with.
///
/// Not `Display`, on purpose: async-graphql shows callers the text of any error that is, so `?` on
/// a `StoreError` would publish SQL.
#[derive(Clone, Debug)]
pub enum Failure {
    /// The caller's to mend: plain text, safe to show.
    Refused(Refusal),
    Store(Arc<StoreError>),
    Search(Arc<SearchError>),
}

impl Failure {
    /// An argument that is not what it must be; the text names what would be right.
    pub fn bad_input(message: impl Into<String>) -> Self {
        Failure::Refused(Refusal::new(Code::BadUserInput, message))
    }

    /// The same, with what exactly is wrong.
    pub fn bad_input_because(reason: Reason, message: impl Into<String>) -> Self {
        Failure::Refused(Refusal::new(Code::BadUserInput, message).because(reason))
    }

    /// Something that is named by an argument and is not there.
    pub fn not_found(message: impl Into<String>) -> Self {
        Failure::Refused(Refusal::new(Code::NotFound, message))
    }
}

impl From<Arc<StoreError>> for Failure {
    fn from(error: Arc<StoreError>) -> Self {
        Failure::Store(error)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Failure::Store(Arc::new(error))
    }
}

impl From<SearchError> for Failure {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Place(problem) => Failure::Refused(place_refusal(&problem)),
            error => Failure::Search(Arc::new(error)),
        }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        let refusal = match failure {
            Failure::Refused(refusal) => refusal,
            Failure::Store(error) => shown_store(&error),
            Failure::Search(error) => shown_search(&error),
        };
        let (code, reason) = (refusal.code.as_str(), refusal.reason);
        Error::new(refusal.message).extend_with(|_, extensions| {
            extensions.set("code", code);
            if let Some(reason) = reason {
                extensions.set("reason", reason.as_str());
            }
        })
    }
}

fn shown_store(error: &StoreError) -> Refusal {
    if error.is_passing() {
        tracing::warn!(
            error = error as &dyn std::error::Error,
            "the database did not answer"
        );
        return Refusal::new(
            Code::Unavailable,
            "the database is busy, try again in a moment",
        );
    }
    internal(error)
}

fn shown_search(error: &SearchError) -> Refusal {
    match error {
        SearchError::NotReady => Refusal::new(
            Code::Unavailable,
            "the search index is still being built, try again in a moment",
        ),
        SearchError::Overloaded => Refusal::new(
            Code::Overloaded,
            "too many searches at once, try again in a moment",
        ),
        SearchError::TimedOut => Refusal::new(
            Code::Timeout,
            "the search took too long, try a smaller radius",
        ),
        SearchError::Store(error) => shown_store(error),
        error => internal(error),
    }
}

/// Logged here with its causes, once; the caller sees none of it.
fn internal(error: &(dyn std::error::Error + 'static)) -> Refusal {
    let mut causes = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        causes.push_str(": ");
        causes.push_str(&error.to_string());
        cause = error.source();
    }
    tracing::error!(causes, "a resolver failed");
    Refusal::new(Code::Internal, "something went wrong on our side")
}

fn place_refusal(problem: &PlaceProblem) -> Refusal {
    let bad_input = |message| Refusal::new(Code::BadUserInput, message);
    match problem {
        PlaceProblem::Unknown { name, similar } => {
            let name = quoted(name);
            let message = match similar.as_slice() {
                [] => format!("no place is called {name}; try a larger town nearby, or a point"),
                similar => {
                    let similar = listed(similar);
                    format!("no place is called {name}; did you mean {similar}?")
                }
            };
            bad_input(message).because(Reason::PlaceUnknown)
        }
        PlaceProblem::Ambiguous { name, candidates } => bad_input(format!(
            "several places are called {}: {}; name one with its region or country after a comma, or give its id",
            quoted(name),
            listed(candidates)
        ))
        .because(Reason::PlaceAmbiguous),
        PlaceProblem::Gone => {
            Refusal::new(Code::NotFound, "no place has this id").because(Reason::PlaceGone)
        }
        PlaceProblem::Point(problem) => bad_input(problem.to_string()),
    }
}

/// A caller's word for a message, cut short.
fn quoted(text: &str) -> String {
    let short: String = text.chars().take(60).collect();
    format!("{short:?}")
}

fn listed(places: &[place::Model]) -> String {
    places
        .iter()
        .map(|place| {
            let region = place.region_name.as_deref().or(place.region.as_deref());
            match region {
                Some(region) => format!("{}, {region}, {}", place.name, place.country),
                None => format!("{}, {}", place.name, place.country),
            }
        })
        .collect::<Vec<_>>()
        .join("; ")
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    /// What a caller would see of a failure, as (code, message).
    fn seen(failure: Failure) -> (String, String) {
        let error = Error::from(failure);
        let extensions = error.extensions.unwrap();
        (extensions.get("code").unwrap().to_string(), error.message)
    }

    #[test]
    fn a_failure_shows_its_code_and_nothing_of_the_inside() {
        let inside = || io::Error::other("/var/lib/secret.db: SELECT * FROM doctor");
        let cases = [
            (StoreError::Abandoned.into(), "\"UNAVAILABLE\""),
            (StoreError::Corrupt("a table").into(), "\"INTERNAL\""),
            (
                StoreError::Folder("/var/lib".into(), inside()).into(),
                "\"INTERNAL\"",
            ),
            (SearchError::NotReady.into(), "\"UNAVAILABLE\""),
            (SearchError::Overloaded.into(), "\"OVERLOADED\""),
            (SearchError::TimedOut.into(), "\"TIMEOUT\""),
            (SearchError::Io(inside()).into(), "\"INTERNAL\""),
            (
                SearchError::Locked("/var/lib/data".to_owned()).into(),
                "\"INTERNAL\"",
            ),
            (
                SearchError::Store(StoreError::Abandoned).into(),
                "\"UNAVAILABLE\"",
            ),
            (Failure::bad_input("first must be"), "\"BAD_USER_INPUT\""),
            (Failure::not_found("no doctor"), "\"NOT_FOUND\""),
        ];
        for (failure, code) in cases {
            let (found, message) = seen(failure);
            assert_eq!(found, code, "{message}");
            for inside in ["/var", "SELECT", "table", "given up"] {
                assert!(!message.contains(inside), "{message}");
            }
        }
    }
}
