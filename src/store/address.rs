//! Where a database is, and how to say so without its password.

use std::path::PathBuf;
use std::str::FromStr;

use sea_orm::sqlx::postgres::PgConnectOptions;

use super::error::StoreError;

/// An address that this build can open.
pub(super) enum Address {
    Sqlite(PathBuf),
    /// Boxed: it is many times the size of a path.
    Postgres(Box<PgConnectOptions>),
}

impl FromStr for Address {
    type Err = StoreError;

    fn from_str(url: &str) -> Result<Self, StoreError> {
        if is_postgres(url) {
            let options = url.parse().map_err(|_| unsupported(url))?;
            return Ok(Address::Postgres(Box::new(options)));
        }
        url.strip_prefix("sqlite://")
            .or_else(|| url.strip_prefix("sqlite:"))
            .filter(|path| !path.is_empty() && !path.contains(['?', '\0']))
            .map(|path| Address::Sqlite(PathBuf::from(path)))
            .ok_or_else(|| unsupported(url))
    }
}

/// The address as it may be told and logged.
///
/// Nothing is cut out of a text that may hold a password: what cannot be read as an address may
/// hold one anywhere, and of that only the scheme is shown.
pub fn shown(url: &str) -> String {
    if url.starts_with("sqlite:") {
        return url.to_owned();
    }
    if is_postgres(url)
        && let Ok(options) = url.parse::<PgConnectOptions>()
    {
        return shown_postgres(&options);
    }
    match url.split_once("://") {
        Some((scheme, _)) if scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
            format!("{scheme}://...")
        }
        _ if url.contains(['@', '=', ':']) => "...".to_owned(),
        _ => url.to_owned(),
    }
}

pub(super) fn shown_postgres(options: &PgConnectOptions) -> String {
    let host = options.get_socket().map_or_else(
        || options.get_host().to_owned(),
        |socket| socket.display().to_string(),
    );
    let user = options.get_username();
    let database = options.get_database().unwrap_or(user);
    format!("postgres://{user}@{host}:{}/{database}", options.get_port())
}

fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

fn unsupported(url: &str) -> StoreError {
    StoreError::Unsupported(shown(url))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_is_shown_with_its_password() {
        let cases = [
            ("sqlite:some@where/x=1.db", "sqlite:some@where/x=1.db"),
            (
                "postgres://anna:s3cret@db.example.org:6000/care?sslmode=disable",
                "postgres://anna@db.example.org:6000/care",
            ),
            (
                "postgresql://anna@db.example.org:5432/care?password=s3cret@x",
                "postgres://anna@db.example.org:5432/care",
            ),
            (
                "postgres://anna:s3cret@%2Frun%2Fpg:5432/care",
                "postgres://anna@/run/pg:5432/care",
            ),
            ("postgres://anna:s3cret@[bad/care", "postgres://..."),
            ("postgres://anna:s3cret@host:port/care", "postgres://..."),
            ("mysql://anna:s3cret@host/care", "mysql://..."),
            ("anna:s3cret@host/care", "..."),
            ("postgres:anna:s3cret@host/care", "..."),
            ("caregraph.db", "caregraph.db"),
        ];
        for (url, expected) in cases {
            assert_eq!(shown(url), expected);
        }
    }

    #[test]
    fn only_addresses_of_the_two_engines_are_read() {
        for url in [
            "sqlite:x.db",
            "sqlite:///x.db",
            "postgres://h/d",
            "postgresql://u:p@h/d",
        ] {
            assert!(url.parse::<Address>().is_ok(), "{url}");
        }
        for url in [
            "",
            "x.db",
            "sqlite:",
            "sqlite:x?mode=ro",
            "mysql://h/d",
            "postgres:h/d",
        ] {
            let refused = url.parse::<Address>().map(drop).unwrap_err();
            assert!(matches!(refused, StoreError::Unsupported(_)), "{url}");
        }
    }
}
