//! Who is near: the radius, the border, the best matching role.

use serde_json::{Value as Json, json};

use crate::app::TestApp;

const NEAR: &str = r#"query($km: Float!, $cross: Boolean!, $at: Spot!) {
    doctors(
        need: {procedure: {slug: "epidural-blood-patch"}}
        near: {at: $at, withinKm: $km, crossBorders: $cross, widen: false}
        sort: DISTANCE
    ) {
        totalCount
        searchArea { country withinKm beyondBorder place { slug } alternatives { slug } }
        edges { distance miles: distance(unit: MILES) node { slug } role { clinic { slug address { country } } } }
    }
}"#;

async fn near(app: &TestApp, at: Json, km: f64, cross: bool) -> Json {
    let reply = app
        .query_with(NEAR, json!({ "at": at, "km": km, "cross": cross }))
        .await;
    reply.data()["doctors"].clone()
}

fn slugs(found: &Json) -> Vec<&str> {
    found["edges"]
        .as_array()
        .unwrap()
        .iter()
        .map(|edge| edge["node"]["slug"].as_str().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_near_serzhong_does_it_and_each_wider_circle_holds_more() {
    let app = TestApp::demo().await;
    let serzhong = json!({ "placeName": "Serzhong" });
    for (km, count) in [(25.0, 0), (50.0, 2), (100.0, 3), (200.0, 7)] {
        let found = near(&app, serzhong.clone(), km, false).await;
        assert_eq!(found["totalCount"], count, "{km} km");
        let mut last = 0.0;
        for edge in found["edges"].as_array().unwrap() {
            let distance = edge["distance"].as_f64().unwrap();
            assert!(last <= distance && distance <= km, "{edge}");
            let miles = edge["miles"].as_f64().unwrap();
            assert!((miles * 1.609_344 - distance).abs() < 0.002);
            assert_eq!(edge["role"]["clinic"]["address"]["country"], "BT");
            last = distance;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn results_stay_in_the_country_unless_asked_and_the_answer_counts_the_rest() {
    let app = TestApp::demo().await;
    let serzhong = json!({ "placeName": "Serzhong" });
    let inside = near(&app, serzhong.clone(), 50.0, false).await;
    assert_eq!(inside["searchArea"]["country"], "BT");
    assert_eq!(inside["searchArea"]["beyondBorder"], 1);
    assert!(!slugs(&inside).contains(&"mitali-borthakuria"));
    let across = near(&app, serzhong, 50.0, true).await;
    assert_eq!(across["totalCount"], 3);
    assert_eq!(across["searchArea"]["beyondBorder"], 0);
    assert!(slugs(&across).contains(&"mitali-borthakuria"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_edge_leads_to_the_role_where_the_need_is_met_not_to_the_nearest_one() {
    let app = TestApp::demo().await;
    let found = near(&app, json!({ "placeName": "Serzhong" }), 200.0, false).await;
    let edge = found["edges"]
        .as_array()
        .unwrap()
        .iter()
        .find(|edge| edge["node"]["slug"] == "pemzin-dorlha")
        .unwrap();
    // She also sees patients in Gelephu, 6 km away, and does not do it there.
    assert_eq!(
        edge["role"]["clinic"]["slug"],
        "demonstration-hospital-white-crane"
    );
    assert!(edge["distance"].as_f64().unwrap() > 100.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_spelling_of_a_place_and_its_point_give_the_same_answer() {
    let app = TestApp::demo().await;
    let expected = near(&app, json!({ "placeName": "Serzhong" }), 200.0, false).await;
    let id = app
        .query(r#"{ place(by: {slug: "serzhong"}) { id } }"#)
        .await;
    let id = id.data()["place"]["id"].clone();
    for at in [
        json!({ "placeName": "sherzhong" }),
        json!({ "placeName": "  SERSHONG " }),
        json!({ "placeName": "Serzhong, Sarpang" }),
        json!({ "placeName": "Serzhong, BT" }),
        json!({ "placeName": "Serzhong, BT-31, bt" }),
        json!({ "place": id }),
        json!({ "point": { "latitude": 26.89023, "longitude": 90.53961 } }),
    ] {
        let found = near(&app, at.clone(), 200.0, false).await;
        assert_eq!(found["edges"], expected["edges"], "{at}");
        assert_eq!(found["searchArea"]["place"]["slug"], "serzhong", "{at}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_condition_leads_to_those_who_treat_it_and_a_specialty_to_its_doctors() {
    let app = TestApp::demo().await;
    let reply = app
        .query(
            r#"{
                treat: doctors(need: {condition: {slug: "post-dural-puncture-headache"}}) { nodes { slug } }
                patch: doctors(need: {procedure: {slug: "epidural-blood-patch"}}) { nodes { slug } }
                mesh: doctors(need: {procedure: {code: {system: "mesh", value: "D017217"}}}) { nodes { slug } }
                skin: doctors(need: {specialty: {code: {system: "nucc", value: "207N00000X"}}}) {
                    nodes { specialties { nodes { slug } } }
                }
                nobody: doctors(need: {condition: {slug: "sciatica"}}) { totalCount }
            }"#,
        )
        .await;
    let data = reply.data();
    assert_eq!(data["treat"], data["patch"]);
    assert_eq!(data["mesh"], data["patch"]);
    let skin = data["skin"]["nodes"].as_array().unwrap();
    assert!(!skin.is_empty());
    for doctor in skin {
        let specialties = doctor["specialties"]["nodes"].as_array().unwrap();
        assert!(specialties.contains(&json!({ "slug": "dermatology" })));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retired_doctor_is_found_by_id_and_by_no_search() {
    let app = TestApp::demo().await;
    let reply = app
        .query(
            r#"{
                doctor(by: {slug: "dorzin-kharphu"}) { status { state } }
                doctors(first: 100) { totalCount nodes { slug } }
            }"#,
        )
        .await;
    let data = reply.data();
    assert_eq!(data["doctor"]["status"]["state"], "RETIRED");
    assert_eq!(data["doctors"]["totalCount"], 245);
    assert!(!data["doctors"].to_string().contains("dorzin-kharphu"));
}

#[tokio::test(flavor = "multi_thread")]
async fn clinics_are_found_near_a_place_and_by_what_is_done_there() {
    let app = TestApp::demo().await;
    let reply = app
        .query(
            r#"{
                all: clinics(near: {at: {placeName: "Serzhong"}, withinKm: 30}) {
                    totalCount edges { distance node { slug } }
                }
                patch: clinics(need: {procedure: {slug: "epidural-blood-patch"}}, near: {at: {placeName: "Serzhong"}, withinKm: 60}) {
                    nodes { slug }
                }
            }"#,
        )
        .await;
    let data = reply.data();
    assert_eq!(data["all"]["totalCount"], 15);
    assert_eq!(
        data["all"]["edges"][0]["node"]["slug"],
        "demonstration-hospital-orange-grove"
    );
    assert_eq!(
        data["patch"]["nodes"],
        json!([{ "slug": "demonstration-hospital-cloud-ridge" }])
    );
}
