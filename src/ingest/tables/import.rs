//! Importing the tables in the order in which they point at each other.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use super::biographies::Biographies;
use super::care::{Conditions, Procedures};
use super::clinics::Clinics;
use super::doctors::Doctors;
use super::glossary::Glossary;
use super::hours::Hours;
use super::names::{Codes, Identifiers, Labels};
use super::offerings::Offerings;
use super::places::Places;
use super::plans::{Networks, Plans};
use super::provenance::{Provenance, SourceViews};
use super::qualifications::Qualifications;
use super::ratings::{Ratings, Reviews};
use super::releases::Releases;
use super::reports::Reports;
use super::role_plans::RolePlans;
use super::roles::Roles;
use super::sources::Sources;
use super::specialties::Specialties;
use super::table::{self, Known, Table, TableFile};
use super::treatments::Treatments;
use crate::domain::clock::Clock;
use crate::ingest::batch::{self, Batch, Fate, Format, Found, Name, Progress};
use crate::ingest::error::IngestError;
use crate::ingest::report::Report;
use crate::store::change::{self, Changes};
use crate::store::entity::source;
use crate::store::id::Id;
use crate::store::{Database, read};

const FORMAT: &str = "tables";

/// One list for what is known, checked and imported, so that no table is left out of one of them.
macro_rules! in_order {
    ($($table:ident),+ $(,)?) => {
        const FILES: &[&str] = &[Sources::FILE, $($table::FILE),+];

        fn check_headers<'a>(
            header: impl Fn(&str) -> Option<(&'a [u8], String)>,
        ) -> Result<(), IngestError> {
            check_header::<Sources>(header(Sources::FILE))?;
            $(check_header::<$table>(header($table::FILE))?;)+
            Ok(())
        }

        impl Import<'_, '_, '_> {
            async fn tables(&mut self) -> Result<(), IngestError> {
                self.sources().await?;
                $(self.table::<$table>().await?;)+
                Ok(())
            }
        }
    };
}

// A table stands below those that it points at.
in_order![
    Releases,
    Places,
    Specialties,
    Procedures,
    Conditions,
    Treatments,
    Plans,
    Networks,
    Clinics,
    Doctors,
    Glossary,
    Codes,
    Labels,
    Identifiers,
    Biographies,
    Qualifications,
    Roles,
    Offerings,
    Hours,
    RolePlans,
    Reports,
    Ratings,
    Reviews,
    Provenance,
    SourceViews,
];

/// Tables by file name. Any but `sources.csv` may be missing.
pub type Files<'a> = BTreeMap<String, Cow<'a, [u8]>>;

/// Imports every table of a folder; files that are no CSV are passed over.
pub async fn import_folder(
    db: &Database,
    folder: &Path,
    clock: Clock,
    progress: &mut Progress<'_>,
) -> Result<Vec<Report>, IngestError> {
    let unreadable = |cause| IngestError::Unreadable {
        file: folder.display().to_string(),
        cause,
    };
    let mut files = Files::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_name().map(|name| name.to_string_lossy());
        let Some(name) = name.filter(|name| name.ends_with(".csv")) else {
            continue;
        };
        let bytes = std::fs::read(&path).map_err(|cause| IngestError::Unreadable {
            file: path.display().to_string(),
            cause,
        })?;
        files.insert(name.into_owned(), Cow::Owned(bytes));
    }
    import(db, &files, &folder.display().to_string(), clock, progress).await
}

/// Imports the tables, with one report for each, in the order in which they are written.
///
/// `origin` is where the files come from; it stands before their names in reports and runs.
/// Every header is checked before anything is written.
pub async fn import(
    db: &Database,
    files: &Files<'_>,
    origin: &str,
    clock: Clock,
    progress: &mut Progress<'_>,
) -> Result<Vec<Report>, IngestError> {
    let path = |name: &str| format!("{}/{name}", origin.trim_end_matches('/'));
    check(files, path)?;

    let mut import = Import {
        db,
        files,
        origin,
        clock,
        known: Known {
            sources: HashMap::new(),
            first: Id::UNSET,
            now: clock.now(),
        },
        progress,
        reports: Vec::new(),
    };
    import.tables().await?;
    Ok(import.reports)
}

/// Whether the files are tables with the right columns.
fn check(files: &Files<'_>, path: impl Fn(&str) -> String) -> Result<(), IngestError> {
    if let Some(name) = files.keys().find(|name| !FILES.contains(&name.as_str())) {
        return Err(IngestError::UnknownTable {
            file: path(name),
            known: FILES.join(", "),
        });
    }
    check_headers(|name| files.get(name).map(|bytes| (bytes.as_ref(), path(name))))
}

fn check_header<T: Table>(file: Option<(&[u8], String)>) -> Result<(), IngestError> {
    file.map_or(Ok(()), |(bytes, path)| {
        table::open::<T>(bytes, &path).map(drop)
    })
}

/// An import of a set of tables, under way.
struct Import<'a, 'p, 'q> {
    db: &'a Database,
    files: &'a Files<'a>,
    origin: &'a str,
    clock: Clock,
    known: Known,
    progress: &'p mut Progress<'q>,
    reports: Vec<Report>,
}

impl Import<'_, '_, '_> {
    fn path(&self, name: &str) -> String {
        format!("{}/{name}", self.origin.trim_end_matches('/'))
    }

    /// Writes the sources, and takes the first of them for rows that name none.
    ///
    /// A run belongs to a source, so this one is noted when the sources are there.
    async fn sources(&mut self) -> Result<(), IngestError> {
        let path = self.path(Sources::FILE);
        let missing = || IngestError::NoSource(path.clone());
        let bytes = self.files.get(Sources::FILE).ok_or_else(missing)?;
        let mut file = TableFile::<Sources>::open(bytes, &path, self.known.clone())?;
        let mut rows = Vec::new();
        let mut faults = Vec::new();
        let mut report = Report::new(FORMAT, &path);
        while let Some(line) = file.next()? {
            match line.found {
                Found::Row(row) => rows.push(row),
                Found::Rejected(fault) => faults.push((line.number, fault)),
                Found::Skipped(reason) => report.skipped(reason),
            }
        }
        let first = rows.first().ok_or_else(missing)?.slug.clone();

        let tx = self.db.begin().await?;
        let mut changes = Changes::default();
        let mut batch = Batch {
            tx: &tx,
            changes: &mut changes,
            tally: &mut report.tally,
            now: self.known.now,
        };
        let fates = file.write(&mut batch, rows).await?;
        change::commit(tx, changes, self.known.now).await?;
        for fate in fates {
            if let Fate::Stored(outcome) = fate {
                report.stored(outcome);
            }
        }
        for row in read::all::<source::Entity>(self.db.reader()).await? {
            if row.slug == first {
                self.known.first = row.id;
            }
            self.known.sources.insert(row.slug.clone(), row);
        }
        for (line, fault) in &faults {
            report.rejected(*line, fault.reason);
        }
        let name = Name {
            format: FORMAT,
            file: &path,
            source: self.known.first,
        };
        batch::record(self.db, name, &report, faults, self.clock).await?;
        self.reports.push(report);
        Ok(())
    }

    async fn table<T: Table>(&mut self) -> Result<(), IngestError> {
        let Some(bytes) = self.files.get(T::FILE) else {
            return Ok(());
        };
        let path = self.path(T::FILE);
        let mut file = TableFile::<T>::open(bytes, &path, self.known.clone())?;
        let name = Name {
            format: FORMAT,
            file: &path,
            source: self.known.first,
        };
        let report = batch::run(self.db, name, &mut file, self.clock, self.progress).await?;
        self.reports.push(report);
        Ok(())
    }
}
