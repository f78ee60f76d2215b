//! `caregraph migrate`: the shape of the database.

use std::process::ExitCode;

use caregraph::config::Storage;
use caregraph::store::address::shown;
use caregraph::store::migrate;

pub async fn up(storage: &Storage) -> anyhow::Result<ExitCode> {
    let db = super::prepared(storage).await?;
    super::say(format_args!(
        "{} is up to date",
        shown(&storage.database_url)
    ));
    db.close().await?;
    Ok(ExitCode::SUCCESS)
}

/// Tells without changing: a database that is not there is not made.
pub async fn status(storage: &Storage) -> anyhow::Result<ExitCode> {
    let db = super::present(storage).await?;
    for step in migrate::status(&db).await? {
        let word = if step.applied { "applied" } else { "pending" };
        super::say(format_args!("{word}  {}", step.name));
    }
    db.close().await?;
    Ok(ExitCode::SUCCESS)
}
