//! The `caregraph` binary: reads the arguments and calls one file of `cli/`.

mod cli;
mod telemetry;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
