//! `caregraph demo`: the demonstration.

use std::process::ExitCode;

use anyhow::Context as _;

use caregraph::config::Storage;
use caregraph::domain::clock::Clock;
use caregraph::ingest::{Report, demo};
use caregraph::store::Database;

pub async fn run(storage: &Storage) -> anyhow::Result<ExitCode> {
    let db = super::prepared(storage).await?;
    let reports = load(&db).await?;
    for report in &reports {
        super::say(report);
    }
    db.close().await?;
    Ok(ExitCode::SUCCESS)
}

/// Loads the demonstration.
pub async fn load(db: &Database) -> anyhow::Result<Vec<Report>> {
    demo::load(db, Clock::System, &mut |_| {})
        .await
        .context("the demonstration cannot be loaded")
}
