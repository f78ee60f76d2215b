//! What filters of doctors and of clinics share: their common rules, and how long lists may be.

use async_graphql::Context;
use futures_util::future::try_join_all;

use super::by::SpecialtyBy;
use super::context::Ask;
use super::error::Failure;
use super::hours;
use super::sets::{Accessibility, ClinicKind};
use crate::domain;
use crate::search::{Clocks, Rule, Test};

/// The most values that a filter names in one list, and the most filters in one `and` or `or`.
const MOST_VALUES: usize = 50;

/// At a clinic of one of these kinds.
pub fn of_kinds(kinds: Vec<ClinicKind>) -> Rule {
    let kinds: Vec<domain::ClinicKind> = kinds.into_iter().map(Into::into).collect();
    Rule::Is(Test::ClinicKind(kinds.into()))
}

/// At a clinic with all of these.
pub fn accessible(wanted: Vec<Accessibility>) -> Rule {
    let wanted = wanted.into_iter().map(Into::into).collect();
    Rule::Is(Test::Accessibility(wanted))
}

/// One of these specialties is practised; one that is not known is refused.
pub async fn practising(ctx: &Context<'_>, wanted: &[SpecialtyBy]) -> Result<Rule, Failure> {
    let rows = try_join_all(wanted.iter().map(|by| by.load(ctx))).await?;
    let ids: Option<Vec<_>> = rows.into_iter().map(|row| Some(row?.id)).collect();
    let ids = ids.ok_or_else(|| unknown("specialties", "specialty"))?;
    Ok(Rule::Is(Test::Specialties(ids)))
}

/// Open at this moment, or closed.
pub fn open_now(ctx: &Context<'_>, open: bool) -> Rule {
    ctx.loaders().basis().lasts(hours::A_MINUTE);
    let test = Rule::Is(Test::OpenAt(Clocks::at(ctx.graph().clock.now())));
    match open {
        true => test,
        false => Rule::Not(Box::new(test)),
    }
}

pub fn unknown(name: &str, kind: &str) -> Failure {
    Failure::not_found(format!(
        "no {kind} is known by a name that filter.{name} gives"
    ))
}

/// A list that says something: an empty one would let nobody pass, and a long one costs too much.
pub fn bounded<T>(name: &str, list: Option<Vec<T>>) -> Result<Option<Vec<T>>, Failure> {
    match &list {
        Some(values) if values.is_empty() => Err(Failure::bad_input(format!(
            "filter.{name} is empty: leave it out, or name what is wanted"
        ))),
        Some(values) if values.len() > MOST_VALUES => Err(Failure::bad_input(format!(
            "filter.{name} takes at most {MOST_VALUES} values, found {}",
            values.len()
        ))),
        _ => Ok(list),
    }
}
