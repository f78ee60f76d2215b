//! Importing a dump, line by line.

use std::collections::{HashMap, HashSet};
use std::io::Read;

use super::row::{self, Row};
use crate::domain::clock::Clock;
use crate::domain::fold::fold;
use crate::ingest::batch::{self, Batch, Fate, Format, Found, Line, Name, Progress, fates, sound};
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::ingest::lines::Records;
use crate::ingest::naming::keyed_slug;
use crate::ingest::place_names::{self, Spelled};
use crate::ingest::report::Report;
use crate::ingest::source::{self, Publisher};
use crate::store::entity::place;
use crate::store::id::{Id, SourceId};
use crate::store::{Database, Text, read};

const GEONAMES: Publisher = Publisher {
    slug: "geonames",
    name: "GeoNames",
    url: "https://www.geonames.org",
    licence: "CC-BY-4.0",
    attribution: "contains data from GeoNames (geonames.org), CC BY 4.0",
    accuracy: "A point stands for the whole place. Populations may be old or count a wider area.",
};

/// Imports the populated places of a dump file.
pub async fn import(
    db: &Database,
    reader: impl Read + Send,
    file_name: &str,
    clock: Clock,
    progress: &mut Progress<'_>,
) -> Result<Report, IngestError> {
    let source = source::ensure(db, &GEONAMES, clock.now()).await?;
    let mut dump = Dump {
        records: Records::tabbed(reader, file_name),
        source,
        seen: HashSet::new(),
    };
    let name = Name {
        format: "geonames",
        file: file_name,
        source,
    };
    batch::run(db, name, &mut dump, clock, progress).await
}

struct Dump<R> {
    records: Records<R>,
    source: SourceId,
    seen: HashSet<u32>,
}

impl<R: Read + Send> Format for Dump<R> {
    type Row = Row;

    fn next(&mut self) -> Result<Option<Line<Row>>, IngestError> {
        let Some((number, record)) = self.records.next()? else {
            return Ok(None);
        };
        let found = match row::read(record) {
            Found::Row(row) if !self.seen.insert(row.id) => {
                Found::Rejected(Fault::duplicate("an earlier line has the same geonameid"))
            }
            found => found,
        };
        Ok(Some(Line { number, found }))
    }

    async fn write(
        &mut self,
        batch: &mut Batch<'_>,
        rows: Vec<Row>,
    ) -> Result<Vec<Fate>, IngestError> {
        let drafts: Vec<Spelled> = rows
            .into_iter()
            .map(|row| self.spelled(row, batch))
            .collect();
        let slugs = drafts.iter().map(|draft| draft.row.slug.as_str());
        let held: HashMap<String, (SourceId, String)> =
            read::by_texts::<place::Entity>(batch.tx, place::Column::Slug, slugs)
                .await?
                .into_iter()
                .map(|row| (row.slug, (row.source_id, row.source_key)))
                .collect();
        let planned = drafts
            .into_iter()
            .map(|draft| match held.get(&draft.row.slug) {
                Some((source, key))
                    if (*source, key) != (draft.row.source_id, &draft.row.source_key) =>
                {
                    Err(Fault::duplicate("a place of another source has its slug"))
                }
                _ => Ok(draft),
            })
            .collect();
        let (drafts, faults) = sound(planned);
        let outcomes = place_names::write(batch, drafts).await?;
        Ok(fates(faults, outcomes))
    }
}

impl<R> Dump<R> {
    fn spelled(&self, row: Row, batch: &Batch<'_>) -> Spelled {
        let key = row.id.to_string();
        Spelled {
            row: place::Model {
                id: Id::UNSET,
                source_id: self.source,
                slug: keyed_slug([row.name.as_str()], &key).unwrap_or_else(|| key.clone()),
                source_key: key,
                name_key: fold(&row.name),
                name: row.name,
                country: row.country.to_string(),
                region: row.region,
                region_name: None,
                admin1: row.admin1,
                kind: Text(row.kind),
                latitude: row.point.latitude(),
                longitude: row.point.longitude(),
                time_zone: row.time_zone,
                population: row.population.map(i64::from),
                parent_id: None,
                updated_at: batch.now,
            },
            alternates: row.alternates,
        }
    }
}
