//! Who sends a request, and what they may do.

use std::fmt;
use std::sync::Arc;

use strum::{EnumString, IntoStaticStr, VariantArray};

use super::closed::Closed;

/// What a key may do beyond reading what everybody reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
pub enum Scope {
    /// Writes drafts of articles, their translations and the glossary.
    #[strum(serialize = "content:write")]
    ContentWrite,
    /// Reviews articles.
    #[strum(serialize = "content:review")]
    ContentReview,
    /// Publishes and archives articles.
    #[strum(serialize = "content:publish")]
    ContentPublish,
    /// Writes doctors, clinics, roles and offerings, and brings doubled doctors together.
    #[strum(serialize = "directory:write")]
    DirectoryWrite,
    /// Hands in reviews of doctors.
    #[strum(serialize = "reviews:write")]
    ReviewsWrite,
    /// Accepts and rejects reviews of doctors.
    #[strum(serialize = "reviews:moderate")]
    ReviewsModerate,
    /// Settles problems that were reported.
    #[strum(serialize = "reports:resolve")]
    ReportsResolve,
}

/// A set of scopes.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Scopes(u16);

/// How much a caller may use: each tier has a quota of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum Tier {
    /// Without a key.
    Anonymous,
    /// With a key.
    Standard,
    /// With a key of a partner who asks for more.
    Partner,
}

/// Who sends a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// Nobody in particular.
    Anonymous,
    /// The holder of a partner's key.
    Key {
        /// The row of the partner.
        partner: i64,
        /// The partner's name.
        name: Arc<str>,
        /// The row of the key.
        key: i64,
        /// The part of the key that may be shown.
        prefix: Arc<str>,
    },
}

/// A caller, known by the time that a query runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    pub who: Who,
    pub tier: Tier,
    pub scopes: Scopes,
}

impl Caller {
    pub fn anonymous() -> Self {
        Caller {
            who: Who::Anonymous,
            tier: Tier::Anonymous,
            scopes: Scopes::default(),
        }
    }

    pub fn is_anonymous(&self) -> bool {
        self.who == Who::Anonymous
    }

    pub fn may(&self, scope: Scope) -> bool {
        self.scopes.has(scope)
    }
}

impl Scopes {
    pub fn has(self, scope: Scope) -> bool {
        self.0 & (1 << scope as u16) != 0
    }

    /// In the order in which scopes are declared.
    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::VARIANTS
            .iter()
            .copied()
            .filter(move |scope| self.has(*scope))
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Scopes(
            scopes
                .into_iter()
                .fold(0, |all, scope| all | 1 << scope as u16),
        )
    }
}

/// Scopes as people and the database write them: by name, with spaces between.
impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.iter().map(Closed::spelling).collect();
        f.write_str(&names.join(" "))
    }
}

impl fmt::Debug for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{self}]")
    }
}

/// A word that is no scope.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no scope: there are {all}", all = Scope::spellings())]
pub struct UnknownScope(pub String);

impl std::str::FromStr for Scopes {
    type Err = UnknownScope;

    /// Names with spaces or commas between.
    fn from_str(text: &str) -> Result<Self, UnknownScope> {
        text.split([' ', ','])
            .filter(|word| !word.is_empty())
            .map(|word| word.parse().map_err(|_| UnknownScope(word.to_owned())))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_read_as_they_are_written() {
        let scopes: Scopes = "reports:resolve,content:write".parse().unwrap();
        assert_eq!(scopes.to_string(), "content:write reports:resolve");
        assert_eq!(scopes.to_string().parse(), Ok(scopes));
        assert!(scopes.has(Scope::ContentWrite) && !scopes.has(Scope::ContentPublish));
        assert_eq!("".parse(), Ok(Scopes::default()));
        let unknown = "content:write root".parse::<Scopes>().unwrap_err();
        assert!(unknown.to_string().contains("\"root\" is no scope"));
        assert!(unknown.to_string().contains("directory:write"));
    }
}
