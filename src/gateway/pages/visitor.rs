//! Who reads a page: what the address and the headers say of them.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;

use super::language::Language;
use crate::gateway::address::Peer;
use crate::gateway::languages;
use crate::gateway::origin;
use crate::gateway::request_id::RequestId;
use crate::gateway::state::Gateway;

/// A value of the address that is longer than this is none of ours.
const LONGEST: usize = 200;

/// A reader of a page.
pub struct Visitor {
    pub gateway: Arc<Gateway>,
    pub headers: HeaderMap,
    pub peer: Option<Peer>,
    pub id: RequestId,
    pub language: Language,
    /// Scheme and host, where they are known.
    pub origin: Option<String>,
    parameters: Vec<(String, String)>,
}

impl Visitor {
    /// The value of a parameter of the address, without spaces around it; `None` where it is empty
    /// or too long to be meant.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        let (_, value) = self.parameters.iter().find(|(known, _)| known == name)?;
        let value = value.trim();
        (!value.is_empty() && value.len() <= LONGEST).then_some(value)
    }
}

impl FromRequestParts<Arc<Gateway>> for Visitor {
    type Rejection = Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        gateway: &Arc<Gateway>,
    ) -> Result<Self, Infallible> {
        let query = parts.uri.query().unwrap_or_default();
        let parameters: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes())
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect();
        let asked = parameters.iter().find(|(name, _)| name == "lang");
        let accepted = languages::accepted(&parts.headers);
        let peer = parts.extensions.get::<Peer>().copied();
        let id = parts.extensions.get::<RequestId>().cloned();
        Ok(Visitor {
            language: Language::choose(asked.map(|(_, tag)| tag.as_str()), &accepted),
            origin: origin::of(&gateway.settings, peer, &parts.headers),
            gateway: Arc::clone(gateway),
            headers: parts.headers.clone(),
            peer,
            id: id.unwrap_or_default(),
            parameters,
        })
    }
}
