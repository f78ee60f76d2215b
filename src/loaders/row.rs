//! One row, by its id, its slug or its code.

use std::collections::HashMap;
use std::marker::PhantomData;

use super::batch::{Batch, Room};
use crate::domain::NodeKind;
use crate::feed::Depends;
use crate::store::code::CodeKey;
use crate::store::entity::{
    article, clinic, condition, doctor as doctors, glossary_term, insurance_plan, offering, place,
    procedure, role, source, specialty as specialties,
};
use crate::store::id::{Id, Row, Slugged};
use crate::store::{Database, StoreError, code, doctor, identifier, read, specialty};

/// A table whose rows are nodes.
pub trait Node: Row {
    const KIND: NodeKind;
    const ROOM: Room;
}

impl Node for doctors::Entity {
    const KIND: NodeKind = NodeKind::Doctor;
    const ROOM: Room = Room::Share(150);
}

impl Node for clinic::Entity {
    const KIND: NodeKind = NodeKind::Clinic;
    const ROOM: Room = Room::Share(100);
}

impl Node for role::Entity {
    const KIND: NodeKind = NodeKind::Role;
    const ROOM: Room = Room::Share(100);
}

impl Node for offering::Entity {
    const KIND: NodeKind = NodeKind::Offering;
    const ROOM: Room = Room::Share(50);
}

impl Node for place::Entity {
    const KIND: NodeKind = NodeKind::Place;
    const ROOM: Room = Room::Share(50);
}

impl Node for article::Entity {
    const KIND: NodeKind = NodeKind::Article;
    const ROOM: Room = Room::Share(30);
}

impl Node for glossary_term::Entity {
    const KIND: NodeKind = NodeKind::GlossaryTerm;
    const ROOM: Room = Room::Share(20);
}

impl Node for specialties::Entity {
    const KIND: NodeKind = NodeKind::Specialty;
    const ROOM: Room = Room::Small;
}

impl Node for procedure::Entity {
    const KIND: NodeKind = NodeKind::Procedure;
    const ROOM: Room = Room::Small;
}

impl Node for condition::Entity {
    const KIND: NodeKind = NodeKind::Condition;
    const ROOM: Room = Room::Small;
}

impl Node for insurance_plan::Entity {
    const KIND: NodeKind = NodeKind::InsurancePlan;
    const ROOM: Room = Room::Small;
}

impl Node for source::Entity {
    const KIND: NodeKind = NodeKind::Source;
    const ROOM: Room = Room::Small;
}

/// Rows of `E` by id.
pub struct ById<E>(PhantomData<fn() -> E>);

impl<E: Node> Batch for ById<E>
where
    E::Model: Send + Sync,
{
    type Key = Id<E>;
    type Value = E::Model;

    const ROOM: Room = E::ROOM;

    fn depends(key: &Id<E>, _: Option<&E::Model>) -> Vec<Depends> {
        vec![Depends::On(E::KIND, key.get())]
    }

    async fn read(db: &Database, keys: &[Id<E>]) -> Result<HashMap<Id<E>, E::Model>, StoreError> {
        read::by_ids(db.reader(), keys).await
    }
}

/// Rows of `E` by slug.
pub struct BySlug<E>(PhantomData<fn() -> E>);

impl<E: Slugged + Node> Batch for BySlug<E>
where
    E::Model: Send + Sync,
{
    type Key = String;
    type Value = E::Model;

    const ROOM: Room = match E::ROOM {
        Room::Small => Room::Small,
        Room::Share(_) => Room::Share(20),
    };

    fn depends(_: &String, row: Option<&E::Model>) -> Vec<Depends> {
        // Slugs are unique: while the row keeps its own, no other has it.
        vec![match row {
            Some(row) => Depends::On(E::KIND, E::id(row).get()),
            None => Depends::OnAny(E::KIND),
        }]
    }

    async fn read(db: &Database, keys: &[String]) -> Result<HashMap<String, E::Model>, StoreError> {
        read::by_slugs::<E>(db.reader(), keys).await
    }
}

/// The node that carries a code.
pub struct NodeByCode;

impl Batch for NodeByCode {
    type Key = CodeKey;
    type Value = i64;

    const ROOM: Room = Room::Small;

    fn depends((kind, ..): &CodeKey, _: Option<&i64>) -> Vec<Depends> {
        // Several nodes may carry one code, and the oldest is given.
        vec![Depends::OnAny(*kind)]
    }

    async fn read(db: &Database, keys: &[CodeKey]) -> Result<HashMap<CodeKey, i64>, StoreError> {
        code::nodes(db.reader(), keys).await
    }
}

/// The node that bears a number of some registry, by (kind, system, value).
pub struct NodeByIdentifier;

impl Batch for NodeByIdentifier {
    type Key = CodeKey;
    type Value = i64;

    const ROOM: Room = Room::Share(20);

    fn depends((kind, ..): &CodeKey, _: Option<&i64>) -> Vec<Depends> {
        vec![Depends::OnAny(*kind)]
    }

    async fn read(db: &Database, keys: &[CodeKey]) -> Result<HashMap<CodeKey, i64>, StoreError> {
        identifier::nodes(db.reader(), keys).await
    }
}

/// A specialty by its own code, as (system, code).
pub struct SpecialtyByCode;

impl Batch for SpecialtyByCode {
    type Key = (String, String);
    type Value = specialties::Model;

    const ROOM: Room = Room::Small;

    fn depends(_: &Self::Key, _: Option<&specialties::Model>) -> Vec<Depends> {
        vec![Depends::OnAny(NodeKind::Specialty)]
    }

    async fn read(
        db: &Database,
        keys: &[Self::Key],
    ) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        specialty::by_codes(db.reader(), keys).await
    }
}

/// A doctor by NPI.
pub struct DoctorByNpi;

impl Batch for DoctorByNpi {
    type Key = String;
    type Value = doctors::Model;

    const ROOM: Room = Room::Share(20);

    fn depends(_: &String, _: Option<&doctors::Model>) -> Vec<Depends> {
        // Two doctors may hold one number, and the one stored first is given.
        vec![Depends::OnAny(NodeKind::Doctor)]
    }

    async fn read(
        db: &Database,
        keys: &[String],
    ) -> Result<HashMap<String, doctors::Model>, StoreError> {
        doctor::by_npis(db.reader(), keys).await
    }
}
