//! A request that never became an answer: its status, and an error in the form of GraphQL.

use async_graphql::{ErrorExtensionValues, Pos, ServerError};
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};

use super::media::Media;
use super::request_id::RequestId;
use crate::graphql::document::{Code, Refusal, Refused};

/// Why a request was turned away at the door.
#[derive(Debug)]
pub struct TurnedAway {
    pub status: StatusCode,
    pub errors: Vec<Refusal>,
    pub header: Option<(HeaderName, &'static str)>,
}

impl TurnedAway {
    pub fn new(status: StatusCode, code: Code, message: impl Into<String>) -> Self {
        TurnedAway {
            status,
            errors: vec![Refusal::new(code, message)],
            header: None,
        }
    }

    /// A request that is not the form it must have.
    pub fn malformed(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Code::BadUserInput, message)
    }

    #[must_use]
    pub fn with(mut self, name: HeaderName, value: &'static str) -> Self {
        self.header = Some((name, value));
        self
    }

    /// A document or variables that were refused before anything ran.
    ///
    /// A client that takes only `application/json` may see any other status than 200 as a failed
    /// connection, so faults of its query are told with 200 there; what an attacker sends is not.
    pub fn refused(refused: &Refused, media: Media) -> Self {
        let status = match refused.code() {
            Code::GraphqlParseFailed | Code::GraphqlValidationFailed | Code::BadUserInput
                if media == Media::Json =>
            {
                StatusCode::OK
            }
            Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::BAD_REQUEST,
        };
        TurnedAway {
            status,
            errors: refused.refusals().to_vec(),
            header: None,
        }
    }

    /// The answer, without data.
    pub fn respond(self, media: Media, id: &RequestId) -> Response<Body> {
        let errors: Vec<ServerError> = self
            .errors
            .into_iter()
            .map(ServerError::from)
            .map(|error| named(error, id))
            .collect();
        // Written by hand as a list, so that each error begins with its message.
        let errors = serde_json::to_string(&errors).unwrap_or_else(|_| "[]".to_owned());
        let body = format!("{{\"errors\":{errors}}}");
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static(media.content_type()),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some((name, value)) = self.header {
            headers.insert(name, HeaderValue::from_static(value));
        }
        response
    }
}

/// The error with the request's id, and with a code if it has none.
pub fn named(mut error: ServerError, id: &RequestId) -> ServerError {
    let mut extensions = error.extensions.take().unwrap_or_else(|| {
        // Arguments were checked before anything ran, so this is a fault of ours: the library's
        // own words stay in the log.
        tracing::error!(message = error.message, "an error without a code");
        error.message = "something went wrong on our side".to_owned();
        let mut extensions = ErrorExtensionValues::default();
        extensions.set("code", Code::Internal.as_str());
        extensions
    });
    extensions.set("requestId", id.as_str());
    error.extensions = Some(extensions);
    error.locations.retain(|at| *at != Pos::default());
    error
}
