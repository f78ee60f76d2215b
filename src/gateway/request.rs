//! A GraphQL request as it comes in: from a body or from an address.

use axum::http::StatusCode;
use serde_json::{Map, Value as Json};

use super::refusal::TurnedAway;
use crate::graphql::document::{Code, JsonLimits, check_json};

/// What a caller asks.
#[derive(Debug, PartialEq)]
pub struct Asked {
    pub document: Document,
    pub operation_name: Option<String>,
    pub variables: Map<String, Json>,
}

/// A query as text, or by the key of one that is known, or both, so that it may become known.
#[derive(Debug, PartialEq)]
pub struct Document {
    pub text: Option<String>,
    pub key: Option<String>,
    /// Written here, and not by a caller.
    pub is_ours: bool,
}

impl Asked {
    /// One of the gateway's own documents, which is as good as published. No caller's words may be
    /// in its text: they go into the variables.
    pub fn ours(document: &'static str, variables: Map<String, Json>) -> Self {
        Asked {
            document: Document {
                text: Some(document.to_owned()),
                key: None,
                is_ours: true,
            },
            operation_name: None,
            variables,
        }
    }
}

/// What a body holds.
#[derive(Debug, PartialEq)]
pub enum Body {
    One(Asked),
    /// In the order in which they are to be answered.
    Batch(Vec<Asked>),
}

/// Reads a body: a JSON object with a `query`, or a list of them.
pub fn from_body(body: &[u8], most: usize) -> Result<Body, TurnedAway> {
    if body.is_empty() {
        return Err(TurnedAway::malformed(
            "the body is empty: send a JSON object with a query",
        ));
    }
    match json(body, most, "the body")? {
        Json::Object(fields) => from_object(fields).map(Body::One),
        Json::Array(items) => {
            let items = items.into_iter().map(|item| match item {
                Json::Object(fields) => from_object(fields),
                _ => Err(TurnedAway::malformed(
                    "each item of a batch must be a JSON object",
                )),
            });
            items.collect::<Result<_, _>>().map(Body::Batch)
        }
        _ => Err(TurnedAway::malformed("the body must be a JSON object")),
    }
}

/// Reads the members of a JSON object: `query`, `operationName`, `variables`, `extensions`, and
/// `documentId` for a query that is known by a key.
pub fn from_object(mut fields: Map<String, Json>) -> Result<Asked, TurnedAway> {
    let mut text = |name: &str| match fields.remove(name) {
        Some(Json::String(text)) => Ok(Some(text)),
        None | Some(Json::Null) => Ok(None),
        Some(_) => Err(TurnedAway::malformed(format!("{name} must be a string"))),
    };
    let query = text("query")?;
    let document_id = text("documentId")?;
    let operation_name = text("operationName")?;
    let variables = object("variables", fields.remove("variables"))?;
    let extensions = object("extensions", fields.remove("extensions"))?;
    asked(query, document_id, operation_name, variables, &extensions)
}

/// Reads the parameters of an address: the same names, `variables` and `extensions` as JSON.
pub fn from_address(parameters: &str, most: usize) -> Result<Asked, TurnedAway> {
    let (mut query, mut document_id, mut operation_name) = (None, None, None);
    let (mut variables, mut extensions) = (Map::new(), Map::new());
    for (name, value) in form_urlencoded::parse(parameters.as_bytes()) {
        if value.contains('\u{FFFD}') {
            return Err(TurnedAway::malformed(format!(
                "the parameter {name:?} is not UTF-8"
            )));
        }
        let fields = |what: &str| object(what, Some(json(value.as_bytes(), most, what)?));
        match name.as_ref() {
            "query" => query = Some(value.into_owned()),
            "documentId" => document_id = Some(value.into_owned()),
            "operationName" if !value.is_empty() => operation_name = Some(value.into_owned()),
            "variables" if !value.is_empty() => variables = fields("variables")?,
            "extensions" if !value.is_empty() => extensions = fields("extensions")?,
            _ => {}
        }
    }
    asked(query, document_id, operation_name, variables, &extensions)
}

fn asked(
    text: Option<String>,
    document_id: Option<String>,
    operation_name: Option<String>,
    variables: Map<String, Json>,
    extensions: &Map<String, Json>,
) -> Result<Asked, TurnedAway> {
    let persisted = match extensions.get("persistedQuery") {
        None | Some(Json::Null) => None,
        Some(persisted) => match (persisted.get("version"), persisted.get("sha256Hash")) {
            (Some(version), Some(Json::String(hash))) if version.as_u64() == Some(1) => {
                Some(hash.to_ascii_lowercase())
            }
            _ => {
                return Err(TurnedAway::malformed(
                    "extensions.persistedQuery must have version 1 and a sha256Hash",
                ));
            }
        },
    };
    let key = persisted.or(document_id);
    if text.is_none() && key.is_none() {
        return Err(no_query());
    }
    Ok(Asked {
        document: Document {
            text,
            key,
            is_ours: false,
        },
        operation_name,
        variables,
    })
}

fn no_query() -> TurnedAway {
    TurnedAway::malformed("there is no query: send one as query")
}

fn object(name: &str, value: Option<Json>) -> Result<Map<String, Json>, TurnedAway> {
    match value {
        None | Some(Json::Null) => Ok(Map::new()),
        Some(Json::Object(fields)) => Ok(fields),
        Some(_) => Err(TurnedAway::malformed(format!(
            "{name} must be a JSON object"
        ))),
    }
}

fn json(text: &[u8], most: usize, what: &str) -> Result<Json, TurnedAway> {
    if std::str::from_utf8(text).is_err() {
        return Err(TurnedAway::malformed(format!("{what} is not UTF-8")));
    }
    let limits = JsonLimits {
        bytes: most,
        ..JsonLimits::default()
    };
    check_json(text, &limits).map_err(|refusal| {
        let status = match refusal.code {
            Code::QueryTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            _ => StatusCode::BAD_REQUEST,
        };
        TurnedAway::new(status, refusal.code, refusal.message)
    })?;
    serde_json::from_slice(text).map_err(|problem| {
        TurnedAway::malformed(format!(
            "{what} is not JSON: line {}, column {}",
            problem.line(),
            problem.column()
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_says_what_is_wrong_with_it() {
        let cases: [(&[u8], &str); 12] = [
            (b"", "the body is empty"),
            (b"\xFF\xFE", "the body is not UTF-8"),
            (b"{", "the JSON text is broken"),
            (b"{\"query\" 1}", "the body is not JSON"),
            (b"[1]", "each item of a batch must be a JSON object"),
            (b"7", "the body must be a JSON object"),
            (b"{}", "there is no query"),
            (br#"{"query":7}"#, "query must be a string"),
            (
                br#"{"query":"{a}","operationName":7}"#,
                "operationName must be a string",
            ),
            (
                br#"{"query":"{a}","variables":[]}"#,
                "variables must be a JSON object",
            ),
            (
                br#"{"extensions":{"persistedQuery":{"version":2,"sha256Hash":"a"}}}"#,
                "extensions.persistedQuery must have version 1",
            ),
            (
                br#"{"query":"{a}","extensions":1}"#,
                "extensions must be a JSON object",
            ),
        ];
        for (body, expected) in cases {
            let refused = from_body(body, 10_000).unwrap_err();
            let message = &refused.errors[0].message;
            assert!(message.starts_with(expected), "{message} is not {expected}");
            assert_eq!(refused.status, StatusCode::BAD_REQUEST);
        }
    }

    #[test]
    fn an_address_and_a_body_ask_the_same() {
        let body =
            br#"{"query":"query A($n: Int) { a(n: $n) }","operationName":"A","variables":{"n":1}}"#;
        let address = "query=query%20A(%24n%3A%20Int)%20%7B%20a(n%3A%20%24n)%20%7D&operationName=A&variables=%7B%22n%22%3A1%7D";
        assert_eq!(
            from_body(body, 10_000).unwrap(),
            Body::One(from_address(address, 10_000).unwrap())
        );
        assert!(from_address("variables=%7B%7D", 10_000).is_err());
        assert!(from_address("query=%FF", 10_000).is_err());
    }
}
