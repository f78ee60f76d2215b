//! `caregraph schema`: the public contract.

use std::process::ExitCode;

use caregraph::graphql::sdl;

pub fn run() -> anyhow::Result<ExitCode> {
    super::say(sdl().trim_end());
    Ok(ExitCode::SUCCESS)
}
