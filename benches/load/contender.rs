//! Who takes part, and the process of the one whose turn it is.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use clap::ValueEnum as _;

use super::client::{Connection, READY};
use super::peers::Peer;
use super::question::Question;

/// The server under test, as cargo has built it beside this program.
const CAREGRAPH: &str = env!("CARGO_BIN_EXE_caregraph");

/// How long a process may take until it serves.
const START: Duration = Duration::from_secs(30);

/// How long a process may take that does one thing and ends.
const ONE_THING: Duration = Duration::from_secs(120);

/// How often a process is looked at.
const LOOK: Duration = Duration::from_millis(20);

/// One who takes part.
#[derive(Clone, Copy)]
pub struct Contender {
    pub name: &'static str,
    kind: Kind,
}

#[derive(Clone, Copy)]
enum Kind {
    Peer(Peer),
    /// Caregraph with these flags.
    Ours(&'static [&'static str]),
}

/// Flags of ours whatever is measured: cost is counted as for everybody, and nobody is turned away.
const EVERY_OF_OURS: [&str; 4] = [
    "--quotas",
    "anonymous=1000000000000",
    "--metrics-listen",
    "off",
];

pub const BATCHED: Contender = peer("batched", Peer::Batched);

pub const COLD: Contender = ours(
    "ours, cold",
    &["--entity-cache-mb", "0", "--response-cache-mb", "0"],
);

pub const WARM: Contender = ours("ours, warm", &["--response-cache-mb", "0"]);

pub const RESPONSE_CACHED: Contender = ours("ours, response-cached", &[]);

pub const FIXED: Contender = peer("fixed answer", Peer::Fixed);

/// Everybody, in the order of the table.
pub const ALL: [Contender; 8] = [
    BATCHED,
    peer("batched, side by side", Peer::SideBySide),
    peer("one JSON statement", Peer::OneStatement),
    COLD,
    ours(
        "ours, cold, not merged",
        &[
            "--entity-cache-mb",
            "0",
            "--response-cache-mb",
            "0",
            "--merge-reads",
            "false",
        ],
    ),
    WARM,
    RESPONSE_CACHED,
    FIXED,
];

const fn peer(name: &'static str, peer: Peer) -> Contender {
    let kind = Kind::Peer(peer);
    Contender { name, kind }
}

const fn ours(name: &'static str, flags: &'static [&'static str]) -> Contender {
    let kind = Kind::Ours(flags);
    Contender { name, kind }
}

impl Contender {
    /// Whether it answers what it is asked, rather than one thing always.
    pub fn answers(self) -> bool {
        !matches!(self.kind, Kind::Peer(Peer::Fixed))
    }

    /// The body that asks this question. The fixed answer is the limit of what a GraphQL server
    /// could reach, so it reads what ours reads.
    pub fn body(self, question: Question) -> Vec<u8> {
        match self.kind {
            Kind::Peer(Peer::Batched | Peer::SideBySide | Peer::OneStatement) => question.plain(),
            Kind::Peer(Peer::Fixed) | Kind::Ours(_) => question.graphql(),
        }
    }

    /// Starts its process, and waits until it serves.
    pub async fn start(
        self,
        database_url: &str,
        folder: &Path,
        fixed_bytes: usize,
    ) -> anyhow::Result<Running> {
        let address = free_address()?;
        let mut command = match self.kind {
            Kind::Peer(peer) => {
                let mut command = Command::new(std::env::current_exe()?);
                let value = peer.to_possible_value().context("a peer without a name")?;
                command.arg("serve").arg(value.get_name());
                command.args(["--bytes", &fixed_bytes.to_string()]);
                command
            }
            Kind::Ours(flags) => {
                let mut command = Command::new(CAREGRAPH);
                command.arg("serve").args(flags).args(EVERY_OF_OURS);
                command.arg("--data-dir").arg(folder);
                command
            }
        };
        command
            .args(["--listen", &address.to_string()])
            .args(["--database-url", database_url]);
        let mut running = Running {
            child: Guarded(quiet(&mut command).spawn()?),
            address,
        };
        running
            .ready()
            .await
            .with_context(|| format!("{} does not start", self.name))?;
        Ok(running)
    }
}

/// A process that serves.
pub struct Running {
    child: Guarded,
    pub address: SocketAddr,
}

/// A process that is stopped where this is dropped.
struct Guarded(Child);

/// Loads the demonstration into an empty database.
pub async fn load_demonstration(database_url: &str) -> anyhow::Result<()> {
    let mut command = Command::new(CAREGRAPH);
    command.args(["--database-url", database_url, "demo"]);
    let mut child = Guarded(quiet(&mut command).spawn()?);
    let status = child.ended().await?;
    ensure!(status.success(), "the demonstration cannot be loaded");
    Ok(())
}

impl Running {
    pub fn pid(&self) -> u32 {
        self.child.0.id()
    }

    async fn ready(&mut self) -> anyhow::Result<()> {
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.0.try_wait()? {
                bail!("it has ended: {status}");
            }
            if let Ok(mut connection) = Connection::open(self.address).await
                && let Ok(reply) = connection.ask(READY).await
                && reply.status == 200
            {
                return Ok(());
            }
            if began.elapsed() > START {
                bail!("it is not ready after {START:?}");
            }
            tokio::time::sleep(LOOK).await;
        }
    }
}

impl Guarded {
    async fn ended(&mut self) -> anyhow::Result<ExitStatus> {
        let began = Instant::now();
        while began.elapsed() < ONE_THING {
            if let Some(status) = self.0.try_wait()? {
                return Ok(status);
            }
            tokio::time::sleep(LOOK).await;
        }
        bail!("it has not ended after {ONE_THING:?}");
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        // It has ended already, or it ends now; there is nobody left to tell of a failure.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Takes nothing from the environment, and says nothing but warnings.
fn quiet(command: &mut Command) -> &mut Command {
    command
        .env_clear()
        .env("CAREGRAPH_LOG", "warn")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
}

/// A port that nobody has at the moment.
fn free_address() -> anyhow::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok(listener.local_addr()?)
}
