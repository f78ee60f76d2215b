//! What is measured on an optimised build and is left out elsewhere: `bash benches/attacks/run.sh`.

mod attacks;
mod keys;

use std::time::Duration;

use crate::engine::setting;
use crate::process::Process;

/// Processor time is counted in hundredths of a second.
const TICK: Duration = Duration::from_millis(10);

/// The server that `CAREGRAPH_BIN` names, with the demonstration and no quotas.
fn measured() -> Process {
    let named = setting("CAREGRAPH_BIN").expect("CAREGRAPH_BIN names an optimised build");
    let binary = std::path::absolute(named).unwrap();
    Process::start(&binary, &["--quotas", "anonymous=0,standard=0,partner=0"])
}

/// Processor time that a process has used so far, of all its threads.
fn used(process: &Process) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", process.id())).unwrap();
    // The name of the program, in brackets, may hold anything.
    let fields = stat.rsplit_once(") ").unwrap().1;
    let ticks = fields.split(' ').skip(11).take(2);
    let ticks: u32 = ticks.map(|ticks| ticks.parse::<u32>().unwrap()).sum();
    TICK * ticks
}

/// The most memory that it has had in use so far, in MiB.
fn peak(process: &Process) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", process.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibi = line.unwrap().trim().strip_suffix(" kB").unwrap();
    kibi.parse::<u64>().unwrap() / 1024
}
