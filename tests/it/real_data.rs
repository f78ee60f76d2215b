//! Real files, from import to answer. Left out, with a word, where they are not beside the project.

use std::fs::File;
use std::path::{Path, PathBuf};

use caregraph::domain::distance::Point;
use caregraph::ingest::{Report, geonames, nppes};
use serde_json::{Value as Json, json};

use crate::app::{CLOCK, TestApp};

fn real(name: &str) -> Option<PathBuf> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data")
        .join(name);
    if !file.exists() {
        println!("left out: {name} is not here");
        return None;
    }
    Some(file)
}

async fn import_nppes(app: &TestApp, file: &Path) -> Report {
    let file = File::open(file).unwrap();
    nppes::import(&app.db, file, "nppes.csv", None, CLOCK(), &mut |_| {})
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn internists_near_new_haven_are_found_by_distance() {
    let (Some(places), Some(people)) = (
        real("geonames/cities15000_2016_us_bt_np.txt"),
        real("nppes/npidata_2018-12_individuals_ct.csv"),
    ) else {
        return;
    };
    let mut app = TestApp::empty().await;
    let places = File::open(places).unwrap();
    let report = geonames::import(&app.db, places, "cities.txt", CLOCK(), &mut |_| {})
        .await
        .unwrap();
    assert_eq!((report.counts.read, report.counts.added), (3000, 3000));

    let report = import_nppes(&app, &people).await;
    let counts = report.counts;
    assert_eq!(counts.read, 926);
    let sum = counts.added + counts.changed + counts.unchanged + counts.skipped + counts.rejected;
    assert_eq!(sum, counts.read, "{report}");
    app.settle().await;

    let again = import_nppes(&app, &people).await.counts;
    assert_eq!((again.added, again.changed), (0, 0));
    assert_eq!(again.unchanged, counts.added);

    let query = r#"query($km: Float!) {
        doctors(
            need: {specialty: {code: {system: "http://nucc.org/provider-taxonomy", value: "207R00000X"}}}
            near: {at: {placeName: "New Haven"}, withinKm: $km}
            first: 100
        ) {
            totalCount
            searchArea { place { name region } centre { latitude longitude } alternatives { region } }
            edges {
                distance
                node { npi demonstration specialties { nodes { slug } } }
                role { clinic { positionAccuracy point { latitude longitude } address { city } } }
            }
        }
    }"#;
    let reply = app.query_with(query, json!({ "km": 25 })).await;
    let found = &reply.data()["doctors"];
    assert_eq!(
        found["searchArea"]["place"],
        json!({ "name": "New Haven", "region": "US-CT" })
    );
    let point = |at: &Json| {
        let degrees = |name: &str| at[name].as_f64().unwrap();
        Point::new(degrees("latitude"), degrees("longitude")).unwrap()
    };
    let centre = point(&found["searchArea"]["centre"]);
    let edges = found["edges"].as_array().unwrap();
    assert_eq!(found["totalCount"], edges.len());
    assert!(edges.len() > 3, "{found:#}");
    let mut last = 0.0;
    for edge in edges {
        let distance = edge["distance"].as_f64().unwrap();
        let clinic = &edge["role"]["clinic"];
        let exact = centre.distance_to(point(&clinic["point"])).km();
        assert!((exact - distance).abs() < 0.001, "{edge}");
        assert!(last <= distance && distance <= 25.0, "{edge}");
        assert_eq!(clinic["positionAccuracy"], "TOWN");
        assert_eq!(edge["node"]["demonstration"], false);
        let specialties = edge["node"]["specialties"]["nodes"].as_array().unwrap();
        assert!(
            specialties.contains(&json!({ "slug": "internal-medicine" })),
            "{edge}"
        );
        last = distance;
    }
    let wider = app.query_with(query, json!({ "km": 60 })).await;
    assert!(wider.data()["doctors"]["totalCount"].as_u64() > found["totalCount"].as_u64());
}
