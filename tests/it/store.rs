//! The database: its shape, its writes, its locks.

use std::time::Duration;

use caregraph::domain::{NodeKind, PlaceKind};
use caregraph::store::change::{self, Changes};
use caregraph::store::connect::IfMissing;
use caregraph::store::entity::{self, clinic, doctor, place, place_name, role};
use caregraph::store::id::{DoctorId, Id};
use caregraph::store::related::{self, Position, Window};
use caregraph::store::relations::CLINICS_OF_DOCTOR;
use caregraph::store::upsert::{Outcome, upsert};
use caregraph::store::{Database, StoreError, Text, migrate, place as stored_places};
use futures_util::FutureExt;
use sea_orm::{ConnectionTrait, EntityTrait, Statement};

use crate::app::{TestApp, now};
use crate::engine::on_sqlite;
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
async fn eight_writers_at_once_neither_deadlock_nor_let_a_reader_miss_a_commit() {
    const WRITERS: i64 = 8;
    const TURNS: i64 = 20;
    let app = TestApp::empty().await;
    let source = seed::a_source(&app.db).await;
    let shared = seed::a_clinic(source, "shared", None, "BT");
    let (shared, _) = upsert::<clinic::Entity>(app.db.writer(), vec![shared])
        .await
        .unwrap()[0];
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let db = app.db.clone();
            tokio::spawn(async move {
                for turn in 0..TURNS {
                    let tx = db.begin().await.unwrap();
                    let mut changes = Changes::default();
                    let mut row = seed::a_clinic(source, "shared", None, "BT");
                    row.name = format!("by {writer} in turn {turn}");
                    upsert::<clinic::Entity>(&tx, vec![row]).await.unwrap();
                    changes.updated(NodeKind::Clinic, shared);
                    changes.removed(NodeKind::Doctor, DoctorId::new(writer * TURNS + turn));
                    change::commit(tx, changes, now()).await.unwrap();
                }
            })
        })
        .collect();
    // Whoever reads on from the last number has to see every number, each after the one before.
    let mut last = 0;
    let mut removed = Vec::new();
    while last < 2 * WRITERS * TURNS {
        for change in change::after(app.db.reader(), last, 7).await.unwrap() {
            assert_eq!(change.seq, last + 1);
            last = change.seq;
            if change.kind == NodeKind::Doctor {
                removed.extend(change.ids);
            }
        }
        if writers.iter().all(|writer| writer.is_finished()) {
            assert_eq!(
                change::latest(app.db.reader()).await.unwrap(),
                2 * WRITERS * TURNS
            );
        }
    }
    for writer in writers {
        writer.await.unwrap();
    }
    removed.sort_unstable();
    assert_eq!(removed, (0..WRITERS * TURNS).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_cut_and_read_on_by_bytes() {
    let app = TestApp::empty().await;
    let db = app.db.writer();
    let source = seed::a_source(&app.db).await;
    // Sorted by bytes; a locale has other thoughts on case, marks and spaces.
    let names = ["Z", "a b", "a-c", "a.a", "aB", "aa", "b", "z", "ä", "木"];
    let clinics = names
        .iter()
        .rev()
        .map(|name| clinic::Model {
            name_key: (*name).to_owned(),
            ..seed::a_clinic(source, name, None, "BT")
        })
        .collect();
    let clinics = upsert::<clinic::Entity>(db, clinics).await.unwrap();
    let doctors = ["one", "two"].map(|key| seed::a_doctor(source, key, key));
    let doctors = upsert::<doctor::Entity>(db, doctors.into()).await.unwrap();
    let parents: Vec<i64> = doctors.iter().map(|(id, _)| id.get()).collect();
    let roles = doctors
        .iter()
        .flat_map(|(doctor, _)| {
            clinics
                .iter()
                .map(|(clinic, _)| seed::a_role(source, *doctor, *clinic))
        })
        .collect();
    upsert::<role::Entity>(db, roles).await.unwrap();

    let sizes = related::counts(db, CLINICS_OF_DOCTOR, &parents)
        .await
        .unwrap();
    for parent in &parents {
        assert_eq!(sizes[parent], 10);
    }
    for backward in [false, true] {
        let mut window = Window {
            size: 3,
            from: None,
            backward,
        };
        let mut found = Vec::new();
        loop {
            let slices =
                related::slices::<clinic::Entity>(db, CLINICS_OF_DOCTOR, &parents, &window)
                    .await
                    .unwrap();
            assert_eq!(slices[&parents[0]], slices[&parents[1]]);
            let slice = &slices[&parents[0]];
            let mut page: Vec<_> = slice.rows.iter().map(|row| row.position.clone()).collect();
            if backward {
                page.reverse();
            }
            window.from = page.last().cloned();
            found.extend(page.into_iter().map(|position| position.order));
            if !slice.more {
                break;
            }
        }
        if backward {
            found.reverse();
        }
        assert_eq!(found, names, "backward: {backward}");
    }
    // A position that somebody made up, between "aa" and "b".
    let from = Some(Position {
        order: "aa\0x".to_owned(),
        id: 0,
    });
    for (backward, expected) in [(false, "b"), (true, "aa")] {
        let window = Window {
            size: 1,
            from: from.clone(),
            backward,
        };
        let slices = related::slices::<clinic::Entity>(db, CLINICS_OF_DOCTOR, &parents, &window)
            .await
            .unwrap();
        assert_eq!(slices[&parents[0]].rows[0].position.order, expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn places_are_found_by_the_first_bytes_of_a_name() {
    let app = TestApp::empty().await;
    let db = app.db.writer();
    let source = seed::a_source(&app.db).await;
    let names = ["a", "a b", "ab", "a\u{10FFFE}x", "b", "ä"];
    let places = names.map(|name| place::Model {
        id: Id::UNSET,
        source_id: source,
        source_key: name.to_owned(),
        slug: name.to_owned(),
        name: name.to_owned(),
        name_key: name.to_owned(),
        country: "BT".to_owned(),
        region: None,
        region_name: None,
        admin1: None,
        kind: Text(PlaceKind::Town),
        latitude: 27.0,
        longitude: 90.0,
        time_zone: None,
        population: None,
        parent_id: None,
        updated_at: now(),
    });
    let ids = upsert::<place::Entity>(db, places.into()).await.unwrap();
    let spelled = ids
        .iter()
        .zip(names)
        .map(|((id, _), name)| place_name::Model {
            id: Id::UNSET,
            place_id: *id,
            name: name.to_owned(),
            name_key: name.to_owned(),
        });
    let places: Vec<_> = ids.iter().map(|(id, _)| *id).collect();
    stored_places::replace_names(db, &places, spelled.collect())
        .await
        .unwrap();
    for (prefix, expected) in [
        ("a", &names[..4]),
        ("a ", &["a b"]),
        ("ab", &["ab"]),
        ("ä", &["ä"]),
        ("c", &[]),
        ("a\0", &[]),
    ] {
        let found = stored_places::by_prefix(db, prefix, None, 10)
            .await
            .unwrap();
        let found: Vec<_> = found.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(found, expected, "{prefix}");
    }
    let named = ["a\0".to_owned(), "b".to_owned()];
    let found = stored_places::by_names(db, &named).await.unwrap();
    assert_eq!(found.keys().collect::<Vec<_>>(), ["b"]);
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
    if !on_sqlite() {
        return;
    }
    let app = TestApp::demo().await;
    let other = Database::open_with(app.url(), IfMissing::Refuse, Duration::from_millis(50))
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
async fn readers_keep_their_connections_and_give_back_what_failed_or_was_left() {
    let app = TestApp::empty().await;
    let read = |sql: &'static str| {
        let db = app.db.clone();
        async move {
            let statement = Statement::from_string(db.reader().get_database_backend(), sql);
            db.reader().query_all_raw(statement).await
        }
    };
    let reading = |app: &TestApp| {
        let [reading, ..] = app.db.pools();
        assert_eq!(reading.name, "read");
        reading
    };
    let rounds = (0..200).map(|round| match round % 10 {
        0 => read("SELECT nothing FROM nowhere").boxed(),
        1 => {
            let left = tokio::time::timeout(Duration::ZERO, read("SELECT 1"));
            left.map(|_| Ok(Vec::new())).boxed()
        }
        _ => read("SELECT 1").boxed(),
    });
    let ended = futures_util::future::join_all(rounds).await;
    assert_eq!(ended.iter().filter(|ended| ended.is_err()).count(), 20);
    let unused = async {
        while reading(&app).idle < usize::try_from(reading(&app).connections).unwrap() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), unused)
        .await
        .expect("a connection was lost");
    assert!(reading(&app).connections <= 6, "{:?}", reading(&app));
    let db = app.db.clone();
    tokio::time::timeout(Duration::from_secs(10), db.close())
        .await
        .expect("a connection did not come back")
        .unwrap();
    let refused = StoreError::from(read("SELECT 1").await.unwrap_err());
    assert!(matches!(refused, StoreError::TimedOut(_)), "{refused:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_does_not_write() {
    let app = TestApp::empty().await;
    let reader = app.db.reader();
    let sql = "DELETE FROM doctor";
    let statement = Statement::from_string(reader.get_database_backend(), sql);
    reader.execute_raw(statement).await.unwrap_err();
    reader.execute_unprepared(sql).await.unwrap_err();
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
