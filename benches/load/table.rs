//! What was measured, as a table: medians over the rounds, with the least and the most.

use std::fmt;
use std::time::Duration;

use super::contender::{BATCHED, COLD, Contender, FIXED, RESPONSE_CACHED, WARM};
use super::load::Measured;
use super::measure::Spent;

/// What the server is meant to reach: who, at least how many times whom.
const AIMS: [(Contender, f64, Contender); 3] = [
    (COLD, 1.0, BATCHED),
    (WARM, 4.0, BATCHED),
    (RESPONSE_CACHED, 0.9, FIXED),
];

const NOTE: &str = "\
A cell is the median of the rounds (least to most). \
Ratios are taken within a round. \
CPU is user and system time from /proc/<pid>/stat: of the server's process, and of the postmaster \
with all its children, and of the load generator, which has one thread. \
Statements are transactions committed (pg_stat_database.xact_commit; none of the contenders opens \
one, so a statement is one) between the start and the end of the process, over all its requests: \
they hold the start, the preparing of each text on each connection and, for ours, the ten looks a \
second of the feed.";

/// One contender's turn on some connections.
#[derive(Clone, Copy)]
pub struct Run {
    requests_per_second: f64,
    p50: Duration,
    p99: Duration,
    /// Microseconds of processor time a request.
    server: f64,
    database: f64,
    client: f64,
    statements: f64,
}

pub struct Table {
    rows: Vec<Row>,
}

struct Row {
    contender: Contender,
    /// One run a round.
    alone: Vec<Run>,
    together: Vec<Run>,
}

/// A median with the least and the most, to so many decimals.
struct Spread {
    values: Vec<f64>,
    decimals: usize,
}

impl Run {
    pub fn new(measured: &Measured, begun: Spent, ended: Spent, statements: i64) -> Self {
        let requests = real(measured.latencies.len());
        let per_request = |from: Duration, to: Duration| micros(to - from) / requests;
        let at = |hundredth: usize| {
            let last = measured.latencies.len() - 1;
            measured.latencies[(measured.latencies.len() * hundredth / 100).min(last)]
        };
        let statements = usize::try_from(statements).unwrap_or_default();
        Run {
            requests_per_second: requests / measured.elapsed.as_secs_f64(),
            p50: at(50),
            p99: at(99),
            server: per_request(begun.server, ended.server),
            database: per_request(begun.database, ended.database),
            client: per_request(begun.client, ended.client),
            statements: real(statements) / real(measured.sent),
        }
    }
}

impl fmt::Display for Run {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:.0} a second, p50 {:.0} µs, p99 {:.0} µs, CPU {:.0} + {:.0} µs, {:.2} statements",
            self.requests_per_second,
            micros(self.p50),
            micros(self.p99),
            self.server,
            self.database,
            self.statements
        )
    }
}

impl Table {
    pub fn new(contenders: impl Iterator<Item = Contender>) -> Self {
        let rows = contenders.map(|contender| Row {
            contender,
            alone: Vec::new(),
            together: Vec::new(),
        });
        Table {
            rows: rows.collect(),
        }
    }

    /// Adds the run of a round: one connection is alone, more are together.
    pub fn add(&mut self, contender: Contender, connections: u16, run: Run) {
        let mut rows = self.rows.iter_mut();
        if let Some(row) = rows.find(|row| row.contender.name == contender.name) {
            match connections {
                1 => row.alone.push(run),
                _ => row.together.push(run),
            }
        }
    }

    pub fn markdown(&self, connections: u16) -> String {
        let head = [
            "contender".to_owned(),
            "requests/s".to_owned(),
            format!("ratio to {}", BATCHED.name),
            "p50 µs at 1".to_owned(),
            "p99 µs at 1".to_owned(),
            format!("p50 µs at {connections}"),
            format!("p99 µs at {connections}"),
            "CPU µs/request, server".to_owned(),
            "CPU µs/request, Postgres".to_owned(),
            "CPU µs/request, client".to_owned(),
            "statements/request".to_owned(),
        ];
        let mut text = format!("On {connections} connections; latency on 1 beside it:\n\n");
        line(&mut text, head);
        line(&mut text, ["---"; 11]);
        for row in &self.rows {
            let together =
                |value: fn(&Run) -> f64, decimals| spread(&row.together, value, decimals);
            line(
                &mut text,
                [
                    row.contender.name.to_owned(),
                    together(|run| run.requests_per_second, 0),
                    self.ratio(row, BATCHED, |row| &row.together).to_string(),
                    spread(&row.alone, |run| micros(run.p50), 0),
                    spread(&row.alone, |run| micros(run.p99), 0),
                    together(|run| micros(run.p50), 0),
                    together(|run| micros(run.p99), 0),
                    together(|run| run.server, 0),
                    together(|run| run.database, 0),
                    together(|run| run.client, 0),
                    together(|run| run.statements, 2),
                ],
            );
        }

        text.push_str("\nOn 1 connection:\n\n");
        line(
            &mut text,
            [
                "contender".to_owned(),
                "requests/s".to_owned(),
                format!("ratio to {}", BATCHED.name),
                "CPU µs/request, server".to_owned(),
                "CPU µs/request, Postgres".to_owned(),
                "statements/request".to_owned(),
            ],
        );
        line(&mut text, ["---"; 6]);
        for row in &self.rows {
            let alone = |value: fn(&Run) -> f64, decimals| spread(&row.alone, value, decimals);
            line(
                &mut text,
                [
                    row.contender.name.to_owned(),
                    alone(|run| run.requests_per_second, 0),
                    self.ratio(row, BATCHED, |row| &row.alone).to_string(),
                    alone(|run| run.server, 0),
                    alone(|run| run.database, 0),
                    alone(|run| run.statements, 2),
                ],
            );
        }

        text.push_str(&format!(
            "\n{NOTE}\n\nAims, on {connections} connections:\n\n"
        ));
        for (who, least, whom) in AIMS {
            let row = self.rows.iter().find(|row| row.contender.name == who.name);
            let Some(ratio) = row.map(|row| self.ratio(row, whom, |row| &row.together)) else {
                continue;
            };
            let holds = match ratio.median() {
                Some(median) if median >= least => "holds",
                Some(_) => "is missed",
                None => continue,
            };
            text.push_str(&format!(
                "- {} at least {least} of {}: {holds}, {ratio}\n",
                who.name, whom.name
            ));
        }
        text
    }

    /// Requests a second as a multiple of another's in the same round.
    fn ratio(&self, row: &Row, whom: Contender, runs: fn(&Row) -> &Vec<Run>) -> Spread {
        let base = self.rows.iter().find(|row| row.contender.name == whom.name);
        let pairs = base
            .into_iter()
            .flat_map(|base| runs(row).iter().zip(runs(base)));
        Spread {
            values: pairs
                .map(|(run, base)| run.requests_per_second / base.requests_per_second)
                .collect(),
            decimals: 2,
        }
    }
}

impl Spread {
    /// Between two middle ones the greater; `None` where nothing was measured.
    fn median(&self) -> Option<f64> {
        let mut values = self.values.clone();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied()
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(median) = self.median() else {
            return write!(f, "");
        };
        let decimals = self.decimals;
        let least = self.values.iter().copied().fold(f64::INFINITY, f64::min);
        let most = self.values.iter().copied().fold(0.0, f64::max);
        write!(
            f,
            "{median:.decimals$} ({least:.decimals$} to {most:.decimals$})"
        )
    }
}

fn spread(runs: &[Run], value: fn(&Run) -> f64, decimals: usize) -> String {
    let values = runs.iter().map(value).collect();
    Spread { values, decimals }.to_string()
}

fn line<T: AsRef<str>>(text: &mut String, cells: impl IntoIterator<Item = T>) {
    text.push('|');
    for cell in cells {
        text.push(' ');
        text.push_str(cell.as_ref());
        text.push_str(" |");
    }
    text.push('\n');
}

fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}

/// A count as a number to divide; no count here comes near the limit.
fn real(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
