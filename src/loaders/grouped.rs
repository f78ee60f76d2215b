//! Everything of one kind that belongs to a node: its codes, its names, an article's parts.

use std::collections::HashMap;
use std::marker::PhantomData;

use super::batch::{Batch, Room};
use crate::domain::NodeKind;
use crate::feed::Depends;
use crate::store::children::Child;
use crate::store::entity::{
    article_part, article_subject, article_translation, author, biography, checklist_item, code,
    doctor_language, faq, glossary_definition, label, media, network, offering, place_name,
    qualification, rating, red_flag, reference, release, role_plan, section, source,
};
use crate::store::id::{ConditionId, DoctorId, ProcedureId, SourceId};
use crate::store::{
    Database, StoreError, children, code as codes, label as labels, offering as offerings,
    source as sources, treatment,
};

/// The best offering of a doctor for a procedure.
pub struct BestOffering;

impl Batch for BestOffering {
    type Key = (DoctorId, ProcedureId);
    type Value = offering::Model;

    const ROOM: Room = Room::Share(50);

    fn depends((doctor, _): &Self::Key, _: Option<&offering::Model>) -> Vec<Depends> {
        vec![Depends::On(NodeKind::Doctor, doctor.get())]
    }

    async fn read(
        db: &Database,
        keys: &[Self::Key],
    ) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        offerings::best(db.reader(), keys).await
    }
}

/// Codes of a node.
pub struct Codes;

impl Batch for Codes {
    type Key = (NodeKind, i64);
    type Value = Vec<code::Model>;

    const ROOM: Room = Room::Small;

    fn depends((kind, node): &Self::Key, _: Option<&Self::Value>) -> Vec<Depends> {
        vec![Depends::On(*kind, *node)]
    }

    async fn read(
        db: &Database,
        keys: &[Self::Key],
    ) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        let mut found = HashMap::new();
        for (kind, nodes) in by_kind(keys) {
            let codes = codes::of_nodes(db.reader(), kind, &nodes).await?;
            found.extend(codes.into_iter().map(|(node, codes)| ((kind, node), codes)));
        }
        Ok(found)
    }
}

/// Labels of a node, in every language.
pub struct Labels;

impl Batch for Labels {
    type Key = (NodeKind, i64);
    type Value = Vec<label::Model>;

    const ROOM: Room = Room::Small;

    fn depends((kind, node): &Self::Key, _: Option<&Self::Value>) -> Vec<Depends> {
        vec![Depends::On(*kind, *node)]
    }

    async fn read(
        db: &Database,
        keys: &[Self::Key],
    ) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        let mut found = HashMap::new();
        for (kind, nodes) in by_kind(keys) {
            let labels = labels::of_nodes(db.reader(), kind, &nodes).await?;
            found.extend(
                labels
                    .into_iter()
                    .map(|(node, labels)| ((kind, node), labels)),
            );
        }
        Ok(found)
    }
}

fn by_kind(keys: &[(NodeKind, i64)]) -> HashMap<NodeKind, Vec<i64>> {
    let mut kinds: HashMap<NodeKind, Vec<i64>> = HashMap::new();
    for (kind, node) in keys {
        kinds.entry(*kind).or_default().push(*node);
    }
    kinds
}

/// The procedures that treat a condition.
pub struct Treatments;

impl Batch for Treatments {
    type Key = ConditionId;
    type Value = Vec<ProcedureId>;

    const ROOM: Room = Room::Small;

    fn depends(condition: &ConditionId, _: Option<&Self::Value>) -> Vec<Depends> {
        vec![Depends::On(NodeKind::Condition, condition.get())]
    }

    async fn read(
        db: &Database,
        keys: &[ConditionId],
    ) -> Result<HashMap<ConditionId, Vec<ProcedureId>>, StoreError> {
        treatment::procedures(db.reader(), keys).await
    }
}

/// Every source, by slug.
pub struct AllSources;

impl Batch for AllSources {
    type Key = ();
    type Value = Vec<source::Model>;

    const ROOM: Room = Room::Small;

    fn depends((): &(), _: Option<&Self::Value>) -> Vec<Depends> {
        vec![Depends::OnAny(NodeKind::Source)]
    }

    async fn read(db: &Database, _: &[()]) -> Result<HashMap<(), Self::Value>, StoreError> {
        Ok(HashMap::from([((), sources::all(db.reader()).await?)]))
    }
}

/// What a node of any kind owns, by (kind, row id), in the order in which it was written.
pub struct OfNode<E>(PhantomData<fn() -> E>);

impl<E: Child> Batch for OfNode<E>
where
    E::Model: Send + Sync,
{
    type Key = (NodeKind, i64);
    type Value = Vec<E::Model>;

    const ROOM: Room = Room::Share(30);

    fn depends((kind, node): &Self::Key, _: Option<&Self::Value>) -> Vec<Depends> {
        vec![Depends::On(*kind, *node)]
    }

    async fn read(
        db: &Database,
        keys: &[Self::Key],
    ) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        let mut found = HashMap::new();
        for (kind, nodes) in by_kind(keys) {
            let rows = children::of_nodes::<E>(db.reader(), kind, &nodes).await?;
            found.extend(rows.into_iter().map(|(node, rows)| ((kind, node), rows)));
        }
        Ok(found)
    }
}

/// How many records of each kind each source has.
pub struct SourceCounts;

impl Batch for SourceCounts {
    type Key = SourceId;
    type Value = sources::Counts;

    const ROOM: Room = Room::Small;

    fn depends(_: &SourceId, _: Option<&Self::Value>) -> Vec<Depends> {
        [
            NodeKind::Doctor,
            NodeKind::Clinic,
            NodeKind::Role,
            NodeKind::Offering,
            NodeKind::Place,
            NodeKind::Article,
        ]
        .map(Depends::OnAny)
        .into()
    }

    async fn read(
        db: &Database,
        keys: &[SourceId],
    ) -> Result<HashMap<SourceId, Self::Value>, StoreError> {
        sources::counts(db.reader(), keys).await
    }
}

/// What a row owns, in the order in which it was written: an article's translations, a
/// translation's sections, a place's spellings.
pub struct Owned<E>(PhantomData<fn() -> E>);

/// Rows that are owned by a row, and the node of which they are a part.
pub trait Part: Child {
    const ROOM: Room;

    /// The kind of that node.
    const OF: NodeKind;

    /// Whether the owner is that node. A part of a part has no changes of its own: they are those
    /// of a node that it does not name.
    const DIRECTLY: bool = true;
}

impl<E: Part> Batch for Owned<E>
where
    E::Model: Send + Sync,
{
    type Key = i64;
    type Value = Vec<E::Model>;

    const ROOM: Room = E::ROOM;

    fn depends(parent: &i64, _: Option<&Self::Value>) -> Vec<Depends> {
        vec![match E::DIRECTLY {
            true => Depends::On(E::OF, *parent),
            false => Depends::OnAny(E::OF),
        }]
    }

    async fn read(
        db: &Database,
        keys: &[Self::Key],
    ) -> Result<HashMap<Self::Key, Self::Value>, StoreError> {
        children::of_parents::<E>(db.reader(), keys).await
    }
}

impl Part for place_name::Entity {
    const ROOM: Room = Room::Share(20);
    const OF: NodeKind = NodeKind::Place;
}

impl Part for article_translation::Entity {
    const ROOM: Room = Room::Share(30);
    const OF: NodeKind = NodeKind::Article;
}

impl Part for reference::Entity {
    const ROOM: Room = Room::Share(30);
    const OF: NodeKind = NodeKind::Article;
}

impl Part for article_subject::Entity {
    const ROOM: Room = Room::Share(10);
    const OF: NodeKind = NodeKind::Article;
}

impl Part for doctor_language::Entity {
    const ROOM: Room = Room::Share(20);
    const OF: NodeKind = NodeKind::Doctor;
}

impl Part for biography::Entity {
    const ROOM: Room = Room::Share(20);
    const OF: NodeKind = NodeKind::Doctor;
}

impl Part for qualification::Entity {
    const ROOM: Room = Room::Share(20);
    const OF: NodeKind = NodeKind::Doctor;
}

impl Part for rating::Entity {
    const ROOM: Room = Room::Share(10);
    const OF: NodeKind = NodeKind::Doctor;
}

impl Part for role_plan::Entity {
    const ROOM: Room = Room::Share(20);
    const OF: NodeKind = NodeKind::Role;
}

impl Part for network::Entity {
    const ROOM: Room = Room::Small;
    const OF: NodeKind = NodeKind::InsurancePlan;
}

impl Part for release::Entity {
    const ROOM: Room = Room::Small;
    const OF: NodeKind = NodeKind::Source;
}

impl Part for section::Entity {
    const ROOM: Room = Room::Share(100);
    const OF: NodeKind = NodeKind::Article;
    const DIRECTLY: bool = false;
}

impl Part for red_flag::Entity {
    const ROOM: Room = Room::Share(20);
    const OF: NodeKind = NodeKind::Article;
    const DIRECTLY: bool = false;
}

impl Part for checklist_item::Entity {
    const ROOM: Room = Room::Share(20);
    const OF: NodeKind = NodeKind::Article;
    const DIRECTLY: bool = false;
}

impl Part for faq::Entity {
    const ROOM: Room = Room::Share(30);
    const OF: NodeKind = NodeKind::Article;
    const DIRECTLY: bool = false;
}

impl Part for media::Entity {
    const ROOM: Room = Room::Share(20);
    const OF: NodeKind = NodeKind::Article;
    const DIRECTLY: bool = false;
}

impl Part for article_part::Entity {
    const ROOM: Room = Room::Share(30);
    const OF: NodeKind = NodeKind::Article;
    const DIRECTLY: bool = false;
}

impl Part for author::Entity {
    const ROOM: Room = Room::Share(10);
    const OF: NodeKind = NodeKind::Article;
}

impl Part for glossary_definition::Entity {
    const ROOM: Room = Room::Share(20);
    const OF: NodeKind = NodeKind::GlossaryTerm;
}
