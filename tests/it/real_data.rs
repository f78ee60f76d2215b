//! Real files, from import to answer. Left out, with a word, where they are not beside the project.

use std::fs::File;
use std::path::{Path, PathBuf};

use caregraph::domain::distance::Point;
use caregraph::ingest::{Report, geonames, geonames_postal, nppes};
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

const INTERNISTS: &str = r#"query($at: Spot!) {
    doctors(
        need: {specialty: {code: {system: "http://nucc.org/provider-taxonomy", value: "207R00000X"}}}
        near: {at: $at, withinKm: 25}
    ) {
        totalCount
        searchArea { placedBy place { name region } centre { latitude longitude } country }
        edges { distance node { npi } role { clinic { slug } } }
    }
}"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_town_and_its_postal_code_agree() {
    let (Some(places), Some(people)) = (
        real("geonames/cities15000_2016_us_bt_np.txt"),
        real("nppes/npidata_2018-12_individuals_ct.csv"),
    ) else {
        return;
    };
    let mut app = TestApp::empty().await;
    let places = File::open(places).unwrap();
    geonames::import(&app.db, places, "cities.txt", CLOCK(), &mut |_| {})
        .await
        .unwrap();
    import_nppes(&app, &people).await;
    app.settle().await;
    let ask = async |app: &TestApp, at: Json| {
        let reply = app.query_with(INTERNISTS, json!({ "at": at })).await;
        reply.data()["doctors"].clone()
    };
    let code = |code: &str| json!({ "postalCode": { "country": "US", "code": code } });
    let town = ask(&app, json!({ "placeName": "Hartford, CT" })).await;
    assert!(town["totalCount"].as_u64() > Some(3), "{town:#}");
    assert_eq!(town["searchArea"]["placedBy"], "PLACE");
    for spelling in ["06105", " 06105-1234", "061051234"] {
        let found = ask(&app, code(spelling)).await;
        assert_eq!(found["edges"], town["edges"], "{spelling}");
        assert_eq!(found["totalCount"], town["totalCount"]);
        assert_eq!(found["searchArea"]["centre"], town["searchArea"]["centre"]);
        assert_eq!(
            found["searchArea"]["place"],
            json!({ "name": "Hartford", "region": "US-CT" })
        );
        assert_eq!(found["searchArea"]["placedBy"], "TOWN_OF_POSTAL_CODE");
    }
    for (asked, expected) in [
        (
            "00000",
            "no postal code 00000 is known in US; try the name of its town, or a point",
        ),
        (
            "6105",
            "a postal code of the United States has five digits, or nine",
        ),
        ("<b>", "a postal code has from 2 to 12 letters and digits"),
    ] {
        let reply = app
            .query_with(INTERNISTS, json!({ "at": code(asked) }))
            .await;
        assert_eq!(reply.error(), ("BAD_USER_INPUT", expected));
    }

    // A list of codes has a position of its own for it.
    let list = "US\t06105\tHartford\tConnecticut\tCT\tHartford\t003\t\t\t41.7691\t-72.701\t4\n";
    geonames_postal::import(&app.db, list.as_bytes(), "US.txt", CLOCK(), &mut |_| {})
        .await
        .unwrap();
    app.settle().await;
    let listed = ask(&app, code("06105")).await;
    assert_eq!(listed["searchArea"]["placedBy"], "POSTAL_CODE");
    assert_eq!(
        listed["searchArea"]["centre"],
        json!({ "latitude": 41.7691, "longitude": -72.701 })
    );
    assert_eq!(listed["searchArea"]["place"]["name"], "Hartford");
    assert_eq!(listed["totalCount"], town["totalCount"]);
}
