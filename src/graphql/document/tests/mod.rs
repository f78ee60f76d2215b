//! The guard as a whole: text and variables in, a request or refusals out.

mod hostile;
mod passage;
mod values;

use async_graphql::{Schema, ValidationMode};
use serde_json::{Map, Value as Json};

use super::fixture;
use super::*;

type Serving = Schema<fixture::Query, fixture::Mutation, fixture::Changes>;

fn serving() -> Serving {
    fixture::builder()
        .validation_mode(ValidationMode::Fast)
        .finish()
}

fn object(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(map) => map,
        other => panic!("variables are an object, not {other}"),
    }
}

async fn refusal(guard: &Guard, text: &str, variables: Json) -> (Code, String) {
    let refused = guard
        .admit(text, None, object(variables))
        .await
        .unwrap_err();
    let first = &refused.refusals()[0];
    (first.code, first.message.clone())
}

async fn answer(guard: &Guard, text: &str, variables: Json) -> Json {
    let admitted = guard.admit(text, None, object(variables)).await;
    let request = admitted
        .unwrap_or_else(|refused| panic!("{text}: {refused:?}"))
        .into_request();
    let response = serving().execute(request).await;
    assert_eq!(response.errors, Vec::new(), "{text}");
    response.data.into_json().unwrap()
}
