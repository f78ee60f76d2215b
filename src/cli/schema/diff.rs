//! `caregraph schema diff`: whether clients of one contract live with another.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;

use caregraph::graphql::evolution::{Allowed, Difference, Weight, differences};

use crate::cli::say;

pub fn run(old: &Path, new: &Path, allowed_by: Option<&Path>) -> anyhow::Result<ExitCode> {
    let allowed = match allowed_by {
        Some(changelog) => Allowed::by(&read(changelog)?),
        None => Allowed::default(),
    };
    let (before, after) = (read(old)?, read(new)?);
    let found = differences(&before, &after)
        .with_context(|| format!("{} and {} cannot be compared", old.display(), new.display()))?;
    if found.is_empty() {
        say("the contracts are the same");
    }
    let mut refused = 0_usize;
    for difference in &found {
        let Difference { weight, at, what } = difference;
        let breaks = *weight == Weight::Breaking;
        let named = breaks && allowed.names(at);
        refused += usize::from(breaks && !named);
        let remark = if named { " (named as removed)" } else { "" };
        say(format_args!("{weight:<9}  {at}: {what}{remark}"));
    }
    Ok(match refused {
        0 => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    })
}

fn read(file: &Path) -> anyhow::Result<String> {
    fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))
}
