//! What a need means: in plain words, misspelt, in two languages, as a code, and by specialty where
//! nothing better is known.

use caregraph::config::Caches;
use caregraph::domain::{LabelKind, NodeKind};
use caregraph::store::change::{self, Changes};
use caregraph::store::entity::{label, procedure, procedure_specialty, specialty};
use caregraph::store::id::Id;
use caregraph::store::upsert::upsert;
use caregraph::store::{Database, Text, read};
use sea_orm::{ActiveModelTrait, ActiveValue, EntityTrait, IntoActiveModel};
use serde_json::{Value as Json, json};

use crate::app::{TestApp, now};
use crate::seed;

const ASK: &str = r#"query($need: CareNeed!) {
    doctors(need: $need, first: 100) {
        totalCount
        nodes { slug }
        understood {
            kind inferred via { text locale system }
            concept { ... on Procedure { slug } ... on Condition { slug } ... on Specialty { slug } }
            alternatives {
                kind via { text }
                concept { ... on Procedure { slug } ... on Condition { slug } ... on Specialty { slug } }
            }
        }
    }
}"#;

async fn ask(app: &TestApp, need: Json) -> Json {
    let reply = app.query_with(ASK, json!({ "need": need })).await;
    reply.data()["doctors"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn lay_phrases_and_misspellings_in_english_and_spanish_reach_the_concept() {
    let app = TestApp::demo().await;
    let cases = [
        // English, as people say it.
        ("blood patch", "epidural-blood-patch", "SYNONYM"),
        ("spinal headache fix", "epidural-blood-patch", "SYNONYM"),
        ("CSF leak treatment", "epidural-blood-patch", "SYNONYM"),
        ("skin plaques", "psoriasis", "SYNONYM"),
        ("psoriasis", "psoriasis", "EXACT"),
        ("knee keyhole surgery", "knee-arthroscopy", "SYNONYM"),
        ("kidney machine", "hemodialysis", "SYNONYM"),
        ("skin doctor", "dermatology", "SYNONYM"),
        ("I need a new hip please", "hip-replacement", "SYNONYM"),
        // English, as people write it.
        ("soriasis", "psoriasis", "MISSPELT"),
        ("bloood pach", "epidural-blood-patch", "MISSPELT"),
        ("colonoskopy", "colonoscopy", "MISSPELT"),
        ("cateract surgery", "cataract-surgery", "MISSPELT"),
        ("migrane", "migraine", "MISSPELT"),
        ("dermatoligist", "dermatology", "MISSPELT"),
        ("gallblader removal", "gallbladder-removal", "MISSPELT"),
        // Spanish.
        ("parche hemático", "epidural-blood-patch", "SYNONYM"),
        ("parche hematico epidural", "epidural-blood-patch", "EXACT"),
        ("parche de sangre", "epidural-blood-patch", "SYNONYM"),
        ("placas en la piel", "psoriasis", "SYNONYM"),
        ("operación de cataratas", "cataract-surgery", "SYNONYM"),
        ("piedras en la vesicula", "gallstones", "SYNONYM"),
        ("resonansia magnetica", "mri-scan", "MISSPELT"),
        ("dolor de espalda bajja", "low-back-pain", "MISSPELT"),
        ("medico del corazon", "cardiology", "SYNONYM"),
        ("siatica", "sciatica", "MISSPELT"),
        // Codes, with points or without.
        ("62273", "epidural-blood-patch", "CODE"),
        ("D017217", "epidural-blood-patch", "CODE"),
        ("009u3zx", "lumbar-puncture", "CODE"),
        ("G97.1", "post-dural-puncture-headache", "CODE"),
        ("g971", "post-dural-puncture-headache", "CODE"),
        ("207N00000X", "dermatology", "CODE"),
    ];
    let mut wrong = Vec::new();
    for (text, slug, kind) in cases {
        let understood = &ask(&app, json!({ "text": text })).await["understood"];
        let found = (&understood["concept"]["slug"], &understood["kind"]);
        if found != (&json!(slug), &json!(kind)) {
            wrong.push(format!("{text}: {found:?}, not {slug} {kind}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_finds_those_whom_its_concept_finds_and_says_how_it_was_understood() {
    let app = TestApp::demo().await;
    let named = ask(
        &app,
        json!({ "procedure": { "slug": "epidural-blood-patch" } }),
    )
    .await;
    let said = ask(&app, json!({ "text": "parche hemático" })).await;
    assert_eq!(said["nodes"], named["nodes"]);
    assert_eq!(
        named["understood"],
        json!({
            "kind": "NAMED", "inferred": false, "via": null,
            "concept": { "slug": "epidural-blood-patch" }, "alternatives": [],
        })
    );
    assert_eq!(
        said["understood"]["via"],
        json!({ "text": "parche hemático", "locale": "es", "system": null })
    );
    let code = json!({ "code": { "system": "icd-10-cm", "value": "G97.1" } });
    let coded = ask(&app, code).await;
    assert_eq!(
        coded["nodes"], named["nodes"],
        "who treats it does the patch"
    );
    assert_eq!(
        coded["understood"]["via"],
        json!({ "text": "G97.1", "locale": null, "system": "http://hl7.org/fhir/sid/icd-10-cm" })
    );
    let knee = ask(&app, json!({ "text": "knee" })).await;
    let others = knee["understood"]["alternatives"].as_array().unwrap();
    assert!((1..=8).contains(&others.len()), "{knee:#}");
    assert_eq!(knee["understood"]["kind"], "PARTIAL");
}

#[tokio::test(flavor = "multi_thread")]
async fn words_that_mean_nothing_find_nobody() {
    let app = TestApp::demo().await;
    for text in [
        "pizza delivery",
        "xqzzt",
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "99999",
        "廷布",
    ] {
        let found = ask(&app, json!({ "text": text })).await;
        assert_eq!(found["totalCount"], 0, "{text}");
        assert_eq!(found["understood"], json!(null), "{text}");
        assert_eq!(found["nodes"], json!([]), "{text}");
    }
    let long = "x".repeat(10_000);
    for (text, expected) in [
        ("", "need.text is empty"),
        ("  \t ", "need.text is empty"),
        (
            &*long,
            "need.text is too long: at most 200 characters are read, found 10000",
        ),
        ("🤕🤕", "need.text holds no letter and no digit"),
        ("of the", "need.text holds only words such as"),
        ("blood\0patch", "need.text holds a control character"),
    ] {
        let reply = app
            .query_with(ASK, json!({ "need": { "text": text } }))
            .await;
        let (code, message) = reply.error();
        assert_eq!(code, "BAD_USER_INPUT");
        assert!(message.starts_with(expected), "{message}");
        assert!(message.len() < 200, "{message}");
    }
    let unknown = json!({ "need": { "code": { "system": "mesh", "value": "D000000" } } });
    let reply = app.query_with(ASK, unknown).await;
    assert_eq!(reply.error().0, "NOT_FOUND");
}

/// A procedure that nobody offers, done by dermatologists.
async fn a_procedure_that_nobody_offers(db: &Database) {
    let skin =
        read::by_text::<specialty::Entity>(db.reader(), specialty::Column::Slug, "dermatology");
    let skin = skin.await.unwrap().unwrap().id;
    let tx = db.begin().await.unwrap();
    let row = seed::a_procedure("mole-mapping", "Mole mapping");
    let id = upsert::<procedure::Entity>(&tx, vec![row]).await.unwrap()[0].0;
    let mut link = procedure_specialty::Model {
        id: Id::UNSET,
        procedure_id: id,
        specialty_id: skin,
    }
    .into_active_model();
    link.id = ActiveValue::NotSet;
    procedure_specialty::Entity::insert(link)
        .exec(&tx)
        .await
        .unwrap();
    let mut changes = Changes::default();
    changes.updated(NodeKind::Procedure, id);
    change::commit(tx, changes, now()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_is_known_to_offer_it_its_specialties_are_listed_and_said_to_be_inferred() {
    let mut app = TestApp::demo().await;
    a_procedure_that_nobody_offers(&app.db).await;
    app.settle().await;
    let found = ask(&app, json!({ "text": "mole mapping" })).await;
    assert_eq!(found["understood"]["inferred"], true);
    assert_eq!(found["understood"]["concept"]["slug"], "mole-mapping");
    let skin = ask(&app, json!({ "specialty": { "slug": "dermatology" } })).await;
    assert_eq!(found["nodes"], skin["nodes"]);
    assert_ne!(found["totalCount"], 0);
    assert_eq!(skin["understood"]["inferred"], false);
    let reply = app
        .query(
            r#"{
                clinics(need: {procedure: {slug: "mole-mapping"}}) { totalCount understood { inferred } }
                procedure(by: {slug: "mole-mapping"}) { doctors { understood { inferred } } }
            }"#,
        )
        .await;
    let data = reply.data();
    assert_eq!(data["clinics"]["understood"]["inferred"], true);
    assert_eq!(data["procedure"]["doctors"]["understood"]["inferred"], true);
    // The patch is offered far away only: that is better than a guess.
    let near = r#"{ doctors(
        need: {text: "blood patch"}, near: {at: {placeName: "Serzhong"}, withinKm: 1}
    ) { totalCount understood { inferred } } }"#;
    let reply = app.query(near).await;
    assert_eq!(reply.data()["doctors"]["understood"]["inferred"], false);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_name_is_understood_once_it_is_seen_and_no_older_answer_is_served() {
    let caches = Caches {
        response_bytes: 1_000_000,
        entity_bytes: 1_000_000,
        ..Caches::OFF
    };
    let mut app = TestApp::demo_with(caches).await;
    app.settle().await;
    let text = json!({ "text": "magic headache cure" });
    assert_eq!(ask(&app, text.clone()).await["understood"], json!(null));
    let id = read::by_text::<procedure::Entity>(
        app.db.reader(),
        procedure::Column::Slug,
        "epidural-blood-patch",
    );
    let id = id.await.unwrap().unwrap().id;
    let tx = app.db.begin().await.unwrap();
    let mut row = label::Model {
        id: Id::UNSET,
        node_kind: Text(NodeKind::Procedure),
        node_id: id.get(),
        locale: "en".to_owned(),
        kind: Text(LabelKind::Lay),
        text: "Magic headache cure".to_owned(),
        text_key: "magic headache cure".to_owned(),
    }
    .into_active_model();
    row.not_set(label::Column::Id);
    label::Entity::insert(row).exec(&tx).await.unwrap();
    let mut changes = Changes::default();
    changes.updated(NodeKind::Procedure, id);
    change::commit(tx, changes, now()).await.unwrap();
    app.settle().await;
    let found = ask(&app, text).await;
    assert_eq!(
        found["understood"]["concept"]["slug"],
        "epidural-blood-patch"
    );
    assert_eq!(found["understood"]["kind"], "SYNONYM");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meaning_costs_no_statement() {
    let app = TestApp::demo().await;
    let named = app
        .query(r#"{ doctors(need: {condition: {slug: "psoriasis"}}) { nodes { slug } } }"#)
        .await;
    let said = app
        .query(r#"{ doctors(need: {text: "soriasis"}) { nodes { slug } } }"#)
        .await;
    assert_eq!(said.data(), named.data());
    assert_eq!(said.statements + 1, named.statements, "its name costs one");
}
