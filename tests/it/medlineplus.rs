//! MedlinePlus topics, from the file to what a reader asks.

use std::path::Path;

use caregraph::domain::RejectReason;
use caregraph::ingest::{IngestError, Report, medlineplus};
use caregraph::store::entity::{article, import_run, section, source};
use caregraph::store::read;
use serde_json::json;

use crate::app::{TestApp, now};

const SAMPLE: &[u8] = include_bytes!("../data/medlineplus/topics.xml");

async fn import(app: &TestApp, bytes: &[u8]) -> Result<Report, IngestError> {
    let clock = caregraph::domain::clock::Clock::Fixed(now());
    medlineplus::import(&app.db, bytes, "topics.xml", clock, &mut |_| ()).await
}

#[tokio::test(flavor = "multi_thread")]
async fn topics_become_articles_and_a_second_import_changes_nothing() {
    let app = TestApp::empty().await;
    let report = import(&app, SAMPLE).await.unwrap();
    let counts = report.counts;
    assert_eq!(
        (counts.read, counts.added, counts.changed),
        (7, 3, 1),
        "{report}"
    );
    let rejected: Vec<(RejectReason, Vec<u64>)> = report
        .rejected
        .iter()
        .map(|(reason, lines)| (*reason, lines.first.clone()))
        .collect();
    assert_eq!(
        rejected,
        [
            (RejectReason::MissingValue, vec![29]),
            (RejectReason::InvalidValue, vec![35]),
            (RejectReason::Duplicate, vec![38]),
        ],
        "{report}"
    );

    let reply = app
        .query(
            r#"{ article(by: { slug: "sample-in-two-languages" }, locales: ["es"]) {
                slug kind title summary servedLocale attribution licence
                source { slug attribution }
                alternates { locale title }
                references { key url }
                sections { aspect title markdown text }
            } }"#,
        )
        .await;
    assert_eq!(
        reply.body["data"]["article"],
        json!({
            "slug": "sample-in-two-languages",
            "kind": "CONDITION",
            "title": "Muestra de dos idiomas",
            "summary": "Este tema es una muestra para pruebas.",
            "servedLocale": "es",
            "attribution": "Source: MedlinePlus, National Library of Medicine",
            "licence": "US public domain",
            "source": {
                "slug": "medlineplus",
                "attribution": "Source: MedlinePlus, National Library of Medicine",
            },
            "alternates": [
                { "locale": "en", "title": "Sample in Two Languages" },
                { "locale": "es", "title": "Muestra de dos idiomas" },
            ],
            "references": [
                { "key": "MP1", "url": "https://medlineplus.gov/sampleintwolanguages.html" },
                { "key": "MP2", "url": "https://medlineplus.gov/spanish/sampleintwolanguages.html" },
            ],
            "sections": [{
                "aspect": "OVERVIEW",
                "title": "Resumen",
                "markdown": "Este texto es una muestra. No describe ninguna enfermedad.\n\n\
                             En una urgencia, llame al número local de emergencias.",
                "text": "Este texto es una muestra. No describe ninguna enfermedad.\n\
                         En una urgencia, llame al número local de emergencias.",
            }],
        }),
        "{}",
        reply.body
    );
    let english = app
        .query(r#"{ article(by: { slug: "sample-in-two-languages" }, locales: ["en"]) { sections { markdown } } }"#)
        .await;
    assert_eq!(
        english.body["data"]["article"]["sections"][0]["markdown"],
        "This text is a **sample**. It describes no disease:\n\n- It has a list\n\
         - It has a [link](https://medlineplus.gov/other.html)\n\nNIH: Sample Institute & Sons"
    );
    let alone = app
        .query(r#"{ article(by: { slug: "sample-alone" }) { servedLocale kind } }"#)
        .await;
    assert_eq!(
        alone.body["data"]["article"],
        json!({ "servedLocale": "es", "kind": "WELLNESS" })
    );

    let again = import(&app, SAMPLE).await.unwrap();
    let counts = again.counts;
    assert_eq!(
        (counts.added, counts.changed, counts.unchanged),
        (0, 0, 4),
        "{again}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_topic_keeps_clear_of_other_sources_and_finds_what_it_is_about() {
    let app = TestApp::demo().await;
    let first = import(&app, SAMPLE).await.unwrap();
    assert_eq!(first.counts.added, 3, "{first}");
    let reply = app
        .query(
            r#"{
                own: article(by: { slug: "psoriasis" }) { source { slug } }
                topic: article(by: { slug: "psoriasis-medlineplus" }) { title source { slug } }
                about: article(by: { slug: "sample-in-two-languages" }) {
                    about { ... on Procedure { slug } }
                }
            }"#,
        )
        .await;
    assert_eq!(
        reply.body["data"],
        json!({
            "own": { "source": { "slug": "caregraph-articles" } },
            "topic": { "title": "Psoriasis", "source": { "slug": "medlineplus" } },
            "about": { "about": [{ "slug": "epidural-blood-patch" }] },
        }),
        "{}",
        reply.body
    );
    let again = import(&app, SAMPLE).await.unwrap();
    assert_eq!(
        (again.counts.added, again.counts.unchanged),
        (0, 4),
        "{again}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_file_leaves_nothing() {
    let app = TestApp::empty().await;
    let text = std::str::from_utf8(SAMPLE).unwrap();
    let torn = &text[..text.find("<group").unwrap() + 20];
    let error = import(&app, torn.as_bytes()).await.unwrap_err();
    assert!(
        matches!(&error, IngestError::Damaged { line: 8, .. }),
        "{error:?}"
    );
    assert!(
        error
            .to_string()
            .starts_with("topics.xml is damaged on line 8: "),
        "{error}"
    );
    assert!(
        read::all::<article::Entity>(app.db.reader())
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        read::all::<source::Entity>(app.db.reader())
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        read::all::<import_run::Entity>(app.db.reader())
            .await
            .unwrap()
            .is_empty()
    );
}

/// The real files, where they lie beside the repository.
#[tokio::test(flavor = "multi_thread")]
async fn real_topics_are_imported() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/medlineplus");
    let cases = [
        ("mplus_topics_excerpt_2026-10-02.xml", 5, 2, 2, 1),
        ("mplus_layout_from_medquad_a.xml", 327, 327, 0, 0),
    ];
    for (name, seen, added, changed, rejected) in cases {
        let Ok(bytes) = std::fs::read(folder.join(name)) else {
            eprintln!("skipped: there is no {}", folder.join(name).display());
            continue;
        };
        let app = TestApp::empty().await;
        let report = import(&app, &bytes).await.unwrap();
        let counts = report.counts;
        assert_eq!(
            (counts.read, counts.added, counts.changed, counts.rejected),
            (seen, added, changed, rejected),
            "{report}"
        );
        let sections = read::all::<section::Entity>(app.db.reader()).await.unwrap();
        for section in sections {
            assert_eq!(
                caregraph::education::html::is_safe(&section.markdown),
                Ok(())
            );
            assert!(!section.text.is_empty());
            let calls = caregraph::education::emergency::numbers(&section.text);
            assert!(calls.is_empty(), "{calls:?} in {}", section.text);
        }
        let again = import(&app, &bytes).await.unwrap();
        assert_eq!(again.counts.added + again.counts.changed, 0, "{again}");
    }
}
