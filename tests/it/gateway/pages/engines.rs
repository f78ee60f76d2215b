//! What search engines are told.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use caregraph::config::Server;
use caregraph::gateway::front;
use caregraph::store::entity::doctor;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value as Json, json};
use std::sync::Arc;

use super::{Page, made_real, opened};
use crate::app::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_invented_is_kept_from_search_engines() {
    let app = TestApp::demo().await;
    for path in [
        "/doctor/kelzom-yarphel",
        "/clinic/demonstration-hospital-white-crane",
        "/article/psoriasis",
        "/article/psoriasis/print",
    ] {
        let page = opened(&app, path).await;
        assert_eq!(page.headers["x-robots-tag"], "noindex", "{path}");
        page.says("<meta name=\"robots\" content=\"noindex\">");
        page.does_not_say("ld+json");
        page.says("emonstration");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_real_is_told_with_its_data_and_its_languages() {
    let app = TestApp::demo().await;
    made_real(&app).await;
    for (path, kind) in [
        ("/doctor/kelzom-yarphel", json!(["Person", "Physician"])),
        (
            "/clinic/demonstration-hospital-white-crane",
            json!("Hospital"),
        ),
        ("/article/psoriasis", json!(["MedicalWebPage", "FAQPage"])),
    ] {
        let page = opened(&app, path).await;
        assert!(!page.headers.contains_key("x-robots-tag"), "{path}");
        page.does_not_say("noindex");
        let data = page.between("<script type=\"application/ld+json\">", "</script>");
        let data: Json = serde_json::from_str(data).unwrap();
        assert_eq!(data["@type"], kind);
        let there = format!("http://care.example.org{path}");
        page.says(&format!("rel=\"canonical\" href=\"{there}?lang=en\""));
        page.says(&format!("hreflang=\"en\" href=\"{there}?lang=en\""));
        page.says(&format!("hreflang=\"es\" href=\"{there}?lang=es\""));
        page.says(&format!("hreflang=\"x-default\" href=\"{there}\""));
        page.says("<meta name=\"description\" content=\"");
    }
    // The record that stands for a doctor is the one to find, and one who is gone is none.
    for path in ["/doctor/dorzin-kharphu", "/doctor/urydzom-yangdra"] {
        opened(&app, path).await.says("noindex");
    }
    // A handout is its article again.
    opened(&app, "/article/psoriasis/print")
        .await
        .says("noindex");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_name_can_leave_the_place_where_it_stands() {
    const HOSTILE: &str = "</script></title>\"'><script>alert(1)</script>&lt;\u{2028}";
    let app = TestApp::demo().await;
    made_real(&app).await;
    doctor::Entity::update_many()
        .col_expr(doctor::Column::Name, Expr::value(HOSTILE))
        .col_expr(doctor::Column::Credentials, Expr::value(HOSTILE))
        .filter(doctor::Column::Slug.eq("kelzom-yarphel"))
        .exec(app.db.writer())
        .await
        .unwrap();
    let page = opened(&app, "/doctor/kelzom-yarphel").await;
    page.does_not_say("<script>");
    page.does_not_say("\"'>");
    assert_eq!(page.text.matches("<script").count(), 1, "{}", page.text);
    assert_eq!(page.text.matches("</script").count(), 1, "{}", page.text);
    assert_eq!(page.text.matches("</title").count(), 1, "{}", page.text);
    let data = page.between("<script type=\"application/ld+json\">", "</script>");
    let data: Json = serde_json::from_str(data).unwrap();
    assert_eq!(data["name"], HOSTILE);
    page.says("&lt;/script&gt;&lt;/title&gt;&quot;'&gt;&lt;script&gt;alert(1)");
    // The clinic shows it as well.
    let clinic = opened(&app, "/clinic/demonstration-hospital-cloud-ridge").await;
    clinic.does_not_say("<script");
    clinic.says("&lt;script&gt;alert(1)");
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_are_those_of_the_settings_or_of_a_sound_host() {
    let mut app = TestApp::demo().await;
    let hosted = |host: &'static str| {
        Request::get("/doctor/kelzom-yarphel")
            .header(header::HOST, host)
            .body(Body::empty())
            .unwrap()
    };
    let odd: Page = app.send(hosted("a\"b")).await.into();
    assert_eq!(odd.status, StatusCode::OK);
    odd.does_not_say("canonical");

    app.gateway.settings = Arc::new(Server {
        public_url: Some("https://care.example.org/".parse().unwrap()),
        ..Server::default()
    });
    app.front = front(app.gateway.clone());
    let page: Page = app.send(hosted("127.0.0.1:8080")).await.into();
    page.says("rel=\"canonical\" href=\"https://care.example.org/doctor/kelzom-yarphel?lang=en\"");
    page.does_not_say("127.0.0.1");
    let robots = opened(&app, "/robots.txt").await;
    robots.says("Sitemap: https://care.example.org/sitemap.xml");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sitemap_lists_what_is_real_and_nothing_else() {
    let app = TestApp::demo().await;
    let empty = opened(&app, "/sitemap.xml").await;
    assert_eq!(empty.status, StatusCode::OK);
    assert_eq!(
        empty.headers[header::CONTENT_TYPE],
        "application/xml; charset=utf-8"
    );
    empty.does_not_say("<loc>");

    made_real(&app).await;
    let index = opened(&app, "/sitemap.xml").await;
    assert!(
        index
            .text
            .starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex ")
    );
    let mut listed = Vec::new();
    for part in locations(&index) {
        let path = part.strip_prefix("http://care.example.org").unwrap();
        let part = opened(&app, path).await;
        assert_eq!(part.status, StatusCode::OK, "{path}");
        assert!(part.statements <= 2, "{path}: {}", part.statements);
        part.says("<lastmod>20");
        listed.extend(locations(&part).map(str::to_owned));
    }
    let there = |path: &str| format!("http://care.example.org{path}");
    // One who is gone and one who was merged are real and not listed; an article is listed in its
    // own languages.
    assert_eq!(
        listed,
        [
            "/article/cataract-surgery?lang=en",
            "/article/psoriasis?lang=en",
            "/article/psoriasis?lang=es",
            "/doctor/kelzom-yarphel?lang=en",
            "/doctor/kelzom-yarphel?lang=es",
            "/clinic/demonstration-hospital-white-crane?lang=en",
            "/clinic/demonstration-hospital-white-crane?lang=es",
        ]
        .map(there)
    );
    for address in &listed {
        let path = address.strip_prefix("http://care.example.org").unwrap();
        let page = opened(&app, path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        page.says(&format!("rel=\"canonical\" href=\"{address}\""));
    }
    for nothing in [
        "/sitemap/doctor-0.xml",
        "/sitemap/place-1.xml",
        "/sitemap/doctor.xml",
    ] {
        let page = opened(&app, nothing).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{nothing}");
    }
}

/// The addresses in a sitemap.
fn locations(page: &Page) -> impl Iterator<Item = &str> {
    let parts = page.text.split("<loc>").skip(1);
    parts.filter_map(|part| Some(part.split_once("</loc>")?.0))
}
