//! The directory desk: what it writes is read at once, and says whose word it is.

use std::time::{Duration, Instant};

use serde_json::{Value as Json, json};

use super::{audits, desk, write};

const ALL: &str = "mutation {
  upsertDoctor(input: {
    slug: \"sonam-test\", given: \"Sonam\", family: \"Test\", npi: \"1234567893\", gender: FEMALE,
    specialties: [{ slug: \"pain-medicine\" }], languages: [{ language: \"dz\", proficiency: NATIVE }],
    youngestAge: 18, reason: \"wrote to us\"
  }) { doctor {
    slug npi name { display } specialties { nodes { slug } } languages { language proficiency }
    ages { youngest oldest } demonstration provenance { fieldGroup source { slug } asOf }
  } }
  upsertClinic(input: {
    slug: \"clinic-test\", name: \"Clinic Test\", kind: CLINIC, country: \"BT\", region: \"BT-31\",
    point: { latitude: 26.89, longitude: 90.54 }, positionAccuracy: EXACT, timeZone: \"Asia/Thimphu\",
    hours: [{ weekday: MONDAY, opens: \"09:00\", closes: \"17:00\" }], accessibility: [STEP_FREE]
  }) { clinic {
    slug point { latitude longitude } hours { weekday opens closes } accessibility openNow
  } }
  upsertRole(input: {
    doctor: { slug: \"sonam-test\" }, clinic: { slug: \"clinic-test\" },
    phone: \"+975 17 55 01 00\", newPatients: ACCEPTING
  }) { role { phone newPatients { status asOf } doctor { slug } clinic { slug } } }
  upsertOffering(input: {
    doctor: { slug: \"sonam-test\" }, procedure: { slug: \"epidural-blood-patch\" },
    guidance: [FLUOROSCOPY]
  }) { offering { evidence volumeBand asOf guidance source { slug } } }
}";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_written_is_read_at_once() {
    let (app, desk) = desk().await;
    // Memory has that nobody is there.
    let before = app
        .query("{ doctor(by: { slug: \"sonam-test\" }) { slug } doctorsByNpi(npis: [\"1234567893\"]) { slug } }")
        .await;
    assert_eq!(before.data()["doctor"], Json::Null);
    let reply = app.run_as(&desk, ALL, json!({})).await;
    assert_eq!(
        *reply.data(),
        json!({
            "upsertDoctor": { "doctor": {
                "slug": "sonam-test", "npi": "1234567893", "name": { "display": "Sonam Test" },
                "specialties": { "nodes": [{ "slug": "pain-medicine" }] },
                "languages": [{ "language": "dz", "proficiency": "NATIVE" }],
                "ages": { "youngest": 18, "oldest": null }, "demonstration": false,
                "provenance": [
                    { "fieldGroup": "IDENTITY", "source": { "slug": "desk" }, "asOf": "2026-11-23" },
                    { "fieldGroup": "SPECIALTIES", "source": { "slug": "desk" }, "asOf": "2026-11-23" },
                ],
            } },
            "upsertClinic": { "clinic": {
                "slug": "clinic-test", "point": { "latitude": 26.89, "longitude": 90.54 },
                "hours": [{ "weekday": "MONDAY", "opens": "09:00", "closes": "17:00" }],
                "accessibility": ["STEP_FREE"], "openNow": true,
            } },
            "upsertRole": { "role": {
                "phone": "+975 17 55 01 00",
                "newPatients": { "status": "ACCEPTING", "asOf": "2026-11-23" },
                "doctor": { "slug": "sonam-test" }, "clinic": { "slug": "clinic-test" },
            } },
            "upsertOffering": { "offering": {
                "evidence": "DECLARED", "volumeBand": "SUPPRESSED_OR_UNKNOWN",
                "asOf": "2026-11-23", "guidance": ["FLUOROSCOPY"], "source": { "slug": "desk" },
            } },
        })
    );
    let after = app
        .query(
            "{ doctor(by: { slug: \"sonam-test\" }) { slug roles { nodes { phone } } \
             offerings { nodes { procedure { slug } } } } \
             doctorsByNpi(npis: [\"1234567893\"]) { slug } \
             clinic(by: { slug: \"clinic-test\" }) { specialties { nodes { slug } } } }",
        )
        .await;
    assert_eq!(
        *after.data(),
        json!({
            "doctor": {
                "slug": "sonam-test",
                "roles": { "nodes": [{ "phone": "+975 17 55 01 00" }] },
                "offerings": { "nodes": [{ "procedure": { "slug": "epidural-blood-patch" } }] },
            },
            "doctorsByNpi": [{ "slug": "sonam-test" }],
            "clinic": { "specialties": { "nodes": [{ "slug": "pain-medicine" }] } },
        })
    );
    // A search has a bound of its own: a second.
    let near = "{ doctors(need: { procedure: { slug: \"epidural-blood-patch\" } }, near: { \
        at: { placeName: \"Serzhong\" }, widen: false }) { nodes { slug } } }";
    until(&app, near, json!([{ "slug": "sonam-test" }])).await;
    let lines = audits(&app.db).await;
    let actions: Vec<&str> = lines.iter().map(|line| line.action.as_str()).collect();
    assert_eq!(
        actions,
        [
            "upsertDoctor",
            "upsertClinic",
            "upsertRole",
            "upsertOffering"
        ]
    );
    let line = &lines[0];
    assert_eq!(line.actor, "partner 0");
    assert!(line.key_id.is_some());
    assert_eq!(line.reason.as_deref(), Some("wrote to us"));
    assert_eq!(line.request_id.as_deref(), Some("request-1"));
    assert_eq!(line.before, None);
    let after: Json = serde_json::from_str(line.after.as_deref().unwrap()).unwrap();
    assert_eq!(after["slug"], "sonam-test");
    assert_eq!(after["languages"], json!(["dz"]));
}

/// Asks until the doctors that are found are these, for as long as an index may be behind.
async fn until(app: &crate::app::Served, query: &str, expected: Json) {
    let began = Instant::now();
    loop {
        let reply = app.query(query).await;
        let found = &reply.data()["doctors"]["nodes"];
        if *found == expected {
            return;
        }
        assert!(
            began.elapsed() < Duration::from_secs(10),
            "{found} is not {expected}"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_of_another_source_is_the_desk_s_once_it_is_written() {
    let (app, desk) = desk().await;
    let input = json!({ "slug": "kelzom-yarphel", "credentials": "MD", "telehealth": null });
    let select = "doctor { name { credentials } telehealth demonstration source { slug } \
        provenance { fieldGroup source { slug } } }";
    let reply = write(&app, &desk, "upsertDoctor", input, select).await;
    let doctor = &reply.data()["upsertDoctor"]["doctor"];
    assert_eq!(doctor["name"]["credentials"], "MD");
    assert_eq!(doctor["telehealth"], Json::Null);
    assert_eq!(doctor["demonstration"], true);
    assert_eq!(doctor["source"]["slug"], "desk");
    let says = |group: &str, source: &str| {
        let wanted = json!({ "fieldGroup": group, "source": { "slug": source } });
        doctor["provenance"].as_array().unwrap().contains(&wanted)
    };
    assert!(says("IDENTITY", "demonstration") && says("IDENTITY", "desk"));
    assert!(says("SPECIALTIES", "demonstration") && !says("SPECIALTIES", "desk"));
    let line = &audits(&app.db).await[0];
    let before: Json = serde_json::from_str(line.before.as_deref().unwrap()).unwrap();
    let after: Json = serde_json::from_str(line.after.as_deref().unwrap()).unwrap();
    assert_ne!(before["credentials"], "MD");
    assert_eq!(after["credentials"], "MD");
    assert_eq!(before["specialties"], after["specialties"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retired_doctor_is_found_by_id_and_by_no_search() {
    let (app, desk) = desk().await;
    let by_name = "{ doctors: search(text: \"Kelzom Yarphel\", kinds: [DOCTOR]) { \
        nodes { ... on Doctor { slug } } } }";
    let reply = app.query(by_name).await;
    let found = reply.data()["doctors"]["nodes"].clone();
    assert!(found.to_string().contains("kelzom-yarphel"), "{found}");
    let id = app.query("{ doctor(by: { slug: \"kelzom-yarphel\" }) { id status { state } } }");
    let id = id.await.data()["doctor"]["id"].clone();
    let input = json!({ "doctor": { "id": id }, "reason": "moved to another country" });
    let select = "doctor { status { state reason } }";
    let reply = write(&app, &desk, "retireDoctor", input, select).await;
    let status = json!({ "state": "RETIRED", "reason": "moved to another country" });
    assert_eq!(reply.data()["retireDoctor"]["doctor"]["status"], status);
    let query = format!("{{ node(id: {id}) {{ ... on Doctor {{ status {{ state reason }} }} }} }}");
    assert_eq!(app.query(&query).await.data()["node"]["status"], status);
    let mut without = found.clone();
    let others = without.as_array_mut().unwrap();
    others.retain(|doctor| doctor["slug"] != "kelzom-yarphel");
    until(&app, by_name, without).await;
    let input = json!({ "id": id, "reinstate": true });
    let reply = write(&app, &desk, "upsertDoctor", input, select).await;
    let status = json!({ "state": "ACTIVE", "reason": null });
    assert_eq!(reply.data()["upsertDoctor"]["doctor"]["status"], status);
    until(&app, by_name, found).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_verified_role_is_surer() {
    let (app, desk) = desk().await;
    let read = app
        .query(
            "{ doctor(by: { slug: \"kelzom-yarphel\" }) { roles(first: 1) { nodes { \
             id phone confidence { score lastVerifiedAt } } } } }",
        )
        .await;
    let role = read.data()["doctor"]["roles"]["nodes"][0].clone();
    let select =
        "role { phone confidence { score lastVerifiedAt } provenance { source { slug } } }";
    let input = json!({ "role": role["id"] });
    let reply = write(&app, &desk, "verifyRole", input, select).await;
    let after = &reply.data()["verifyRole"]["role"];
    assert_eq!(after["confidence"]["lastVerifiedAt"], "2026-11-23");
    assert_eq!(after["phone"], role["phone"]);
    let score = |role: &Json| role["confidence"]["score"].as_i64().unwrap();
    assert!(score(after) > score(&role), "{after} {role}");
    let input = json!({ "role": role["id"], "verifiedOn": "2026-11-24" });
    let reply = write(&app, &desk, "verifyRole", input, select).await;
    assert_eq!(reply.error().0, "BAD_USER_INPUT");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clinic_is_no_part_of_itself() {
    let (app, desk) = desk().await;
    let part = json!({
        "slug": "part", "name": "Part", "kind": "CLINIC", "country": "BT",
        "parent": { "slug": "demonstration-hospital-white-crane" },
    });
    let select = "clinic { parent { slug } }";
    let reply = write(&app, &desk, "upsertClinic", part, select).await;
    assert_eq!(
        reply.data()["upsertClinic"]["clinic"]["parent"]["slug"],
        "demonstration-hospital-white-crane"
    );
    let whole = json!({
        "slug": "demonstration-hospital-white-crane", "parent": { "slug": "part" },
    });
    let reply = write(&app, &desk, "upsertClinic", whole, select).await;
    assert_eq!(reply.error().0, "BAD_USER_INPUT");
    let children = app
        .query(
            "{ clinic(by: { slug: \"demonstration-hospital-white-crane\" }) { \
             children(first: 100) { nodes { slug } } } }",
        )
        .await;
    assert!(children.body.to_string().contains("\"part\""));
}
