//! What callers write, and how others hear of it.

use std::sync::Arc;

use caregraph::config::Caches;
use caregraph::domain::caller::{Caller, Scope};
use caregraph::store::Database;
use caregraph::store::entity::audit;
use caregraph::store::{change, read};
use serde_json::{Value as Json, json};

use crate::app::{Reply, Served, TestApp};

mod changes;
mod desk;
mod lists;
mod merging;
mod moderation;
mod public;
mod refused;
mod told;

/// Everything is kept in memory, and nothing is given up for its age: what is read after a write is
/// right only because the write was seen.
const KEPT: Caches = Caches {
    entity_bytes: 32 << 20,
    merge_reads: true,
    ..Caches::OFF
};

/// A server, and somebody who writes the directory.
async fn desk() -> (Served, Arc<Caller>) {
    let app = TestApp::demo_with(KEPT).await.keep_up();
    let desk = app.caller(&[Scope::DirectoryWrite]).await;
    (app, desk)
}

/// Calls a write of the directory with its input, and selects of its answer.
async fn write(app: &Served, who: &Arc<Caller>, call: &str, input: Json, select: &str) -> Reply {
    let mut name = call.to_owned();
    name[..1].make_ascii_uppercase();
    let query =
        format!("mutation W($input: {name}Input!) {{ {call}(input: $input) {{ {select} }} }}");
    app.run_as(who, &query, json!({ "input": input })).await
}

async fn audits(db: &Database) -> Vec<audit::Model> {
    read::all::<audit::Entity>(db.reader()).await.unwrap()
}

async fn latest(db: &Database) -> i64 {
    change::latest(db.reader()).await.unwrap()
}
