//! What a later file does to what an earlier one left, and what a killed import leaves.

use super::file::{Cells, file, imported, imported_bytes, npi, person, row};
use super::stored::{TOWNS, changed, clinics, doctors, latest, roles, with_towns};
use crate::domain::{NodeKind, RecordState};
use crate::ingest::nppes::import;
use crate::ingest::report::SkipReason;
use crate::ingest::testing::{NEXT_DAY, NOON, dump, killed_after, scratch};
use crate::ingest::{IngestError, demo, geonames};
use crate::store::Database;
use crate::store::connect::IfMissing;
use crate::store::entity::specialty;
use crate::store::read;

#[tokio::test]
async fn a_specialty_that_is_there_keeps_its_definition() {
    let scratch = scratch().await;
    demo::load(&scratch.db, NOON, &mut |_| {}).await.unwrap();
    let before = read::all::<specialty::Entity>(scratch.db.reader())
        .await
        .unwrap();
    imported(&scratch, &[person(&npi(1), &[])]).await;
    let after = read::all::<specialty::Entity>(scratch.db.reader())
        .await
        .unwrap();
    assert_eq!(before, after);
}

#[tokio::test]
async fn a_number_that_is_taken_out_of_use_retires_its_doctor_until_it_is_back() {
    let scratch = with_towns().await;
    let gone = |npi: &str| row(npi, &[("off", "08/01/2014")]);
    imported(&scratch, &[person(&npi(1), &[])]).await;
    let (seq, doctor) = (latest(&scratch).await, doctors(&scratch).await[0].clone());

    let report = imported(&scratch, &[gone(&npi(1)), gone(&npi(2))]).await;
    assert_eq!(
        (report.counts.changed, report.counts.skipped),
        (1, 1),
        "{report}"
    );
    assert_eq!(report.skipped[&SkipReason::Deactivated], 1);
    let retired = doctors(&scratch).await[0].clone();
    assert_eq!(retired.state.0, RecordState::Retired);
    assert_eq!((retired.id, &retired.name), (doctor.id, &doctor.name));
    assert!(roles(&scratch).await.is_empty());
    assert_eq!(
        changed(&scratch, seq, NodeKind::Doctor).await,
        [doctor.id.get()]
    );
    assert_eq!(changed(&scratch, seq, NodeKind::Clinic).await.len(), 1);
    assert_eq!(
        imported(&scratch, &[gone(&npi(1))]).await.counts.unchanged,
        1
    );

    // A deactivation alone does not end it: a later reactivation takes it back.
    let cases = [
        (vec![("off", "08/01/2014")], RecordState::Retired),
        (
            vec![("off", "08/01/2014"), ("on", "07/31/2014")],
            RecordState::Retired,
        ),
        (
            vec![("off", "08/01/2014"), ("on", "08/01/2014")],
            RecordState::Active,
        ),
        (
            vec![("off", "08/01/2014"), ("on", "01/02/2018")],
            RecordState::Active,
        ),
    ];
    for (said, expected) in cases {
        imported(&scratch, &[person(&npi(1), &said)]).await;
        assert_eq!(doctors(&scratch).await[0].state.0, expected, "{said:?}");
    }
    assert_eq!(roles(&scratch).await.len(), 1);
}

#[tokio::test]
async fn a_doctor_who_moves_leaves_the_old_practice() {
    let scratch = with_towns().await;
    imported(&scratch, &[person(&npi(1), &[]), person(&npi(2), &[])]).await;
    let seq = latest(&scratch).await;
    let rows = [
        person(&npi(1), &[("line", "2 OTHER AVE")]),
        person(&npi(2), &[]),
    ];
    let report = imported_bytes(&scratch, &file(&rows), None, NEXT_DAY).await;
    assert_eq!(
        (report.counts.changed, report.counts.unchanged),
        (1, 1),
        "{report}"
    );

    let clinics = clinics(&scratch).await;
    let roles = roles(&scratch).await;
    assert_eq!((clinics.len(), roles.len()), (2, 2));
    let doctor = doctors(&scratch).await[0].id;
    let moved = roles.iter().find(|row| row.doctor_id == doctor).unwrap();
    assert_eq!(moved.clinic_id, clinics[1].id);
    let named = changed(&scratch, seq, NodeKind::Clinic).await;
    assert_eq!(
        named,
        [clinics[0].id.get(), clinics[1].id.get()],
        "the old and the new one"
    );
    let named = changed(&scratch, seq, NodeKind::Doctor).await;
    assert_eq!(named.len(), 1);
}

#[tokio::test]
async fn a_town_that_is_learned_later_places_the_practices_there() {
    let scratch = scratch().await;
    let rows = [person(&npi(1), &[]), person(&npi(2), &[])];
    assert_eq!(imported(&scratch, &rows).await.tally.unplaced.rows, 2);
    geonames::import(&scratch.db, TOWNS.as_bytes(), "towns", NOON, &mut |_| {})
        .await
        .unwrap();
    let report = imported(&scratch, &rows).await;
    assert_eq!(
        (report.counts.changed, report.tally.unplaced.rows),
        (2, 0),
        "{report}"
    );
    assert!(clinics(&scratch).await[0].latitude.is_some());
    assert_eq!(imported(&scratch, &rows).await.counts.unchanged, 2);
}

#[tokio::test]
async fn a_killed_import_that_is_run_again_ends_in_the_same_rows() {
    // Doctors of one practice lie in different batches.
    let rows: Vec<Cells> = (0..1_250)
        .map(|n| person(&npi(n), &[("line", &format!("{} SAMPLE ST", n % 40))]))
        .collect();
    let bytes = file(&rows);
    let whole = with_towns().await;
    imported_bytes(&whole, &bytes, None, NOON).await;

    let killed = with_towns().await;
    killed_after(2, async |progress| {
        import(
            &killed.db,
            bytes.as_slice(),
            "npi.csv",
            None,
            NOON,
            progress,
        )
        .await
        .unwrap();
    })
    .await;
    assert_eq!(doctors(&killed).await.len(), 1_000);
    let report = imported_bytes(&killed, &bytes, None, NOON).await;
    assert_eq!((report.counts.added, report.counts.unchanged), (250, 1_000));
    assert_eq!(dump(&killed.db).await, dump(&whole.db).await);
}

#[tokio::test]
async fn another_process_that_holds_the_lock_is_named() {
    let scratch = scratch().await;
    let held = scratch.db.begin().await.unwrap();
    let url = scratch.url();
    let other = Database::open_with(
        &url,
        IfMissing::Refuse,
        std::time::Duration::from_millis(50),
    )
    .await
    .unwrap();
    let bytes = file(&[person(&npi(1), &[])]);
    let error = import(&other, bytes.as_slice(), "npi.csv", None, NOON, &mut |_| {})
        .await
        .unwrap_err();
    assert!(matches!(error, IngestError::Busy(_)), "{error}");
    assert!(
        error.to_string().starts_with("another process is writing"),
        "{error}"
    );
    drop(held);
    import(&other, bytes.as_slice(), "npi.csv", None, NOON, &mut |_| {})
        .await
        .unwrap();
}

#[tokio::test]
async fn an_import_can_run_in_a_task_of_its_own() {
    let scratch = scratch().await;
    let db = scratch.db.clone();
    let running = tokio::spawn(async move {
        let bytes = file(&[person(&npi(1), &[])]);
        import(&db, bytes.as_slice(), "npi.csv", None, NOON, &mut |_| {}).await
    });
    assert_eq!(running.await.unwrap().unwrap().counts.added, 1);
}
