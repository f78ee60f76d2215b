//! The database: its shape, its writes, its locks.

use std::time::Duration;

use caregraph::domain::NodeKind;
use caregraph::store::change::{self, Changes};
use caregraph::store::connect::IfMissing;
use caregraph::store::entity::{self, clinic};
use caregraph::store::upsert::{Outcome, upsert};
use caregraph::store::{Database, StoreError, migrate};
use sea_orm::{ConnectionTrait, EntityTrait};

use crate::app::{TestApp, now};
use crate::seed;

#[tokio::test(flavor = "multi_thread")]
async fn every_table_can_be_read_from_a_fresh_database() {
    let app = TestApp::empty().await;
    let db = app.db.reader();
    macro_rules! read {
        ($($table:ident),*) => {
            $(entity::$table::Entity::find().all(db).await.unwrap();)*
        };
    }
    read!(
        article,
        article_subject,
        article_translation,
        change,
        clinic,
        code,
        condition,
        counter,
        doctor,
        doctor_specialty,
        import_reject,
        import_run,
        instance,
        label,
        offering,
        place,
        place_name,
        procedure,
        red_flag,
        reference,
        release,
        role,
        section,
        source,
        specialty,
        treatment
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn writing_the_same_rows_twice_changes_nothing() {
    let app = TestApp::empty().await;
    let source = seed::a_source(&app.db).await;
    let rows = || {
        (0..1_200)
            .map(|n| seed::a_clinic(source, &format!("c{n}"), None, "BT"))
            .collect::<Vec<_>>()
    };
    let write = async |rows| {
        upsert::<clinic::Entity>(app.db.writer(), rows)
            .await
            .unwrap()
    };
    let first = write(rows()).await;
    assert!(first.iter().all(|(_, outcome)| *outcome == Outcome::Added));
    let second = write(rows()).await;
    assert!(
        second
            .iter()
            .all(|(_, outcome)| *outcome == Outcome::Unchanged)
    );
    let ids = |written: &[(_, _)]| written.iter().map(|(id, _)| *id).collect::<Vec<_>>();
    assert_eq!(ids(&first), ids(&second));
    let mut changed = rows();
    changed[7].name = "Another name".to_owned();
    let third = write(changed).await;
    for (n, (_, outcome)) in third.iter().enumerate() {
        let expected = if n == 7 {
            Outcome::Changed
        } else {
            Outcome::Unchanged
        };
        assert_eq!(*outcome, expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_are_numbered_in_the_order_of_their_commits_without_a_gap() {
    let app = TestApp::empty().await;
    for turn in 0..5_i64 {
        let tx = app.db.begin().await.unwrap();
        let mut changes = Changes::default();
        for id in 0..1_500 {
            changes.updated(NodeKind::Clinic, caregraph::store::id::ClinicId::new(id));
        }
        changes.removed(NodeKind::Doctor, caregraph::store::id::DoctorId::new(turn));
        change::commit(tx, changes, now()).await.unwrap();
    }
    // A transaction that is given up takes no number.
    let tx = app.db.begin().await.unwrap();
    tx.rollback().await.unwrap();
    let all = change::after(app.db.reader(), 0, 1_000).await.unwrap();
    let seqs: Vec<i64> = all.iter().map(|change| change.seq).collect();
    assert_eq!(seqs, (1..=15).collect::<Vec<_>>());
    assert_eq!(change::latest(app.db.reader()).await.unwrap(), 15);
    assert_eq!(
        change::after(app.db.reader(), 14, 10).await.unwrap().len(),
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_a_newer_release_is_refused_by_name() {
    let app = TestApp::empty().await;
    app.db
        .writer()
        .execute_unprepared(
            "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_tomorrow', 0)",
        )
        .await
        .unwrap();
    let refused = migrate::up(&app.db, now()).await.unwrap_err();
    assert!(matches!(refused, StoreError::Newer(_)));
    assert!(refused.to_string().contains("m9999_tomorrow"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lock_held_by_another_is_told_as_one_and_readers_go_on() {
    let app = TestApp::demo().await;
    let url = format!("sqlite:{}", app.database_file().display());
    let other = Database::open_with(&url, IfMissing::Refuse, Duration::from_millis(50))
        .await
        .unwrap();
    let held = app.db.begin().await.unwrap();
    let refused = other.begin().await.map(drop).unwrap_err();
    assert!(matches!(refused, StoreError::Busy(_)), "{refused:?}");
    assert!(refused.is_passing());
    // Whoever reads does not wait for whoever writes.
    let reply = app
        .query(r#"{ doctor(by: {slug: "kelzom-yarphel"}) { slug } }"#)
        .await;
    assert_eq!(reply.data()["doctor"]["slug"], "kelzom-yarphel");
    held.rollback().await.unwrap();
    other.begin().await.unwrap().rollback().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_no_database_is_refused() {
    for (url, if_missing) in [
        ("mysql://localhost/x", IfMissing::Create),
        ("sqlite:", IfMissing::Create),
        ("sqlite:/nowhere/at/all.db", IfMissing::Refuse),
    ] {
        assert!(Database::open(url, if_missing).await.is_err(), "{url}");
    }
}
