//! Whether the time of a refusal tells how wrong a key is.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use super::measured;

/// Requests of each kind of wrong key.
const EACH: usize = 4_000;

/// Medians that are drawn anew for an interval.
const DRAWN: usize = 2_000;

/// The part of a refusal's time that the median of a kind may differ by.
const MOST: f64 = 0.05;

/// Numbers that look like chance and are the same in each run.
struct Lot(u64);

impl Lot {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % most as u64).unwrap()
    }

    fn letters(&mut self, count: usize) -> String {
        const LETTERS: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        (0..count)
            .map(|_| char::from(LETTERS[self.below(LETTERS.len())]))
            .collect()
    }
}

/// Another letter than this.
fn other(letter: &str) -> &str {
    if letter == "A" { "B" } else { "A" }
}

/// A key that is wrong in this way.
fn wrong(kind: &str, right: &str, lot: &mut Lot) -> String {
    let (prefix, secret) = right.split_at(15);
    match kind {
        "right prefix, another secret" => format!("{prefix}{}", lot.letters(43)),
        "first letter of the secret" => format!("{prefix}{}{}", other(&secret[..1]), &secret[1..]),
        "last letter of the secret" => format!("{prefix}{}{}", &secret[..42], other(&secret[42..])),
        "a prefix that nobody has" => format!("cg_{}{secret}", lot.letters(12)),
        "nothing of it right" => format!("cg_{}", lot.letters(55)),
        "a letter that no key has" => format!("{}!", &right[..57]),
        "too short" => format!("cg_{}", lot.letters(9)),
        _ => unreachable!("{kind}"),
    }
}

const KINDS: [&str; 7] = [
    "right prefix, another secret",
    "first letter of the secret",
    "last letter of the secret",
    "a prefix that nobody has",
    "nothing of it right",
    "a letter that no key has",
    "too short",
];

/// One connection on which question follows question.
struct Asking(TcpStream);

impl Asking {
    /// The time until the answer is there, and its status.
    fn ask(&mut self, key: &str) -> (Duration, u16) {
        let body = r#"{"query":"{ __typename }"}"#;
        // The length of the request tells nothing to whoever sends it.
        let request = format!(
            "POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
             authorization: Bearer {key}\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        let began = Instant::now();
        self.0.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        let mut part = [0; 4_096];
        loop {
            let read = self.0.read(&mut part).unwrap();
            assert!(read > 0, "the connection ended");
            answer.extend(&part[..read]);
            let text = String::from_utf8_lossy(&answer);
            if let Some((head, body)) = text.split_once("\r\n\r\n") {
                let length = head
                    .lines()
                    .find_map(|line| line.strip_prefix("content-length: "));
                if body.len() >= length.unwrap().parse().unwrap() {
                    return (began.elapsed(), head[9..12].parse().unwrap());
                }
            }
        }
    }
}

fn median(sorted: &[f64]) -> f64 {
    sorted[sorted.len() / 2]
}

/// The chance that differences as large come without any reason: the rank test of Mann, Whitney
/// and Wilcoxon, by its normal form, which many values allow.
fn by_chance(one: &[f64], two: &[f64]) -> f64 {
    let mut all: Vec<(f64, bool)> = one.iter().map(|value| (*value, true)).collect();
    all.extend(two.iter().map(|value| (*value, false)));
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let ranks = all.iter().zip(1_u32..).filter(|((_, is_one), _)| *is_one);
    let ranks: f64 = ranks.map(|(_, rank)| f64::from(rank)).sum();
    let (n, m) = (count(one), count(two));
    let mean = n * (n + m + 1.0) / 2.0;
    let spread = (n * m * (n + m + 1.0) / 12.0).sqrt();
    let z = ((ranks - mean) / spread).abs();
    // The tail of the normal curve, by a formula of Abramowitz and Stegun, good to 1e-7.
    let t = 1.0 / (1.0 + 0.231_641_9 * z);
    let terms = [
        0.319_381_53,
        -0.356_563_782,
        1.781_477_937,
        -1.821_255_978,
        1.330_274_429,
    ];
    let sum = terms.iter().rev().fold(0.0, |sum, term| (sum + term) * t);
    2.0 * sum * (-z * z / 2.0).exp() / (2.0 * std::f64::consts::PI).sqrt()
}

fn count(values: &[f64]) -> f64 {
    f64::from(u32::try_from(values.len()).unwrap())
}

/// Between which values the difference of the medians lies, 95 times of 100.
fn interval(one: &[f64], two: &[f64], lot: &mut Lot) -> (f64, f64) {
    let mut drawn = |values: &[f64]| {
        let mut drawn: Vec<f64> = (0..values.len())
            .map(|_| values[lot.below(values.len())])
            .collect();
        drawn.sort_by(f64::total_cmp);
        median(&drawn)
    };
    let mut differences: Vec<f64> = (0..DRAWN).map(|_| drawn(one) - drawn(two)).collect();
    differences.sort_by(f64::total_cmp);
    (differences[DRAWN / 40], differences[DRAWN - DRAWN / 40])
}

#[test]
#[ignore = "measures an optimised build: bash benches/attacks/run.sh"]
fn a_refusal_takes_as_long_however_wrong_the_key_is() {
    let server = measured();
    let printed = server.run(&["partner", "add", "Acme", "--tier", "standard"]);
    let right = printed
        .split_whitespace()
        .find(|word| word.starts_with("cg_"));
    let right = right.unwrap().to_owned();
    let stream = TcpStream::connect(server.address).unwrap();
    stream.set_nodelay(true).unwrap();
    let mut asking = Asking(stream);
    let mut lot = Lot(0x9e37_79b9_7f4a_7c15);
    let mut times: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
    for round in 0..EACH + 200 {
        // Somebody uses the right one meanwhile, so that memory has it.
        if round % 20 == 0 {
            assert_eq!(asking.ask(&right).1, 200);
        }
        // Each kind once a round, in another order each time, so that all have the same weather.
        let mut order: Vec<usize> = (0..KINDS.len()).collect();
        for place in (1..order.len()).rev() {
            order.swap(place, lot.below(place + 1));
        }
        for kind in order {
            let key = wrong(KINDS[kind], &right, &mut lot);
            let (took, status) = asking.ask(&key);
            assert_eq!(status, 401, "{}", KINDS[kind]);
            if round >= 200 {
                times
                    .entry(kind)
                    .or_default()
                    .push(took.as_secs_f64() * 1e6);
            }
        }
    }
    let reference = times[&0].clone();
    let mut sorted = reference.clone();
    sorted.sort_by(f64::total_cmp);
    let usual = median(&sorted);
    println!(
        "| what is wrong | median, µs | longer than the first, µs | 95 of 100 | rank test, p |"
    );
    println!("| --- | --- | --- | --- | --- |");
    let mut apart = Vec::new();
    for (kind, values) in &times {
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        let difference = median(&sorted) - usual;
        let (from, to) = interval(values, &reference, &mut lot);
        println!(
            "| {} | {:.1} | {difference:+.1} | {from:+.1} to {to:+.1} | {:.2} |",
            KINDS[*kind],
            median(&sorted),
            by_chance(values, &reference)
        );
        if difference.abs() > MOST * usual {
            apart.push(KINDS[*kind]);
        }
    }
    println!("\n{EACH} requests of each kind, one after another on one connection.");
    assert!(apart.is_empty(), "{apart:?} can be told apart");
}
