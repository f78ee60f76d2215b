//! Dumps into a database.

use std::path::Path;

use super::import;
use crate::domain::RejectReason;
use crate::ingest::IngestError;
use crate::ingest::report::{Report, SkipReason};
use crate::ingest::testing::{self, NOON, Scratch, Torn, scratch, shared};
use crate::store::entity::{import_run, place, place_name, source};
use crate::store::{change, place as places, read};

const SAMPLE: &str = include_str!("../../../tests/data/geonames/sample.txt");

async fn imported(scratch: &Scratch, text: &[u8]) -> Report {
    let report = import(&scratch.db, text, "dump.txt", NOON, &mut |_| {})
        .await
        .unwrap();
    testing::assert_sums(&report);
    report
}

#[tokio::test]
async fn places_are_found_by_every_spelling_and_bad_lines_are_named() {
    let scratch = scratch().await;
    let report = imported(&scratch, SAMPLE.as_bytes()).await;
    assert_eq!(report.counts.added, 4, "{report}");
    assert_eq!(report.skipped[&SkipReason::NotAPlace], 1);
    assert_eq!(report.rejected[&RejectReason::InvalidValue].first, [6]);
    assert_eq!(report.rejected[&RejectReason::Malformed].first, [7]);
    assert_eq!(report.rejected[&RejectReason::Duplicate].first, [8]);

    let db = scratch.db.reader();
    let names = ["gelephu".to_owned(), "fort truth".to_owned()];
    let found = places::by_names(db, &names).await.unwrap();
    assert_eq!(found["gelephu"][0].slug, "geylegphug-1252416");
    assert_eq!(found["fort truth"][0].name, "Fort \"Truth");
    let sources = read::all::<source::Entity>(db).await.unwrap();
    assert_eq!(
        sources[0].attribution,
        "contains data from GeoNames (geonames.org), CC BY 4.0"
    );
}

#[tokio::test]
async fn another_spelling_changes_the_place() {
    let scratch = scratch().await;
    imported(&scratch, SAMPLE.as_bytes()).await;
    let seq = change::latest(scratch.db.reader()).await.unwrap();
    let report = imported(&scratch, SAMPLE.replace("Gelaphu", "Gaylegphug").as_bytes()).await;
    assert_eq!(
        (report.counts.changed, report.counts.unchanged),
        (1, 3),
        "{report}"
    );
    assert_eq!(change::latest(scratch.db.reader()).await.unwrap(), seq + 1);
}

#[tokio::test]
async fn the_shared_dumps_load_and_twice_change_nothing() {
    let Some(folder) = shared("geonames") else {
        return;
    };
    let scratch = scratch().await;
    for (file, rows) in [
        ("cities15000_2016_us_bt_np.txt", 3000),
        ("cities500_bhutan_region.txt", 131),
    ] {
        let text = std::fs::read(Path::new(&folder).join(file)).unwrap();
        let report = imported(&scratch, &text).await;
        assert_eq!(report.counts.read, rows, "{report}");
        assert_eq!(report.counts.rejected, 0, "{report}");
    }
    let seq = change::latest(scratch.db.reader()).await.unwrap();
    let before = testing::dump(&scratch.db).await;
    let text = std::fs::read(Path::new(&folder).join("cities500_bhutan_region.txt")).unwrap();
    let report = imported(&scratch, &text).await;
    assert_eq!(report.counts.unchanged, report.counts.read, "{report}");
    assert_eq!(change::latest(scratch.db.reader()).await.unwrap(), seq);
    assert_eq!(testing::dump(&scratch.db).await, before);
}

#[tokio::test]
async fn a_torn_file_fails_the_run_and_the_next_one_ends_in_the_same_rows() {
    let whole = scratch().await;
    let text: String = (1..=1_300)
        .map(|id| {
            SAMPLE
                .lines()
                .next()
                .unwrap()
                .replace("1252416", &id.to_string())
                + "\n"
        })
        .collect();
    imported(&whole, text.as_bytes()).await;

    let torn = scratch().await;
    let half = Torn(text.as_bytes()[..text.len() / 2].as_ref());
    let error = import(&torn.db, half, "dump.txt", NOON, &mut |_| {})
        .await
        .unwrap_err();
    assert!(matches!(error, IngestError::Unreadable { .. }), "{error}");
    let runs = read::all::<import_run::Entity>(torn.db.reader())
        .await
        .unwrap();
    assert_eq!(runs[0].state.0, crate::domain::RunState::Failed);
    assert_eq!(runs[0].added, 500);

    let report = imported(&torn, text.as_bytes()).await;
    assert_eq!((report.counts.added, report.counts.unchanged), (800, 500));
    assert_eq!(
        testing::dump(&torn.db).await,
        testing::dump(&whole.db).await
    );

    let killed = scratch().await;
    testing::killed_after(2, async |progress| {
        import(&killed.db, text.as_bytes(), "dump.txt", NOON, progress)
            .await
            .unwrap();
    })
    .await;
    let report = imported(&killed, text.as_bytes()).await;
    assert_eq!((report.counts.added, report.counts.unchanged), (300, 1_000));
    assert_eq!(
        testing::dump(&killed.db).await,
        testing::dump(&whole.db).await
    );
    let db = killed.db.reader();
    assert_eq!(read::all::<place::Entity>(db).await.unwrap().len(), 1_300);
    assert_eq!(
        read::all::<place_name::Entity>(db).await.unwrap().len(),
        1_300 * 3
    );
}
