//! The languages that a caller reads, as `Accept-Language` says.

use axum::http::{HeaderMap, header};

use crate::domain::locale::Locale;

/// More languages than this are not looked at.
const MOST: usize = 10;

/// The languages, the best first; empty where the caller says none, or none that we can read.
pub fn accepted(headers: &HeaderMap) -> Vec<Locale> {
    let mut found: Vec<(u16, Locale)> = headers
        .get_all(header::ACCEPT_LANGUAGE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(','))
        .take(MOST)
        .filter_map(|range| {
            let mut parts = range.split(';').map(str::trim);
            let locale = parts.next()?.parse().ok()?;
            let weight = super::media::weight(parts);
            (weight > 0).then_some((weight, locale))
        })
        .collect();
    // Of equal weights the one named first.
    found.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    found.into_iter().map(|(_, locale)| locale).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_come_in_the_order_of_their_weights() {
        let cases = [
            ("es", vec!["es"]),
            ("en;q=0.5, es-mx, *;q=0.1", vec!["es-MX", "en"]),
            ("de, en;q=0", vec!["de"]),
            ("*", vec![]),
            ("123, es", vec!["es"]),
            ("", vec![]),
        ];
        for (line, expected) in cases {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, line.parse().unwrap());
            let found = accepted(&headers);
            let found: Vec<&str> = found.iter().map(Locale::as_str).collect();
            assert_eq!(found, expected, "{line}");
        }
        assert!(accepted(&HeaderMap::new()).is_empty());
    }
}
