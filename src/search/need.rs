//! What somebody needs, as the concepts that meet it.

use super::error::SearchError;
use super::term::Concept;
use crate::store::id::{ConditionId, ProcedureId, SpecialtyId};
use crate::store::{Database, treatment};

/// A need that has been looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    Procedure(ProcedureId),
    /// Met by any procedure that treats it.
    Condition(ConditionId),
    Specialty(SpecialtyId),
}

/// The concepts any of which meets the need. A condition that nothing treats has none.
pub async fn concepts(db: &Database, need: Need) -> Result<Vec<Concept>, SearchError> {
    Ok(match need {
        Need::Procedure(id) => vec![Concept::Procedure(id)],
        Need::Specialty(id) => vec![Concept::Specialty(id)],
        Need::Condition(id) => treatment::procedures(db.reader(), id)
            .await?
            .into_iter()
            .map(Concept::Procedure)
            .collect(),
    })
}
