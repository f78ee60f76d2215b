//! Which of the clinics where a need is met are wanted.

use async_graphql::{Context, InputObject};

use super::by::SpecialtyBy;
use super::error::Failure;
use super::narrowing::{self, bounded};
use super::sets::{Accessibility, ClinicKind};
use crate::search::{Clause, Filter, Rule, Test};

/// Which clinics are wanted. What stands side by side must all hold; of several values in one
/// list, any will do. A clinic of which a fact is not known does not pass a filter on it, and
/// `excludedUnknown` counts them.
#[derive(InputObject, Default)]
pub struct ClinicFilter {
    /// One of these kinds.
    pub kinds: Option<Vec<ClinicKind>>,
    /// With all of these.
    pub accessibility: Option<Vec<Accessibility>>,
    /// Where one of these specialties is practised.
    pub specialties: Option<Vec<SpecialtyBy>>,
    /// Open at this moment, by the clinic's clock; `false` for those that are closed.
    pub open_now: Option<bool>,
    /// Open on Saturdays or Sundays; `false` for those that are not.
    pub weekend_hours: Option<bool>,
}

/// The rules of a filter; every clinic passes where there is none.
pub async fn resolve(ctx: &Context<'_>, filter: Option<ClinicFilter>) -> Result<Filter, Failure> {
    let Some(filter) = filter else {
        return Ok(Filter::default());
    };
    let mut clauses = Vec::new();
    let mut add = |name, rule| clauses.push(Clause { name, rule });
    if let Some(kinds) = bounded("kinds", filter.kinds)? {
        add("kinds", narrowing::of_kinds(kinds));
    }
    if let Some(wanted) = bounded("accessibility", filter.accessibility)? {
        add("accessibility", narrowing::accessible(wanted));
    }
    if let Some(wanted) = bounded("specialties", filter.specialties)? {
        add("specialties", narrowing::practising(ctx, &wanted).await?);
    }
    if let Some(open) = filter.open_now {
        add("openNow", narrowing::open_now(ctx, open));
    }
    if let Some(weekend) = filter.weekend_hours {
        add("weekendHours", Rule::Is(Test::Weekend(weekend)));
    }
    Ok(Filter { clauses })
}
