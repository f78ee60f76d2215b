//! `caregraph explain`: the statements of a query, level by level, with their rows and times.
//!
//! A statement belongs to the level after the last one that had ended when it began, so the levels
//! are the round trips that a caller waits for one after the other.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use serde_json::{Map, Value as Json};

use caregraph::config::{Caches, Storage};
use caregraph::domain::clock::Clock;
use caregraph::feed::Watch;
use caregraph::graphql::document::Limits;
use caregraph::graphql::{Asker, Executor, Graph};
use caregraph::loaders::{Relations, Settings};
use caregraph::search::open_to_search;
use caregraph::store::reader::Run;

use super::arguments::Explain;
use super::say;

pub async fn run(storage: &Storage, asked: Explain) -> anyhow::Result<ExitCode> {
    let text = match asked.query.strip_prefix('@') {
        Some(path) => std::fs::read_to_string(path)
            .with_context(|| format!("the file {path} cannot be read"))?,
        None => asked.query,
    };
    let variables: Map<String, Json> = serde_json::from_str(&asked.variables)
        .context("--variables must be a JSON object, such as '{\"first\": 5}'")?;

    let (db, ran) = super::present(storage).await?.observed();
    let search = open_to_search(&db, &storage.index_dir())
        .await
        .context("the search index cannot be used: `caregraph serve` builds one")?;
    let watch = Watch::start(db.clone()).await?;
    // What a query costs when nothing is in memory.
    let settings = Settings {
        cache_bytes: Caches::OFF.entity_bytes,
        merges: false,
    };
    let graph = Graph {
        db: db.clone(),
        applied: watch.applied().clone(),
        relations: Relations::new(&db, watch.applied(), settings),
        search,
        clock: Clock::System,
    };
    let executor = Executor::new(graph, Limits::default());

    let asker = Asker::default();
    let name = asked.operation_name.as_deref();
    let admitted = match executor.admit(&text, name, variables, &asker.caller).await {
        Ok(admitted) => admitted,
        Err(refused) => {
            let told: Vec<String> = refused
                .refusals()
                .iter()
                .map(|refusal| refusal.message.clone())
                .collect();
            bail!("the query is refused: {}", told.join("; "));
        }
    };
    let before = ran.runs().len();
    let began = Instant::now();
    let response = executor.execute(admitted, asker).await.response;
    let took = began.elapsed();
    let runs = ran.runs().split_off(before);
    db.close().await?;

    for error in &response.errors {
        say(format!("the answer has an error: {}", error.message));
    }
    let levels = levels(&runs);
    let rows: u64 = runs.iter().map(|run| run.rows).sum();
    say(format!(
        "{} statements in {} levels, {rows} rows, {} in all",
        runs.len(),
        levels.len(),
        shown(took),
    ));
    for (number, level) in levels.iter().enumerate() {
        let longest = level.iter().map(|run| run.took).max().unwrap_or_default();
        say(format!("\nlevel {}: {}", number + 1, shown(longest)));
        for run in level {
            say(format!(
                "  {:>6} rows {:>10}  {}",
                run.rows,
                shown(run.took),
                run.sql
            ));
        }
    }
    Ok(match response.errors.is_empty() {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}

fn shown(time: Duration) -> String {
    format!("{:.3} ms", time.as_secs_f64() * 1e3)
}

/// Parts the statements into levels, first to last.
fn levels(runs: &[Run]) -> Vec<Vec<&Run>> {
    let mut runs: Vec<&Run> = runs.iter().collect();
    runs.sort_by_key(|run| run.began);
    let mut levels: Vec<Vec<&Run>> = Vec::new();
    for run in runs {
        let after = levels
            .iter()
            .rposition(|level| level.iter().any(|held| held.began + held.took <= run.began));
        let level = after.map_or(0, |after| after + 1);
        if level == levels.len() {
            levels.push(Vec::new());
        }
        levels[level].push(run);
    }
    levels
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_is_one_level_below_the_last_one_it_waited_for() {
        let zero = Instant::now();
        let run = |sql: &str, from: u64, to: u64| Run {
            sql: sql.to_owned(),
            rows: 0,
            began: zero + Duration::from_millis(from),
            took: Duration::from_millis(to - from),
        };
        let runs = [
            run("a", 0, 10),
            run("b", 1, 30),
            run("c", 12, 20),
            run("d", 31, 40),
            run("e", 22, 25),
        ];
        let levels: Vec<Vec<&str>> = levels(&runs)
            .iter()
            .map(|level| level.iter().map(|run| run.sql.as_str()).collect())
            .collect();
        assert_eq!(levels, [vec!["a", "b"], vec!["c"], vec!["e"], vec!["d"]]);
    }
}
