//! `caregraph demo`: the demonstration.

use std::process::ExitCode;

use anyhow::Context as _;

use caregraph::config::Storage;
use caregraph::domain::clock::Clock;
use caregraph::ingest::generated::{self, Spread};
use caregraph::ingest::{Report, demo};
use caregraph::store::Database;

use super::import::said;

pub async fn run(storage: &Storage, flags: super::arguments::Demo) -> anyhow::Result<ExitCode> {
    let db = super::prepared(storage).await?;
    let mut reports = load(&db).await?;
    if flags.doctors > 0 {
        let spread = match flags.uneven {
            true => Spread::Uneven,
            false => Spread::Even,
        };
        let (doctors, seed) = (flags.doctors, flags.seed);
        let invented =
            generated::generate(&db, doctors, seed, spread, Clock::System, &mut said).await;
        reports.extend(invented.context("the doctors cannot be invented")?);
    }
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
