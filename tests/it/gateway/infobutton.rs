//! What record systems ask by HL7's Infobutton.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use caregraph::config::{Access, Documents, Server};
use caregraph::gateway::front;
use serde_json::Value as Json;

use super::with_access;
use crate::app::TestApp;

const ICD: &str = "2.16.840.1.113883.6.90";

async fn asked(app: &TestApp, parameters: &str) -> (StatusCode, String, String) {
    let request = Request::get(format!("/infobutton?{parameters}"))
        .header(header::HOST, "care.example.org")
        .body(Body::empty())
        .unwrap();
    let response = tower::ServiceExt::oneshot(app.front.clone(), request)
        .await
        .unwrap();
    let status = response.status();
    let kind = response.headers()[header::CONTENT_TYPE]
        .to_str()
        .unwrap()
        .to_owned();
    let body = axum::body::to_bytes(Body::new(response.into_body()), 1 << 20)
        .await
        .unwrap();
    (status, kind, String::from_utf8(body.to_vec()).unwrap())
}

fn about(code: &str) -> String {
    format!(
        "mainSearchCriteria.v.c={code}&mainSearchCriteria.v.cs={ICD}&taskContext.c.c=PROBLISTREV&informationRecipient=PAT"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_leads_to_articles_as_json() {
    let app = TestApp::demo().await;
    let parameters = format!(
        "{}&informationRecipient.languageCode.c=es&knowledgeResponseType=application/json",
        about("I10")
    );
    let (status, kind, body) = asked(&app, &parameters).await;
    assert_eq!(
        (status, &*kind),
        (StatusCode::OK, "application/json; charset=utf-8"),
        "{body}"
    );
    let feed: Json = serde_json::from_str(&body).unwrap();
    let feed = &feed["feed"];
    assert_eq!(feed["lang"], "es");
    let entry = &feed["entry"][0];
    assert!(
        entry["title"]["_value"]
            .as_str()
            .unwrap()
            .starts_with("Presión arterial alta"),
        "{feed:#}"
    );
    assert_eq!(
        entry["link"][0]["href"],
        "http://care.example.org/article/high-blood-pressure?lang=es"
    );
    let summary = entry["summary"]["_value"].as_str().unwrap();
    assert!(summary.contains("<li>"), "red flags are in view: {summary}");
    let categories: Vec<&str> = feed["category"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["term"].as_str().unwrap())
        .collect();
    assert_eq!(categories, [ICD, "I10", "PROBLISTREV", "PAT"]);
}

/// An element of a feed: its name, its attributes, and its text or what is in it.
#[derive(Debug, Default)]
struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    text: String,
    inside: Vec<Element>,
}

impl Element {
    fn all(&self, name: &str) -> Vec<&Element> {
        self.inside.iter().filter(|one| one.name == name).collect()
    }

    /// The one element of the name.
    fn one(&self, name: &str) -> &Element {
        let all = self.all(name);
        assert_eq!(all.len(), 1, "<{name}> in {self:?}");
        all[0]
    }

    fn attribute(&self, name: &str) -> &str {
        let held = self.attributes.iter().find(|(held, _)| held == name);
        &held.unwrap_or_else(|| panic!("{name} of {self:?}")).1
    }
}

fn parsed(xml: &str) -> Element {
    use quick_xml::events::Event;
    let mut reader = quick_xml::Reader::from_str(xml);
    let mut open = vec![Element::default()];
    loop {
        let event = reader.read_event().unwrap();
        let ends = matches!(event, Event::Empty(_) | Event::End(_));
        let start = match &event {
            Event::Start(start) | Event::Empty(start) => Some(start.clone()),
            _ => None,
        };
        if let Some(start) = start {
            open.push(Element {
                name: start.name().as_ref().to_owned(),
                attributes: start
                    .attributes()
                    .map(|held| {
                        let held = held.unwrap();
                        let value = held.normalized_value(quick_xml::XmlVersion::Explicit1_0);
                        (held.key.as_ref().to_owned(), value.unwrap().into_owned())
                    })
                    .collect(),
                ..Element::default()
            });
        }
        match event {
            Event::Text(text) => open
                .last_mut()
                .unwrap()
                .text
                .push_str(&text.xml10_content()),
            Event::GeneralRef(name) => {
                let text = match name.resolve_char_ref().unwrap() {
                    Some(sign) => sign.to_string(),
                    None => quick_xml::escape::resolve_predefined_entity(&name.xml10_content())
                        .unwrap()
                        .to_owned(),
                };
                open.last_mut().unwrap().text.push_str(&text);
            }
            Event::Eof => break,
            _ => {}
        }
        if ends {
            let done = open.pop().unwrap();
            open.last_mut().unwrap().inside.push(done);
        }
    }
    assert_eq!(open.len(), 1);
    open.remove(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feed_is_atom_by_its_specification() {
    let app = TestApp::demo().await;
    for (form, kind) in [
        ("", "text/xml; charset=utf-8"),
        ("&knowledgeResponseType=text/xml", "text/xml; charset=utf-8"),
        (
            "&knowledgeResponseType=application/atom%2Bxml",
            "application/atom+xml; charset=utf-8",
        ),
    ] {
        let (status, found, body) = asked(&app, &format!("{}{form}", about("G97.1"))).await;
        assert_eq!((status, &*found), (StatusCode::OK, kind), "{body}");
        let document = parsed(&body);
        let feed = document.one("feed");
        assert_eq!(feed.attribute("xmlns"), "http://www.w3.org/2005/Atom");
        assert_eq!(feed.attribute("xml:lang"), "en");
        let entries = feed.all("entry");
        assert!(!entries.is_empty(), "{body}");
        // RFC 4287, 4.1.1: a feed has one id, title and updated, and an author.
        let is_time = |text: &str| chrono::DateTime::parse_from_rfc3339(text).is_ok();
        assert!(feed.one("id").text.starts_with("tag:"));
        assert!(!feed.one("title").text.is_empty());
        assert!(is_time(&feed.one("updated").text), "{body}");
        assert_eq!(feed.one("author").one("name").text, "Caregraph");
        let mut ids = Vec::new();
        for entry in entries {
            // 4.1.2: so does an entry, with a link where it has no content.
            ids.push(entry.one("id").text.clone());
            assert!(!entry.one("title").text.is_empty());
            assert!(is_time(&entry.one("updated").text), "{body}");
            let link = entry.one("link");
            assert_eq!(link.attribute("rel"), "alternate");
            assert!(
                link.attribute("href")
                    .starts_with("http://care.example.org/article/")
            );
            let summary = entry.one("summary");
            assert_eq!(summary.attribute("type"), "html");
            assert!(summary.text.contains("<p>"), "{}", summary.text);
        }
        assert!(
            ids.iter()
                .all(|id| ids.iter().filter(|other| *other == id).count() == 1)
        );
        for category in feed.all("category") {
            assert!(!category.attribute("term").is_empty());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_known_gives_an_empty_feed_that_says_so() {
    let app = TestApp::demo().await;
    let json = "&knowledgeResponseType=application/json";
    for code in ["Z99.99", "%3Cscript%3E", &"A".repeat(150)] {
        let (status, _, body) = asked(&app, &format!("{}{json}", about(code))).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        let feed: Json = serde_json::from_str(&body).unwrap();
        assert_eq!(feed["feed"]["entry"], serde_json::json!([]), "{body}");
        let subtitle = feed["feed"]["subtitle"]["_value"].as_str().unwrap();
        assert!(
            subtitle.starts_with("There is nothing to read"),
            "{subtitle}"
        );
    }
    let (status, _, body) = asked(&app, &about("Z99.99")).await;
    assert_eq!(status, StatusCode::OK);
    let feed = parsed(&body);
    assert!(feed.one("feed").all("entry").is_empty());
    // A code beside one that is known leads to a topic near it.
    let (_, _, body) = asked(&app, &format!("{}{json}", about("G97.19"))).await;
    let feed: Json = serde_json::from_str(&body).unwrap();
    let subtitle = feed["feed"]["subtitle"]["_value"].as_str().unwrap();
    assert!(subtitle.ends_with("G97.1"), "{subtitle}");
    assert!(!feed["feed"]["entry"].as_array().unwrap().is_empty());
    // A name alone is looked for in words.
    let words = format!("mainSearchCriteria.v.dn=migraine{json}");
    let (_, _, body) = asked(&app, &words).await;
    let feed: Json = serde_json::from_str(&body).unwrap();
    let title = feed["feed"]["entry"][0]["title"]["_value"]
        .as_str()
        .unwrap();
    assert!(title.starts_with("Migraine"), "{title}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_parameter_is_refused_and_named() {
    let app = TestApp::empty().await;
    let cases = [
        ("", "mainSearchCriteria.v.c is missing"),
        (
            "mainSearchCriteria.v.c=A",
            "mainSearchCriteria.v.cs is missing",
        ),
        (
            "mainSearchCriteria.v.dn=a&knowledgeResponseType=text/html",
            "knowledgeResponseType must be",
        ),
        (
            "mainSearchCriteria.v.dn=a&informationRecipient=X",
            "informationRecipient must be",
        ),
    ];
    for (parameters, expected) in cases {
        let (status, kind, body) = asked(&app, parameters).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{body}");
        assert!(kind.ends_with("json; charset=utf-8"), "{kind}");
        let body: Json = serde_json::from_str(&body).unwrap();
        let error = &body["errors"][0];
        assert!(
            error["message"].as_str().unwrap().contains(expected),
            "{error}"
        );
        assert_eq!(error["extensions"]["code"], "BAD_USER_INPUT");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_costs_what_it_costs_and_runs_where_only_trusted_documents_do() {
    let access = Access {
        documents: [Documents::Required; 3],
        ..Access::default()
    };
    let app = with_access(TestApp::demo().await, &access);
    let request = Request::get(format!("/infobutton?{}", about("G97.1")))
        .body(Body::empty())
        .unwrap();
    let response = tower::ServiceExt::oneshot(app.front.clone(), request)
        .await
        .unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let headers = response.headers();
    let cost: u64 = headers["x-cost-actual"].to_str().unwrap().parse().unwrap();
    assert!(cost > 0);
    assert!(headers.contains_key("ratelimit-remaining"), "{headers:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn articles_are_found_where_the_settings_say_the_pages_are() {
    let mut app = TestApp::demo().await;
    let parameters = format!("{}&knowledgeResponseType=application/json", about("I10"));
    let (_, _, by_host) = asked(&app, &parameters).await;
    assert!(by_host.contains("http://care.example.org/article/high-blood-pressure"));
    app.gateway.settings = Arc::new(Server {
        public_url: Some("https://health.example.org/".parse().unwrap()),
        ..Server::default()
    });
    app.front = front(app.gateway.clone());
    let (_, _, by_settings) = asked(&app, &parameters).await;
    assert!(by_settings.contains("https://health.example.org/article/high-blood-pressure"));
    assert!(!by_settings.contains("care.example.org"), "{by_settings}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_of_another_system_leads_to_articles_too() {
    let app = TestApp::demo().await;
    // As a record system asks about an order of HCPCS, in Spanish.
    let parameters = "mainSearchCriteria.v.c=G0121&mainSearchCriteria.v.cs=2.16.840.1.113883.6.285\
        &taskContext.c.c=LABOE&informationRecipient=PAT&informationRecipient.languageCode.c=es\
        &knowledgeResponseType=application/json";
    let (status, _, body) = asked(&app, parameters).await;
    assert_eq!(status, StatusCode::OK, "{body}");
    let feed: Json = serde_json::from_str(&body).unwrap();
    let links = &feed["feed"]["entry"][0]["link"];
    assert!(
        links.to_string().contains("/article/colonoscopy"),
        "{links:#}"
    );
    let unknown = parameters.replace("G0121", "G9999");
    let (status, _, body) = asked(&app, &unknown).await;
    let feed: Json = serde_json::from_str(&body).unwrap();
    assert_eq!(status, StatusCode::OK);
    assert_eq!(feed["feed"]["entry"], serde_json::json!([]), "{body}");
}
