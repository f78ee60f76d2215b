//! What can be said on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::flags::ServeFlags;

/// An open care directory and patient-education graph behind one GraphQL endpoint.
///
/// Every flag has a twin in the environment: --database-url is CAREGRAPH_DATABASE_URL.
#[derive(Parser)]
#[command(name = "caregraph", version)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub storage: StorageFlags,
    #[command(flatten)]
    pub serve: ServeFlags,
}

#[derive(Args)]
pub struct StorageFlags {
    /// The database: sqlite:PATH or postgres://USER@HOST/NAME [default: sqlite://caregraph.db]
    #[arg(long, global = true, value_name = "URL")]
    pub database_url: Option<String>,
    /// The folder of the search index, which is rebuilt from the database when it is gone
    /// [default: data]
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
}

#[derive(Subcommand)]
pub enum Command {
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
pub struct Demo {
    /// How many further doctors to invent, in towns that lie in no country
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::value_parser!(u64).range(..=9_999_999))]
    pub doctors: u64,
    /// The same seed invents the same doctors
    #[arg(long, value_name = "S", default_value_t = 7)]
    pub seed: u64,
    /// In towns of all sizes, of which the largest has one doctor in thirteen, instead of equal ones
    #[arg(long)]
    pub uneven: bool,
}

#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Schema {
    /// With its keys, as a router of Apollo Federation reads it
    #[arg(long)]
    pub federation: bool,
    #[command(subcommand)]
    pub command: Option<SchemaCommand>,
}

#[derive(Subcommand)]
pub enum SchemaCommand {
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
pub struct Explain {
    /// The query, or the path of a file that holds it after an @
    #[arg(value_name = "QUERY")]
    pub query: String,
    /// Its variables, as a JSON object
    #[arg(long, value_name = "JSON", default_value = "{}")]
    pub variables: String,
    /// Which of its operations to run, where there are several
    #[arg(long, value_name = "NAME")]
    pub operation_name: Option<String>,
}

#[derive(Subcommand)]
pub enum Partner {
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
pub struct Grant {
    /// What the key may do, with commas between: content:write, directory:write, …
    /// [default: nothing but read; on rotation what the newest key may do]
    #[arg(long, value_name = "SCOPES")]
    pub scopes: Option<String>,
    /// Web origins whose pages may use the key, with commas between [default: any]
    #[arg(long, value_name = "ORIGINS")]
    pub origins: Option<String>,
    /// In how many days the key ends [default: never]
    #[arg(long, value_name = "N")]
    pub days: Option<u32>,
}

#[derive(Subcommand)]
pub enum Documents {
    /// Reads a JSON file of keys and queries, as code generators write it, and publishes them
    Publish {
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

#[derive(Subcommand)]
pub enum Article {
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
pub enum Index {
    /// Tells what it holds and how far it is behind
    Status,
    /// Builds it anew; not beside a server, which holds it
    Rebuild,
    /// Compares it with the whole database, document by document
    Verify,
}

#[derive(Subcommand)]
pub enum Migrate {
    /// Runs the steps that have not run
    Up,
    /// Lists the steps
    Status,
}

#[derive(Subcommand)]
pub enum Import {
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
    /// Articles in Markdown with front matter: files, or folders of files named SLUG.LOCALE.md
    Articles {
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
    },
}
