//! Headers of our own, and those that every answer carries.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};

use sha2::{Digest, Sha256};

use super::answer::Spent;

/// The most that a caller may use a minute.
pub const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");

/// What is left of it.
pub const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");

/// Seconds until all of it is there again.
pub const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");

/// What the answer cost, in the units in which quotas count.
pub const COST: HeaderName = HeaderName::from_static("x-cost-actual");

/// Which bodies may be posted.
pub const ACCEPT_POST: HeaderName = HeaderName::from_static("accept-post");

/// Names a request.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What a page of another origin may read of an answer.
pub const EXPOSED: &str = "etag, ratelimit-limit, ratelimit-remaining, ratelimit-reset, \
     retry-after, x-cost-actual, x-request-id, x-schema-version";

/// Names the contract that the answer keeps to.
pub const SCHEMA: HeaderName = HeaderName::from_static("x-schema-version");

/// Names these bytes. Weak, since the same answer goes out in several encodings.
pub fn etag(body: &[u8]) -> HeaderValue {
    let short = short_hash(body);
    HeaderValue::from_str(&format!("W/\"{short}\""))
        .expect("hexadecimal digits and quotes are a header's characters")
}

/// The first half of the SHA-256 of these bytes, in hexadecimal.
pub fn short_hash(body: &[u8]) -> String {
    let digest = Sha256::digest(body);
    let half = digest.iter().take(16);
    half.map(|byte| format!("{byte:02x}")).collect()
}

/// Whether the caller has this answer already.
pub fn has(asked: &HeaderMap, etag: &HeaderValue) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let etag = opaque(etag.to_str().unwrap_or_default());
    asked
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .any(|tag| tag.trim() == "*" || opaque(tag) == etag)
}

/// Says what an answer cost and what is left.
pub fn spent(headers: &mut HeaderMap, spent: Spent) {
    headers.insert(COST, HeaderValue::from(spent.cost));
    if let Some(left) = spent.left {
        headers.insert(LIMIT, HeaderValue::from(left.limit));
        headers.insert(REMAINING, HeaderValue::from(left.remaining));
        headers.insert(RESET, HeaderValue::from(left.full_in));
    }
}

/// Headers that every answer carries.
pub fn manners(headers: &mut HeaderMap) {
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ] {
        headers
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
}
