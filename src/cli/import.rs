//! `caregraph import`: files of a source into the database.

use std::io::{IsTerminal, Write as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};

use caregraph::config::Storage;
use caregraph::domain::clock::Clock;
use caregraph::ingest::{Report, articles, tables};
use caregraph::store::Database;
use caregraph::store::import::Counts;

use super::Import;

/// Rows between two words about how far an import has come.
const ROWS_A_WORD: i64 = 10_000;

pub async fn run(storage: &Storage, import: Import) -> anyhow::Result<ExitCode> {
    let db = super::prepared(storage).await?;
    let mut reports = Vec::new();
    match import {
        Import::Geonames { files: _ } => bail!("soon"),
        Import::Nppes {
            files: _,
            states: _,
        } => bail!("soon"),
        Import::Tables { folders } => {
            for folder in folders {
                let report = tables::import_folder(&db, &folder, Clock::System, &mut said).await?;
                reports.extend(report);
            }
        }
        Import::Articles { files } => {
            for file in files {
                reports.push(article(&db, &file).await?);
            }
        }
    }
    for report in &reports {
        println!("{report}");
    }
    db.close().await?;
    Ok(ExitCode::SUCCESS)
}

async fn article(db: &Database, file: &Path) -> anyhow::Result<Report> {
    let bytes =
        std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    Ok(articles::import(db, &bytes, &name(file), Clock::System).await?)
}

/// The name of a file without its folder.
fn name(file: &Path) -> String {
    file.file_name().map_or_else(
        || file.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// Says how far an import has come, where somebody looks on.
fn said(counts: &Counts) {
    let mut out = std::io::stderr();
    if out.is_terminal() && counts.read % ROWS_A_WORD < 500 {
        // Whoever does not see it misses nothing: the report comes at the end.
        let _ = write!(out, "\r{} rows read", counts.read);
    }
}
