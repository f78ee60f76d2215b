//! Global ids, and the interface of everything that has one.

use async_graphql::{Context, ID, Interface};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::article::Article;
use super::clinic::Clinic;
use super::condition::Condition;
use super::context::Ask;
use super::doctor::Doctor;
use super::error::Failure;
use super::offering::Offering;
use super::place::Place;
use super::procedure::Procedure;
use super::role::Role;
use super::specialty::Specialty;
use crate::store::id::Id;

/// Anything that has an id of its own and can be asked for by it.
#[derive(Interface)]
#[graphql(field(
    name = "id",
    ty = "ID",
    desc = "Identifies this node among all nodes. Opaque: do not take it apart."
))]
pub enum Node {
    Doctor(Doctor),
    Clinic(Clinic),
    Role(Role),
    Specialty(Specialty),
    Procedure(Procedure),
    Condition(Condition),
    Offering(Offering),
    Place(Place),
    Article(Article),
}

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
}

const KINDS: [(Kind, &str); 9] = [
    (Kind::Doctor, "Doctor"),
    (Kind::Clinic, "Clinic"),
    (Kind::Role, "Role"),
    (Kind::Specialty, "Specialty"),
    (Kind::Procedure, "Procedure"),
    (Kind::Condition, "Condition"),
    (Kind::Offering, "Offering"),
    (Kind::Place, "Place"),
    (Kind::Article, "Article"),
];

impl Kind {
    fn name(self) -> &'static str {
        KINDS
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or("Node", |(_, name)| name)
    }
}

/// The global id of a row.
pub fn global<E>(kind: Kind, id: Id<E>) -> ID {
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

/// The node of a global id, or nothing when there is none.
pub async fn load(ctx: &Context<'_>, id: &ID) -> Result<Option<Node>, Failure> {
    let (kind, row) = read(id)?;
    let loaders = ctx.loaders();
    Ok(match kind {
        Kind::Doctor => loaders
            .doctor
            .load(Id::new(row))
            .await?
            .map(|row| Node::Doctor(Doctor(row))),
        Kind::Clinic => loaders
            .clinic
            .load(Id::new(row))
            .await?
            .map(|row| Node::Clinic(Clinic(row))),
        Kind::Role => loaders
            .role
            .load(Id::new(row))
            .await?
            .map(|row| Node::Role(Role(row))),
        Kind::Specialty => loaders
            .specialty
            .load(Id::new(row))
            .await?
            .map(|row| Node::Specialty(Specialty(row))),
        Kind::Procedure => loaders
            .procedure
            .load(Id::new(row))
            .await?
            .map(|row| Node::Procedure(Procedure(row))),
        Kind::Condition => loaders
            .condition
            .load(Id::new(row))
            .await?
            .map(|row| Node::Condition(Condition(row))),
        Kind::Offering => loaders
            .offering
            .load(Id::new(row))
            .await?
            .map(|row| Node::Offering(Offering(row))),
        Kind::Place => loaders
            .place
            .load(Id::new(row))
            .await?
            .map(|row| Node::Place(Place(row))),
        Kind::Article => loaders
            .article
            .load(Id::new(row))
            .await?
            .map(|row| Node::Article(Article::new(row, None))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::id::DoctorId;

    #[test]
    fn an_id_is_read_as_it_was_given() {
        let id = global(Kind::Doctor, DoctorId::new(42));
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
