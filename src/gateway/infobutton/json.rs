//! A feed as JSON, in the shape that readers of MedlinePlus Connect know: a text is a `_value`.

use serde_json::{Value as Json, json};

use super::feed::{Entry, Feed};

pub fn text(feed: &Feed) -> String {
    let criteria = feed.criteria.iter();
    let categories: Vec<Json> = criteria
        .map(|(name, value)| json!({ "scheme": name, "term": value }))
        .collect();
    json!({
        "feed": {
            "xsi": "http://www.w3.org/2001/XMLSchema-instance",
            "base": feed.home,
            "lang": feed.language,
            "title": { "type": "text", "_value": feed.title },
            "subtitle": { "type": "text", "_value": feed.subtitle },
            "id": { "_value": feed.id },
            "updated": { "_value": feed.updated },
            "author": {
                "name": { "_value": feed.author },
                "uri": { "_value": feed.home },
            },
            "category": categories,
            "entry": feed.entries.iter().map(entry).collect::<Vec<Json>>(),
        }
    })
    .to_string()
}

fn entry(entry: &Entry) -> Json {
    json!({
        "lang": entry.language,
        "title": { "type": "text", "_value": entry.title },
        "link": [{ "title": entry.title, "rel": "alternate", "type": "text/html", "href": entry.link }],
        "id": { "_value": entry.id },
        "updated": { "_value": entry.updated },
        "summary": { "type": "html", "_value": entry.summary },
        "rights": { "type": "text", "_value": entry.rights },
    })
}
