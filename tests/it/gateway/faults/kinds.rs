//! Every kind of failure that the layers below the graph can raise, as a caller is shown it.

use std::collections::BTreeSet;
use std::io;
use std::time::Duration;

use async_graphql::{Error, ErrorExtensions, Value};
use caregraph::graphql::Failure;
use caregraph::graphql::document::Code;
use caregraph::search::{PlaceProblem, SearchError};
use caregraph::store::StoreError;
use caregraph::store::desk::DeskError;
use sea_orm::{DbErr, RuntimeErr};

use super::inside::tells_nothing;

/// An error of the database as its driver words it.
fn of_database() -> DbErr {
    let words = "error returned from database: SELECT * FROM \"doctor\" at /var/lib/care.db";
    DbErr::Query(RuntimeErr::Internal(words.to_owned()))
}

fn of_disk() -> io::Error {
    io::Error::other("/var/lib/care.db: SELECT 1")
}

fn of_store() -> Vec<StoreError> {
    vec![
        StoreError::Missing("/var/lib/care.db".to_owned()),
        StoreError::Folder("/var/lib".into(), of_disk()),
        StoreError::Unsupported("postgres://anna:secret@host/care".to_owned()),
        StoreError::Newer("m0099_sqlite".to_owned()),
        StoreError::Busy(of_database()),
        StoreError::Raced(of_database()),
        StoreError::Away(of_database()),
        StoreError::TimedOut(of_database()),
        StoreError::Failed(of_database()),
        StoreError::Corrupt("the column \"ids\" of sqlite"),
        StoreError::Abandoned,
        StoreError::Slow(Duration::from_secs(15)),
        StoreError::Panicked,
    ]
}

/// A number for each kind, so that one more is missed here.
fn store_kind(error: &StoreError) -> usize {
    match error {
        StoreError::Missing(_) => 0,
        StoreError::Folder(..) => 1,
        StoreError::Unsupported(_) => 2,
        StoreError::Newer(_) => 3,
        StoreError::Busy(_) => 4,
        StoreError::Raced(_) => 5,
        StoreError::Away(_) => 6,
        StoreError::TimedOut(_) => 7,
        StoreError::Failed(_) => 8,
        StoreError::Corrupt(_) => 9,
        StoreError::Abandoned => 10,
        StoreError::Slow(_) => 11,
        StoreError::Panicked => 12,
    }
}

fn of_search() -> Vec<SearchError> {
    vec![
        SearchError::NotReady,
        SearchError::Overloaded,
        SearchError::TimedOut,
        SearchError::Place(PlaceProblem::Gone),
        SearchError::Locked("/var/lib/data".to_owned()),
        SearchError::NoIndex("/var/lib/data".to_owned()),
        SearchError::Index(tantivy::TantivyError::SystemError(
            "/var/lib/data".to_owned(),
        )),
        SearchError::Io(of_disk()),
        SearchError::Schema("tantivy has no such field"),
        SearchError::Stopped,
        SearchError::Store(StoreError::Failed(of_database())),
    ]
}

fn search_kind(error: &SearchError) -> usize {
    match error {
        SearchError::NotReady => 0,
        SearchError::Overloaded => 1,
        SearchError::TimedOut => 2,
        SearchError::Place(_) => 3,
        SearchError::Locked(_) => 4,
        SearchError::NoIndex(_) => 5,
        SearchError::Index(_) => 6,
        SearchError::Io(_) => 7,
        SearchError::Schema(_) => 8,
        SearchError::Stopped => 9,
        SearchError::Store(_) => 10,
    }
}

fn of_desk() -> Vec<DeskError> {
    vec![
        DeskError::Store(StoreError::Failed(of_database())),
        DeskError::Missing("doctor"),
        DeskError::Stale("doctor"),
        DeskError::KeyUsed,
        DeskError::SlugTaken("doctor"),
        DeskError::Merged,
        DeskError::SameDoctor,
        DeskError::NotMerged,
        DeskError::MergedOn,
        DeskError::NotOurMerge,
        DeskError::Circle,
        DeskError::Evidence,
        DeskError::Settled,
        DeskError::EnoughReports,
        DeskError::Moderated,
        DeskError::Reviewed,
    ]
}

fn desk_kind(error: &DeskError) -> usize {
    match error {
        DeskError::Store(_) => 0,
        DeskError::Missing(_) => 1,
        DeskError::Stale(_) => 2,
        DeskError::KeyUsed => 3,
        DeskError::SlugTaken(_) => 4,
        DeskError::Merged => 5,
        DeskError::SameDoctor => 6,
        DeskError::NotMerged => 7,
        DeskError::MergedOn => 8,
        DeskError::NotOurMerge => 9,
        DeskError::Circle => 10,
        DeskError::Evidence => 11,
        DeskError::Settled => 12,
        DeskError::EnoughReports => 13,
        DeskError::Moderated => 14,
        DeskError::Reviewed => 15,
    }
}

#[track_caller]
fn is_whole(kinds: impl Iterator<Item = usize>, count: usize) {
    let kinds: BTreeSet<usize> = kinds.collect();
    assert_eq!(kinds, (0..count).collect(), "a kind stands in no list");
}

/// The code and the message that a caller is shown.
fn shown(failure: Failure) -> (Code, String) {
    let error = Error::from(failure);
    let code = error.extensions.as_ref().and_then(|all| all.get("code"));
    let Some(Value::String(code)) = code else {
        panic!("no code: {error:?}");
    };
    let message = error.message.clone();
    // Nothing else of the error reaches a caller.
    assert!(error.extend().source.is_none());
    (code.parse().unwrap(), message)
}

#[test]
fn no_kind_of_failure_tells_of_the_inside() {
    is_whole(of_store().iter().map(store_kind), 13);
    is_whole(of_search().iter().map(search_kind), 11);
    is_whole(of_desk().iter().map(desk_kind), 16);
    let failures = of_store().into_iter().map(Failure::from);
    let failures = failures.chain(of_search().into_iter().map(Failure::from));
    let failures = failures.chain(of_desk().into_iter().map(Failure::from));
    let mut seen = BTreeSet::new();
    for failure in failures {
        let (code, message) = shown(failure);
        tells_nothing(&message);
        assert!(
            !message.contains("secret") && !message.contains("m0099"),
            "{message}"
        );
        seen.insert(code.as_str());
    }
    let expected = [
        "BAD_USER_INPUT",
        "CONFLICT",
        "INTERNAL",
        "NOT_FOUND",
        "OVERLOADED",
        "RATE_LIMITED",
        "TIMEOUT",
        "UNAVAILABLE",
    ];
    assert_eq!(seen, BTreeSet::from(expected));
}
