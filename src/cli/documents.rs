//! `caregraph documents publish`: queries that callers may name by a key.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};

use caregraph::config::Storage;
use caregraph::domain::clock::Clock;
use caregraph::graphql::Proofreader;
use caregraph::store::trusted::{self, Document};

use super::say;

/// The largest manifest that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// Publishes every query of a manifest, or none if one of them would be refused.
pub async fn publish(storage: &Storage, file: &Path) -> anyhow::Result<ExitCode> {
    let shown = file.display();
    let size = std::fs::metadata(file)
        .with_context(|| format!("{shown} cannot be read"))?
        .len();
    if size > LARGEST {
        bail!("{shown} has {size} bytes, and a manifest has at most {LARGEST}");
    }
    let text = std::fs::read_to_string(file).with_context(|| format!("{shown} cannot be read"))?;
    let manifest: BTreeMap<String, String> = serde_json::from_str(&text).with_context(|| {
        format!("{shown} is no manifest: it must be a JSON object of keys and queries")
    })?;
    let documents = checked(manifest).await?;
    let db = super::present(storage).await?;
    let added = trusted::publish(&db, &documents, Clock::System.now()).await?;
    say(format_args!(
        "{added} published, {} were there already",
        documents.len() as u64 - added
    ));
    db.close().await?;
    Ok(ExitCode::SUCCESS)
}

async fn checked(manifest: BTreeMap<String, String>) -> anyhow::Result<Vec<Document>> {
    let proofreader = Proofreader::new()?;
    let mut documents = Vec::new();
    let mut wrong = Vec::new();
    for (key, body) in manifest {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
        let key = key.strip_prefix("sha256:").unwrap_or(&key).to_owned();
        if key.is_empty() || key.len() > 128 || !key.bytes().all(plain) {
            wrong.push(format!(
                "{key:?} is no key: use up to 128 letters, digits, - _ . and :"
            ));
            continue;
        }
        match proofreader.read(&body).await {
            Ok(operation_name) => documents.push(Document {
                key,
                body,
                operation_name,
            }),
            Err(problem) => wrong.push(format!("{key}: {problem}")),
        }
    }
    if !wrong.is_empty() {
        bail!("nothing is published:\n  {}", wrong.join("\n  "));
    }
    Ok(documents)
}
