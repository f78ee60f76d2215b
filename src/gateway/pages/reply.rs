//! How pages and files are sent: media types, caches, and what a page may load.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use maud::Markup;

use super::language::Language;
use crate::gateway::headers::{etag, has};

/// What a page may load: files of ours, and nothing from elsewhere.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; \
    form-action 'self'; frame-ancestors 'none'";

/// What it says of pictures.
const PICTURES: &str = "img-src 'self' data:";

/// The same for the playground, whose editor writes styles as it goes and works in the background.
const POLICY_OF_EDITOR: &str = "default-src 'none'; script-src 'self'; \
    style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; \
    connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'";

/// Says to search engines what the page's own `meta` says.
const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");

/// Files whose names change with their content.
pub const FOR_A_YEAR: &str = "public, max-age=31536000, immutable";

/// What may be kept and is asked for again each time.
pub const ASK_AGAIN: &str = "no-cache";

/// A page as it goes out.
pub struct Reply {
    pub status: StatusCode,
    pub language: Language,
    pub body: String,
    /// Search engines are to leave it out.
    pub hidden: bool,
    pub needs: Needs,
}

/// What a page must be allowed beyond what every page is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Needs {
    #[default]
    Nothing,
    /// It holds an editor.
    Editor,
    /// Pictures of this host.
    PicturesOf(String),
}

impl Needs {
    fn policy(&self) -> HeaderValue {
        match self {
            Needs::Nothing => HeaderValue::from_static(POLICY),
            Needs::Editor => HeaderValue::from_static(POLICY_OF_EDITOR),
            Needs::PicturesOf(host) => {
                let opened = POLICY.replace(PICTURES, &format!("{PICTURES} {host}"));
                // A host that no header can hold is not opened.
                opened.parse().unwrap_or(HeaderValue::from_static(POLICY))
            }
        }
    }
}

impl Reply {
    /// A page that was found.
    pub fn page(language: Language, body: Markup, hidden: bool) -> Self {
        Reply {
            status: StatusCode::OK,
            language,
            body: body.into_string(),
            hidden,
            needs: Needs::Nothing,
        }
    }

    /// The answer to a request with these headers: without a body where the reader has it already.
    pub fn to(self, asked: &HeaderMap) -> Response<Body> {
        let etag = etag(self.body.as_bytes());
        let is_found = self.status == StatusCode::OK;
        let is_known = is_found && has(asked, &etag);
        let mut response = match is_known {
            true => Response::new(Body::empty()),
            false => file(self.body, "text/html; charset=utf-8", ASK_AGAIN),
        };
        *response.status_mut() = match is_known {
            true => StatusCode::NOT_MODIFIED,
            false => self.status,
        };
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_SECURITY_POLICY, self.needs.policy());
        headers.insert(
            header::CONTENT_LANGUAGE,
            HeaderValue::from_static(self.language.tag()),
        );
        headers.insert(header::VARY, HeaderValue::from_static("accept-language"));
        match is_found {
            true => headers.insert(header::ETAG, etag),
            false => headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        };
        if self.hidden {
            headers.insert(ROBOTS, HeaderValue::from_static("noindex"));
        }
        response
    }
}

/// A file as it is.
pub fn file(
    body: impl Into<Body>,
    content_type: &'static str,
    cache: &'static str,
) -> Response<Body> {
    let mut response = Response::new(body.into());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_of_one_host_are_opened_and_nothing_else() {
        let needs = Needs::PicturesOf("https://tiles.example.org".to_owned());
        let opened = needs.policy();
        let opened = opened.to_str().unwrap();
        assert!(
            opened.contains("img-src 'self' data: https://tiles.example.org; font-src"),
            "{opened}"
        );
        assert_eq!(opened.replace(" https://tiles.example.org", ""), POLICY);
    }
}
