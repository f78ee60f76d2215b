//! Every node is found again by its id.

use serde_json::json;

use crate::app::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_node_is_found_by_its_id() {
    let app = TestApp::demo().await;
    let reply = app
        .query(
            r#"{
                doctor(by: {slug: "kelzom-yarphel"}) {
                    id
                    roles(first: 1) { nodes { id clinic { id place { id } } } }
                    specialties(first: 1) { nodes { id } }
                    offerings(first: 1) { nodes { id } }
                }
                procedure(by: {slug: "epidural-blood-patch"}) {
                    id
                    treats(first: 1) { nodes { id } }
                    articles(first: 1) { nodes { id } }
                }
            }"#,
        )
        .await;
    let mut ids = Vec::new();
    gather(reply.data(), &mut ids);
    assert_eq!(ids.len(), 9, "{ids:?}");
    let reply = app
        .query_with(
            "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }",
            json!({ "ids": ids }),
        )
        .await;
    let mut kinds: Vec<String> = Vec::new();
    for (node, id) in reply.data()["nodes"].as_array().unwrap().iter().zip(&ids) {
        assert_eq!(node["id"], *id);
        kinds.push(node["__typename"].as_str().unwrap().to_owned());
    }
    kinds.sort();
    assert_eq!(
        kinds,
        [
            "Article",
            "Clinic",
            "Condition",
            "Doctor",
            "Offering",
            "Place",
            "Procedure",
            "Role",
            "Specialty"
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_whose_row_is_gone_is_null_in_its_place() {
    let app = TestApp::demo().await;
    // "Doctor:999999"
    let gone = "RG9jdG9yOjk5OTk5OQ";
    let reply = app
        .query_with(
            "query($id: ID!, $ids: [ID!]!) { node(id: $id) { id } nodes(ids: $ids) { id } }",
            json!({ "id": gone, "ids": [gone, gone] }),
        )
        .await;
    assert_eq!(
        reply.data(),
        &json!({ "node": null, "nodes": [null, null] })
    );
    assert_eq!(reply.statements, 1);
}

fn gather(value: &serde_json::Value, ids: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(fields) => {
            for (name, value) in fields {
                match (name.as_str(), value.as_str()) {
                    ("id", Some(id)) => ids.push(id.to_owned()),
                    _ => gather(value, ids),
                }
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| gather(item, ids)),
        _ => {}
    }
}
