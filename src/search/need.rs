//! What somebody needs, as the concepts that meet it.

use super::term::Concept;
use crate::store::id::{ConditionId, ProcedureId, SpecialtyId};

/// A need that has been looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Need {
    Procedure(ProcedureId),
    /// Met by any procedure that treats it.
    Condition(ConditionId),
    Specialty(SpecialtyId),
}

impl Need {
    /// The concepts any of which meets the need, given what treats it where it is a condition. One
    /// that nothing treats has none.
    pub fn concepts(self, treated_by: &[ProcedureId]) -> Vec<Concept> {
        match self {
            Need::Procedure(id) => vec![Concept::Procedure(id)],
            Need::Specialty(id) => vec![Concept::Specialty(id)],
            Need::Condition(_) => treated_by.iter().copied().map(Concept::Procedure).collect(),
        }
    }
}
