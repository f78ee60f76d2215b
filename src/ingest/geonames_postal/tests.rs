//! Postal codes into a database.

use super::import;
use crate::domain::RejectReason;
use crate::ingest::report::Report;
use crate::ingest::testing::{self, NOON, Scratch, scratch};
use crate::store::postal;

const SAMPLE: &str = include_str!("../../../tests/data/geonames-postal/sample.txt");

async fn imported(scratch: &Scratch) -> Report {
    let report = import(&scratch.db, SAMPLE.as_bytes(), "US.txt", NOON, &mut |_| {})
        .await
        .unwrap();
    testing::assert_sums(&report);
    report
}

#[tokio::test]
async fn codes_are_listed_with_their_places_the_surest_position_first() {
    let scratch = scratch().await;
    let report = imported(&scratch).await;
    assert_eq!(report.counts.added, 5, "{report}");
    assert_eq!(report.rejected[&RejectReason::Duplicate].first, [4]);
    assert_eq!(report.rejected[&RejectReason::InvalidValue].first, [6]);
    assert_eq!(report.rejected[&RejectReason::Malformed].first, [7]);
    let key = |country: &str, code: &str| (country.to_owned(), code.to_owned());
    let keys = [key("US", "06105"), key("US", "06199"), key("BT", "11001")];
    let listed = postal::listed(scratch.db.reader(), &keys).await.unwrap();
    let places = |key| -> Vec<&str> {
        let rows = listed.get(key).into_iter().flatten();
        rows.map(|row| row.place_name.as_str()).collect()
    };
    assert_eq!(places(&keys[0]), ["Hartford", "West End"]);
    assert_eq!(places(&keys[1]), [""; 0]);
    assert_eq!(places(&keys[2]), ["Thimphu"]);

    let again = imported(&scratch).await;
    assert_eq!((again.counts.added, again.counts.unchanged), (0, 5));
}
