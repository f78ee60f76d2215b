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
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// The fault lies in the query, and not in the request that carries it.
    of_query: bool,
}

impl TurnedAway {
    pub fn new(status: StatusCode, code: Code, message: impl Into<String>) -> Self {
        TurnedAway {
            status,
            errors: vec![Refusal::new(code, message)],
            headers: Vec::new(),
            of_query: false,
        }
    }

    /// A request that is not the form it must have.
    pub fn malformed(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Code::BadUserInput, message)
    }

    #[must_use]
    pub fn with(mut self, name: HeaderName, value: &'static str) -> Self {
        self.headers.push((name, HeaderValue::from_static(value)));
        self
    }

    #[must_use]
    pub fn with_number(mut self, name: HeaderName, value: u64) -> Self {
        self.headers.push((name, HeaderValue::from(value)));
        self
    }

    /// The code that stands for all of it.
    pub fn code(&self) -> Code {
        self.errors
            .first()
            .map_or(Code::Internal, |first| first.code)
    }

    /// The first of what is wrong.
    pub fn message(&self) -> &str {
        self.errors
            .first()
            .map_or("", |first| first.message.as_str())
    }

    /// The errors as an answer carries them.
    pub fn errors(&self, id: &RequestId) -> Vec<ServerError> {
        let errors = self.errors.iter().cloned().map(ServerError::from);
        errors.map(|error| named(error, id)).collect()
    }

    /// The answer's text, without data.
    pub fn body(&self, id: &RequestId) -> String {
        // Written by hand as a list, so that each error begins with its message.
        let errors = serde_json::to_string(&self.errors(id)).unwrap_or_else(|_| "[]".to_owned());
        format!("{{\"errors\":{errors}}}")
    }

    /// The answer, without data.
    pub fn respond(self, media: Media, id: &RequestId) -> Response<Body> {
        let mut response = Response::new(Body::from(self.body(id)));
        *response.status_mut() = match media {
            // A client that takes only `application/json` may see any other status than 200 as a
            // failed connection, so faults of its query are told with 200 there; what an attacker
            // sends is not.
            Media::Json if self.of_query => StatusCode::OK,
            _ => self.status,
        };
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static(media.content_type()),
        );
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.extend(self.headers);
        response
    }
}

/// A document or variables that were refused before anything ran.
impl From<&Refused> for TurnedAway {
    fn from(refused: &Refused) -> Self {
        let code = refused.code();
        let away = TurnedAway {
            status: match code {
                Code::Internal => StatusCode::INTERNAL_SERVER_ERROR,
                Code::Unauthenticated => StatusCode::UNAUTHORIZED,
                Code::Forbidden => StatusCode::FORBIDDEN,
                _ => StatusCode::BAD_REQUEST,
            },
            errors: refused.refusals().to_vec(),
            headers: Vec::new(),
            of_query: matches!(
                code,
                Code::GraphqlParseFailed | Code::GraphqlValidationFailed | Code::BadUserInput
            ),
        };
        match code {
            Code::Unauthenticated => away.with(header::WWW_AUTHENTICATE, "Bearer"),
            _ => away,
        }
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
