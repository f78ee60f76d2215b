//! What the index is asked for: a need and a cell in one number.

use super::grid::Cell;
use crate::store::id::{ClinicId, DoctorId, ProcedureId, SpecialtyId};

/// What a document stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    Doctor,
    Clinic,
}

/// Something a doctor does or is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Concept {
    Procedure(ProcedureId),
    Specialty(SpecialtyId),
    /// To be at this very clinic.
    Clinic(ClinicId),
}

/// Ids take 28 bits of a term: row ids are dense, so this is 268 million of each kind.
const ID_BITS: u32 = 28;

impl Concept {
    /// Kind and id in the lower 31 bits; 0 is "anything".
    pub(super) fn bits(self) -> u64 {
        let (kind, id) = match self {
            Concept::Procedure(id) => (1, id.get()),
            Concept::Specialty(id) => (2, id.get()),
            Concept::Clinic(id) => (3, id.get()),
        };
        kind << ID_BITS | id.unsigned_abs() & ((1 << ID_BITS) - 1)
    }

    /// Whether bits are those of a specialty.
    pub(super) fn is_specialty(bits: u64) -> bool {
        bits >> ID_BITS == 2
    }

    /// The row id in bits, without its kind.
    pub(super) fn row_id(bits: u64) -> i64 {
        (bits & ((1 << ID_BITS) - 1)).cast_signed()
    }
}

/// The term of a concept in a cell; no concept is anybody.
pub(super) fn in_cell(target: Target, concept: Option<Concept>, cell: Cell) -> u64 {
    anywhere(target, concept) | u64::from(cell)
}

/// The term of a concept wherever it is.
pub(super) fn anywhere(target: Target, concept: Option<Concept>) -> u64 {
    let target = match target {
        Target::Doctor => 0,
        Target::Clinic => 1,
    };
    target << 63 | concept.map_or(0, Concept::bits) << 32
}

/// The number of a document: its kind and row id.
pub(super) fn doctor(id: DoctorId) -> u64 {
    id.get().unsigned_abs() << 1
}

/// The number of a clinic's document.
pub(super) fn clinic(id: ClinicId) -> u64 {
    id.get().unsigned_abs() << 1 | 1
}

/// The row id in a document's number.
pub(super) fn row_id(number: u64) -> i64 {
    (number >> 1).cast_signed()
}
