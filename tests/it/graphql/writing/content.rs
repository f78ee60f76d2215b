//! The content desk: from a first draft to readers, and what stands in the way.

use std::sync::Arc;

use caregraph::domain::caller::{Caller, Scope};
use caregraph::store::entity::manuscript;
use caregraph::store::read;
use serde_json::{Value as Json, json};

use super::{KEPT, audits, write};
use crate::app::{Reply, Served, TestApp};

const STATE: &str = "manuscript { state revision version { number } publishedVersion }";

const EASY: &str = "## What it is {#OVERVIEW}\n\nYou lie down for a while after the test. \
    It does not help with the pain. You can get up when you like. Ask the staff if you are not sure.\n";

struct Desk {
    app: Served,
    writer: Arc<Caller>,
    reviewer: Arc<Caller>,
    publisher: Arc<Caller>,
}

impl Desk {
    async fn new() -> Self {
        let app = TestApp::demo_with(KEPT).await.keep_up();
        Desk {
            writer: app
                .caller(&[Scope::ContentWrite, Scope::ContentReview])
                .await,
            reviewer: app.caller(&[Scope::ContentReview]).await,
            publisher: app.caller(&[Scope::ContentPublish]).await,
            app,
        }
    }

    async fn call(&self, who: &Arc<Caller>, call: &str, input: Json) -> Reply {
        let name = match call {
            "submitArticleForReview" | "publishArticle" | "archiveArticle" => "manuscript",
            other => other,
        };
        let mut name = name.to_owned();
        name[..1].make_ascii_uppercase();
        let query =
            format!("mutation W($input: {name}Input!) {{ {call}(input: $input) {{ {STATE} }} }}");
        self.app
            .run_as(who, &query, json!({ "input": input }))
            .await
    }

    /// The revision that the article is at.
    async fn revision(&self, slug: &str, locale: &str) -> i32 {
        let rows = read::all::<manuscript::Entity>(self.app.db.reader()).await;
        let rows = rows.unwrap();
        let found = rows
            .iter()
            .find(|row| row.slug == slug && row.locale == locale);
        found.unwrap().revision
    }

    async fn named(&self, slug: &str, locale: &str, more: Json) -> Json {
        let mut input = json!({
            "slug": slug, "locale": locale, "revision": self.revision(slug, locale).await,
        });
        for (name, value) in more.as_object().unwrap() {
            input[name] = value.clone();
        }
        input
    }

    /// Brings what is worked on before readers.
    async fn through(&self, slug: &str, locale: &str) -> Reply {
        let input = self.named(slug, locale, json!({})).await;
        self.call(&self.writer, "submitArticleForReview", input)
            .await
            .data();
        let input = self.named(slug, locale, approval()).await;
        self.call(&self.reviewer, "reviewArticle", input)
            .await
            .data();
        let input = self.named(slug, locale, json!({})).await;
        self.call(&self.publisher, "publishArticle", input).await
    }
}

fn approval() -> Json {
    json!({
        "approved": true, "reviewer": { "slug": "kelzom-yarphel" },
        "conflictOfInterest": "none", "reviewDueAt": "2027-11-01",
    })
}

fn shared(kind: &str) -> Json {
    json!({
        "kind": kind, "licence": "CC-BY-4.0", "attribution": "Us", "demonstration": true,
        "authors": [{ "name": "A writer" }], "about": [{ "procedure": "lumbar-puncture" }],
        "references": [{ "key": "R1", "title": "A study", "url": "https://example.org/r1" }],
    })
}

fn text(body: &str) -> Json {
    json!({
        "title": "Bed rest", "summary": "Bed rest is when you lie down. It may not help you at all. You can get up.",
        "body": body,
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_comes_before_readers_once_nothing_stands_in_the_way() {
    let desk = Desk::new().await;
    let hard = "## What it is {#OVERVIEW}\n\nRecumbency following instrumentation of the subarachnoid \
        compartment, notwithstanding considerable institutional heterogeneity, demonstrates negligible \
        prophylactic effectiveness [R2] <script>alert(1)</script>.\n";
    let create = json!({
        "slug": "bed-rest", "locale": "en", "shared": shared("TEST"), "text": text(hard),
    });
    let anonymous = Arc::new(Caller::anonymous());
    let refused = desk.call(&anonymous, "createArticle", create.clone()).await;
    assert_eq!(refused.error().0, "UNAUTHENTICATED");
    let refused = desk
        .call(&desk.publisher, "createArticle", create.clone())
        .await;
    assert_eq!(refused.error().0, "FORBIDDEN");
    let reply = desk
        .call(&desk.writer, "createArticle", create.clone())
        .await;
    assert_eq!(
        reply.data()["createArticle"]["manuscript"],
        json!({ "state": "DRAFT", "revision": 1, "version": { "number": 1 }, "publishedVersion": null })
    );
    let again = desk.call(&desk.writer, "createArticle", create).await;
    assert_eq!(again.error().0, "CONFLICT");
    // No reader sees a draft.
    let read = "{ article(by: { slug: \"bed-rest\" }) { title reviewStatus reviewer { slug } \
        conflictOfInterest sections { grade html } } }";
    assert_eq!(desk.app.query(read).await.data()["article"], Json::Null);

    let input = desk.named("bed-rest", "en", json!({})).await;
    let early = desk
        .call(&desk.publisher, "publishArticle", input.clone())
        .await;
    assert!(
        early.error().1.contains("no clinician has reviewed it"),
        "{early:?}"
    );
    desk.call(&desk.writer, "submitArticleForReview", input)
        .await
        .data();
    // Whoever wrote it does not review it.
    let input = desk.named("bed-rest", "en", approval()).await;
    let own = desk
        .call(&desk.writer, "reviewArticle", input.clone())
        .await;
    assert!(own.error().1.contains("another partner must"), "{own:?}");
    desk.call(&desk.reviewer, "reviewArticle", input)
        .await
        .data();

    // Every reason at once.
    let input = desk.named("bed-rest", "en", json!({})).await;
    let reply = desk.call(&desk.publisher, "publishArticle", input).await;
    let (code, message) = reply.error();
    assert_eq!(code, "BAD_USER_INPUT");
    for reason in [
        "there is no section PREPARATION",
        "there is no section HOW_PERFORMED",
        "there is no section RISKS_OR_COMPLICATIONS",
        "OVERVIEW reads at grade",
        "[R2] is not one of the references",
        "<script>",
    ] {
        assert!(message.contains(reason), "{reason}: {message}");
    }
    assert_eq!(desk.app.query(read).await.data()["article"], Json::Null);

    // A lost update overwrites nothing.
    let save = json!({ "shared": shared("WELLNESS"), "text": text(EASY), "note": "plainer" });
    let mut stale = desk.named("bed-rest", "en", save.clone()).await;
    stale["revision"] = json!(1);
    let lost = desk.call(&desk.writer, "saveArticleDraft", stale).await;
    assert_eq!(lost.error().0, "CONFLICT");
    let input = desk.named("bed-rest", "en", save).await;
    let saved = desk.call(&desk.writer, "saveArticleDraft", input).await;
    let held = &saved.data()["saveArticleDraft"]["manuscript"];
    assert_eq!(
        (&held["state"], &held["version"]["number"]),
        (&json!("DRAFT"), &json!(2))
    );
    let published = desk.through("bed-rest", "en").await;
    assert_eq!(
        published.data()["publishArticle"]["manuscript"]["publishedVersion"],
        2
    );
    let reply = desk.app.query(read).await;
    let article = &reply.data()["article"];
    assert_eq!(article["title"], "Bed rest");
    assert_eq!(article["reviewStatus"], "CURRENT");
    assert_eq!(article["reviewer"]["slug"], "kelzom-yarphel");
    assert_eq!(article["conflictOfInterest"], "none");
    assert!(
        article["sections"][0]["grade"].as_f64().unwrap() < 6.0,
        "{article}"
    );
    // Who, what, before and after: each write left its line.
    let lines = audits(&desk.app.db).await;
    let publishing = lines
        .iter()
        .rfind(|line| line.action == "publishArticle")
        .unwrap();
    assert!(publishing.before.as_ref().unwrap().contains("APPROVED"));
    assert!(publishing.after.as_ref().unwrap().contains("PUBLISHED"));

    // Every version is there, told apart from the one before, and comes back.
    let versions = "{ article(by: { slug: \"bed-rest\" }) { versions { totalCount nodes { number note \
        diff { parts { part } unified } document } } } }";
    let hidden = desk.app.run_as(&anonymous, versions, json!({})).await;
    assert_eq!(hidden.error().0, "UNAUTHENTICATED");
    let reply = desk.app.run_as(&desk.reviewer, versions, json!({})).await;
    let listed = &reply.data()["article"]["versions"];
    assert_eq!(listed["totalCount"], 2);
    assert_eq!(listed["nodes"][0]["note"], "plainer");
    let unified = listed["nodes"][0]["diff"]["unified"].as_str().unwrap();
    assert!(
        unified.contains("-kind: \"TEST\"") && unified.contains("+kind: \"WELLNESS\""),
        "{unified}"
    );
    let restore = desk.named("bed-rest", "en", json!({ "version": 1 })).await;
    let restored = desk
        .call(&desk.writer, "restoreArticleVersion", restore)
        .await;
    let held = &restored.data()["restoreArticleVersion"]["manuscript"];
    assert_eq!(
        (&held["state"], &held["version"]["number"]),
        (&json!("DRAFT"), &json!(3))
    );
    assert_eq!(
        desk.app.query(read).await.data()["article"]["title"],
        "Bed rest"
    );

    // Archived, no reader sees it; published again, it has its id.
    let id = "{ article(by: { slug: \"bed-rest\" }) { id } }";
    let before = desk.app.query(id).await.data()["article"].clone();
    let input = desk.named("bed-rest", "en", json!({})).await;
    desk.call(&desk.publisher, "archiveArticle", input)
        .await
        .data();
    assert_eq!(desk.app.query(id).await.data()["article"], Json::Null);
    let restore = desk.named("bed-rest", "en", json!({ "version": 2 })).await;
    desk.call(&desk.writer, "restoreArticleVersion", restore)
        .await
        .data();
    desk.through("bed-rest", "en").await.data();
    assert_eq!(desk.app.query(id).await.data()["article"], before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_translation_knows_when_it_is_outdated() {
    let desk = Desk::new().await;
    let risks = |sentence: &str| {
        text(&format!(
            "{EASY}\n## Risks {{#RISKS_OR_COMPLICATIONS}}\n\n{sentence} Tell the staff if you feel worse. Do not wait.\n"
        ))
    };
    let create = json!({
        "slug": "bed-rest", "locale": "en", "shared": shared("WELLNESS"),
        "text": risks("Your legs may feel weak when you get up."),
    });
    desk.call(&desk.writer, "createArticle", create)
        .await
        .data();
    desk.through("bed-rest", "en").await.data();

    let spanish = |risk: &str| {
        json!({
            "title": "Reposo", "summary": "El reposo es estar en cama. Puede que no le ayude. Se puede levantar.",
            "body": format!("## Qué es {{#OVERVIEW}}\n\nSe queda en cama un rato. No quita el dolor. Se puede levantar si quiere.\n\n## Riesgos {{#RISKS_OR_COMPLICATIONS}}\n\n{risk} Avise si se siente peor. No espere.\n"),
        })
    };
    let save = json!({
        "slug": "bed-rest", "locale": "es", "revision": 0,
        "text": spanish("Puede sentir las piernas flojas."),
    });
    desk.call(&desk.writer, "saveTranslation", save)
        .await
        .data();
    desk.through("bed-rest", "es").await.data();
    let read = "{ article(by: { slug: \"bed-rest\" }, locales: [\"es\"]) { fallbackUsed \
        alternates { locale translation { status behindBy } } \
        section(aspect: RISKS_OR_COMPLICATIONS) { text servedLocale fallbackUsed \
        translation { status behindBy } } } }";
    let reply = desk.app.query(read).await;
    let section = &reply.data()["article"]["section"];
    assert_eq!(section["servedLocale"], "es");
    assert_eq!(
        section["translation"],
        json!({ "status": "CURRENT", "behindBy": 0 })
    );
    assert_eq!(reply.data()["article"]["fallbackUsed"], false);

    // The English risks change: the Spanish ones are outdated, and the English ones are served.
    let change = json!({ "text": risks("You may faint when you get up.") });
    let input = desk.named("bed-rest", "en", change).await;
    desk.call(&desk.writer, "saveArticleDraft", input)
        .await
        .data();
    desk.through("bed-rest", "en").await.data();
    let reply = desk.app.query(read).await;
    let article = &reply.data()["article"];
    assert_eq!(article["fallbackUsed"], true);
    assert_eq!(
        article["section"]["translation"],
        json!({ "status": "STALE", "behindBy": 1 })
    );
    assert_eq!(article["section"]["servedLocale"], "en");
    assert_eq!(article["section"]["fallbackUsed"], true);
    assert!(
        article["section"]["text"]
            .as_str()
            .unwrap()
            .contains("faint")
    );
    assert_eq!(
        article["alternates"][1],
        json!({ "locale": "es", "translation": { "status": "STALE", "behindBy": 1 } })
    );

    // Translated anew, it is current.
    let again = json!({ "text": spanish("Puede desmayarse al levantarse.") });
    let input = desk.named("bed-rest", "es", again).await;
    desk.call(&desk.writer, "saveTranslation", input)
        .await
        .data();
    desk.through("bed-rest", "es").await.data();
    let reply = desk.app.query(read).await;
    let article = &reply.data()["article"];
    assert_eq!(article["fallbackUsed"], false);
    assert_eq!(article["section"]["servedLocale"], "es");
    assert!(
        article["section"]["text"]
            .as_str()
            .unwrap()
            .contains("desmayarse")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invented_reviewer_reviews_nothing_real() {
    let desk = Desk::new().await;
    let mut real = shared("WELLNESS");
    real["demonstration"] = json!(false);
    let create = json!({
        "slug": "bed-rest", "locale": "en", "shared": real, "text": text(EASY),
    });
    desk.call(&desk.writer, "createArticle", create)
        .await
        .data();
    let refused = desk.through("bed-rest", "en").await;
    assert!(
        refused
            .error()
            .1
            .contains("the reviewer is a demonstration"),
        "{refused:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_is_written_in_one_language_and_read_at_once() {
    let desk = Desk::new().await;
    let input = json!({
        "slug": "bed-rest", "locale": "en", "term": "Bed rest", "alsoKnownAs": ["lying down"],
        "definition": "To stay in bed for a while, often so that the body can heal.",
        "idempotencyKey": "word-1",
    });
    let select = "term { slug term alsoKnownAs definition grade } repeated";
    let call = "upsertGlossaryTerm";
    let reply = write(&desk.app, &desk.writer, call, input.clone(), select).await;
    let written = reply.data()[call].clone();
    assert_eq!(written["term"]["alsoKnownAs"], json!(["lying down"]));
    assert_eq!(written["repeated"], false);
    let again = write(&desk.app, &desk.writer, call, input, select).await;
    assert_eq!(again.data()[call]["repeated"], true);
    let read = "{ glossary(prefix: \"BÉD\", locale: \"en\") { totalCount nodes { slug } } }";
    let reply = desk.app.query(read).await;
    assert_eq!(
        reply.data()["glossary"],
        json!({ "totalCount": 1, "nodes": [{ "slug": "bed-rest" }] })
    );
}
