//! Whatever stands in names and texts, a page has the markup of a harmless one and no more.

use caregraph::store::entity::{
    article, article_translation, author, checklist_item, clinic, doctor, faq, red_flag, reference,
};
use sea_orm::sea_query::Expr;
use sea_orm::{EntityTrait, UpdateMany};
use serde_json::Value as Json;

use super::{made_real, opened};
use crate::app::TestApp;

const DATA: &str = "<script type=\"application/ld+json\">";

/// Sets every name and text of the directory that is no Markdown.
async fn say_everywhere(app: &TestApp, text: &str) {
    async fn set<E: EntityTrait>(app: &TestApp, columns: &[E::Column], text: &str) {
        let all: UpdateMany<E> = E::update_many();
        let all = columns.iter().fold(all, |all, column| {
            all.col_expr(*column, Expr::value(text.to_owned()))
        });
        all.exec(app.db.writer()).await.unwrap();
    }
    set::<doctor::Entity>(app, &[doctor::Column::Name, doctor::Column::Given], text).await;
    set::<clinic::Entity>(app, &[clinic::Column::Name, clinic::Column::Address], text).await;
    set::<article::Entity>(app, &[article::Column::Attribution], text).await;
    let said = [
        article_translation::Column::Title,
        article_translation::Column::Summary,
        article_translation::Column::EasySummary,
    ];
    set::<article_translation::Entity>(app, &said, text).await;
    set::<red_flag::Entity>(app, &[red_flag::Column::Text], text).await;
    set::<checklist_item::Entity>(app, &[checklist_item::Column::Text], text).await;
    set::<faq::Entity>(app, &[faq::Column::Question, faq::Column::Text], text).await;
    set::<author::Entity>(app, &[author::Column::Name], text).await;
    set::<reference::Entity>(app, &[reference::Column::Title], text).await;
}

/// How many signs a page has that begin markup or end the value of an attribute, and its record.
async fn shown(app: &TestApp, path: &str) -> (usize, usize, Option<Json>) {
    let page = opened(app, path).await;
    assert_eq!(page.status.as_u16(), 200, "{path}: {}", page.text);
    let (rest, record) = match page.text.split_once(DATA) {
        None => (page.text.clone(), None),
        Some((before, after)) => {
            let (record, after) = after.split_once("</script>").unwrap();
            let record = serde_json::from_str(record).unwrap();
            (format!("{before}{after}"), Some(record))
        }
    };
    (rest.matches('<').count(), rest.matches('"').count(), record)
}

const HANDOUTS: &str = "{ article(by: { slug: \"psoriasis\" }) { \
    part: handout(format: HTML) page: handout(format: PDF_READY) } }";

/// The same of the handouts.
async fn handed_out(app: &TestApp) -> Vec<usize> {
    let reply = app.query(HANDOUTS).await;
    let article = &reply.data()["article"];
    let forms = [&article["part"], &article["page"]];
    let forms = forms.map(|form| form.as_str().unwrap());
    forms.iter().map(|form| form.matches('<').count()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_attack_in_a_name_or_text_leaves_its_place() {
    const PATHS: [&str; 4] = [
        "/doctor/kelzom-yarphel",
        "/clinic/demonstration-hospital-white-crane",
        "/article/psoriasis",
        "/article/psoriasis/print",
    ];
    let app = TestApp::demo().await;
    made_real(&app).await;
    say_everywhere(&app, "harmless").await;
    let mut harmless = Vec::new();
    for path in PATHS {
        harmless.push(shown(&app, path).await);
    }
    let on_paper = handed_out(&app).await;

    let mut tried = 0;
    for line in include_str!("../../../data/xss.txt").lines() {
        // A database takes no NUL.
        let attack = line.replace('␊', "\n").replace('␉', "\t").replace('␀', "");
        let attack = attack.trim();
        say_everywhere(&app, attack).await;
        for (path, (tags, quotes, record)) in PATHS.iter().zip(&harmless) {
            let found = shown(&app, path).await;
            assert_eq!((found.0, found.1), (*tags, *quotes), "{path} of {attack:?}");
            assert_eq!(found.2.is_some(), record.is_some(), "{path}");
            if let Some(record) = found.2 {
                assert_eq!(record["name"], attack, "{path}");
            }
        }
        assert_eq!(handed_out(&app).await, on_paper, "{attack:?}");
        tried += 1;
    }
    assert!(tried >= 100, "only {tried} attacks");
}
