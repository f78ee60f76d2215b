//! Why a page cannot be shown, said as a page.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use maud::html;

use super::frame::{Frame, Shown};
use super::reply::{Reply, file};
use super::visitor::Visitor;
use crate::gateway::refusal::TurnedAway;
use crate::graphql::document::Code;

/// Why a page cannot be shown.
pub enum Failed {
    /// There is nothing of that name.
    NotFound,
    /// The reader was turned away before anything ran.
    Away(TurnedAway),
    /// It ran, and the answer has errors: the code of the first.
    Flawed(Code),
    /// The answer is not what the document asks for: a fault of ours.
    Unread,
}

impl From<TurnedAway> for Failed {
    fn from(away: TurnedAway) -> Self {
        Failed::Away(away)
    }
}

impl Failed {
    /// A key that is not good is the reader's to mend; a document of ours that is refused is not.
    fn status(&self) -> StatusCode {
        let code = match self {
            Failed::NotFound => return StatusCode::NOT_FOUND,
            Failed::Away(away) => away.code(),
            Failed::Flawed(code) => *code,
            Failed::Unread => Code::Internal,
        };
        match code {
            Code::Unauthenticated => StatusCode::UNAUTHORIZED,
            Code::Forbidden => StatusCode::FORBIDDEN,
            Code::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            Code::Unavailable | Code::Overloaded => StatusCode::SERVICE_UNAVAILABLE,
            Code::Timeout => StatusCode::GATEWAY_TIMEOUT,
            Code::NotFound => StatusCode::NOT_FOUND,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Whether the reader named a place that is none.
    pub fn is_of_the_input(&self) -> bool {
        matches!(self, Failed::Flawed(Code::BadUserInput | Code::NotFound))
            || matches!(self, Failed::Away(away) if away.code() == Code::BadUserInput)
    }

    /// The page that says so.
    pub fn page(self, visitor: &Visitor) -> Response<Body> {
        let status = self.status();
        let texts = visitor.language.texts();
        let said = match status {
            StatusCode::NOT_FOUND => &texts.not_found,
            StatusCode::TOO_MANY_REQUESTS => &texts.too_many,
            StatusCode::SERVICE_UNAVAILABLE | StatusCode::GATEWAY_TIMEOUT => &texts.busy,
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => &texts.bad_key,
            _ => &texts.broken,
        };
        let shown = Shown {
            title: said.title,
            hidden: true,
            ..Shown::default()
        };
        let body = Frame::of(visitor).page(
            &shown,
            html! {
                article.prose.alone {
                    h1 { (said.title) }
                    p { (said.text) }
                    p { a.button href=(visitor.language.at("/")) { (texts.to_finder) } }
                    @if status != StatusCode::NOT_FOUND {
                        p.muted.small { (texts.request_id) " " code { (visitor.id.as_str()) } }
                    }
                }
            },
        );
        let reply = Reply {
            status,
            ..Reply::page(visitor.language, body, true)
        };
        let mut response = reply.to(&visitor.headers);
        match self {
            Failed::Away(away) => response.headers_mut().extend(away.headers),
            _ if status == StatusCode::SERVICE_UNAVAILABLE => {
                let soon = HeaderValue::from_static("1");
                response.headers_mut().insert(header::RETRY_AFTER, soon);
            }
            _ => {}
        }
        response
    }
}

/// Any path that leads nowhere.
pub async fn nothing_here() -> Response<Body> {
    let mut response = file(
        "there is nothing here: the graph is at /graphql\n",
        "text/plain; charset=utf-8",
        "no-store",
    );
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
