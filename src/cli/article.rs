//! `caregraph article`: articles that live in files, at the content desk.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};

use caregraph::config::Storage;
use caregraph::domain::clock::Clock;
use caregraph::domain::closed::Closed;
use caregraph::ingest::articles::desk::{self, Finding};

use super::arguments::Article;
use super::say;

/// The largest file that is read, in bytes.
const LARGEST: u64 = 2 << 20;

pub async fn run(storage: &Storage, asked: Article) -> anyhow::Result<ExitCode> {
    match asked {
        Article::Check { files, no_hints } => {
            let mut is_fine = true;
            for file in &files {
                is_fine &= checked(file, !no_hints)?;
            }
            Ok(exit(is_fine))
        }
        Article::Import { files, who, note } => {
            let db = super::present(storage).await?;
            let mut is_fine = true;
            for file in &files {
                let bytes = read(file)?;
                let kept = desk::draft(&db, &bytes, &who, note.clone(), Clock::System).await?;
                match kept {
                    Ok(row) => say(format_args!(
                        "{}: kept as version {} of {} in {}",
                        file.display(),
                        row.version,
                        row.slug,
                        row.locale
                    )),
                    Err(reasons) => {
                        is_fine = false;
                        refused(&file.display().to_string(), &reasons);
                    }
                }
            }
            db.close().await?;
            Ok(exit(is_fine))
        }
        Article::Publish { slug, locale, who } => {
            let db = super::present(storage).await?;
            let published = desk::publish(&db, (&slug, &locale), &who, Clock::System).await?;
            db.close().await?;
            match published {
                Ok(row) => {
                    say(format_args!(
                        "{slug} is published in {locale}, version {}",
                        row.version
                    ));
                    Ok(ExitCode::SUCCESS)
                }
                Err(reasons) => {
                    refused(&format!("{slug} is not published"), &reasons);
                    Ok(ExitCode::FAILURE)
                }
            }
        }
        Article::History { slug, locale } => {
            let db = super::present(storage).await?;
            let history = desk::history(&db, &slug, &locale).await?;
            db.close().await?;
            let Some((held, versions)) = history else {
                bail!("no article {slug} is at the content desk in {locale}");
            };
            say(format_args!(
                "{slug} in {locale}: {}, revision {}, readers see {}",
                held.state.0.spelling(),
                held.revision,
                match held.published_version {
                    Some(number) => format!("version {number}"),
                    None => "nothing".to_owned(),
                }
            ));
            for version in versions {
                let restored = version
                    .restored_from
                    .map(|number| format!(", as it was in version {number}"));
                let note = version.note.map(|note| format!(": {note}"));
                say(format_args!(
                    "{:>4}  {}  {}{}{}",
                    version.number,
                    version.at.format("%Y-%m-%d %H:%M"),
                    version.author,
                    restored.unwrap_or_default(),
                    note.unwrap_or_default()
                ));
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// Whether nothing stands in the way of publishing the file.
fn checked(file: &Path, with_hints: bool) -> anyhow::Result<bool> {
    let found = desk::findings(&read(file)?);
    let shown = file.display();
    for finding in found.iter().filter(|found| found.blocks || with_hints) {
        let kind = if finding.blocks { "error" } else { "hint" };
        say(format_args!(
            "{shown}:{}: {kind}: {}",
            finding.line, finding.text
        ));
    }
    let is_fine = found.iter().all(|finding| !finding.blocks);
    if is_fine {
        say(format_args!("{shown}: may be published"));
    }
    Ok(is_fine)
}

fn refused(what: &str, reasons: &[Finding]) {
    for reason in reasons {
        say(format_args!("{what}: {}", reason.text));
    }
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    let shown = file.display();
    let size = std::fs::metadata(file)
        .with_context(|| format!("{shown} cannot be read"))?
        .len();
    if size > LARGEST {
        bail!("{shown} has {size} bytes, and an article has at most {LARGEST}");
    }
    std::fs::read(file).with_context(|| format!("{shown} cannot be read"))
}

fn exit(is_fine: bool) -> ExitCode {
    match is_fine {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}
