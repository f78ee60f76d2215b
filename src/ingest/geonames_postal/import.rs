//! Importing a file of postal codes, line by line.

use std::collections::HashSet;
use std::io::Read;

use super::row::{self, Row};
use crate::domain::NodeKind;
use crate::domain::clock::Clock;
use crate::domain::fold::fold;
use crate::ingest::batch::{self, Batch, Fate, Format, Found, Line, Name, Progress};
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::ingest::lines::Records;
use crate::ingest::report::Report;
use crate::ingest::source::{self, Publisher};
use crate::store::Database;
use crate::store::entity::postal_code;
use crate::store::id::{Id, SourceId};
use crate::store::upsert::{self, Outcome};

const GEONAMES_POSTAL: Publisher = Publisher {
    slug: "geonames-postal",
    name: "GeoNames postal codes",
    url: "https://www.geonames.org/export/zip/",
    licence: "CC-BY-4.0",
    attribution: "contains data from GeoNames (geonames.org), CC BY 4.0",
    accuracy: "Many positions are estimated from place names or from neighbouring codes.",
};

/// Imports the postal codes of a file.
pub async fn import(
    db: &Database,
    reader: impl Read + Send,
    file_name: &str,
    clock: Clock,
    progress: &mut Progress<'_>,
) -> Result<Report, IngestError> {
    let source = source::ensure(db, &GEONAMES_POSTAL, clock.now()).await?;
    let mut codes = Codes {
        records: Records::tabbed(reader, file_name),
        source,
        seen: HashSet::new(),
    };
    let name = Name {
        format: "geonames-postal",
        file: file_name,
        source,
    };
    batch::run(db, name, &mut codes, clock, progress).await
}

struct Codes<R> {
    records: Records<R>,
    source: SourceId,
    seen: HashSet<String>,
}

impl<R: Read + Send> Format for Codes<R> {
    type Row = Row;

    fn next(&mut self) -> Result<Option<Line<Row>>, IngestError> {
        let Some((number, record)) = self.records.next()? else {
            return Ok(None);
        };
        let found = match row::read(record) {
            Found::Row(row) if !self.seen.insert(row.key.clone()) => Found::Rejected(
                Fault::duplicate("an earlier line has the same code, place and divisions"),
            ),
            found => found,
        };
        Ok(Some(Line { number, found }))
    }

    async fn write(
        &mut self,
        batch: &mut Batch<'_>,
        rows: Vec<Row>,
    ) -> Result<Vec<Fate>, IngestError> {
        let rows = rows
            .into_iter()
            .map(|row| postal_code::Model {
                id: Id::UNSET,
                source_id: self.source,
                source_key: row.key,
                country: row.code.country.to_string(),
                code: row.code.code().to_owned(),
                place_key: fold(&row.place),
                place_name: row.place,
                region: row.region,
                latitude: row.point.map(|point| point.latitude()),
                longitude: row.point.map(|point| point.longitude()),
                accuracy: row.accuracy,
                place_id: None,
            })
            .collect();
        let written = upsert::upsert::<postal_code::Entity>(batch.tx, rows).await?;
        if written
            .iter()
            .any(|(_, outcome)| *outcome != Outcome::Unchanged)
        {
            // A code is no record of its own: the list is a part of its source.
            batch.changes.updated(NodeKind::Source, self.source);
        }
        let outcomes = written.into_iter().map(|(_, outcome)| outcome);
        Ok(outcomes.map(Fate::Stored).collect())
    }
}
