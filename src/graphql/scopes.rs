//! The fields that not everybody may ask for, and the scope that each needs.

use super::document::{Code, Guarded, Operation, Refusal, Refused};
use crate::domain::caller::{Caller, Scope};
use crate::domain::closed::Closed;

/// Every guarded field. A field that stands nowhere here is everybody's.
pub const GUARDED: &[Guarded] = &[
    ("Mutation", "upsertDoctor", Scope::DirectoryWrite),
    ("Mutation", "retireDoctor", Scope::DirectoryWrite),
    ("Mutation", "upsertClinic", Scope::DirectoryWrite),
    ("Mutation", "upsertRole", Scope::DirectoryWrite),
    ("Mutation", "verifyRole", Scope::DirectoryWrite),
    ("Mutation", "upsertOffering", Scope::DirectoryWrite),
    ("Mutation", "mergeDoctors", Scope::DirectoryWrite),
    ("Mutation", "unmergeDoctors", Scope::DirectoryWrite),
    ("Mutation", "resolveReport", Scope::ReportsResolve),
    ("Mutation", "submitReview", Scope::ReviewsWrite),
    ("Mutation", "moderateReview", Scope::ReviewsModerate),
    ("Query", "reports", Scope::ReportsResolve),
    ("Query", "submittedReviews", Scope::ReviewsModerate),
];

/// Whom introspection answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Introspection {
    #[default]
    Everybody,
    /// Callers with a key.
    Keyed,
    Nobody,
}

/// Refuses an operation that the caller may not run; all that is missing is named at once.
pub fn check(
    operation: &Operation,
    caller: &Caller,
    introspection: Introspection,
) -> Result<(), Refused> {
    let missing = operation
        .needs()
        .iter()
        .filter(|need| !caller.may(need.scope))
        .map(|need| match caller.is_anonymous() {
            true => Refusal::new(
                Code::Unauthenticated,
                format!(
                    "{} needs a key with the scope {}: send it as Authorization: Bearer KEY",
                    need.field,
                    need.scope.spelling()
                ),
            ),
            false => Refusal::new(
                Code::Forbidden,
                format!(
                    "{} needs the scope {}, which this key does not have; it has {}",
                    need.field,
                    need.scope.spelling(),
                    held(caller)
                ),
            ),
        });
    let mut refusals: Vec<Refusal> = missing.collect();
    if operation.measure().asks_of_schema() {
        match introspection {
            Introspection::Nobody => refusals.push(Refusal::new(
                Code::Forbidden,
                "introspection is switched off here; the schema is at /schema.graphql",
            )),
            Introspection::Keyed if caller.is_anonymous() => refusals.push(Refusal::new(
                Code::Unauthenticated,
                "introspection needs a key here: send it as Authorization: Bearer KEY",
            )),
            Introspection::Keyed | Introspection::Everybody => {}
        }
    }
    Refused::from_list(refusals).map_or(Ok(()), Err)
}

fn held(caller: &Caller) -> String {
    match caller.scopes.iter().next() {
        None => "none".to_owned(),
        Some(_) => caller.scopes.to_string(),
    }
}
