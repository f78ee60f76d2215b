//! Publishers that an importer knows by itself.

use super::error::IngestError;
use crate::domain::NodeKind;
use crate::store::change::{self, Changes};
use crate::store::entity::source;
use crate::store::id::{Id, SourceId};
use crate::store::{Database, read, upsert};

/// What we say of a publisher.
pub(super) struct Publisher {
    pub slug: &'static str,
    pub name: &'static str,
    pub url: &'static str,
    pub licence: &'static str,
    pub attribution: &'static str,
    pub accuracy: &'static str,
}

/// The source of the publisher, made if it is missing; one that is there is left as it is.
pub(super) async fn ensure(
    db: &Database,
    publisher: &Publisher,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<SourceId, IngestError> {
    let held = read::by_text::<source::Entity>(db.reader(), source::Column::Slug, publisher.slug);
    if let Some(held) = held.await? {
        return Ok(held.id);
    }
    let row = source::Model {
        id: Id::UNSET,
        slug: publisher.slug.to_owned(),
        name: publisher.name.to_owned(),
        url: Some(publisher.url.to_owned()),
        licence: publisher.licence.to_owned(),
        attribution: publisher.attribution.to_owned(),
        accuracy: Some(publisher.accuracy.to_owned()),
        demonstration: false,
    };
    let tx = db.begin().await?;
    let written = upsert::upsert::<source::Entity>(&tx, vec![row]).await?;
    let id = written.first().map_or(Id::UNSET, |(id, _)| *id);
    let mut changes = Changes::default();
    changes.updated(NodeKind::Source, id);
    change::commit(tx, changes, now).await?;
    Ok(id)
}
