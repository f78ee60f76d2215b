//! `caregraph index`: what the search index holds, building it anew, and comparing it with the
//! database.

use std::process::ExitCode;

use anyhow::Context as _;

use caregraph::config::Storage;
use caregraph::domain::closed::Closed;
use caregraph::search::{Follower, verify};

use super::arguments::Index;
use super::say;

pub async fn run(storage: &Storage, asked: Index) -> anyhow::Result<ExitCode> {
    let db = super::present(storage).await?;
    let folder = storage.index_dir();
    let code = match asked {
        Index::Status => match verify::status(&db, &folder).await? {
            None => {
                say(format!(
                    "no index of this release in {}: `caregraph serve` or `caregraph index rebuild` builds one",
                    folder.display()
                ));
                ExitCode::FAILURE
            }
            Some(status) => {
                say(format!(
                    "{} documents in {} segments, {:.1} MB",
                    status.documents,
                    status.segments,
                    megabytes(status.bytes),
                ));
                say(match (status.continues, status.seq) {
                    (true, Some(seq)) => format!(
                        "holds changes up to {seq} of {}: {} behind",
                        status.latest,
                        status.latest - seq
                    ),
                    _ => "belongs to another database, or to another state of it: it is built anew when a server starts".to_owned(),
                });
                ExitCode::SUCCESS
            }
        },
        Index::Rebuild => {
            let built = Follower::rebuild(db.clone(), &folder).await;
            drop(built.context("the search index cannot be built")?);
            let status = verify::status(&db, &folder).await?;
            let documents = status.map_or(0, |status| status.documents);
            say(format!("built: {documents} documents"));
            ExitCode::SUCCESS
        }
        Index::Verify => {
            let drift = verify::verify(&db, &folder)
                .await
                .context("the search index cannot be compared")?;
            say(format!(
                "{} records compared: {} missing, {} stale, {} that should not be there; {} changes behind",
                drift.checked, drift.missing, drift.stale, drift.extra, drift.behind
            ));
            for (kind, id) in &drift.named {
                say(format!("  differs: {} {id}", kind.spelling()));
            }
            match drift.is_none() {
                true => ExitCode::SUCCESS,
                false => {
                    if drift.behind > 0 {
                        say("the index is behind: what it has not taken in yet differs");
                    }
                    ExitCode::FAILURE
                }
            }
        }
    };
    db.close().await?;
    Ok(code)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a size is shown to a tenth of a megabyte"
)]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
