//! Real rows, where they lie beside the repository.

use std::path::Path;

use super::file::imported_bytes;
use crate::domain::RejectReason;
use crate::ingest::geonames;
use crate::ingest::testing::{NEXT_DAY, NOON, Scratch, dump, scratch, shared};
use crate::store::change;

async fn with_towns() -> Scratch {
    let scratch = scratch().await;
    if let Some(folder) = shared("geonames") {
        let text = std::fs::read(folder.join("cities15000_2016_us_bt_np.txt")).unwrap();
        geonames::import(&scratch.db, text.as_slice(), "towns", NOON, &mut |_| {})
            .await
            .unwrap();
    }
    scratch
}

fn read(folder: &Path, file: &str) -> Vec<u8> {
    std::fs::read(folder.join(file)).unwrap()
}

#[tokio::test]
async fn the_people_of_connecticut_load_and_twice_change_nothing() {
    let Some(folder) = shared("nppes") else {
        return;
    };
    let scratch = with_towns().await;
    let bytes = read(&folder, "npidata_2018-12_individuals_ct.csv");
    let report = imported_bytes(&scratch, &bytes, None, NOON).await;
    eprintln!("{report}");
    assert_eq!((report.counts.read, report.counts.added), (926, 926));
    let seq = change::latest(scratch.db.reader()).await.unwrap();
    let before = dump(&scratch.db).await;
    let report = imported_bytes(&scratch, &bytes, None, NEXT_DAY).await;
    assert_eq!(report.counts.unchanged, 926, "{report}");
    assert_eq!(change::latest(scratch.db.reader()).await.unwrap(), seq);
    assert_eq!(dump(&scratch.db).await, before);

    // The same people in the later layout, and their organisations.
    let bytes = read(&folder, "npidata_v2_header_altered.csv");
    let report = imported_bytes(&scratch, &bytes, None, NEXT_DAY).await;
    assert_eq!(report.counts.read, 20, "{report}");
    let bytes = read(&folder, "npidata_2018-12_organizations_ct_ri.csv");
    let report = imported_bytes(&scratch, &bytes, None, NEXT_DAY).await;
    assert_eq!(
        (report.counts.read, report.counts.rejected),
        (16, 0),
        "{report}"
    );
}

#[tokio::test]
async fn the_edge_rows_are_told_apart() {
    let Some(folder) = shared("nppes") else {
        return;
    };
    let scratch = scratch().await;
    let bytes = read(&folder, "handmade_edge_rows.csv");
    let report = imported_bytes(&scratch, &bytes, None, NOON).await;
    eprintln!("{report}");
    assert_eq!(
        (report.counts.added, report.counts.skipped),
        (2, 1),
        "{report}"
    );
    assert_eq!(report.rejected[&RejectReason::Duplicate].first, [4]);
    assert_eq!(report.rejected[&RejectReason::InvalidNpi].first, [6]);
}
