//! The command line: one file a command, each wiring the layers it needs.

mod arguments;
mod article;
mod demo;
mod documents;
mod explain;
mod flags;
mod import;
mod index;
mod migrate;
mod partner;
mod schema;
mod serve;

use std::io::Write as _;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::Parser as _;

use caregraph::config::{Access, Caches, Environment, MetricsListener, Server, Storage};
use caregraph::domain::clock::Clock;
use caregraph::store::address::shown;
use caregraph::store::connect::IfMissing;
use caregraph::store::{Database, migrate as steps};

use arguments::{Arguments, Command, Documents, Migrate};
use flags::ServeFlags;

/// Does what the arguments say.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    match start(arguments) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn start(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let environment = Environment::read();
    crate::telemetry::start(&environment.log_filter())?;
    let flags = arguments.storage;
    let storage = Storage::new(&environment, flags.database_url, flags.data_dir)?;
    let runtime = tokio::runtime::Runtime::new().context("the runtime cannot start")?;
    let command = match arguments.command {
        None => Command::Serve(Box::new(arguments.serve)),
        // Flags may stand before the command as well as after it.
        Some(Command::Serve(flags)) => Command::Serve(Box::new(flags.or(arguments.serve))),
        Some(_) if arguments.serve != ServeFlags::default() => {
            bail!(
                "--listen, --metrics-listen, --no-demo, quotas and the sizes of caches are for serve only"
            )
        }
        Some(command) => command,
    };
    runtime.block_on(async {
        match command {
            Command::Serve(flags) => {
                let with_demo = !flags.no_demo;
                let metrics = MetricsListener::new(&environment, flags.metrics_listen)?;
                let (server, access, caches) = flags.split();
                let server = Server::new(&environment, server)?;
                let access = Access::new(&environment, access)?;
                let caches = Caches::new(&environment, caches)?;
                serve::run(&storage, server, access, caches, metrics, with_demo).await
            }
            Command::Migrate(Migrate::Up) => migrate::up(&storage).await,
            Command::Migrate(Migrate::Status) => migrate::status(&storage).await,
            Command::Demo(flags) => demo::run(&storage, flags).await,
            Command::Import(import) => import::run(&storage, import).await,
            Command::Index(asked) => index::run(&storage, asked).await,
            Command::Schema(asked) => schema::run(asked),
            Command::Explain(asked) => explain::run(&storage, asked).await,
            Command::Partner(asked) => partner::run(&storage, asked).await,
            Command::Article(asked) => article::run(&storage, asked).await,
            Command::Documents(Documents::Publish { file }) => {
                documents::publish(&storage, &file).await
            }
        }
    })
}

/// Prints to standard output. A reader who has gone, as `head` does, is no failure of ours.
fn say(text: impl std::fmt::Display) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// The database as it is; refused where there is none.
async fn present(storage: &Storage) -> anyhow::Result<Database> {
    opened(storage, IfMissing::Refuse).await
}

/// The database, migrated; made where it is missing.
async fn prepared(storage: &Storage) -> anyhow::Result<Database> {
    let db = opened(storage, IfMissing::Create).await?;
    steps::up(&db, Clock::System.now())
        .await
        .context("the database cannot be migrated")?;
    Ok(db)
}

async fn opened(storage: &Storage, if_missing: IfMissing) -> anyhow::Result<Database> {
    let url = &storage.database_url;
    Database::open(url, if_missing)
        .await
        .with_context(|| format!("the database {} cannot be opened", shown(url)))
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use super::*;

    #[test]
    fn flags_of_serve_count_before_the_command_and_after_it() {
        let flags = |line: &str| {
            let arguments = Arguments::try_parse_from(line.split(' ')).unwrap();
            match arguments.command {
                Some(Command::Serve(flags)) => flags.or(arguments.serve),
                None => arguments.serve,
                Some(_) => panic!("another command"),
            }
        };
        for line in [
            "caregraph --no-demo --entity-cache-mb 3 serve --listen 127.0.0.1:9",
            "caregraph --listen 127.0.0.1:9 serve --no-demo --entity-cache-mb 3",
            "caregraph --listen 127.0.0.1:9 --no-demo --entity-cache-mb 3",
        ] {
            let flags = flags(line);
            assert!(flags.no_demo, "{line}");
            assert_eq!(flags.listen, Some(SocketAddr::from(([127, 0, 0, 1], 9))));
            assert_eq!(flags.caches.entity_cache_mb, Some(3), "{line}");
            assert_eq!(flags.caches.response_cache_mb, None, "{line}");
        }
    }
}
