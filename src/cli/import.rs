//! `caregraph import`: files of a source into the database.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{IsTerminal, Write as _};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};

use caregraph::config::Storage;
use caregraph::domain::clock::Clock;
use caregraph::ingest::nppes::States;
use caregraph::ingest::{articles, geonames, geonames_postal, medlineplus, nppes, tables};
use caregraph::store::import::Counts;

use super::arguments::Import;

/// Rows between two words about how far an import has come.
const ROWS_A_WORD: i64 = 10_000;

pub async fn run(storage: &Storage, import: Import) -> anyhow::Result<ExitCode> {
    let db = super::prepared(storage).await?;
    let mut reports = Vec::new();
    match import {
        Import::Geonames { files } => {
            for file in files {
                let (name, reader) = opened(&file)?;
                reports.push(geonames::import(&db, reader, &name, Clock::System, &mut said).await?);
            }
        }
        Import::GeonamesPostal { files } => {
            for file in files {
                let (name, reader) = opened(&file)?;
                reports.push(
                    geonames_postal::import(&db, reader, &name, Clock::System, &mut said).await?,
                );
            }
        }
        Import::Nppes { files, states } => {
            let states = chosen(&states)?;
            for file in files {
                let (name, reader) = opened(&file)?;
                let states = states.clone();
                reports.push(
                    nppes::import(&db, reader, &name, states, Clock::System, &mut said).await?,
                );
            }
        }
        Import::Tables { folders } => {
            for folder in folders {
                reports
                    .extend(tables::import_folder(&db, &folder, Clock::System, &mut said).await?);
            }
        }
        Import::Medlineplus { files } => {
            for file in files {
                let bytes = read(&file)?;
                let name = name(&file);
                reports
                    .push(medlineplus::import(&db, &bytes, &name, Clock::System, &mut said).await?);
            }
        }
        Import::Articles { files } => {
            for file in files {
                let bytes = read(&file)?;
                reports.push(articles::import(&db, &bytes, &name(&file), Clock::System).await?);
            }
        }
    }
    for report in &reports {
        super::say(report);
    }
    db.close().await?;
    Ok(ExitCode::SUCCESS)
}

/// The states that the flags name; every state when none does.
fn chosen(states: &[String]) -> anyhow::Result<States> {
    let mut codes = BTreeSet::new();
    for state in states {
        if state.len() != 2 || !state.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            bail!("--state takes two letters such as CT, found {state:?}");
        }
        codes.insert(state.to_ascii_uppercase());
    }
    Ok((!codes.is_empty()).then_some(codes))
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))
}

fn opened(file: &Path) -> anyhow::Result<(String, File)> {
    let reader = File::open(file).with_context(|| format!("{} cannot be read", file.display()))?;
    Ok((name(file), reader))
}

/// The name of a file without its folder.
fn name(file: &Path) -> String {
    file.file_name().map_or_else(
        || file.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// Says how far an import has come, where somebody looks on.
pub fn said(counts: &Counts) {
    let mut out = std::io::stderr();
    if out.is_terminal() && counts.read % ROWS_A_WORD < 500 {
        // Whoever does not see it misses nothing: the report comes at the end.
        let _ = write!(out, "\r{} rows read", counts.read);
    }
}
