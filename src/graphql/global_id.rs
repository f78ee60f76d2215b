//! Global ids: a kind and a row in one opaque text.

use async_graphql::ID;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::error::Failure;
use crate::domain::NodeKind;
use crate::store::id::Id;

/// The kinds of node, as ids name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Doctor,
    Clinic,
    Role,
    Specialty,
    Procedure,
    Condition,
    Offering,
    Place,
    Article,
    InsurancePlan,
    GlossaryTerm,
    /// No node: shown to the content desk only.
    Manuscript,
    /// No node: named only by whoever may settle it.
    Report,
    /// No node either.
    SubmittedReview,
}

const KINDS: [(Kind, &str); 14] = [
    (Kind::Doctor, "Doctor"),
    (Kind::Clinic, "Clinic"),
    (Kind::Role, "Role"),
    (Kind::Specialty, "Specialty"),
    (Kind::Procedure, "Procedure"),
    (Kind::Condition, "Condition"),
    (Kind::Offering, "Offering"),
    (Kind::Place, "Place"),
    (Kind::Article, "Article"),
    (Kind::InsurancePlan, "InsurancePlan"),
    (Kind::GlossaryTerm, "GlossaryTerm"),
    (Kind::Manuscript, "Manuscript"),
    (Kind::Report, "Report"),
    (Kind::SubmittedReview, "SubmittedReview"),
];

impl Kind {
    /// The kind of node of a kind of record; a source is no node.
    pub fn of_node(kind: NodeKind) -> Option<Self> {
        Some(match kind {
            NodeKind::Doctor => Kind::Doctor,
            NodeKind::Clinic => Kind::Clinic,
            NodeKind::Role => Kind::Role,
            NodeKind::Specialty => Kind::Specialty,
            NodeKind::Procedure => Kind::Procedure,
            NodeKind::Condition => Kind::Condition,
            NodeKind::Offering => Kind::Offering,
            NodeKind::Place => Kind::Place,
            NodeKind::Article => Kind::Article,
            NodeKind::InsurancePlan => Kind::InsurancePlan,
            NodeKind::GlossaryTerm => Kind::GlossaryTerm,
            NodeKind::Source | NodeKind::Manuscript => return None,
        })
    }

    pub fn name(self) -> &'static str {
        KINDS
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or("Node", |(_, name)| name)
    }
}

/// The global id of a row.
pub fn of<E>(kind: Kind, id: Id<E>) -> ID {
    ID(URL_SAFE_NO_PAD.encode(format!("{}:{}", kind.name(), id.get())))
}

/// The kind and row that a global id names.
pub fn read(id: &ID) -> Result<(Kind, i64), Failure> {
    decoded(&id.0).ok_or_else(|| {
        Failure::bad_input("the id is malformed: use an id that this graph has given")
    })
}

/// The row that a global id of this kind names.
pub fn of_kind<E>(kind: Kind, id: &ID) -> Result<Id<E>, Failure> {
    let (found, row) = read(id)?;
    if found != kind {
        return Err(Failure::bad_input(format!(
            "the id is of a {}, not of a {}",
            found.name(),
            kind.name()
        )));
    }
    Ok(Id::new(row))
}

fn decoded(text: &str) -> Option<(Kind, i64)> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    let plain = String::from_utf8(bytes).ok()?;
    let (name, row) = plain.split_once(':')?;
    let (kind, _) = KINDS.iter().find(|(_, known)| *known == name)?;
    let row: i64 = row.parse().ok()?;
    // Only the spelling that was given out: `Doctor:+1` and `Doctor:01` are not ids.
    (plain == format!("{name}:{row}") && row > 0).then_some((*kind, row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::id::DoctorId;

    #[test]
    fn an_id_is_read_as_it_was_given() {
        let id = of(Kind::Doctor, DoctorId::new(42));
        assert_eq!(decoded(&id.0), Some((Kind::Doctor, 42)));
    }

    #[test]
    fn no_other_text_is_an_id() {
        let encode = |text: &str| URL_SAFE_NO_PAD.encode(text);
        for bad in [
            "".to_owned(),
            "42".to_owned(),
            encode("Doctor"),
            encode("Doctor:"),
            encode("Doctor:x"),
            encode("Doctor:01"),
            encode("Doctor:+1"),
            encode("Doctor:0"),
            encode("Doctor:-1"),
            encode("Nurse:1"),
            encode("Doctor:99999999999999999999"),
        ] {
            assert_eq!(decoded(&bad), None, "{bad}");
        }
    }
}
