//! Logs, to standard error. They hold no query text, variables or positions: health questions are
//! private.

use tracing_subscriber::EnvFilter;

/// Switches logs on, as a filter such as `info` or `caregraph=debug` says.
pub fn start(filter: &str) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(filter).map_err(|problem| {
        anyhow::anyhow!("the log filter {filter:?} cannot be read: {problem}")
    })?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_target(false)
        .init();
    Ok(())
}
