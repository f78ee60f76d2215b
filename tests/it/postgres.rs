//! What only Postgres does: migrating under a lock, its settings, its ways to fail.

use std::time::Duration;

use caregraph::domain::NodeKind;
use caregraph::ingest::generated::{self, Spread};
use caregraph::store::change::{self, Changes};
use caregraph::store::connect::IfMissing;
use caregraph::store::entity::clinic;
use caregraph::store::upsert::upsert;
use caregraph::store::{Database, StoreError, migrate, notice};
use futures_util::future::join_all;
use sea_orm::{ConnectionTrait, Statement};
use tokio::sync::Notify;

use crate::app::{CLOCK, TestApp, now};
use crate::engine::{Home, address_of, on_postgres};
use crate::seed;

async fn text(db: &Database, sql: &str) -> String {
    let statement = Statement::from_string(db.reader().get_database_backend(), sql);
    let row = db.reader().query_one_raw(statement).await.unwrap().unwrap();
    row.try_get_by_index(0).unwrap()
}

/// Every word of an error, its causes and its debug text.
fn words(error: &StoreError) -> String {
    let mut words = format!("{error} {error:?}");
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        words += &format!(" {error} {error:?}");
        cause = error.source();
    }
    words
}

#[tokio::test(flavor = "multi_thread")]
async fn gateways_that_start_together_migrate_once() {
    if !on_postgres() {
        return;
    }
    let home = Home::blank().await;
    let starts = (0..4).map(|_| async {
        let db = home.open().await;
        migrate::up(&db, now()).await.unwrap();
        let id = caregraph::store::instance::id(&db).await.unwrap();
        db.close().await.unwrap();
        id
    });
    let ids = join_all(starts).await;
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_without_our_tables_is_missing_to_whoever_only_reads() {
    if !on_postgres() {
        return;
    }
    let home = Home::blank().await;
    let refused = Database::open(home.url(), IfMissing::Refuse)
        .await
        .map(drop)
        .unwrap_err();
    assert!(matches!(refused, StoreError::Missing(_)), "{refused:?}");
    let db = home.open().await;
    migrate::up(&db, now()).await.unwrap();
    Database::open(home.url(), IfMissing::Refuse).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn no_failure_to_connect_tells_the_password() {
    if !on_postgres() {
        return;
    }
    let with_password = |url: String| {
        let mark = if url.contains('?') { '&' } else { '?' };
        format!("{url}{mark}password=s3cret")
    };
    let cases = [
        (with_password(address_of("no_such_database")), false),
        (
            "postgres://anna:s3cret@%2Fnowhere%2Fat%2Fall/care".to_owned(),
            true,
        ),
        ("postgres://anna:s3cret@host:port/care".to_owned(), false),
    ];
    for (url, passing) in cases {
        let refused = Database::open(&url, IfMissing::Create)
            .await
            .map(drop)
            .unwrap_err();
        assert!(!words(&refused).contains("s3cret"), "{refused:?}");
        assert_eq!(refused.is_passing(), passing, "{refused:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn statements_of_readers_follow_each_other_on_one_connection() {
    if !on_postgres() {
        return;
    }
    let home = Home::blank().await;
    let db = home.open().await;
    let mut served = std::collections::HashSet::new();
    for _ in 0..20 {
        served.insert(text(&db, "SELECT pg_backend_pid()::text").await);
    }
    assert_eq!(served.len(), 1, "{served:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_lose_one_statement_to_a_server_that_went_away() {
    if !on_postgres() {
        return;
    }
    let home = Home::blank().await;
    let db = home.open().await;
    join_all((0..6).map(|_| text(&db, "SELECT pg_sleep(0.2)::text"))).await;
    let [reading, ..] = db.pools();
    assert_eq!(reading.connections, 6);
    let backend = db.writer().get_database_backend();
    let away = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity \
                WHERE datname = current_database() AND pid <> pg_backend_pid()";
    let away = Statement::from_string(backend, away);
    assert_eq!(db.writer().query_all_raw(away).await.unwrap().len(), 6);
    let statement = Statement::from_string(backend, "SELECT 1");
    let lost = db.reader().query_all_raw(statement).await.unwrap_err();
    assert!(StoreError::from(lost).is_passing());
    join_all((0..6).map(|_| text(&db, "SELECT pg_sleep(0.2)::text"))).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_have_their_settings() {
    if !on_postgres() {
        return;
    }
    let app = TestApp::empty().await;
    for (name, expected) in [
        ("application_name", "caregraph"),
        ("statement_timeout", "10s"),
        ("lock_timeout", "5s"),
        ("plan_cache_mode", "force_generic_plan"),
    ] {
        assert_eq!(text(&app.db, &format!("SHOW {name}")).await, expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_will_pass_is_told_from_what_will_not() {
    if !on_postgres() {
        return;
    }
    let app = TestApp::empty().await;
    let held = app.db.begin().await.unwrap();
    let lock = "UPDATE counter SET value = value";
    held.execute_unprepared(lock).await.unwrap();
    let other = Database::open_with(app.url(), IfMissing::Refuse, Duration::from_millis(50))
        .await
        .unwrap();
    let run = async |sql: &str| -> StoreError {
        let tx = other.begin().await.unwrap();
        tx.execute_unprepared(sql).await.unwrap_err().into()
    };
    let locked = run(lock).await;
    assert!(matches!(locked, StoreError::Busy(_)), "{locked:?}");
    let slow = run("SET LOCAL statement_timeout = 50; SELECT pg_sleep(5)").await;
    assert!(matches!(slow, StoreError::TimedOut(_)), "{slow:?}");
    let killed = run("SELECT pg_terminate_backend(pg_backend_pid())").await;
    assert!(matches!(killed, StoreError::Away(_)), "{killed:?}");
    for passing in [locked, slow, killed] {
        assert!(passing.is_passing(), "{passing:?}");
    }
    let wrong = run("SELECT nothing FROM nowhere").await;
    assert!(matches!(wrong, StoreError::Failed(_)), "{wrong:?}");
    // Whoever reads waits for nobody, and a lost connection is replaced.
    assert_eq!(text(&other, "SELECT 'here'").await, "here");
    held.rollback().await.unwrap();
    other
        .begin()
        .await
        .unwrap()
        .execute_unprepared(lock)
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn two_imports_of_the_same_new_row_end_with_one_and_a_passing_failure() {
    if !on_postgres() {
        return;
    }
    let app = TestApp::empty().await;
    let source = seed::a_source(&app.db).await;
    let rows = || vec![seed::a_clinic(source, "c1", None, "BT")];
    let first = app.db.begin().await.unwrap();
    upsert::<clinic::Entity>(&first, rows()).await.unwrap();
    let second = app.db.begin().await.unwrap();
    let waiting = tokio::spawn(async move {
        let rows = vec![seed::a_clinic(source, "c1", None, "BT")];
        upsert::<clinic::Entity>(&second, rows).await.map(drop)
    });
    // Long enough for the second to look, find nothing, and wait for the first one's row.
    tokio::time::sleep(Duration::from_millis(300)).await;
    first.commit().await.unwrap();
    let raced = waiting.await.unwrap().unwrap_err();
    assert!(matches!(raced, StoreError::Raced(_)), "{raced:?}");
    assert!(raced.is_passing());
    let again = upsert::<clinic::Entity>(app.db.writer(), rows())
        .await
        .unwrap();
    assert_eq!(again.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_wakes_whoever_waits_for_changes() {
    if !on_postgres() {
        return;
    }
    let app = TestApp::empty().await;
    let other = Database::open(app.url(), IfMissing::Refuse).await.unwrap();
    let woken = Notify::new();
    let told = async {
        // The first ones may come before anybody listens.
        for _ in 0..100 {
            let tx = other.begin().await.unwrap();
            let mut changes = Changes::default();
            changes.node_updated(NodeKind::Doctor, 1);
            change::commit(tx, changes, now()).await.unwrap();
            let wait = tokio::time::timeout(Duration::from_millis(200), woken.notified());
            if wait.await.is_ok() {
                return true;
            }
        }
        false
    };
    tokio::select! {
        () = notice::tell(&app.db, &woken) => panic!("it never ends"),
        told = told => assert!(told),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_tells_the_planner_how_tables_grow() {
    if !on_postgres() {
        return;
    }
    let app = TestApp::demo().await;
    let known = "SELECT reltuples::bigint::text FROM pg_class WHERE relname = 'doctor'";
    assert_eq!(text(&app.db, known).await, "-1", "nobody has looked");
    generated::generate(&app.db, 2_000, 7, Spread::Even, CLOCK(), &mut |_| {})
        .await
        .unwrap();
    let rows: u64 = text(&app.db, known).await.parse().unwrap();
    assert!(rows > 900, "{rows}");
}
