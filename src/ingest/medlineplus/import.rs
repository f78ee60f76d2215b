//! Importing the topics of a file.

use std::collections::{HashMap, HashSet, VecDeque};

use super::article::{ATTRIBUTION, LICENCE, Prepared, prepared};
use super::order::{Ordered, ordered};
use super::topics;
use crate::domain::article::About;
use crate::domain::clock::Clock;
use crate::domain::{NodeKind, RejectReason};
use crate::ingest::batch::{self, Batch, Fate, Format, Found, Line, Name, Progress};
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::ingest::report::Report;
use crate::ingest::source::{self, Publisher};
use crate::store::entity::{article, condition, procedure, source as sources};
use crate::store::id::{Id, SourceId};
use crate::store::upsert::Outcome;
use crate::store::{Database, StoreError, Transaction, code, edition, manuscript, read};

const FORMAT: &str = "medlineplus";

const MESH: &str = "http://id.nlm.nih.gov/mesh";

const MEDLINEPLUS: Publisher = Publisher {
    slug: FORMAT,
    name: "MedlinePlus",
    url: "https://medlineplus.gov",
    licence: LICENCE,
    attribution: ATTRIBUTION,
    accuracy: "Summaries for patients by the National Library of Medicine. Layout is simplified, and emergency numbers of one country give way to words.",
};

/// Imports the health topics of a file. A damaged file stops the import before anything is written.
pub async fn import(
    db: &Database,
    bytes: &[u8],
    file_name: &str,
    clock: Clock,
    progress: &mut Progress<'_>,
) -> Result<Report, IngestError> {
    let topics = topics::read(bytes).map_err(|damaged| IngestError::Damaged {
        file: file_name.to_owned(),
        line: damaged.line,
        what: damaged.what,
    })?;
    let id = source::ensure(db, &MEDLINEPLUS, clock.now()).await?;
    let source = read::by_ids::<sources::Entity>(db.reader(), &[id]).await?;
    let source = source
        .into_values()
        .next()
        .ok_or(StoreError::Corrupt("a source was made and is not there"))?;
    let mut file = File {
        topics: ordered(topics).into(),
        seen: HashSet::new(),
        file: file_name.to_owned(),
        source,
    };
    let name = Name {
        format: FORMAT,
        file: file_name,
        source: id,
    };
    batch::run(db, name, &mut file, clock, progress).await
}

struct File {
    topics: VecDeque<Ordered>,
    /// Slugs and languages that were read.
    seen: HashSet<(String, String)>,
    file: String,
    source: sources::Model,
}

impl Format for File {
    type Row = Prepared;

    /// An article is some twenty statements.
    const BATCH: usize = 50;

    fn next(&mut self) -> Result<Option<Line<Prepared>>, IngestError> {
        let Some(ordered) = self.topics.pop_front() else {
            return Ok(None);
        };
        let number = ordered.topic.line;
        let found = match prepared(ordered) {
            Err(fault) => Found::Rejected(fault),
            Ok(row) => {
                let document = &row.edition.document;
                let name = (document.slug.clone(), document.locale.to_string());
                match self.seen.insert(name) {
                    true => Found::Row(row),
                    false => Found::Rejected(Fault::duplicate(
                        "another topic of the file has its title and language",
                    )),
                }
            }
        };
        Ok(Some(Line { number, found }))
    }

    async fn write(
        &mut self,
        batch: &mut Batch<'_>,
        mut rows: Vec<Prepared>,
    ) -> Result<Vec<Fate>, IngestError> {
        own_slugs(batch.tx, self.source.id, &mut rows).await?;
        subjects(batch.tx, &mut rows).await?;
        let mut fates = Vec::with_capacity(rows.len());
        for row in rows {
            fates.push(self.article(batch, row).await?);
        }
        Ok(fates)
    }
}

impl File {
    async fn article(&self, batch: &mut Batch<'_>, row: Prepared) -> Result<Fate, IngestError> {
        let Prepared { edition, .. } = row;
        let resolved = match edition::resolve(batch.tx, &self.source, &edition, false).await? {
            Ok(resolved) => resolved,
            Err(missing) => {
                let texts: Vec<String> = missing.iter().map(|one| one.what.to_string()).collect();
                let reason = RejectReason::UnknownReference;
                return Ok(Fate::Rejected(Fault::new(reason, texts.join("; "))));
            }
        };
        let written = edition::write(
            batch.tx,
            batch.changes,
            (&self.source, None),
            &edition,
            &resolved,
            batch.now,
        );
        let written = written.await?;
        if written.outcome != Outcome::Unchanged {
            let content = serde_json::to_string(&edition.document)
                .map_err(|_| StoreError::Corrupt("a document that is no JSON"))?;
            let author = format!("import of {}", self.file);
            let article = written.article;
            manuscript::imported(batch.tx, article, &edition, content, author, batch.now).await?;
        }
        batch.tally.stored(NodeKind::Article, written.outcome);
        Ok(Fate::Stored(written.outcome))
    }
}

/// Gives another slug to a topic whose own is taken by another source's article, and the same one
/// each time: `psoriasis-medlineplus`.
async fn own_slugs(
    tx: &Transaction,
    source: SourceId,
    rows: &mut [Prepared],
) -> Result<(), IngestError> {
    let marked = |slug: &str| format!("{slug}-{FORMAT}");
    let slugs: Vec<String> = rows
        .iter()
        .map(|row| row.edition.document.slug.clone())
        .flat_map(|slug| [marked(&slug), slug])
        .collect();
    let slugs = slugs.iter().map(String::as_str);
    let held: HashMap<String, SourceId> =
        read::by_texts::<article::Entity>(tx, article::Column::Slug, slugs)
            .await?
            .into_iter()
            .map(|row| (row.slug, row.source_id))
            .collect();
    for row in rows {
        let document = &mut row.edition.document;
        let taken = held.get(&document.slug).is_some_and(|of| *of != source);
        let marked = marked(&document.slug);
        if taken || held.get(&marked) == Some(&source) {
            document.slug = marked;
        }
    }
    Ok(())
}

/// Names the conditions and procedures whose codes in MeSH the topics carry.
async fn subjects(tx: &Transaction, rows: &mut [Prepared]) -> Result<(), IngestError> {
    let keys: Vec<code::CodeKey> = rows
        .iter()
        .flat_map(|row| &row.mesh)
        .flat_map(|value| {
            [NodeKind::Condition, NodeKind::Procedure]
                .map(|kind| (kind, MESH.to_owned(), value.clone()))
        })
        .collect();
    if keys.is_empty() {
        return Ok(());
    }
    let nodes = code::nodes(tx, &keys).await?;
    let of = |kind| {
        let nodes = nodes.iter().filter(move |((of, _, _), _)| *of == kind);
        nodes.map(|(_, id)| *id)
    };
    let conditions: Vec<_> = of(NodeKind::Condition).map(Id::new).collect();
    let conditions = read::by_ids::<condition::Entity>(tx, &conditions).await?;
    let procedures: Vec<_> = of(NodeKind::Procedure).map(Id::new).collect();
    let procedures = read::by_ids::<procedure::Entity>(tx, &procedures).await?;
    for row in rows {
        let mut about: Vec<About> = Vec::new();
        for value in &row.mesh {
            for kind in [NodeKind::Condition, NodeKind::Procedure] {
                let Some(id) = nodes.get(&(kind, MESH.to_owned(), value.clone())) else {
                    continue;
                };
                let slug = match kind {
                    NodeKind::Condition => conditions.get(&Id::new(*id)).map(|row| &row.slug),
                    _ => procedures.get(&Id::new(*id)).map(|row| &row.slug),
                };
                let Some(slug) = slug else { continue };
                let subject = About {
                    kind,
                    slug: slug.clone(),
                };
                if !about.contains(&subject) {
                    about.push(subject);
                }
            }
        }
        row.edition.document.about = about;
    }
    Ok(())
}
