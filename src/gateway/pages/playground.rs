//! `GET /playground`: the query editor.

use axum::body::Body;
use axum::http::{Response, StatusCode};

use super::asset;
use super::home::not_built;
use super::reply::{Needs, Reply};
use super::visitor::Visitor;

/// The query editor, where it was built.
pub async fn playground(visitor: Visitor) -> Response<Body> {
    let Some(body) = asset::built("playground.html") else {
        return not_built(&visitor, "/playground");
    };
    let reply = Reply {
        status: StatusCode::OK,
        language: visitor.language,
        body,
        hidden: false,
        needs: Needs::Editor,
    };
    reply.to(&visitor.headers)
}
