//! Importing the file, row by row.

use std::collections::BTreeSet;
use std::io::Read;

use csv::ByteRecord;

use super::columns::Columns;
use super::row::{Cells, Row};
use super::seen::Seen;
use super::write::Writer;
use crate::domain::clock::Clock;
use crate::ingest::batch::{self, Batch, Fate, Format, Found, Line, Name, Progress};
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::ingest::lines::Records;
use crate::ingest::report::{Report, SkipReason};
use crate::ingest::source::{self, Publisher};
use crate::store::Database;

const NPPES: Publisher = Publisher {
    slug: "nppes",
    name: "NPPES NPI Registry",
    url: "https://npiregistry.cms.hhs.gov",
    licence: "US public domain",
    attribution: "NPPES NPI Registry, Centers for Medicare & Medicaid Services",
    accuracy: "As practitioners state it themselves. Practices stand at the middle of their town.",
};

/// The states whose practices are imported, as two letters; `None` is all of them.
pub type States = Option<BTreeSet<String>>;

/// Imports a dissemination file of any layout since 2018.
pub async fn import(
    db: &Database,
    reader: impl Read + Send,
    file_name: &str,
    states: States,
    clock: Clock,
    progress: &mut Progress<'_>,
) -> Result<Report, IngestError> {
    let mut records = Records::with_header(reader, file_name);
    let columns = Columns::resolve(records.header()?, file_name)?;
    let source = source::ensure(db, &NPPES, clock.now()).await?;
    let mut file = File {
        records,
        rules: Rules {
            columns,
            states: states.map(|states| states.iter().map(|state| state.to_uppercase()).collect()),
            seen: Seen::new(),
        },
        writer: Writer::new(source),
    };
    let name = Name {
        format: "nppes",
        file: file_name,
        source,
    };
    batch::run(db, name, &mut file, clock, progress).await
}

struct File<R> {
    records: Records<R>,
    rules: Rules,
    writer: Writer,
}

/// What a row is checked against.
struct Rules {
    columns: Columns,
    states: States,
    seen: Seen,
}

impl Rules {
    fn check(&mut self, record: &ByteRecord) -> Result<Found<Row>, Fault> {
        if record.len() != self.columns.width {
            return Err(Fault::columns(self.columns.width, record.len()));
        }
        let cells = Cells {
            record,
            columns: &self.columns,
        };
        let npi = cells.npi()?;
        if !self.seen.insert(npi) {
            return Err(Fault::duplicate("an earlier row has the same NPI"));
        }
        if cells.is_deactivated()? {
            return Ok(Found::Row(Row::Deactivated(npi)));
        }
        if let Some(states) = &self.states {
            let state = cells.state()?.map(str::to_uppercase);
            if state.is_none_or(|state| !states.contains(&state)) {
                return Ok(Found::Skipped(SkipReason::OutsideStates));
            }
        }
        cells.row(npi).map(Found::Row)
    }
}

impl<R: Read + Send> Format for File<R> {
    type Row = Row;

    fn next(&mut self) -> Result<Option<Line<Row>>, IngestError> {
        let Some((number, record)) = self.records.next()? else {
            return Ok(None);
        };
        let found = self.rules.check(record).unwrap_or_else(Found::Rejected);
        Ok(Some(Line { number, found }))
    }

    async fn write(
        &mut self,
        batch: &mut Batch<'_>,
        rows: Vec<Row>,
    ) -> Result<Vec<Fate>, IngestError> {
        Ok(self.writer.write(batch, rows).await?)
    }
}
