//! A GraphQL request as it comes in: from a body or from an address.

use axum::http::StatusCode;
use serde_json::{Map, Value as Json};

use super::refusal::TurnedAway;
use crate::graphql::document::{Code, JsonLimits, check_json};

/// What a caller asks.
#[derive(Debug, PartialEq)]
pub struct Asked {
    pub query: String,
    pub operation_name: Option<String>,
    pub variables: Map<String, Json>,
}

/// Reads a body: one JSON object with a `query`.
pub fn from_body(body: &[u8], most: usize) -> Result<Asked, TurnedAway> {
    if body.is_empty() {
        return Err(TurnedAway::malformed(
            "the body is empty: send a JSON object with a query",
        ));
    }
    let Json::Object(mut fields) = json(body, most, "the body")? else {
        return Err(TurnedAway::malformed(
            "the body must be one JSON object; batches are not taken",
        ));
    };
    Ok(Asked {
        query: match fields.remove("query") {
            Some(Json::String(query)) => query,
            None | Some(Json::Null) => return Err(no_query()),
            Some(_) => return Err(TurnedAway::malformed("query must be a string")),
        },
        operation_name: match fields.remove("operationName") {
            Some(Json::String(name)) => Some(name),
            None | Some(Json::Null) => None,
            Some(_) => return Err(TurnedAway::malformed("operationName must be a string")),
        },
        variables: object("variables", fields.remove("variables"))?,
    })
    .and_then(|asked| object("extensions", fields.remove("extensions")).map(|_| asked))
}

/// Reads the parameters of an address.
pub fn from_address(parameters: &str, most: usize) -> Result<Asked, TurnedAway> {
    let (mut query, mut operation_name, mut variables) = (None, None, Map::new());
    for (name, value) in form_urlencoded::parse(parameters.as_bytes()) {
        if value.contains('\u{FFFD}') {
            return Err(TurnedAway::malformed(format!(
                "the parameter {name:?} is not UTF-8"
            )));
        }
        match name.as_ref() {
            "query" => query = Some(value.into_owned()),
            "operationName" if !value.is_empty() => operation_name = Some(value.into_owned()),
            "variables" if !value.is_empty() => {
                variables = object(
                    "variables",
                    Some(json(value.as_bytes(), most, "variables")?),
                )?;
            }
            "extensions" if !value.is_empty() => {
                object(
                    "extensions",
                    Some(json(value.as_bytes(), most, "extensions")?),
                )?;
            }
            _ => {}
        }
    }
    Ok(Asked {
        query: query.ok_or_else(no_query)?,
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
    check_json(text, &limits).map_err(|refusal| TurnedAway {
        status: match refusal.code {
            Code::QueryTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            _ => StatusCode::BAD_REQUEST,
        },
        errors: vec![refusal],
        header: None,
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
        let cases: [(&[u8], &str); 10] = [
            (b"", "the body is empty"),
            (b"\xFF\xFE", "the body is not UTF-8"),
            (b"{", "the JSON text is broken"),
            (b"{\"query\" 1}", "the body is not JSON"),
            (b"[]", "the body must be one JSON object"),
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
            from_address(address, 10_000).unwrap()
        );
        assert!(from_address("variables=%7B%7D", 10_000).is_err());
        assert!(from_address("query=%FF", 10_000).is_err());
    }
}
