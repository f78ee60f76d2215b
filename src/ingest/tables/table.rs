//! What every table shares: its columns, its rows, and the file that holds them.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, NaiveDate, Utc};
use csv::{ByteRecord, StringRecord};

use super::cells::{Cells, Columns};
use crate::domain::slug::Slug;
use crate::ingest::batch::{Batch, Fate, Format, Found, Line};
use crate::ingest::error::IngestError;
use crate::ingest::fault::{self, Fault};
use crate::ingest::lines::Records;
use crate::store::entity::source;
use crate::store::id::SourceId;

/// One of the tables.
pub trait Table {
    const FILE: &'static str;

    /// The columns that must be there.
    const COLUMNS: &'static [&'static str];

    /// The columns that may be there.
    const OPTIONAL: &'static [&'static str] = &[];

    /// Rows written in one transaction. A table whose rows are parts of a list is written whole,
    /// because a list is replaced as a whole; so is one whose rows point at each other, because
    /// the row that is pointed at may stand further down.
    const BATCH: usize = 500;

    /// Whether rows that are alike are several records: two patients may say the same.
    const MAY_REPEAT: bool = false;

    type Draft: Send;

    /// A row with everything checked that needs no other record, and what tells it from the
    /// other rows of the file.
    fn read(cells: &Cells<'_>, known: &Known) -> Result<(String, Self::Draft), Fault>;

    /// Resolves what the rows point at and writes them.
    async fn write(
        batch: &mut Batch<'_>,
        drafts: Vec<Self::Draft>,
    ) -> Result<Vec<Fate>, IngestError>;
}

/// What rows are read against.
#[derive(Clone, Debug)]
pub struct Known {
    pub sources: HashMap<String, source::Model>,
    /// Whose records are that name no source.
    pub first: SourceId,
    pub now: DateTime<Utc>,
}

/// The source of a row, and whether its records are a demonstration.
#[derive(Clone, Copy, Debug)]
pub struct Origin {
    pub id: SourceId,
    pub demonstration: bool,
}

impl Known {
    /// The source that the row names in `source`, or the first one.
    pub fn origin(&self, cells: &Cells<'_>) -> Result<Origin, Fault> {
        let row = match cells.optional("source") {
            Some(slug) => self.sources.get(slug),
            None => self.sources.values().find(|row| row.id == self.first),
        };
        let row = row.ok_or_else(|| Fault::unknown("source", "source"))?;
        Ok(Origin {
            id: row.id,
            demonstration: row.demonstration,
        })
    }
}

/// The `slug` of the row.
pub fn slug(cells: &Cells<'_>) -> Result<String, Fault> {
    Ok(cells.required_parsed::<Slug>("slug")?.into_string())
}

/// A file of table `T`, read row by row.
pub struct TableFile<'a, T: Table> {
    records: Records<&'a [u8]>,
    rules: Rules<T>,
}

/// What a row is checked against.
struct Rules<T> {
    columns: Columns,
    known: Known,
    today: NaiveDate,
    seen: HashSet<String>,
    table: std::marker::PhantomData<fn() -> T>,
}

impl<'a, T: Table> TableFile<'a, T> {
    pub fn open(bytes: &'a [u8], file: &str, known: Known) -> Result<Self, IngestError> {
        let (records, columns) = open::<T>(bytes, file)?;
        let rules = Rules {
            columns,
            today: known.now.date_naive(),
            known,
            seen: HashSet::new(),
            table: std::marker::PhantomData,
        };
        Ok(TableFile { records, rules })
    }
}

impl<T: Table> Rules<T> {
    fn check(&mut self, record: &ByteRecord) -> Result<T::Draft, Fault> {
        if record.len() != self.columns.0.len() {
            return Err(Fault::columns(self.columns.0.len(), record.len()));
        }
        let record =
            StringRecord::from_byte_record(record.clone()).map_err(|_| Fault::not_text())?;
        fault::text(record.as_byte_record().as_slice())?;
        let cells = Cells {
            columns: &self.columns,
            record: &record,
            today: self.today,
        };
        let (key, draft) = T::read(&cells, &self.known)?;
        match T::MAY_REPEAT || self.seen.insert(key) {
            true => Ok(draft),
            false => Err(Fault::duplicate("the same record stands in an earlier row")),
        }
    }
}

impl<T: Table> Format for TableFile<'_, T> {
    type Row = T::Draft;

    const BATCH: usize = T::BATCH;

    fn next(&mut self) -> Result<Option<Line<T::Draft>>, IngestError> {
        let Some((number, record)) = self.records.next()? else {
            return Ok(None);
        };
        let found = match self.rules.check(record) {
            Ok(draft) => Found::Row(draft),
            Err(fault) => Found::Rejected(fault),
        };
        Ok(Some(Line { number, found }))
    }

    async fn write(
        &mut self,
        batch: &mut Batch<'_>,
        rows: Vec<T::Draft>,
    ) -> Result<Vec<Fate>, IngestError> {
        T::write(batch, rows).await
    }
}

/// Opens the file and checks its header against the table's columns.
pub fn open<'a, T: Table>(
    bytes: &'a [u8],
    file: &str,
) -> Result<(Records<&'a [u8]>, Columns), IngestError> {
    let mut records = Records::with_header(bytes, file);
    let header = records.header()?;
    let columns: Vec<String> = header
        .iter()
        .map(|name| String::from_utf8_lossy(name).trim().to_owned())
        .collect();
    if columns.iter().all(String::is_empty) {
        return Err(IngestError::NoHeader {
            file: file.to_owned(),
        });
    }
    let known: Vec<&str> = T::COLUMNS.iter().chain(T::OPTIONAL).copied().collect();
    for (place, column) in columns.iter().enumerate() {
        let (file, column) = (file.to_owned(), column.clone());
        if !known.contains(&column.as_str()) {
            let known = known.join(", ");
            return Err(IngestError::UnknownColumn {
                file,
                column,
                known,
            });
        }
        if columns[..place].contains(&column) {
            return Err(IngestError::RepeatedColumn { file, column });
        }
    }
    if let Some(missing) = T::COLUMNS
        .iter()
        .find(|name| !columns.iter().any(|column| column == *name))
    {
        return Err(IngestError::MissingColumn {
            file: file.to_owned(),
            column: (*missing).to_owned(),
        });
    }
    Ok((records, Columns(columns)))
}
