//! A server in a process of its own, as whoever runs it starts it, and bytes sent to it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Longer than a build without optimisation takes to load the demonstration.
const PATIENCE: Duration = Duration::from_secs(90);

/// A server in a folder of its own, stopped with the value.
pub struct Process {
    child: Child,
    pub address: SocketAddr,
    binary: PathBuf,
    folder: TempDir,
}

/// An answer as it came.
pub struct Answer {
    /// 0 where none came.
    pub status: u16,
    pub text: String,
}

impl Process {
    /// Starts the binary with these flags, and waits until it says that it is ready.
    pub fn start(binary: &Path, flags: &[&str]) -> Self {
        let folder = TempDir::new().unwrap();
        let mut child = Command::new(binary)
            .args([
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--metrics-listen",
                "off",
            ])
            .args(flags)
            .current_dir(folder.path())
            .env("CAREGRAPH_LOG", "warn,caregraph=info")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let address = loop {
            let mut line = String::new();
            assert!(
                log.read_line(&mut line).unwrap() > 0,
                "it stopped before it was ready"
            );
            if let Some((_, rest)) = line.split_once("ready at http://") {
                let end = rest.find(|c: char| !c.is_ascii_digit() && !".:".contains(c));
                break rest[..end.unwrap_or(rest.len())].parse().unwrap();
            }
        };
        // Whoever stops reading stops the server from writing.
        std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
        let process = Process {
            child,
            address,
            binary: binary.to_owned(),
            folder,
        };
        process.wait_until("it is ready", || process.get("/health/ready").status == 200);
        process
    }

    #[track_caller]
    pub fn wait_until(&self, what: &str, is_so: impl Fn() -> bool) {
        let patience = Instant::now() + PATIENCE;
        while !is_so() {
            assert!(Instant::now() < patience, "waited in vain until {what}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// The number of the process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Runs another command beside it, and gives what it prints.
    pub fn run(&self, arguments: &[&str]) -> String {
        let mut command = Command::new(&self.binary);
        let output = command.args(arguments).current_dir(self.folder.path());
        let output = output.output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Sends bytes on a connection of its own, and reads what comes until its end.
    pub fn send(&self, bytes: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(self.address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(45)))
            .unwrap();
        // One that is refused half-way may close while this is written.
        let _ = stream.write_all(bytes);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let text = String::from_utf8_lossy(&answer).into_owned();
        let status = text.get(9..12).and_then(|status| status.parse().ok());
        Answer {
            status: status.unwrap_or(0),
            text,
        }
    }

    pub fn get(&self, path: &str) -> Answer {
        let head = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
        self.send(head.as_bytes())
    }

    /// Sends a body, with further headers, each of which ends its line.
    pub fn post(&self, headers: &str, body: &[u8]) -> Answer {
        self.send(&posted(headers, body))
    }
}

impl Answer {
    /// What follows the head.
    pub fn body(&self) -> &str {
        self.text
            .split_once("\r\n\r\n")
            .map_or("", |(_, body)| body)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A request whose connection ends with its answer.
pub fn posted(headers: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes = format!(
        "POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{headers}content-length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    bytes.extend(body);
    bytes
}
