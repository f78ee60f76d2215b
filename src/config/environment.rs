//! The environment's `CAREGRAPH_*` variables.

use std::collections::HashMap;
use std::str::FromStr;

/// What the environment says, read once.
#[derive(Debug, Default)]
pub struct Environment(HashMap<String, String>);

/// A variable whose value cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the environment variable {name} cannot be used: {problem}")]
pub struct InvalidSetting {
    name: String,
    problem: String,
}

impl InvalidSetting {
    /// A variable that another setting needs.
    pub(super) fn missing(name: &str, problem: &str) -> Self {
        InvalidSetting {
            name: name.to_owned(),
            problem: problem.to_owned(),
        }
    }
}

impl Environment {
    /// Every variable that begins with `CAREGRAPH_`.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the environment"
    )]
    pub fn read() -> Self {
        Environment(
            std::env::vars()
                .filter(|(name, _)| name.starts_with("CAREGRAPH_"))
                .collect(),
        )
    }

    /// What is logged: `CAREGRAPH_LOG`, or our own words and the warnings of others.
    pub fn log_filter(&self) -> String {
        self.0
            .get("CAREGRAPH_LOG")
            .cloned()
            .unwrap_or_else(|| "warn,caregraph=info".to_owned())
    }

    /// The flag if it was given, else the variable, else nothing.
    pub(super) fn or<T: FromStr>(
        &self,
        flag: Option<T>,
        name: &str,
    ) -> Result<Option<T>, InvalidSetting>
    where
        T::Err: ToString,
    {
        if flag.is_some() {
            return Ok(flag);
        }
        let Some(text) = self.0.get(name).filter(|text| !text.is_empty()) else {
            return Ok(None);
        };
        text.parse()
            .map(Some)
            .map_err(|problem: T::Err| InvalidSetting {
                name: name.to_owned(),
                problem: problem.to_string(),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_wins_over_a_variable_and_a_bad_variable_is_named() {
        let environment = Environment(HashMap::from([
            ("CAREGRAPH_SIZE".to_owned(), "7".to_owned()),
            ("CAREGRAPH_BAD".to_owned(), "seven".to_owned()),
        ]));
        let size = |flag| environment.or::<u32>(flag, "CAREGRAPH_SIZE").unwrap();
        assert_eq!(size(Some(3)), Some(3));
        assert_eq!(size(None), Some(7));
        assert_eq!(environment.or::<u32>(None, "CAREGRAPH_NONE").unwrap(), None);
        let problem = environment.or::<u32>(None, "CAREGRAPH_BAD").unwrap_err();
        assert!(problem.to_string().contains("CAREGRAPH_BAD"));
    }
}
