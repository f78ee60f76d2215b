//! The graph as a router asks it.

use caregraph::graphql::{federation_sdl, sdl};
use caregraph::store::Database;
use sea_orm::ConnectionTrait;
use serde_json::{Value as Json, json};

use crate::app::{Reply, TestApp};

const ENTITIES: &str = "query($of: [_Any!]!) { _entities(representations: $of) { __typename \
    ... on Doctor { id slug npi } ... on Clinic { id slug } ... on Role { id } \
    ... on Specialty { id slug } ... on Procedure { id slug } ... on Condition { id slug } \
    ... on Offering { id } ... on Place { id slug } ... on Article { id slug } \
    ... on InsurancePlan { id slug } } }";

const NODES: &str = "{ doctors(first: 15) { nodes { id slug npi } } \
    clinics(first: 5) { nodes { id slug } } procedures(first: 5) { nodes { id slug } } \
    conditions(first: 5) { nodes { id slug } } specialties(first: 5) { nodes { id slug } } \
    articles(first: 5) { nodes { id slug } } insurancePlans(first: 5) { nodes { id slug } } \
    places(text: \"ga\", first: 5) { nodes { id slug } } \
    doctor(by: { slug: \"kelzom-yarphel\" }) { roles(first: 2) { nodes { id } } \
    offerings(first: 3) { nodes { id } } } }";

async fn entities(app: &TestApp, representations: Json) -> Reply {
    app.query_with(ENTITIES, json!({ "of": representations }))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_nodes_of_every_kind_and_key_cost_a_statement_for_each_kind_of_key() {
    let app = TestApp::demo().await;
    let reply = app.query(NODES).await;
    let data = reply.data();
    let mut representations = Vec::new();
    let mut expected = Vec::new();
    let mut ways = std::collections::BTreeSet::new();
    let mut add = |kind: &str, node: &Json, key: &str| {
        representations.push(json!({ "__typename": kind, key: node[key] }));
        let mut whole = node.clone();
        whole["__typename"] = json!(kind);
        expected.push(whole);
        ways.insert(format!("{kind} by {key}"));
    };
    for (index, doctor) in nodes(&data["doctors"]).iter().enumerate() {
        let npi = doctor["npi"].is_string();
        let key = ["id", "slug", if npi { "npi" } else { "id" }][index % 3];
        add("Doctor", doctor, key);
    }
    for (kind, list) in [
        ("Clinic", "clinics"),
        ("Procedure", "procedures"),
        ("Condition", "conditions"),
        ("Specialty", "specialties"),
        ("Article", "articles"),
        ("InsurancePlan", "insurancePlans"),
        ("Place", "places"),
    ] {
        for (index, node) in nodes(&data[list]).iter().enumerate() {
            add(kind, node, ["id", "slug"][index % 2]);
        }
    }
    for node in nodes(&data["doctor"]["roles"]) {
        add("Role", node, "id");
    }
    for node in nodes(&data["doctor"]["offerings"]) {
        add("Offering", node, "id");
    }
    assert_eq!(representations.len(), 50, "{representations:#?}");
    assert_eq!(ways.len(), 3 + 7 * 2 + 2);

    let reply = entities(&app, json!(representations)).await;
    assert_eq!(reply.data()["_entities"], json!(expected));
    assert_eq!(reply.statements, 19);
}

fn nodes(list: &Json) -> &[Json] {
    list["nodes"].as_array().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_representation_that_names_nothing_is_null_and_harms_no_other() {
    let app = TestApp::demo().await;
    let good = json!({ "__typename": "Doctor", "slug": "kelzom-yarphel" });
    let clinic = "{ clinics(first: 1) { nodes { id } } }";
    let clinic = app.query(clinic).await.data()["clinics"]["nodes"][0]["id"].clone();
    let mut representations = vec![good.clone()];
    for bad in [
        json!("garbage"),
        json!(7),
        json!([]),
        json!({}),
        json!({ "__typename": "Nurse", "id": "x" }),
        json!({ "__typename": "Doctor" }),
        json!({ "__typename": "Doctor", "id": 7 }),
        json!({ "__typename": "Doctor", "id": clinic }),
        json!({ "__typename": "Doctor", "id": "RG9jdG9yOjk5OTk5OTk5" }),
        json!({ "__typename": "Doctor", "slug": "nobody-at-all" }),
        json!({ "__typename": "Doctor", "npi": "1" }),
        json!({ "__typename": "Query" }),
    ] {
        representations.push(bad);
        representations.push(good.clone());
    }
    let reply = entities(&app, json!(representations)).await;
    let found = reply.data()["_entities"].as_array().unwrap();
    for (index, found) in found.iter().enumerate() {
        match index % 2 {
            0 => assert_eq!(found["slug"], json!("kelzom-yarphel")),
            _ => assert_eq!(*found, Json::Null, "{}", representations[index]),
        }
    }
    assert_eq!(found.len(), representations.len());
    let null = entities(&app, json!([good, null])).await;
    assert_eq!(null.error().0, "BAD_USER_INPUT");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_kind_that_cannot_be_read_fails_by_itself() {
    let app = TestApp::demo().await;
    rename(&app.db).await;
    let reply = entities(
        &app,
        json!([
            { "__typename": "Doctor", "slug": "kelzom-yarphel" },
            { "__typename": "Offering", "id": "T2ZmZXJpbmc6MQ" },
            { "__typename": "Procedure", "slug": "epidural-blood-patch" },
        ]),
    )
    .await;
    let found = &reply.body["data"]["_entities"];
    assert_eq!(
        found[0]["slug"],
        json!("kelzom-yarphel"),
        "{:#}",
        reply.body
    );
    assert_eq!(found[1], Json::Null);
    assert_eq!(found[2]["slug"], json!("epidural-blood-patch"));
    assert_eq!(reply.error().0, "INTERNAL");
    assert_eq!(reply.body["errors"][0]["path"], json!(["_entities", 1]));
    assert_eq!(reply.body["errors"].as_array().unwrap().len(), 1);
}

async fn rename(db: &Database) {
    db.writer()
        .execute_unprepared("ALTER TABLE offering RENAME TO gone")
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn at_most_a_hundred_are_found_at_once_and_each_has_its_price() {
    let app = TestApp::demo().await;
    let one = json!({ "__typename": "Doctor", "slug": "kelzom-yarphel" });
    let many = |count: usize| json!(vec![one.clone(); count]);
    let reply = entities(&app, many(100)).await;
    assert_eq!(reply.data()["_entities"].as_array().unwrap().len(), 100);
    assert_eq!(reply.statements, 1);
    assert_eq!(reply.body["extensions"]["cost"]["requested"], json!(100));
    let reply = entities(&app, many(101)).await;
    assert_eq!(
        reply.error(),
        (
            "BAD_USER_INPUT",
            "representations takes at most 100 values, found 101"
        )
    );
    assert_eq!(reply.statements, 0);

    let wide = "query($of: [_Any!]!) { _entities(representations: $of) { ... on Doctor { \
        clinics(first: 100) { nodes { doctors(first: 100) { nodes { slug } } } } } } }";
    let reply = app.query_with(wide, json!({ "of": many(10) })).await;
    assert_eq!(reply.error().0, "QUERY_TOO_COMPLEX");
}

#[tokio::test(flavor = "multi_thread")]
async fn representations_may_stand_in_the_text_with_variables_in_them() {
    let app = TestApp::demo().await;
    let query = "query($slug: String!) { _entities(representations: [{ __typename: \"Doctor\", \
        slug: $slug }, { __typename: \"Procedure\", slug: \"epidural-blood-patch\" }]) { \
        ... on Doctor { slug clinics(first: 2) { nodes { slug } } } ... on Procedure { slug } } }";
    let reply = app
        .query_with(query, json!({ "slug": "kelzom-yarphel" }))
        .await;
    let found = &reply.data()["_entities"];
    assert_eq!(found[0]["slug"], json!("kelzom-yarphel"));
    assert!(!found[0]["clinics"]["nodes"].as_array().unwrap().is_empty());
    assert_eq!(found[1]["slug"], json!("epidural-blood-patch"));

    let unknown = "{ _entities(representations: []) { ... on Doctor { secrets } } }";
    assert_eq!(
        app.query(unknown).await.error().0,
        "GRAPHQL_VALIDATION_FAILED"
    );
    let missing = app.query("{ _entities { __typename } }").await;
    assert_eq!(missing.error().0, "GRAPHQL_VALIDATION_FAILED");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_service_tells_its_contract_with_keys_and_the_public_one_has_none() {
    let app = TestApp::demo().await;
    let reply = app.query("{ _service { sdl } }").await;
    assert_eq!(reply.data()["_service"]["sdl"], json!(federation_sdl()));
    assert_eq!(reply.statements, 0);
    for word in ["@key", "@link", "_entities", "_service", "_Any", "_Entity"] {
        assert!(!sdl().contains(word), "{word}");
    }
    let keyed = "type Doctor implements Node @key(fields: \"id\") @key(fields: \"slug\") \
        @key(fields: \"npi\") {";
    assert!(federation_sdl().contains(keyed));
    for word in ["_entities", "_service", "_Any", "_Entity", "_Service"] {
        assert!(!federation_sdl().contains(word), "{word}");
    }
}
