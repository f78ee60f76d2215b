//! What pages show.

use axum::http::{StatusCode, header};
use caregraph::gateway::DOCUMENTS;
use caregraph::graphql::Proofreader;

use super::{opened, opened_in};
use crate::app::TestApp;

const PAGES: [&str; 8] = [
    "/doctor/kelzom-yarphel",
    "/doctor/dorzin-kharphu",
    "/clinic/demonstration-hospital-white-crane",
    "/clinic/demonstration-health-centre-river-stone",
    "/article/epidural-blood-patch",
    "/article/epidural-blood-patch?where=Serzhong",
    "/article/epidural-blood-patch/print",
    "/article/example-of-a-reviewed-article",
];

#[tokio::test]
async fn every_document_of_a_page_keeps_to_the_contract() {
    let proofreader = Proofreader::new().unwrap();
    for document in DOCUMENTS {
        let name = proofreader.read(document).await;
        assert!(matches!(name, Ok(Some(_))), "{name:?}: {document}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_whole_without_scripts_and_styles_of_its_own() {
    let app = TestApp::demo().await;
    for path in PAGES {
        let page = opened(&app, path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.text);
        assert_eq!(
            page.headers[header::CONTENT_TYPE],
            "text/html; charset=utf-8"
        );
        assert_eq!(page.headers[header::CONTENT_LANGUAGE], "en");
        let policy = page.headers[header::CONTENT_SECURITY_POLICY]
            .to_str()
            .unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        page.says("<h1");
        page.does_not_say("<script");
        page.does_not_say("<style");
        page.does_not_say(" style=");
        page.does_not_say(" onclick=");
        let style = page.between("<link rel=\"stylesheet\" href=\"", "\"");
        let style = opened(&app, style).await;
        assert_eq!(style.status, StatusCode::OK);
        assert_eq!(
            style.headers[header::CONTENT_TYPE],
            "text/css; charset=utf-8"
        );
        assert_eq!(
            style.headers[header::CACHE_CONTROL],
            "public, max-age=31536000, immutable"
        );
        style.says("--accent");
        style.says(".columns");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_costs_few_statements_however_much_it_shows() {
    let app = TestApp::demo().await;
    for (path, most) in [
        // At one clinic, and at three; the places of all of them are one statement.
        ("/doctor/kelzom-yarphel", 26),
        ("/doctor/pemzin-dorlha", 27),
        ("/clinic/demonstration-hospital-white-crane", 17),
        ("/clinic/demonstration-hospital-orange-grove", 17),
        ("/article/epidural-blood-patch", 17),
        ("/article/psoriasis", 17),
        ("/article/epidural-blood-patch/print", 17),
    ] {
        let page = opened(&app, path).await;
        assert!(page.statements <= most, "{path}: {}", page.statements);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_address_chooses_the_language_and_else_the_browser() {
    let app = TestApp::demo().await;
    for (path, languages, spoken, words) in [
        ("/article/epidural-blood-patch", "en", "en", "In short"),
        (
            "/article/epidural-blood-patch",
            "es-MX,en;q=0.5",
            "es",
            "En resumen",
        ),
        (
            "/article/epidural-blood-patch?lang=es",
            "en",
            "es",
            "Parche hemático",
        ),
        (
            "/article/epidural-blood-patch?lang=en",
            "es",
            "en",
            "blood patch",
        ),
        (
            "/doctor/kelzom-yarphel?lang=es",
            "en",
            "es",
            "Acepta pacientes nuevos",
        ),
        (
            "/clinic/demonstration-hospital-white-crane?lang=es",
            "en",
            "es",
            "Todos los días",
        ),
    ] {
        let page = opened_in(&app, path, languages).await;
        assert_eq!(page.headers[header::CONTENT_LANGUAGE], spoken, "{path}");
        assert_eq!(page.headers[header::VARY], "accept-language");
        page.says(&format!("<html lang=\"{spoken}\">"));
        page.says(words);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_in_one_language_says_so_to_readers_of_another() {
    let app = TestApp::demo().await;
    let page = opened(&app, "/article/cataract-surgery?lang=es").await;
    page.says("Este artículo se muestra en inglés: no hay texto en español.");
    page.says("<h1 lang=\"en\">");
    // Nobody is sent to a language that is not there.
    page.says(
        "rel=\"canonical\" href=\"http://care.example.org/article/cataract-surgery?lang=en\"",
    );
    page.does_not_say("hreflang=\"es\"");
}

#[tokio::test(flavor = "multi_thread")]
async fn red_flags_stand_above_everything_else_and_the_review_is_told_in_words() {
    let app = TestApp::demo().await;
    for path in [
        "/article/epidural-blood-patch",
        "/article/epidural-blood-patch/print",
    ] {
        let page = opened(&app, path).await;
        let at = |words: &str| {
            let at = page.text.find(words);
            at.unwrap_or_else(|| panic!("no {words:?} on {path}"))
        };
        assert!(at("Demonstration article") < at("red-flags"));
        assert!(at("Emergency now") < at("Call soon"));
        assert!(at("Call soon") < at("In short"));
        page.says("No clinician has checked this article.");
        page.says("CC-BY-4.0");
    }
    let reviewed = opened(&app, "/article/example-of-a-reviewed-article").await;
    reviewed.says("Review overdue");
    reviewed.says("Kelzom Yarphel</a> (invented, for demonstration)");
    reviewed.says("4 November 2024");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_has_said_is_shown_as_unknown() {
    let app = TestApp::demo().await;
    // No hours, no telephone, no access are known of it.
    let clinic = opened(&app, "/clinic/demonstration-health-centre-river-stone").await;
    clinic.says("Not known: call first");
    clinic.says("Not known: ask before you come");
    clinic.says("<dt>Telephone</dt><dd><span class=\"unknown\">Not known</span>");
    let doctor = opened(&app, "/doctor/anisha-ghalmurti").await;
    doctor.says("<dt>Languages</dt><dd><span class=\"unknown\">Not known</span>");
    doctor.says("<dt>By telephone or video</dt><dd><span class=\"unknown\">Not known</span>");
}

#[tokio::test(flavor = "multi_thread")]
async fn sources_that_disagree_are_all_shown() {
    let app = TestApp::demo().await;
    let page = opened(&app, "/doctor/pemzin-dorlha").await;
    page.says("Sources disagree");
    page.says("Telephone: 555-0124, from Caregraph demonstration directory");
    page.says("Telephone: 555-0122, from Caregraph demonstration register");
    let page = opened(&app, "/doctor/nimthen-rabthel").await;
    page.says("By telephone or video: Yes, from");
    page.says("By telephone or video: No, from");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_doctor_who_is_gone_says_so_and_where_to_go() {
    let app = TestApp::demo().await;
    let retired = opened(&app, "/doctor/dorzin-kharphu").await;
    retired.says("This doctor no longer sees patients.");
    retired.says("Left practice at the end of a long career.");
    let merged = opened(&app, "/doctor/urydzom-yangdra").await;
    merged.says("This record was merged");
    merged.says("<a href=\"/doctor/uryzom-yangdra?lang=en\">");
}

#[tokio::test(flavor = "multi_thread")]
async fn doctors_near_stand_beside_an_article() {
    let app = TestApp::demo().await;
    let page = opened(&app, "/article/epidural-blood-patch?where=Serzhong").await;
    page.says("Nobody within 25 km of Serzhong, so this shows up to 50 km:");
    page.says("href=\"/doctor/kelzom-yarphel?lang=en\"");
    page.says("value=\"Serzhong\"");
    // The other language keeps the place.
    page.says("/article/epidural-blood-patch?where=Serzhong&amp;lang=es");

    let places = app
        .query("{ place(by: { slug: \"serzhong\" }) { id } }")
        .await;
    let id = places.data()["place"]["id"].as_str().unwrap().to_owned();
    let near = format!("/article/epidural-blood-patch?near={id}&lang=es");
    let page = opened(&app, &near).await;
    page.says("Nadie a menos de 25 km de Serzhong; se muestra hasta 50 km:");

    // Nobody, however far is looked: the page says that it was.
    let page = opened(&app, "/article/migraine?where=Guwahati").await;
    page.says("not within 25 km, and not where the search was widened.");
    let page = opened(&app, "/article/migraine?where=Guwahati&lang=es").await;
    page.says("ni a menos de 25 km, ni al ampliar la búsqueda.");
}

#[tokio::test(flavor = "multi_thread")]
async fn where_nobody_is_known_to_do_it_an_article_names_the_field_and_says_so() {
    let app = TestApp::demo().await;
    let guess = "Nobody is known to offer what this article is about.";
    let page = opened(&app, "/article/high-blood-pressure?where=Guwahati").await;
    page.says(guess);
    page.says("href=\"/doctor/");
    let known = opened(&app, "/article/epidural-blood-patch?where=Serzhong").await;
    known.does_not_say(guess);

    let query = "{ article(by: { slug: \"high-blood-pressure\" }) { doctors(first: 1) { totalCount
        understood { inferred concept { ... on Condition { slug } } }
        edges { node { specialties { nodes { slug } } } } } } }";
    let reply = app.query(query).await;
    let doctors = &reply.data()["article"]["doctors"];
    assert_eq!(doctors["understood"]["inferred"], true);
    assert_eq!(
        doctors["understood"]["concept"]["slug"],
        "high-blood-pressure"
    );
    assert!(doctors["totalCount"].as_i64().unwrap() > 0);
    let specialties = &doctors["edges"][0]["node"]["specialties"]["nodes"];
    let specialties: Vec<&str> = specialties
        .as_array()
        .unwrap()
        .iter()
        .map(|node| node["slug"].as_str().unwrap())
        .collect();
    let field = ["family-medicine", "internal-medicine", "cardiology"];
    assert!(
        field.iter().any(|slug| specialties.contains(slug)),
        "{specialties:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_is_none_leaves_the_article_whole() {
    let app = TestApp::demo().await;
    for (where_, words) in [
        ("where=Zzyzx", "No place is called “Zzyzx”."),
        ("near=nonsense", "That place is not known."),
        ("where=%3F%21", "No place is called"),
        ("where=%3Cscript%3E", "“&lt;script&gt;”"),
    ] {
        let path = format!("/article/psoriasis?{where_}");
        let page = opened(&app, &path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        page.says(words);
        page.says("Get help if you notice any of these");
    }
    // Part of a name offers the places that may be meant.
    let page = opened(&app, "/article/psoriasis?where=Gele").await;
    page.says("Which place do you mean by “Gele”?");
    page.says(">Gelephu");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_home_page_says_how_to_get_the_rest_or_is_the_finder() {
    let app = TestApp::demo().await;
    let page = opened(&app, "/?what=epidural+blood+patch&where=Serzhong").await;
    assert_eq!(page.status, StatusCode::OK);
    // Without a build of the web pages there is no finder, and the page says so.
    if page.text.contains("make run") {
        page.says("/schema.graphql");
    } else {
        page.says("<title>Epidural blood patch near Serzhong · Caregraph</title>");
        page.says("noindex");
    }
}
