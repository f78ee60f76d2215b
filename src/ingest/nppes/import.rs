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
use crate::ingest::error::{IngestError, unreadable};
use crate::ingest::fault::Fault;
use crate::ingest::lines::{UnixLines, line_of};
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
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .buffer_capacity(1 << 16)
        .from_reader(UnixLines::new(reader));
    let header = reader
        .byte_headers()
        .map_err(|error| unreadable(file_name, error))?;
    let columns = Columns::resolve(header, file_name)?;
    let source = source::ensure(db, &NPPES, clock.now()).await?;
    let mut file = File {
        reader,
        name: file_name.to_owned(),
        columns,
        states: states.map(|states| states.iter().map(|state| state.to_uppercase()).collect()),
        seen: Seen::new(),
        record: ByteRecord::new(),
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
    reader: csv::Reader<UnixLines<R>>,
    name: String,
    columns: Columns,
    states: States,
    seen: Seen,
    record: ByteRecord,
    writer: Writer,
}

impl<R> File<R> {
    fn check(&mut self) -> Result<Found<Row>, Fault> {
        if self.record.len() != self.columns.width {
            return Err(Fault::columns(self.columns.width, self.record.len()));
        }
        let cells = Cells {
            record: &self.record,
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
        let more = self
            .reader
            .read_byte_record(&mut self.record)
            .map_err(|error| unreadable(&self.name, error))?;
        if !more {
            return Ok(None);
        }
        let number = line_of(&self.reader, &self.record);
        let found = self.check().unwrap_or_else(Found::Rejected);
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
