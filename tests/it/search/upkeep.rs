//! The index beside its database: compared, rebuilt, killed.

use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use caregraph::domain::{Gender, NodeKind, RecordState};
use caregraph::search::{Follower, Search, verify};
use caregraph::store::Text;
use caregraph::store::change::{self, Changes, Kept};
use caregraph::store::entity::doctor;
use caregraph::store::upsert::upsert;
use chrono::TimeDelta;
use tempfile::TempDir;

use crate::app::now;
use crate::engine::{Home, on_sqlite};
use crate::seed;

#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_differs_from_its_database_is_noticed_and_built_anew() {
    let home = Home::blank().await;
    let db = home.open().await;
    caregraph::store::migrate::up(&db, now()).await.unwrap();
    let index = home.folder().join("index");
    assert_eq!(verify::status(&db, &index).await.unwrap(), None);
    let world = seed::a_world(&db, 60, 1).await;
    let active = world
        .doctors
        .iter()
        .filter(|row| row.state.0 == RecordState::Active);
    let documents = (active.count() + world.clinics.len()) as u64;

    let follower = Follower::start(db.clone(), &index, Search::default())
        .await
        .unwrap();
    let status = verify::status(&db, &index).await.unwrap().unwrap();
    assert_eq!(status.documents, documents);
    assert!(status.continues && status.bytes > 0);
    assert_eq!(status.seq, Some(status.latest));
    let drift = verify::verify(&db, &index).await.unwrap();
    assert_eq!(
        (drift.checked, drift.is_none()),
        (documents, true),
        "{drift:?}"
    );

    // Written past the feed, as no part of ours does.
    let mut row = world.doctors[0].clone();
    row.gender = match row.gender {
        Some(Text(Gender::Other)) => None,
        _ => Some(Text(Gender::Other)),
    };
    let id = upsert::<doctor::Entity>(db.writer(), vec![row])
        .await
        .unwrap()[0]
        .0;
    let added = seed::a_doctor(world.doctors[0].source_id, "added", "added");
    let added = upsert::<doctor::Entity>(db.writer(), vec![added])
        .await
        .unwrap()[0]
        .0;
    let drift = verify::verify(&db, &index).await.unwrap();
    assert_eq!(
        (drift.stale, drift.missing, drift.extra),
        (1, 1, 0),
        "{drift:?}"
    );
    let mut expected = vec![
        (NodeKind::Doctor, id.get()),
        (NodeKind::Doctor, added.get()),
    ];
    expected.sort_unstable();
    assert_eq!(drift.named, expected);

    drop(follower);
    drop(Follower::rebuild(db.clone(), &index).await.unwrap());
    let drift = verify::verify(&db, &index).await.unwrap();
    assert_eq!(
        (drift.checked, drift.is_none()),
        (documents + 1, true),
        "{drift:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_index_that_was_away_longer_than_changes_are_kept_is_built_anew() {
    let home = Home::blank().await;
    let db = home.open().await;
    caregraph::store::migrate::up(&db, now()).await.unwrap();
    let index = home.folder().join("index");
    let world = seed::a_world(&db, 40, 2).await;
    let start = async || {
        Follower::start(db.clone(), &index, Search::default())
            .await
            .unwrap()
    };
    drop(start().await);
    // Another gender than the row has, written so many days later; gives the last change.
    let written = async |place: usize, days: i64, is_told: bool| {
        let tx = db.begin().await.unwrap();
        let mut row = world.doctors[place].clone();
        row.gender = match row.gender {
            Some(Text(Gender::Other)) => None,
            _ => Some(Text(Gender::Other)),
        };
        let id = upsert::<doctor::Entity>(&tx, vec![row]).await.unwrap()[0].0;
        let mut changes = Changes::default();
        if is_told {
            changes.updated(NodeKind::Doctor, id);
        }
        let at = now() + TimeDelta::days(days);
        change::commit(tx, changes, at).await.unwrap()
    };
    let active: Vec<usize> = (0..world.doctors.len())
        .filter(|place| world.doctors[*place].state.0 == RecordState::Active)
        .collect();
    // While it was away: one that no change tells of, and some that are told.
    written(active[0], 0, false).await;
    for place in &active[1..5] {
        written(*place, 1, true).await;
    }
    written(active[5], 1, true).await;
    let stale = async || verify::verify(&db, &index).await.unwrap().stale;
    assert_eq!(stale().await, 6);

    // It goes on from where it was: what no change tells of is not noticed.
    drop(start().await);
    assert_eq!(stale().await, 1, "it was not built anew");

    // Away again, and meanwhile all but the newest change are forgotten.
    for place in &active[6..10] {
        written(*place, 2, true).await;
    }
    let last = written(active[10], 20, true).await.unwrap();
    assert_eq!(stale().await, 6);
    let kept = Kept {
        rows: 1,
        ..Kept::DEFAULT
    };
    assert!(change::prune(&db, kept).await.unwrap() > 5);
    assert_eq!(change::oldest(db.reader()).await.unwrap(), Some(last));
    let status = verify::status(&db, &index).await.unwrap().unwrap();
    let seen = status.seq.unwrap();
    assert!(!change::can_follow(db.reader(), seen).await.unwrap());
    let follower = start().await;
    let drift = verify::verify(&db, &index).await.unwrap();
    assert!(drift.is_none(), "{drift:?}");
    let status = verify::status(&db, &index).await.unwrap().unwrap();
    assert_eq!(status.seq, Some(last));
    drop(follower);

    // One that has seen the last change that was forgotten goes on.
    written(active[11], 0, false).await;
    drop(start().await);
    assert_eq!(stale().await, 1, "it was not built anew");
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_caregraph"));
    command.args(arguments).current_dir(folder);
    command
}

fn serve(folder: &Path) -> Child {
    command(folder, &["serve", "--listen", "127.0.0.1:0"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

/// Waits until the index of a running server holds what the database says.
fn wait_until_whole(folder: &Path) {
    let patience = Instant::now() + Duration::from_secs(90);
    loop {
        let output = run(folder, &["index", "verify"]);
        if output.status.success() {
            return;
        }
        assert!(
            Instant::now() < patience,
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        std::thread::sleep(Duration::from_millis(300));
    }
}

#[test]
fn an_index_whose_writer_is_killed_comes_back_whole() {
    if !on_sqlite() {
        return;
    }
    let folder = TempDir::new().unwrap();
    let folder = folder.path();
    let loaded = run(folder, &["demo", "--doctors", "300", "--seed", "1"]);
    assert!(loaded.status.success(), "{loaded:?}");
    let mut served = serve(folder);
    wait_until_whole(folder);
    // Killed while changes stream in, each time a little later.
    for (round, pause) in [(2, 30), (3, 250), (4, 700)] {
        let mut writer = command(
            folder,
            &["demo", "--doctors", "300", "--seed", &round.to_string()],
        )
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
        std::thread::sleep(Duration::from_millis(pause));
        served.kill().unwrap();
        served.wait().unwrap();
        assert!(writer.wait().unwrap().success());
        served = serve(folder);
    }
    wait_until_whole(folder);
    served.kill().unwrap();
    served.wait().unwrap();
    let status = run(folder, &["index", "status"]);
    let said = String::from_utf8_lossy(&status.stdout).into_owned();
    assert!(said.contains(": 0 behind"), "{said}");
    let built = run(folder, &["index", "rebuild"]);
    assert!(built.status.success(), "{built:?}");
    wait_until_whole(folder);
}
