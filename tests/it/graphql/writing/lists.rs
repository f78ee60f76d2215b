//! Lists that a write takes whole: what a doctor brings along, and which plans are taken where.

use serde_json::{Value as Json, json};

use super::{audits, desk, write};

const READ: &str = "identifiers { system value } biography(locales: [\"es\"]) { text servedLocale } \
    qualifications { kind title issuer number status validIn period { from until } } \
    provenance { fieldGroup source { slug } }";

const REGISTRY: &str = "https://example.org/demonstration-registry";

#[tokio::test(flavor = "multi_thread")]
async fn what_a_doctor_brings_along_is_written_whole_or_left_alone() {
    let (app, desk) = desk().await;
    let select = format!("doctor {{ {READ} }}");
    let upsert = async |mut input: Json| {
        input["slug"] = json!("sonam-test");
        input["family"] = json!("Test");
        let reply = write(&app, &desk, "upsertDoctor", input, &select).await;
        reply.data()["upsertDoctor"]["doctor"].clone()
    };
    let number = json!({ "system": REGISTRY, "value": "DR-99001" });
    let licence = json!({
        "kind": "LICENCE", "title": "Licence to practise", "issuer": "Demonstration Register",
        "number": "DL-9", "status": "ACTIVE", "validIn": "BT-31",
        "period": { "from": "2020-01-01", "until": "2030-01-01" },
    });
    let written = upsert(json!({
        "npi": "1234567893",
        // As somebody sends who read them before: the NPI among them.
        "identifiers": [{ "system": "npi", "value": "1234567893" }, number],
        "biographies": [
            { "locale": "en", "text": "Sees people with pain.\nTeaches." },
            { "locale": "es", "text": " Atiende a personas con dolor. " },
        ],
        "qualifications": [licence, { "kind": "DEGREE", "title": "Bachelor of Medicine" }],
    }))
    .await;
    let npi = json!({ "system": "http://hl7.org/fhir/sid/us-npi", "value": "1234567893" });
    assert_eq!(written["identifiers"], json!([npi, number]));
    let told = json!({ "text": "Atiende a personas con dolor.", "servedLocale": "es" });
    assert_eq!(written["biography"], told);
    assert_eq!(written["qualifications"][0], licence);
    assert_eq!(
        written["qualifications"][1]["title"],
        "Bachelor of Medicine"
    );
    let says = json!({ "fieldGroup": "QUALIFICATIONS", "source": { "slug": "desk" } });
    assert!(written["provenance"].as_array().unwrap().contains(&says));
    let by = format!(
        "{{ doctor(by: {{ identifier: {{ system: \"{REGISTRY}\", value: \"DR-99001\" }} }}) {{ slug }} }}"
    );
    assert_eq!(app.query(&by).await.data()["doctor"]["slug"], "sonam-test");
    // Left out they stay; given anew they are these and no others; an empty list empties.
    assert_eq!(upsert(json!({ "credentials": "MD" })).await, written);
    let fewer = upsert(json!({ "biographies": [{ "locale": "en", "text": "Teaches." }] })).await;
    assert_eq!(
        fewer["biography"],
        json!({ "text": "Teaches.", "servedLocale": "en" })
    );
    assert_eq!(fewer["qualifications"], written["qualifications"]);
    let none = upsert(json!({ "identifiers": [], "biographies": [], "qualifications": [] })).await;
    assert_eq!(none["identifiers"], json!([npi]));
    assert_eq!(
        (&none["biography"], &none["qualifications"]),
        (&Json::Null, &json!([]))
    );
    assert_eq!(app.query(&by).await.data()["doctor"], Json::Null);

    let lines = audits(&app.db).await;
    let noted = |line: usize, when: &Option<String>| -> Json {
        serde_json::from_str(when.as_deref().unwrap_or_else(|| panic!("{line}"))).unwrap()
    };
    let first = noted(0, &lines[0].after);
    assert_eq!(first["identifiers"], json!([[REGISTRY, "DR-99001"]]));
    assert_eq!(first["biographies"][0]["locale"], "en");
    assert_eq!(first["qualifications"][0]["number"], "DL-9");
    let last = (noted(3, &lines[3].before), noted(3, &lines[3].after));
    assert_eq!(last.0["qualifications"], first["qualifications"]);
    assert_eq!(last.1["qualifications"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn plans_are_taken_whole_and_through_their_own_networks() {
    let (app, desk) = desk().await;
    let role = json!({
        "doctor": { "slug": "kelzom-yarphel" },
        "clinic": { "slug": "demonstration-hospital-cloud-ridge" },
    });
    let select = "role { plans { nodes { slug } } networks { slug } \
        provenance { fieldGroup source { slug } } }";
    let upsert = async |plans: Option<Json>| {
        let mut input = role.clone();
        if let Some(plans) = plans {
            input["plans"] = plans;
        }
        let reply = write(&app, &desk, "upsertRole", input, select).await;
        reply.data()["upsertRole"]["role"].clone()
    };
    let slugs = |list: &Json| -> Vec<String> {
        let nodes = list.as_array().unwrap().iter();
        nodes
            .map(|node| node["slug"].as_str().unwrap().to_owned())
            .collect()
    };
    let before = upsert(None).await;
    assert_eq!(slugs(&before["networks"]), ["demonstration-public-south"]);
    let written = upsert(Some(json!([
        { "plan": { "slug": "demonstration-public-care" }, "network": "demonstration-public-west",
          "asOf": "2026-11-01" },
        { "plan": { "slug": "demonstration-public-care" }, "network": "demonstration-public-south" },
        { "plan": { "slug": "demonstration-cedar-plan" } },
    ])))
    .await;
    assert_eq!(
        slugs(&written["plans"]["nodes"]),
        ["demonstration-cedar-plan", "demonstration-public-care"]
    );
    assert_eq!(slugs(&written["networks"]).len(), 2);
    let says = json!({ "fieldGroup": "PLANS", "source": { "slug": "desk" } });
    assert!(written["provenance"].as_array().unwrap().contains(&says));
    assert_eq!(upsert(None).await, written);
    let none = upsert(Some(json!([]))).await;
    assert_eq!(none["plans"]["nodes"], json!([]));
    let lines = audits(&app.db).await;
    let after: Json = serde_json::from_str(lines[1].after.as_deref().unwrap()).unwrap();
    assert_eq!(after["plans"].as_array().unwrap().len(), 3);
    assert_eq!(after["plans"][0]["as_of"], "2026-11-01");

    let mut wrong = role.clone();
    wrong["plans"] = json!([
        { "plan": { "slug": "nobody-s-plan" } },
        { "plan": { "slug": "demonstration-cedar-plan" }, "network": "demonstration-public-west" },
        { "plan": { "slug": "demonstration-cedar-plan" }, "asOf": "2027-01-01" },
        { "plan": { "slug": "demonstration-cedar-plan" } },
    ]);
    let reply = write(&app, &desk, "upsertRole", wrong, select).await;
    let (code, message) = reply.error();
    assert_eq!(code, "BAD_USER_INPUT");
    for field in [
        "plans[0].plan",
        "plans[1].network",
        "plans[2].asOf",
        "plans[3]",
    ] {
        assert!(
            message.contains(&format!("input.{field}: ")),
            "{field} is not in {message}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_wrong_with_a_list_is_named_at_once() {
    let (app, desk) = desk().await;
    let input = json!({
        "family": "Test",
        "biographies": [
            { "locale": "en", "text": " " }, { "locale": "en", "text": "x".repeat(10_001) },
            { "locale": "es", "text": "bell \u{7}" },
        ],
        "qualifications": [
            { "kind": "LICENCE", "title": "", "validIn": "Sarpang",
              "period": { "from": "2026-02-01", "until": "2026-01-01" } },
            { "kind": "DEGREE", "title": "Bachelor" }, { "kind": "DEGREE", "title": "Bachelor" },
        ],
        "identifiers": [
            { "system": "registry", "value": "1" }, { "system": "npi", "value": "1234567890" },
            { "system": REGISTRY, "value": "1" }, { "system": REGISTRY, "value": " 1 " },
        ],
    });
    let reply = write(&app, &desk, "upsertDoctor", input, "doctor { slug }").await;
    let (code, message) = reply.error();
    assert_eq!(code, "BAD_USER_INPUT");
    for field in [
        "biographies[0]",
        "biographies[1]",
        "biographies[2]",
        "qualifications[0].title",
        "qualifications[0].validIn",
        "qualifications[0].period",
        "qualifications[2]",
        "identifiers[0].system",
        "identifiers[1].value",
        "identifiers[3]",
    ] {
        assert!(
            message.contains(&format!("input.{field}: ")),
            "{field} is not in {message}"
        );
    }
    let many = vec![json!({ "system": REGISTRY, "value": "1" }); 51];
    let input = json!({ "family": "Test", "identifiers": many });
    let reply = write(&app, &desk, "upsertDoctor", input, "doctor { slug }").await;
    assert!(
        reply.error().1.contains("at most 50"),
        "{}",
        reply.error().1
    );
    assert!(audits(&app.db).await.is_empty());
}
