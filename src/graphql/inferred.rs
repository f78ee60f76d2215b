//! The last resort: who may do what nobody is known to do, by specialty.

use async_graphql::Context;

use super::context::Ask;
use super::error::Failure;
use super::find::Wanted;
use crate::domain::NodeKind;
use crate::feed::Kinds;
use crate::loaders::SliceKey;
use crate::search::{Concept, Need};
use crate::store::relations;

/// Whether somebody somewhere is known to offer any of these.
pub fn is_anybody_known(ctx: &Context<'_>, concepts: &[Concept]) -> Result<bool, Failure> {
    let (anybody, seq) = ctx.graph().search.anybody(concepts)?;
    let basis = ctx.loaders().basis();
    basis.note(Kinds::one(NodeKind::Doctor));
    basis.as_of(seq);
    Ok(anybody)
}

/// What is wanted, or where nobody at all is known to offer it, the specialties that do such things.
/// The answer says so.
///
/// One doctor known to offer it, however far away, is better than a guess: then nothing is inferred.
pub async fn or_by_specialty(ctx: &Context<'_>, wanted: Wanted) -> Result<Wanted, Failure> {
    let (Some(concepts), Some(understood)) = (&wanted.concepts, &wanted.understood) else {
        return Ok(wanted);
    };
    let (relation, parent) = match understood.need() {
        Need::Procedure(id) => (relations::SPECIALTIES_OF_PROCEDURE, id.get()),
        Need::Condition(id) => (relations::SPECIALTIES_OF_CONDITION, id.get()),
        Need::Specialty(_) => return Ok(wanted),
    };
    if is_anybody_known(ctx, concepts)? {
        return Ok(wanted);
    }
    let key = SliceKey::whole(relation, parent);
    let slice = ctx.loaders().specialties().load(key).await?;
    let specialties: Vec<Concept> = slice
        .iter()
        .flat_map(|slice| &slice.rows)
        .map(|listed| Concept::Specialty(listed.row.id))
        .collect();
    if specialties.is_empty() {
        return Ok(wanted);
    }
    Ok(Wanted {
        concepts: Some(specialties),
        inferred: true,
        clinic: wanted.clinic,
        understood: wanted
            .understood
            .map(|understood| understood.by_specialty()),
    })
}
