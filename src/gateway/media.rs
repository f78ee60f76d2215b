//! Media types: what a caller sends and what it can read, as GraphQL over HTTP has it.

use axum::http::{HeaderMap, header};

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// `application/graphql-response+json`: the status tells whether the query was understood.
    GraphqlResponse,
    /// `application/json`, for clients from before that type was there.
    Json,
}

impl Media {
    pub fn content_type(self) -> &'static str {
        match self {
            Media::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Media::Json => "application/json; charset=utf-8",
        }
    }
}

/// What a caller can hear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Answer(Media),
    /// A stream of events, as a subscriber hears them.
    Events,
}

/// The form that the caller likes best; `None` when it can hear none. Plain JSON where anything
/// is as good.
pub fn accepted(headers: &HeaderMap) -> Option<Form> {
    let mut lines = headers.get_all(header::ACCEPT).iter().peekable();
    if lines.peek().is_none() {
        return Some(Form::Answer(Media::Json));
    }
    let mut best: Option<(u16, Form)> = None;
    for line in lines {
        for range in line.to_str().unwrap_or_default().split(',') {
            let mut parts = range.split(';').map(str::trim);
            let media = match parts
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase()
                .as_str()
            {
                "application/graphql-response+json" => Form::Answer(Media::GraphqlResponse),
                "application/json" | "application/*" | "*/*" => Form::Answer(Media::Json),
                "text/event-stream" => Form::Events,
                _ => continue,
            };
            let weight = weight(parts);
            // Of equal weights the one named first.
            if weight > 0 && best.is_none_or(|(held, _)| weight > held) {
                best = Some((weight, media));
            }
        }
    }
    best.map(|(_, media)| media)
}

/// The weight of a range in thousandths; 0 says "not this".
pub(super) fn weight<'a>(parameters: impl Iterator<Item = &'a str>) -> u16 {
    for parameter in parameters {
        let Some((name, value)) = parameter.split_once('=') else {
            continue;
        };
        if name.trim().eq_ignore_ascii_case("q") {
            let value: f32 = value.trim().parse().unwrap_or(0.0);
            return match value {
                value if value >= 1.0 => 1000,
                value if value > 0.0 => (1..1000)
                    .rev()
                    .find(|thousandths| f32::from(*thousandths) <= value * 1000.0)
                    .unwrap_or(1),
                _ => 0,
            };
        }
    }
    1000
}

/// Whether a body is JSON in UTF-8, by its `Content-Type`.
pub fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
    else {
        return false;
    };
    let mut parts = value.split(';').map(str::trim);
    let json = parts
        .next()
        .is_some_and(|media| media.eq_ignore_ascii_case("application/json"));
    json && parts.all(|parameter| match parameter.split_once('=') {
        Some((name, charset)) if name.trim().eq_ignore_ascii_case("charset") => charset
            .trim()
            .trim_matches('"')
            .eq_ignore_ascii_case("utf-8"),
        _ => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_that_a_caller_likes_best_is_given() {
        let json = Some(Form::Answer(Media::Json));
        let own = Some(Form::Answer(Media::GraphqlResponse));
        let cases = [
            (None, json),
            (Some("*/*"), json),
            (Some("application/json"), json),
            (Some("application/json; charset=utf-8"), json),
            (
                Some("application/graphql-response+json, application/json;q=0.9"),
                own,
            ),
            (
                Some("application/json, application/graphql-response+json;q=0.5"),
                json,
            ),
            (Some("text/html,*/*;q=0.1"), json),
            (Some("text/event-stream"), Some(Form::Events)),
            (
                Some("application/graphql-response+json, text/event-stream"),
                own,
            ),
            (
                Some("text/event-stream, multipart/mixed"),
                Some(Form::Events),
            ),
            (Some("text/html"), None),
            (Some("application/json;q=0"), None),
            (Some(""), None),
        ];
        for (accept, expected) in cases {
            let mut headers = HeaderMap::new();
            if let Some(accept) = accept {
                headers.insert(header::ACCEPT, accept.parse().unwrap());
            }
            assert_eq!(accepted(&headers), expected, "{accept:?}");
        }
    }

    #[test]
    fn only_json_in_utf_8_is_a_body() {
        let cases = [
            ("application/json", true),
            ("Application/JSON; charset=UTF-8", true),
            ("application/json; charset=\"utf-8\"", true),
            ("application/json; charset=utf-16", false),
            ("text/plain", false),
            ("application/x-www-form-urlencoded", false),
            ("application/graphql", false),
        ];
        for (content_type, expected) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, content_type.parse().unwrap());
            assert_eq!(is_json(&headers), expected, "{content_type}");
        }
        assert!(!is_json(&HeaderMap::new()));
    }
}
