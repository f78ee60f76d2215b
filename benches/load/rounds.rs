//! The plan: load the demonstration, see that all answer alike, then measure everybody in turns.
//!
//! Contenders take turns within a round, so that what else the machine does in some minutes hits
//! all of them; the order is another one in each round.

use std::path::Path;
use std::thread::available_parallelism;
use std::time::Duration;

use anyhow::Context as _;

use super::Plan;
use super::agree::Answers;
use super::client::post;
use super::contender::{ALL, BATCHED, Contender, load_demonstration};
use super::load::{Load, Request};
use super::measure::Database;
use super::question::{self, Question};
use super::table::{Run, Table};

/// How long one may take to answer every question once.
const ALL_ANSWERS: Duration = Duration::from_secs(60);

/// What a turn may take beyond its seconds: to start, to end, to ask Postgres.
const BESIDES: Duration = Duration::from_secs(90);

/// What is the same for every turn.
struct Course<'a> {
    database_url: &'a str,
    database: Database,
    questions: Vec<Question>,
    plan: &'a Plan,
    /// For the data folders of ours.
    folder: &'a Path,
}

/// A contender, with the length of each of its answers.
struct Entrant {
    contender: Contender,
    bytes: Vec<usize>,
    fixed_bytes: usize,
}

pub async fn run(database_url: &str, plan: &Plan) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let course = Course {
        database_url,
        database: Database::open(database_url).await?,
        questions: question::all(),
        plan,
        folder: folder.path(),
    };
    course.database.must_be_empty().await?;
    load_demonstration(database_url).await?;
    course.database.analyze().await?;

    let entrants = course.entrants().await?;
    let mut table = Table::new(entrants.iter().map(|entrant| entrant.contender));
    for round in 0..usize::from(plan.rounds) {
        for turn in 0..entrants.len() {
            let entrant = &entrants[(turn + round) % entrants.len()];
            for connections in [1, plan.connections] {
                let name = entrant.contender.name;
                let most = BESIDES + Duration::from_secs(plan.warm_up + plan.seconds);
                let run = tokio::time::timeout(most, course.turn(entrant, connections))
                    .await
                    .with_context(|| format!("{name} is not done after {most:?}"))?
                    .with_context(|| format!("{name} on {connections} connections"))?;
                eprintln!("round {}: {name}, on {connections}: {run}", round + 1);
                table.add(entrant.contender, connections, run);
            }
        }
    }

    println!(
        "{} places x radii in turn; {} rounds of {} s after {} s of warm-up; \
         {} cores, shared by client, server and Postgres {}\n",
        course.questions.len(),
        plan.rounds,
        plan.seconds,
        plan.warm_up,
        available_parallelism()?,
        course.database.version().await?,
    );
    println!("{}", table.markdown(plan.connections));
    Ok(())
}

impl Course<'_> {
    /// Everybody who takes part, once all have answered alike.
    async fn entrants(&self) -> anyhow::Result<Vec<Entrant>> {
        let mut entrants = Vec::new();
        let mut first: Option<Answers> = None;
        let mut fixed_bytes = 0;
        for contender in ALL {
            let running = contender
                .start(self.database_url, self.folder, fixed_bytes)
                .await?;
            let answers = Answers::of(contender, &running, &self.questions);
            let answers = tokio::time::timeout(ALL_ANSWERS, answers)
                .await
                .with_context(|| format!("{} does not answer", contender.name))??;
            if contender.answers() {
                // Of the last one that answers, which is ours.
                fixed_bytes = answers.mean_bytes();
            }
            eprintln!(
                "{}: {} bytes an answer",
                contender.name,
                answers.mean_bytes()
            );
            entrants.push(Entrant {
                contender,
                bytes: answers.bytes.clone(),
                fixed_bytes,
            });
            match &first {
                None => {
                    answers.must_say_something()?;
                    first = Some(answers);
                }
                Some(first) => first.must_equal(&answers, &self.questions)?,
            }
        }
        if let Some(only) = &self.plan.only {
            entrants.retain(|Entrant { contender, .. }| {
                contender.name.contains(only) || contender.name == BATCHED.name
            });
        }
        Ok(entrants)
    }

    /// Starts one process, loads it, and stops it.
    async fn turn(&self, entrant: &Entrant, connections: u16) -> anyhow::Result<Run> {
        let contender = entrant.contender;
        let before = self.database.statements().await?;
        let running = contender
            .start(self.database_url, self.folder, entrant.fixed_bytes)
            .await?;
        let requests = self.questions.iter().zip(&entrant.bytes);
        let requests = requests.map(|(question, bytes)| Request {
            wire: post(&contender.body(*question)),
            answer_bytes: *bytes,
        });
        let mut load = Load::start(running.address, requests.collect(), connections).await?;
        tokio::time::sleep(Duration::from_secs(self.plan.warm_up)).await;
        let begun = self.database.spent(running.pid())?;
        load.measure();
        tokio::time::sleep(Duration::from_secs(self.plan.seconds)).await;
        load.end();
        let ended = self.database.spent(running.pid())?;
        let measured = load.measured().await?;
        drop(running);
        let statements = self.database.statements().await? - before;
        Ok(Run::new(&measured, begun, ended, statements))
    }
}
