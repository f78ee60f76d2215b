//! Articles into a database that holds the demonstration.

use super::import;
use crate::domain::{NodeKind, RejectReason};
use crate::ingest::report::Report;
use crate::ingest::testing::{NEXT_DAY, NOON, Scratch, dump, scratch};
use crate::ingest::{demo, testing};
use crate::store::entity::{article, article_translation, import_reject, import_run};
use crate::store::{change, read};

const HEAD: &str = "slug: bed-rest\nkind: WELLNESS\nlocale: en\ntitle: Bed rest\nsummary: Whether it helps.\nlicence: CC0-1.0\nattribution: Us\nsource: caregraph-articles\nreview: none\nabout:\n  - procedure: lumbar-puncture\nreferences:\n  - key: R1\n    title: A study\n";
const BODY: &str = "\n## Overview {#OVERVIEW}\n\nIt does not help [R1].\n";

async fn with_demo() -> Scratch {
    let scratch = scratch().await;
    demo::load(&scratch.db, NOON, &mut |_| {}).await.unwrap();
    scratch
}

async fn imported(scratch: &Scratch, head: &str, body: &str) -> Report {
    let text = format!("---\n{head}---\n{body}");
    let report = import(&scratch.db, text.as_bytes(), "a.md", NEXT_DAY)
        .await
        .unwrap();
    testing::assert_sums(&report);
    report
}

#[tokio::test]
async fn an_article_names_itself_and_its_subjects_as_changed() {
    let scratch = with_demo().await;
    let db = scratch.db.reader();
    let seq = change::latest(db).await.unwrap();
    assert_eq!(imported(&scratch, HEAD, BODY).await.counts.added, 1);
    let kinds: Vec<NodeKind> = change::after(db, seq, 10)
        .await
        .unwrap()
        .into_iter()
        .map(|change| change.kind)
        .collect();
    assert_eq!(kinds, [NodeKind::Procedure, NodeKind::Article]);

    let seq = change::latest(db).await.unwrap();
    assert_eq!(imported(&scratch, HEAD, BODY).await.counts.unchanged, 1);
    assert_eq!(change::latest(db).await.unwrap(), seq);

    let body = BODY.replace("does not help", "hardly helps");
    assert_eq!(imported(&scratch, HEAD, &body).await.counts.changed, 1);
    let articles = read::all::<article::Entity>(db).await.unwrap();
    let article = articles.iter().find(|row| row.slug == "bed-rest").unwrap();
    assert_eq!(article.updated_at, NEXT_DAY.now());
}

#[tokio::test]
async fn a_faulty_article_leaves_nothing_and_every_reason() {
    let scratch = with_demo().await;
    let before = dump(&scratch.db).await;
    let head = HEAD.replace("lumbar-puncture", "trepanation");
    let report = imported(&scratch, &head, &BODY.replace("[R1]", "[R2] [R3]")).await;
    assert_eq!((report.counts.read, report.counts.rejected), (1, 1));
    assert_eq!(
        report.rejected[&RejectReason::UnknownReference].first,
        [20, 20, 1]
    );
    assert_eq!(dump(&scratch.db).await, before);
    let rejects = read::all::<import_reject::Entity>(scratch.db.reader())
        .await
        .unwrap();
    let details: Vec<&str> = rejects.iter().map(|row| row.detail.as_str()).collect();
    assert_eq!(
        details,
        [
            "[R2] is not one of the references",
            "[R3] is not one of the references",
            "about: there is no trepanation",
        ]
    );
}

#[tokio::test]
async fn an_article_without_a_known_source_is_refused_without_a_run() {
    let scratch = with_demo().await;
    let runs = async || {
        read::all::<import_run::Entity>(scratch.db.reader())
            .await
            .unwrap()
            .len()
    };
    let before = runs().await;
    let head = HEAD.replace("caregraph-articles", "nobody");
    let report = imported(&scratch, &head, BODY).await;
    assert_eq!(report.rejected[&RejectReason::UnknownReference].count, 1);
    let report = imported(&scratch, "slug: a\nauthor: b\n", BODY).await;
    assert_eq!(report.rejected[&RejectReason::Malformed].first, [3]);
    let report = import(&scratch.db, b"\xff", "a.md", NOON).await.unwrap();
    assert_eq!(report.counts.rejected, 1);
    assert_eq!(runs().await, before);
}

#[tokio::test]
async fn another_language_is_a_translation_that_may_cite_what_the_original_lists() {
    let scratch = with_demo().await;
    imported(&scratch, HEAD, BODY).await;
    let head = "slug: bed-rest\nkind: WELLNESS\nlocale: es\ntitle: Reposo\nsummary: Si ayuda.\nlicence: CC0-1.0\nattribution: Us\nsource: caregraph-articles\nreview: none\n";
    let report = imported(
        &scratch,
        head,
        "\n## Resumen {#OVERVIEW}\n\nNo ayuda [R1].\n",
    )
    .await;
    assert_eq!(report.counts.changed, 1, "{report}");
    let db = scratch.db.reader();
    let translations = read::all::<article_translation::Entity>(db).await.unwrap();
    let of_article = translations.last().unwrap().article_id;
    let locales: Vec<&str> = translations
        .iter()
        .filter(|row| row.article_id == of_article)
        .map(|row| row.locale.as_str())
        .collect();
    assert_eq!(locales, ["en", "es"]);
    assert_eq!(imported(&scratch, HEAD, BODY).await.counts.unchanged, 1);
}
