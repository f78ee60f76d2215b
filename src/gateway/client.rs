//! Which program asks, as it says itself: for logs, and for nothing that decides.

use axum::http::HeaderMap;

/// The longest name or version that is taken.
const LONGEST: usize = 64;

/// A program's name and version, empty where it says none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Client {
    pub name: String,
    pub version: String,
}

impl Client {
    /// By `x-client-name` and `x-client-version`, or the names that Apollo's clients use.
    pub fn of(headers: &HeaderMap) -> Self {
        let said = |names: [&str; 2]| {
            let said = names.iter().find_map(|name| headers.get(*name))?;
            said.to_str().ok().filter(|said| is_plain(said))
        };
        let name = said(["x-client-name", "apollographql-client-name"]);
        let version = said(["x-client-version", "apollographql-client-version"]);
        Client {
            name: name.unwrap_or_default().to_owned(),
            version: version.unwrap_or_default().to_owned(),
        }
    }
}

/// Whether it may stand in a log: nobody writes lines of theirs there.
fn is_plain(said: &str) -> bool {
    said.len() <= LONGEST
        && said
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b" -_./@+".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_named_by_itself_if_it_is_plain() {
        let of = |pairs: &[(&'static str, &str)]| {
            let headers = pairs.iter().map(|(name, value)| {
                let name = axum::http::HeaderName::from_static(name);
                (name, value.parse().unwrap())
            });
            let client = Client::of(&headers.collect());
            (client.name, client.version)
        };
        let named = |name: &str, version: &str| (name.to_owned(), version.to_owned());
        assert_eq!(
            of(&[("x-client-name", "finder"), ("x-client-version", "1.2.3")]),
            named("finder", "1.2.3")
        );
        assert_eq!(
            of(&[("apollographql-client-name", "web/app")]),
            named("web/app", "")
        );
        assert_eq!(of(&[("x-client-name", "a\tb=c")]), named("", ""));
        assert_eq!(of(&[("x-client-name", &"x".repeat(65))]), named("", ""));
    }
}
