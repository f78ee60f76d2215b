//! How fast the whole server answers its first question, beside hand-written servers that answer
//! it too: `bash benches/load/run.sh`.
//!
//! One process generates load; each contender is a process of its own, started, loaded and stopped
//! one after the other. Nothing here tests anything: that the contenders answer alike is checked
//! only so that their speeds may be compared.

mod agree;
mod client;
mod contender;
mod load;
mod measure;
mod peers;
mod question;
mod rounds;
mod table;

use std::net::SocketAddr;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand};
use tokio::runtime::{Builder, Runtime};
use tokio::signal::unix::{SignalKind, signal};

use peers::Peer;

#[derive(Parser)]
#[command(about = "Loads Caregraph and its peers, and compares them")]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// A Postgres with nothing in it: the demonstration is loaded into it
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
    #[command(flatten)]
    plan: Plan,
    /// What `cargo bench` adds
    #[arg(long, hide = true)]
    bench: bool,
    /// Which benchmarks `cargo bench NAME` asks for
    #[arg(hide = true)]
    names: Vec<String>,
}

/// How much is measured.
#[derive(Args)]
struct Plan {
    /// How long each contender is measured, each time
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u64).range(1..=120))]
    seconds: u64,
    /// How long it is loaded before that
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u64).range(0..=60))]
    warm_up: u64,
    /// Connections, beside the runs on one
    #[arg(long, default_value_t = 32, value_parser = clap::value_parser!(u16).range(2..=256))]
    connections: u16,
    /// How often every contender has its turn
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=20))]
    rounds: u16,
    /// Only contenders whose name holds this, and the one that they are compared with
    #[arg(long, value_name = "TEXT")]
    only: Option<String>,
}

#[derive(Subcommand)]
enum Command {
    /// Serves as one of the hand-written peers
    Serve {
        peer: Peer,
        #[arg(long, value_name = "ADDRESS")]
        listen: SocketAddr,
        /// The size of the fixed answer
        #[arg(long, default_value_t = 0, value_name = "BYTES")]
        bytes: usize,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let Some(database_url) = arguments.database_url else {
        // `cargo bench` and `cargo test --all-targets` come by here, and bring no database.
        println!("the load benchmark has a database of its own: bash benches/load/run.sh");
        return ExitCode::SUCCESS;
    };
    let done = match arguments.command {
        // A worker a core, as the server has.
        Some(Command::Serve {
            peer,
            listen,
            bytes,
        }) => Runtime::new()
            .context("the runtime cannot start")
            .and_then(|runtime| runtime.block_on(peers::serve(peer, listen, &database_url, bytes))),
        // One thread: what the load generator takes is taken from those it measures.
        None => Builder::new_current_thread()
            .enable_all()
            .build()
            .context("the runtime cannot start")
            .and_then(|runtime| runtime.block_on(run(&database_url, &arguments.plan))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Measures, unless it is asked to end. Either way every contender is stopped where its guard is
/// dropped.
async fn run(database_url: &str, plan: &Plan) -> anyhow::Result<()> {
    let mut terminated = signal(SignalKind::terminate())?;
    tokio::select! {
        done = rounds::run(database_url, plan) => done,
        _ = tokio::signal::ctrl_c() => anyhow::bail!("interrupted"),
        _ = terminated.recv() => anyhow::bail!("asked to end"),
    }
}
