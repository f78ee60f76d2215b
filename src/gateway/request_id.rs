//! A name for each request, in the answer and in the logs, so that the two can be brought together.

use std::hash::{BuildHasher, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::http::{HeaderMap, HeaderValue};

use super::headers::REQUEST_ID;

/// The longest name that is taken over from a caller.
const LONGEST: usize = 64;

/// The name of a request.
#[derive(Clone, Debug)]
pub struct RequestId(HeaderValue);

/// For a request that nobody named, as where a handler is called past the router.
impl Default for RequestId {
    fn default() -> Self {
        RequestId::fresh()
    }
}

impl RequestId {
    /// The name that a proxy in front has given the request, or a fresh one.
    pub fn of(headers: &HeaderMap) -> Self {
        headers
            .get(REQUEST_ID)
            .filter(|given| given.to_str().is_ok_and(is_plain))
            .map_or_else(RequestId::fresh, |given| RequestId(given.clone()))
    }

    /// Names the request in its answer.
    pub fn tell(self, headers: &mut HeaderMap) {
        headers.insert(REQUEST_ID, self.0);
    }

    /// One that nobody has had and nobody can guess: 128 bits of the standard library's keyed hash
    /// of a counter. Random bytes would cost every request a call of the system.
    fn fresh() -> Self {
        static KEYS: LazyLock<RandomState> = LazyLock::new(RandomState::new);
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let half = |which: u8| KEYS.hash_one((number, which));
        let name = format!("{:016x}{:016x}", half(0), half(1));
        RequestId(
            HeaderValue::try_from(name).expect("hexadecimal digits are a header's characters"),
        )
    }

    pub fn as_str(&self) -> &str {
        self.0.to_str().unwrap_or_default()
    }
}

fn is_plain(given: &str) -> bool {
    !given.is_empty()
        && given.len() <= LONGEST
        && given
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_requests_have_one_name() {
        let names: HashSet<String> = (0..10_000)
            .map(|_| RequestId::fresh().as_str().to_owned())
            .collect();
        assert_eq!(names.len(), 10_000);
        assert!(names.iter().all(|name| name.len() == 32 && is_plain(name)));
    }
}
