//! A line of the table for each shape of question.

use std::time::Duration;

/// How long the questions of a shape took, and how much each found.
pub fn line(name: &str, mut took: Vec<Duration>, mut found: Vec<u64>) {
    took.sort_unstable();
    found.sort_unstable();
    let at = |percent: usize| {
        let place = (took.len() * percent / 100).min(took.len().saturating_sub(1));
        took.get(place).map_or(0.0, |took| took.as_secs_f64() * 1e3)
    };
    let median = found.get(found.len() / 2).copied().unwrap_or(0);
    println!(
        "| {name} ({}) | {median} | {:.3} | {:.3} | {:.3} |",
        took.len(),
        at(50),
        at(90),
        at(99)
    );
}
