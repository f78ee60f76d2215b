//! `caregraph schema`: the public contract, printed or compared.

mod diff;
mod printed;

use std::process::ExitCode;

use super::arguments::{Schema, SchemaCommand};

pub fn run(asked: Schema) -> anyhow::Result<ExitCode> {
    match asked.command {
        None => Ok(printed::run(asked.federation)),
        Some(SchemaCommand::Diff {
            old,
            new,
            allowed_by,
        }) => diff::run(&old, &new, allowed_by.as_deref()),
    }
}
