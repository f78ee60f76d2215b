//! Every list that hangs from a node, and its order. A list of all rows of a kind hangs from 0.

use super::related::Relation;
use crate::domain::{ArticleKind, ManuscriptState, NodeKind};

/// By clinic name.
pub const ROLES_OF_DOCTOR: Relation = Relation {
    child: "role",
    join: "JOIN clinic j ON j.id = c.clinic_id",
    parent: "c.doctor_id",
    order: "j.name_key",
    only: "",
    of: Some(NodeKind::Doctor),
    ordered_by: NodeKind::Clinic,
};

/// By name.
pub const CLINICS_OF_DOCTOR: Relation = Relation {
    child: "clinic",
    join: "JOIN role j ON j.clinic_id = c.id",
    parent: "j.doctor_id",
    order: "c.name_key",
    only: "",
    of: Some(NodeKind::Doctor),
    ordered_by: NodeKind::Clinic,
};

/// The primary one first. A doctor has at most some dozens: four digits sort as text.
pub const SPECIALTIES_OF_DOCTOR: Relation = Relation {
    child: "specialty",
    join: "JOIN doctor_specialty j ON j.specialty_id = c.id",
    parent: "j.doctor_id",
    order: "CAST(1000 + j.position AS TEXT)",
    only: "",
    of: Some(NodeKind::Doctor),
    ordered_by: NodeKind::Specialty,
};

/// By procedure name.
pub const OFFERINGS_OF_DOCTOR: Relation = Relation {
    child: "offering",
    join: "JOIN procedure j ON j.id = c.procedure_id",
    parent: "c.doctor_id",
    order: "j.name_key",
    only: "",
    of: Some(NodeKind::Doctor),
    ordered_by: NodeKind::Procedure,
};

/// By name.
pub const PROCEDURES_OF_CONDITION: Relation = Relation {
    child: "procedure",
    join: "JOIN treatment j ON j.procedure_id = c.id",
    parent: "j.condition_id",
    order: "c.name_key",
    only: "",
    of: Some(NodeKind::Condition),
    ordered_by: NodeKind::Procedure,
};

/// By name.
pub const CONDITIONS_OF_PROCEDURE: Relation = Relation {
    child: "condition",
    join: "JOIN treatment j ON j.condition_id = c.id",
    parent: "j.procedure_id",
    order: "c.name_key",
    only: "",
    of: Some(NodeKind::Procedure),
    ordered_by: NodeKind::Condition,
};

/// By name. A role may take a plan through several networks: it is listed once.
pub const PLANS_OF_ROLE: Relation = Relation {
    child: "insurance_plan",
    join: "",
    parent: "k.value",
    order: "c.name_key",
    only: "AND c.id IN (SELECT j.plan_id FROM role_plan j WHERE j.role_id = k.value)",
    of: Some(NodeKind::Role),
    ordered_by: NodeKind::InsurancePlan,
};

/// The primary one first.
pub const SPECIALTIES_OF_ROLE: Relation = Relation {
    child: "specialty",
    join: "JOIN role_specialty j ON j.specialty_id = c.id",
    parent: "j.role_id",
    order: "CAST(1000 + j.position AS TEXT)",
    only: "",
    of: Some(NodeKind::Role),
    ordered_by: NodeKind::Specialty,
};

/// By name.
pub const SPECIALTIES_OF_PROCEDURE: Relation = Relation {
    child: "specialty",
    join: "JOIN procedure_specialty j ON j.specialty_id = c.id",
    parent: "j.procedure_id",
    order: "c.name_key",
    only: "",
    of: Some(NodeKind::Procedure),
    ordered_by: NodeKind::Specialty,
};

/// By name.
pub const SPECIALTIES_OF_CONDITION: Relation = Relation {
    child: "specialty",
    join: "JOIN condition_specialty j ON j.specialty_id = c.id",
    parent: "j.condition_id",
    order: "c.name_key",
    only: "",
    of: Some(NodeKind::Condition),
    ordered_by: NodeKind::Specialty,
};

/// By name.
pub const PROCEDURES_OF_SPECIALTY: Relation = Relation {
    child: "procedure",
    join: "JOIN procedure_specialty j ON j.procedure_id = c.id",
    parent: "j.specialty_id",
    order: "c.name_key",
    only: "",
    of: Some(NodeKind::Specialty),
    ordered_by: NodeKind::Procedure,
};

/// By name.
pub const CONDITIONS_OF_SPECIALTY: Relation = Relation {
    child: "condition",
    join: "JOIN condition_specialty j ON j.condition_id = c.id",
    parent: "j.specialty_id",
    order: "c.name_key",
    only: "",
    of: Some(NodeKind::Specialty),
    ordered_by: NodeKind::Condition,
};

/// By name.
pub const CHILDREN_OF_SPECIALTY: Relation = Relation {
    child: "specialty",
    join: "",
    parent: "c.parent_id",
    order: "c.name_key",
    only: "",
    of: Some(NodeKind::Specialty),
    ordered_by: NodeKind::Specialty,
};

/// By name.
pub const CHILDREN_OF_CLINIC: Relation = Relation {
    child: "clinic",
    join: "",
    parent: "c.parent_id",
    order: "c.name_key",
    only: "",
    of: Some(NodeKind::Clinic),
    ordered_by: NodeKind::Clinic,
};

/// What its doctors do there, by name.
pub const PROCEDURES_OF_CLINIC: Relation = Relation {
    child: "procedure",
    join: "",
    parent: "k.value",
    order: "c.name_key",
    only: "AND c.id IN (SELECT o.procedure_id FROM role r JOIN offering o ON o.doctor_id = r.doctor_id \
           AND (o.clinic_id IS NULL OR o.clinic_id = r.clinic_id) WHERE r.clinic_id = k.value)",
    of: Some(NodeKind::Clinic),
    ordered_by: NodeKind::Procedure,
};

/// What its doctors practise, by name.
pub const SPECIALTIES_OF_CLINIC: Relation = Relation {
    child: "specialty",
    join: "",
    parent: "k.value",
    order: "c.name_key",
    only: "AND c.id IN (SELECT s.specialty_id FROM role r JOIN doctor_specialty s ON s.doctor_id = r.doctor_id \
           WHERE r.clinic_id = k.value)",
    of: Some(NodeKind::Clinic),
    ordered_by: NodeKind::Specialty,
};

/// The newest first.
pub const REVIEWS_OF_DOCTOR: Relation = Relation {
    child: "review",
    join: "",
    parent: "c.doctor_id",
    order: "c.order_key",
    only: "",
    of: Some(NodeKind::Doctor),
    ordered_by: NodeKind::Doctor,
};

/// By slug.
pub const ARTICLES_REVIEWED_BY: Relation = Relation {
    child: "article",
    join: "",
    parent: "c.reviewer_id",
    order: "c.slug",
    only: "",
    of: None,
    ordered_by: NodeKind::Article,
};

/// Those that share what they are about with the article, by slug.
pub const ARTICLES_RELATED: Relation = Relation {
    child: "article",
    join: "",
    parent: "k.value",
    order: "c.slug",
    only: "AND c.id <> k.value AND c.id IN (SELECT o.article_id FROM article_subject s JOIN article_subject o \
           ON o.node_kind = s.node_kind AND o.node_id = s.node_id WHERE s.article_id = k.value)",
    of: None,
    ordered_by: NodeKind::Article,
};

/// All of them, by name.
pub const PROCEDURES: Relation = Relation {
    child: "procedure",
    join: "",
    parent: "k.value",
    order: "c.name_key",
    only: "",
    of: None,
    ordered_by: NodeKind::Procedure,
};

/// All of them, by name.
pub const CONDITIONS: Relation = Relation {
    child: "condition",
    join: "",
    parent: "k.value",
    order: "c.name_key",
    only: "",
    of: None,
    ordered_by: NodeKind::Condition,
};

/// All of them, by name.
pub const SPECIALTIES: Relation = Relation {
    child: "specialty",
    join: "",
    parent: "k.value",
    order: "c.name_key",
    only: "",
    of: None,
    ordered_by: NodeKind::Specialty,
};

/// All of them, by name.
pub const PLANS: Relation = Relation {
    child: "insurance_plan",
    join: "",
    parent: "k.value",
    order: "c.name_key",
    only: "",
    of: None,
    ordered_by: NodeKind::InsurancePlan,
};

/// The newest first.
pub const VERSIONS_OF_MANUSCRIPT: Relation = Relation {
    child: "article_version",
    join: "",
    parent: "c.manuscript_id",
    // Numbers are far below a thousand million: ten digits sort as text.
    order: "CAST(9999999999 - c.number AS TEXT)",
    only: "",
    of: Some(NodeKind::Manuscript),
    ordered_by: NodeKind::Manuscript,
};

/// Manuscripts in a state, or all of them, by slug.
pub const fn manuscripts(state: Option<ManuscriptState>) -> Relation {
    Relation {
        child: "manuscript",
        join: "",
        parent: "k.value",
        order: "c.slug",
        only: match state {
            None => "",
            Some(ManuscriptState::Draft) => "AND c.state = 'DRAFT'",
            Some(ManuscriptState::InReview) => "AND c.state = 'IN_REVIEW'",
            Some(ManuscriptState::Approved) => "AND c.state = 'APPROVED'",
            Some(ManuscriptState::Published) => "AND c.state = 'PUBLISHED'",
            Some(ManuscriptState::Archived) => "AND c.state = 'ARCHIVED'",
        },
        of: None,
        ordered_by: NodeKind::Manuscript,
    }
}

/// By what articles are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArticleOrder {
    Slug,
    /// The review that is due first; those without one last.
    ReviewDue,
}

impl ArticleOrder {
    const fn text(self) -> &'static str {
        match self {
            ArticleOrder::Slug => "c.slug",
            // A day sorts as text, and no review is due after that one.
            ArticleOrder::ReviewDue => "COALESCE(CAST(c.review_due_on AS TEXT), '9999-12-31')",
        }
    }
}

/// All articles, or those of one kind.
pub const fn articles(kind: Option<ArticleKind>, order: ArticleOrder) -> Relation {
    Relation {
        child: "article",
        join: "",
        parent: "k.value",
        order: order.text(),
        only: match kind {
            None => "",
            Some(ArticleKind::Procedure) => "AND c.kind = 'PROCEDURE'",
            Some(ArticleKind::Condition) => "AND c.kind = 'CONDITION'",
            Some(ArticleKind::Symptom) => "AND c.kind = 'SYMPTOM'",
            Some(ArticleKind::Test) => "AND c.kind = 'TEST'",
            Some(ArticleKind::Medicine) => "AND c.kind = 'MEDICINE'",
            Some(ArticleKind::Wellness) => "AND c.kind = 'WELLNESS'",
        },
        of: None,
        ordered_by: NodeKind::Article,
    }
}

/// Articles about a node.
pub const fn articles_about(kind: NodeKind, order: ArticleOrder) -> Relation {
    Relation {
        child: "article",
        join: "JOIN article_subject j ON j.article_id = c.id",
        parent: "j.node_id",
        order: order.text(),
        only: match kind {
            NodeKind::Condition => "AND j.node_kind = 'CONDITION'",
            NodeKind::Specialty => "AND j.node_kind = 'SPECIALTY'",
            _ => "AND j.node_kind = 'PROCEDURE'",
        },
        of: Some(kind),
        ordered_by: NodeKind::Article,
    }
}
