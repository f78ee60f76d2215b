//! Who may do what, and how much of it.

use std::str::FromStr;

use super::environment::{Environment, InvalidSetting};
use super::list::List;
use crate::domain::caller::Tier;
use crate::domain::closed::Closed;

/// What callers may do. The defaults are on without being asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// Cost that a caller of each tier may use a minute, in the order of `Tier`; 0 is without end.
    /// `CAREGRAPH_QUOTAS`.
    pub quotas: [u64; 3],
    /// Where several gateways count together; `CAREGRAPH_REDIS_URL`.
    pub redis_url: Option<String>,
    /// Whom introspection answers; `CAREGRAPH_INTROSPECTION`.
    pub introspection: Introspection,
    /// Which documents each tier may run, in the order of `Tier`; `CAREGRAPH_DOCUMENTS`.
    pub documents: [Documents; 3],
    /// Whether keyed callers may hand in reviews of doctors; `CAREGRAPH_REVIEWS`.
    pub reviews: bool,
}

/// Whom introspection answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumString)]
#[strum(serialize_all = "lowercase")]
pub enum Introspection {
    #[default]
    Everybody,
    Keyed,
    Nobody,
}

/// Which documents a caller may run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, strum::EnumString)]
#[strum(serialize_all = "lowercase")]
pub enum Documents {
    /// Any; trusted ones are not looked for.
    Off,
    /// Any; a trusted one costs half.
    #[default]
    Preferred,
    /// Trusted ones only.
    Required,
}

/// A value for one tier: `standard=1000000`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tiered<T> {
    pub tier: Tier,
    pub value: T,
}

/// What the command line says of access.
#[derive(Clone, Debug, Default)]
pub struct AccessFlags {
    pub quotas: Option<List<Tiered<u64>>>,
    pub redis_url: Option<String>,
    pub introspection: Option<Introspection>,
    pub documents: Option<List<Tiered<Documents>>>,
    pub reviews: Option<bool>,
}

impl Access {
    pub fn new(environment: &Environment, flags: AccessFlags) -> Result<Self, InvalidSetting> {
        let mut access = Access::default();
        let quotas = environment.or(flags.quotas, "CAREGRAPH_QUOTAS")?;
        for Tiered { tier, value } in quotas.unwrap_or_default().0 {
            access.quotas[tier as usize] = value;
        }
        let documents = environment.or(flags.documents, "CAREGRAPH_DOCUMENTS")?;
        for Tiered { tier, value } in documents.unwrap_or_default().0 {
            access.documents[tier as usize] = value;
        }
        access.redis_url = environment.or(flags.redis_url, "CAREGRAPH_REDIS_URL")?;
        access.introspection = environment
            .or(flags.introspection, "CAREGRAPH_INTROSPECTION")?
            .unwrap_or_default();
        access.reviews = environment
            .or(flags.reviews, "CAREGRAPH_REVIEWS")?
            .unwrap_or_default();
        Ok(access)
    }

    /// Nobody is counted.
    pub fn without_end() -> Self {
        Access {
            quotas: [0; 3],
            ..Access::default()
        }
    }

    /// What a caller of this tier may use a minute; 0 is without end.
    pub fn quota(&self, tier: Tier) -> u64 {
        self.quotas[tier as usize]
    }

    /// Which documents a caller of this tier may run.
    pub fn documents(&self, tier: Tier) -> Documents {
        self.documents[tier as usize]
    }
}

impl Default for Access {
    fn default() -> Self {
        Access {
            quotas: [200_000, 1_000_000, 10_000_000],
            redis_url: None,
            introspection: Introspection::default(),
            documents: [Documents::default(); 3],
            reviews: false,
        }
    }
}

impl<T: FromStr> FromStr for Tiered<T>
where
    T::Err: ToString,
{
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (tier, value) = text.split_once('=').unwrap_or(("", text));
        let tier = tier.trim().to_ascii_uppercase();
        Ok(Tiered {
            tier: tier.parse().map_err(|_| {
                format!(
                    "{text:?} is not TIER=VALUE with a tier of {}",
                    Tier::spellings().to_ascii_lowercase()
                )
            })?,
            value: value
                .trim()
                .parse()
                .map_err(|problem: T::Err| format!("{text:?}: {}", problem.to_string()))?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_tier_is_set_by_its_name() {
        let flags = AccessFlags {
            quotas: Some("standard=5, partner=0".parse().unwrap()),
            documents: Some("anonymous=required".parse().unwrap()),
            ..AccessFlags::default()
        };
        let access = Access::new(&Environment::default(), flags).unwrap();
        assert_eq!(access.quotas, [200_000, 5, 0]);
        assert_eq!(access.documents(Tier::Anonymous), Documents::Required);
        assert_eq!(access.documents(Tier::Partner), Documents::Preferred);
        for bad in ["standard", "root=5", "standard=-1"] {
            assert!(bad.parse::<List<Tiered<u64>>>().is_err(), "{bad}");
        }
    }
}
