//! The contract on standard output.

use std::process::ExitCode;

use caregraph::graphql::{federation_sdl, sdl};

use crate::cli::say;

pub fn run(federation: bool) -> ExitCode {
    match federation {
        true => say(federation_sdl().trim_end()),
        false => say(sdl().trim_end()),
    }
    ExitCode::SUCCESS
}
