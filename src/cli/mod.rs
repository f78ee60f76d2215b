//! The command line: one file a command, each wiring the layers it needs.

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
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::{Args, Parser, Subcommand};

use caregraph::config::{Access, Caches, Environment, MetricsListener, Server, Storage};
use caregraph::domain::clock::Clock;
use caregraph::store::address::shown;
use caregraph::store::connect::IfMissing;
use caregraph::store::{Database, migrate as steps};

use flags::ServeFlags;

/// An open care directory and patient-education graph behind one GraphQL endpoint.
///
/// Every flag has a twin in the environment: --database-url is CAREGRAPH_DATABASE_URL.
#[derive(Parser)]
#[command(name = "caregraph", version)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    storage: StorageFlags,
    #[command(flatten)]
    serve: ServeFlags,
}

#[derive(Args)]
struct StorageFlags {
    /// The database: sqlite:PATH or postgres://USER@HOST/NAME [default: sqlite://caregraph.db]
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
    /// The folder of the search index, which is rebuilt from the database when it is gone
    /// [default: data]
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: Option<PathBuf>,
}

#[derive(Subcommand)]
enum Command {
    /// Migrates, loads the demonstration into an empty database, and serves (the default)
    Serve(Box<ServeFlags>),
    /// Brings the database to the shape of this release, or tells where it stands
    #[command(subcommand)]
    Migrate(Migrate),
    /// Loads the demonstration: invented doctors and clinics over real places
    Demo(Demo),
    /// Reads files of a source into the database
    #[command(subcommand)]
    Import(Import),
    /// Prints the public contract, or compares two of them
    Schema(Schema),
    /// Looks after the search index
    #[command(subcommand)]
    Index(Index),
    /// Runs a query, and tells which statements it cost, level by level
    Explain(Explain),
    /// Looks after partners and their keys
    #[command(subcommand)]
    Partner(Partner),
    /// Publishes queries that callers may name by a key in place of sending them
    #[command(subcommand)]
    Documents(Documents),
    /// Looks after articles in files: checks, keeps, publishes them
    #[command(subcommand)]
    Article(Article),
}

#[derive(Args)]
struct Demo {
    /// How many further doctors to invent, in towns that lie in no country
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u64).range(..=9_999_999))]
    doctors: u64,
    /// The same seed invents the same doctors
    #[arg(long, value_name = "S", default_value_t = 7)]
    seed: u64,
    /// In towns of all sizes, of which the largest has one doctor in thirteen, instead of equal ones
    #[arg(long)]
    uneven: bool,
}

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
struct Schema {
    /// With its keys, as a router of Apollo Federation reads it
    #[arg(long)]
    federation: bool,
    #[command(subcommand)]
    command: Option<SchemaCommand>,
}

#[derive(Subcommand)]
enum SchemaCommand {
    /// Tells how NEW differs from OLD, and fails where a client of OLD would
    Diff {
        /// A contract in SDL
        #[arg(value_name = "OLD")]
        old: PathBuf,
        /// What came of it
        #[arg(value_name = "NEW")]
        new: PathBuf,
        /// Lets pass what the newest Removed section of this changelog names, as Type.field
        #[arg(long, value_name = "FILE")]
        allowed_by: Option<PathBuf>,
    },
}

#[derive(Args)]
struct Explain {
    /// The query, or the path of a file that holds it after an @
    #[arg(value_name = "QUERY")]
    query: String,
    /// Its variables, as a JSON object
    #[arg(long, value_name = "JSON", default_value = "{}")]
    variables: String,
    /// Which of its operations to run, where there are several
    #[arg(long, value_name = "NAME")]
    operation_name: Option<String>,
}

#[derive(Subcommand)]
enum Partner {
    /// Adds a partner, and shows the first key, this once
    Add {
        name: String,
        /// How much they may use: standard or partner
        #[arg(long, default_value = "standard")]
        tier: String,
        #[command(flatten)]
        grant: Grant,
    },
    /// Lists partners and their keys
    List,
    /// Gives a partner another key, and ends the old ones after a while
    Rotate {
        name: String,
        /// How many hours the old keys go on
        #[arg(long, value_name = "N", default_value_t = 24)]
        keep_old_hours: u32,
        #[command(flatten)]
        grant: Grant,
    },
    /// Ends a key at once
    Revoke {
        /// The part of the key that is listed
        prefix: String,
    },
    /// Tells what a partner used, day by day
    Usage {
        name: String,
        #[arg(long, value_name = "N", default_value_t = 30)]
        days: u32,
    },
}

#[derive(Args)]
struct Grant {
    /// What the key may do, with commas between: content:write, directory:write, …
    /// [default: nothing but read; on rotation what the newest key may do]
    #[arg(long, value_name = "SCOPES")]
    scopes: Option<String>,
    /// Web origins whose pages may use the key, with commas between [default: any]
    #[arg(long, value_name = "ORIGINS")]
    origins: Option<String>,
    /// In how many days the key ends [default: never]
    #[arg(long, value_name = "N")]
    days: Option<u32>,
}

#[derive(Subcommand)]
enum Documents {
    /// Reads a JSON file of keys and queries, as code generators write it, and publishes them
    Publish {
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

#[derive(Subcommand)]
enum Article {
    /// Tells all that stands in the way of publishing, and what makes the text hard to read
    Check {
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Leaves out the hints on long sentences and hard words
        #[arg(long)]
        no_hints: bool,
    },
    /// Keeps the article of a file as a draft at the content desk
    Import {
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Who does it, for the history
        #[arg(long = "as", value_name = "NAME", default_value = "command line")]
        who: String,
        /// Why, for the history
        #[arg(long, value_name = "TEXT")]
        note: Option<String>,
    },
    /// Shows readers what is worked on, or tells all that stands in the way
    Publish {
        slug: String,
        #[arg(long, default_value = "en")]
        locale: String,
        /// Who does it, for the audit
        #[arg(long = "as", value_name = "NAME", default_value = "command line")]
        who: String,
    },
    /// Lists the versions of an article, the newest first
    History {
        slug: String,
        #[arg(long, default_value = "en")]
        locale: String,
    },
}

#[derive(Subcommand)]
enum Index {
    /// Tells what it holds and how far it is behind
    Status,
    /// Builds it anew; not beside a server, which holds it
    Rebuild,
    /// Compares it with the whole database, document by document
    Verify,
}

#[derive(Subcommand)]
enum Migrate {
    /// Runs the steps that have not run
    Up,
    /// Lists the steps
    Status,
}

#[derive(Subcommand)]
enum Import {
    /// GeoNames dumps: places (tab-separated, 19 columns, no header)
    Geonames {
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// GeoNames postal codes (tab-separated, 12 columns, no header)
    GeonamesPostal {
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// NPPES dissemination files: doctors and clinics of the United States
    Nppes {
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Only these states, by where the practice is
        #[arg(long = "state", value_name = "CT")]
        states: Vec<String>,
    },
    /// Folders of Caregraph's own tables (CSV)
    Tables {
        #[arg(required = true, value_name = "DIR")]
        folders: Vec<PathBuf>,
    },
    /// MedlinePlus health topics (XML): summaries in English and Spanish
    Medlineplus {
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Articles in Markdown with front matter
    Articles {
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

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
    Database::open(&storage.database_url, IfMissing::Refuse)
        .await
        .with_context(|| {
            format!(
                "the database {} cannot be opened",
                shown(&storage.database_url)
            )
        })
}

/// The database, migrated; made where it is missing.
async fn prepared(storage: &Storage) -> anyhow::Result<Database> {
    let db = Database::open(&storage.database_url, IfMissing::Create)
        .await
        .with_context(|| {
            format!(
                "the database {} cannot be opened",
                shown(&storage.database_url)
            )
        })?;
    steps::up(&db, Clock::System.now())
        .await
        .context("the database cannot be migrated")?;
    Ok(db)
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
