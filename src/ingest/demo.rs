//! The demonstration: a small fictional directory and its articles, embedded in the binary.
//!
//! Every table and article of the folder is part of it; nothing is named here.

use rust_embed::RustEmbed;

use super::batch::Progress;
use super::error::IngestError;
use super::report::Report;
use super::{articles, tables};
use crate::domain::clock::Clock;
use crate::domain::locale::Locale;
use crate::store::Database;
use crate::store::import;

/// What stands before the names of the files in reports and runs.
pub(super) const ORIGIN: &str = "embedded:demo";

#[derive(RustEmbed)]
#[folder = "demo/"]
struct Demo;

/// Loads the demonstration, or what is missing of it. Dates that its tables count from the day of
/// loading move with the clock.
pub async fn load(
    db: &Database,
    clock: Clock,
    progress: &mut Progress<'_>,
) -> Result<Vec<Report>, IngestError> {
    let files = Demo::iter()
        .filter(|name| name.ends_with(".csv"))
        .filter_map(|name| Some((name.to_string(), Demo::get(&name)?.data)))
        .collect();
    let mut reports = tables::import(db, &files, ORIGIN, clock, progress).await?;
    for name in articles() {
        let Some(file) = Demo::get(&name) else {
            continue;
        };
        let file_name = format!("{ORIGIN}/{name}");
        reports.push(articles::import(db, &file.data, &file_name, clock).await?);
    }
    Ok(reports)
}

/// The articles by the names of their files, `articles/slug.locale.md`, an original before its
/// translations: they are attached to it.
fn articles() -> Vec<String> {
    let mut names: Vec<String> = Demo::iter()
        .filter(|name| name.starts_with("articles/") && name.ends_with(".md"))
        .map(|name| name.into_owned())
        .collect();
    names.sort_by(|a, b| place(a).cmp(&place(b)));
    names
}

fn place(name: &str) -> (&str, bool, &str) {
    let stem = name.trim_end_matches(".md");
    let (slug, locale) = stem.rsplit_once('.').unwrap_or((stem, ""));
    let translation = locale != Locale::english().as_str();
    (slug, translation, locale)
}

/// Whether a first start should load it: into an empty database, or to end what a killed first
/// start began.
pub async fn is_due(db: &Database) -> Result<bool, IngestError> {
    let runs = import::file_names(db).await?;
    let last = articles().pop().map(|name| format!("{ORIGIN}/{name}"));
    let began_here = runs.keys().all(|name| name.starts_with(ORIGIN));
    let ended = runs
        .iter()
        .any(|(name, finished)| *finished && Some(name) == last.as_ref());
    Ok(began_here && !ended)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{NodeKind, RecordState};
    use crate::ingest::testing::{self, NOON, scratch};
    use crate::store::entity::{
        article, clinic, code, doctor, label, offering, place, procedure, role, section,
    };
    use crate::store::{change, read};

    #[tokio::test]
    async fn it_loads_without_a_reject_and_twice_changes_nothing() {
        let scratch = scratch().await;
        let db = &scratch.db;
        assert!(is_due(db).await.unwrap());
        let reports = load(db, NOON, &mut |_| {}).await.unwrap();
        for report in &reports {
            assert_eq!(report.rejected, Default::default(), "{report}");
            // A translation changes the article that its original added.
            let written = report.counts.added + report.counts.changed;
            assert_eq!(written, report.counts.read, "{report}");
            testing::assert_sums(report);
        }
        assert!(reports.len() >= 13);
        assert!(!is_due(db).await.unwrap());

        let seq = change::latest(db.reader()).await.unwrap();
        let before = testing::dump(db).await;
        for report in load(db, NOON, &mut |_| {}).await.unwrap() {
            assert_eq!(report.counts.unchanged, report.counts.read, "{report}");
        }
        assert_eq!(change::latest(db.reader()).await.unwrap(), seq);
        assert_eq!(testing::dump(db).await, before);
    }

    #[tokio::test]
    async fn it_holds_what_its_files_say() {
        let scratch = scratch().await;
        let db = scratch.db.reader();
        load(&scratch.db, NOON, &mut |_| {}).await.unwrap();
        assert!(read::all::<place::Entity>(db).await.unwrap().len() >= 29);
        assert!(read::all::<procedure::Entity>(db).await.unwrap().len() >= 6);
        assert!(read::all::<code::Entity>(db).await.unwrap().len() >= 13);
        assert!(read::all::<label::Entity>(db).await.unwrap().len() >= 60);
        assert!(read::all::<clinic::Entity>(db).await.unwrap().len() >= 10);
        assert!(read::all::<role::Entity>(db).await.unwrap().len() >= 26);
        assert!(read::all::<offering::Entity>(db).await.unwrap().len() >= 21);
        assert!(!read::all::<article::Entity>(db).await.unwrap().is_empty());
        assert!(read::all::<section::Entity>(db).await.unwrap().len() > 8);

        let doctors = read::all::<doctor::Entity>(db).await.unwrap();
        assert!(doctors.iter().all(|doctor| doctor.demonstration));
        let by_slug = |slug: &str| doctors.iter().find(|row| row.slug == slug).unwrap();
        assert_eq!(by_slug("sangphel-tenthok").name, "Sangphel Tenthok, Jr.");
        assert_eq!(by_slug("ines-valdemora").name, "Inés María Valdemora");
        assert_eq!(by_slug("ines-valdemora").name_key, "valdemora ines maria");
        assert_eq!(by_slug("dorzin-kharphu").state.0, RecordState::Retired);

        let changes = change::after(db, 0, 1_000).await.unwrap();
        for kind in [
            NodeKind::Doctor,
            NodeKind::Clinic,
            NodeKind::Place,
            NodeKind::Procedure,
            NodeKind::Condition,
            NodeKind::Specialty,
            NodeKind::Article,
        ] {
            assert!(changes.iter().any(|change| change.kind == kind), "{kind:?}");
        }
    }

    #[tokio::test]
    async fn a_first_start_that_was_killed_is_ended_by_the_next_one() {
        let scratch = scratch().await;
        let db = &scratch.db;
        testing::killed_after(5, async |progress| {
            load(db, NOON, progress).await.unwrap();
        })
        .await;
        assert!(is_due(db).await.unwrap());
        load(db, NOON, &mut |_| {}).await.unwrap();
        assert!(!is_due(db).await.unwrap());
    }

    #[test]
    fn an_original_stands_before_its_translations() {
        let mut names = ["b.en.md", "a.es.md", "a.de.md", "a.en.md", "b-c.en.md"];
        names.sort_by(|a, b| place(a).cmp(&place(b)));
        assert_eq!(
            names,
            ["a.en.md", "a.de.md", "a.es.md", "b.en.md", "b-c.en.md"]
        );
        assert!(articles().contains(&"articles/epidural-blood-patch.en.md".to_owned()));
    }
}
