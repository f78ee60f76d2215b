//! What tests look at: a gazetteer of three towns, and what an import left.

use crate::domain::NodeKind;
use crate::ingest::geonames;
use crate::ingest::testing::{NOON, Scratch, scratch};
use crate::store::entity::{clinic, doctor, role};
use crate::store::{change, read};

pub const TOWNS: &str = "\
1\tNew Haven\tNew Haven\tNewhaven\t41.30815\t-72.92816\tP\tPPLA2\tUS\t\tCT\t\t\t\t130322\t\t10\tAmerica/New_York\t2016-01-01\n\
2\tNew Haven\tNew Haven\t\t41.07\t-85.01\tP\tPPL\tUS\t\tIN\t\t\t\t999999\t\t10\tAmerica/Indiana\t2016-01-01\n\
3\tEast Hartford\tEast Hartford\t\t41.78232\t-72.61203\tP\tPPL\tUS\t\tCT\t\t\t\t51252\t\t10\tAmerica/New_York\t2016-01-01\n";

pub async fn with_towns() -> Scratch {
    let scratch = scratch().await;
    geonames::import(&scratch.db, TOWNS.as_bytes(), "towns", NOON, &mut |_| {})
        .await
        .unwrap();
    scratch
}

pub async fn doctors(scratch: &Scratch) -> Vec<doctor::Model> {
    read::all::<doctor::Entity>(scratch.db.reader())
        .await
        .unwrap()
}

pub async fn clinics(scratch: &Scratch) -> Vec<clinic::Model> {
    read::all::<clinic::Entity>(scratch.db.reader())
        .await
        .unwrap()
}

pub async fn roles(scratch: &Scratch) -> Vec<role::Model> {
    read::all::<role::Entity>(scratch.db.reader())
        .await
        .unwrap()
}

/// Kinds and ids changed since `seq`.
pub async fn changed(scratch: &Scratch, seq: i64, kind: NodeKind) -> Vec<i64> {
    let changes = change::after(scratch.db.reader(), seq, 100).await.unwrap();
    let of_kind = changes.into_iter().filter(|change| change.kind == kind);
    of_kind.flat_map(|change| change.ids).collect()
}

pub async fn latest(scratch: &Scratch) -> i64 {
    change::latest(scratch.db.reader()).await.unwrap()
}
