//! Every list that hangs from a node, and its order.

use super::related::Relation;
use crate::domain::NodeKind;

/// By clinic name.
pub const ROLES_OF_DOCTOR: Relation = Relation {
    child: "role",
    join: "JOIN clinic j ON j.id = c.clinic_id",
    parent: "c.doctor_id",
    order: "j.name_key",
    only: "",
    of: NodeKind::Doctor,
    ordered_by: NodeKind::Clinic,
};

/// By name.
pub const CLINICS_OF_DOCTOR: Relation = Relation {
    child: "clinic",
    join: "JOIN role j ON j.clinic_id = c.id",
    parent: "j.doctor_id",
    order: "c.name_key",
    only: "",
    of: NodeKind::Doctor,
    ordered_by: NodeKind::Clinic,
};

/// The primary one first. A doctor has at most some dozens: four digits sort as text.
pub const SPECIALTIES_OF_DOCTOR: Relation = Relation {
    child: "specialty",
    join: "JOIN doctor_specialty j ON j.specialty_id = c.id",
    parent: "j.doctor_id",
    order: "CAST(1000 + j.position AS TEXT)",
    only: "",
    of: NodeKind::Doctor,
    ordered_by: NodeKind::Specialty,
};

/// By procedure name.
pub const OFFERINGS_OF_DOCTOR: Relation = Relation {
    child: "offering",
    join: "JOIN procedure j ON j.id = c.procedure_id",
    parent: "c.doctor_id",
    order: "j.name_key",
    only: "",
    of: NodeKind::Doctor,
    ordered_by: NodeKind::Procedure,
};

/// By name.
pub const PROCEDURES_OF_CONDITION: Relation = Relation {
    child: "procedure",
    join: "JOIN treatment j ON j.procedure_id = c.id",
    parent: "j.condition_id",
    order: "c.name_key",
    only: "",
    of: NodeKind::Condition,
    ordered_by: NodeKind::Procedure,
};

/// By name.
pub const CONDITIONS_OF_PROCEDURE: Relation = Relation {
    child: "condition",
    join: "JOIN treatment j ON j.condition_id = c.id",
    parent: "j.procedure_id",
    order: "c.name_key",
    only: "",
    of: NodeKind::Procedure,
    ordered_by: NodeKind::Condition,
};

/// Articles about a node, by slug.
pub const fn articles_about(kind: NodeKind) -> Relation {
    Relation {
        child: "article",
        join: "JOIN article_subject j ON j.article_id = c.id",
        parent: "j.node_id",
        order: "c.slug",
        only: match kind {
            NodeKind::Condition => "AND j.node_kind = 'CONDITION'",
            NodeKind::Specialty => "AND j.node_kind = 'SPECIALTY'",
            _ => "AND j.node_kind = 'PROCEDURE'",
        },
        of: kind,
        ordered_by: NodeKind::Article,
    }
}
