//! `caregraph import`: files of a source into the database.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{IsTerminal, Write as _};
use std::path::{Path, PathBuf};
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
        Import::Articles { paths } => {
            let files: Vec<Vec<PathBuf>> = paths
                .into_iter()
                .map(article_files)
                .collect::<anyhow::Result<_>>()?;
            for file in files.into_iter().flatten() {
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

/// A file itself, or the articles of a folder, which are named `SLUG.LOCALE.md`, by name.
fn article_files(path: PathBuf) -> anyhow::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path]);
    }
    let unreadable = || format!("{} cannot be read", path.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&path).with_context(unreadable)? {
        let file = entry.with_context(unreadable)?.path();
        let name = name(&file);
        let parts: Vec<&str> = name.split('.').collect();
        if matches!(parts.as_slice(), [_, _, "md"]) {
            files.push(file);
        }
    }
    if files.is_empty() {
        bail!(
            "{} holds no article: they are named SLUG.LOCALE.md, such as migraine.en.md",
            path.display()
        );
    }
    files.sort_unstable();
    Ok(files)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_stands_for_its_articles() {
        let folder = tempfile::tempdir().unwrap();
        let problem = article_files(folder.path().to_owned()).unwrap_err();
        assert!(problem.to_string().contains("SLUG.LOCALE.md"), "{problem}");
        for name in ["b.en.md", "a.es.md", "a.en.md", "README.md", "c.en.txt"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let files = article_files(folder.path().to_owned()).unwrap();
        let names: Vec<String> = files.iter().map(|file| name(file)).collect();
        assert_eq!(names, ["a.en.md", "a.es.md", "b.en.md"]);
        let file = folder.path().join("b.en.md");
        assert_eq!(article_files(file.clone()).unwrap(), [file]);
    }
}
