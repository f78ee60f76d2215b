//! The demonstration: a small fictional directory and its articles, embedded in the binary.
//!
//! Each file is named here, so that the compiler tracks its content and a test notices a file
//! that is not named.

use std::borrow::Cow;

use super::batch::Progress;
use super::error::IngestError;
use super::report::Report;
use super::{articles, tables};
use crate::domain::clock::Clock;
use crate::store::Database;
use crate::store::import;

/// What stands before the names of the files in reports and runs.
const ORIGIN: &str = "embedded:demo";

macro_rules! embedded {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!("../../demo/", $name)))),+]
    };
}

const TABLES: [(&str, &str); 12] = embedded![
    "clinics.csv",
    "codes.csv",
    "conditions.csv",
    "doctors.csv",
    "labels.csv",
    "offerings.csv",
    "places.csv",
    "procedures.csv",
    "roles.csv",
    "sources.csv",
    "specialties.csv",
    "treatments.csv",
];

const ARTICLES: [(&str, &str); 1] = embedded!["articles/epidural-blood-patch.en.md"];

/// Loads the demonstration, or what is missing of it. Dates that its tables count from the day of
/// loading move with the clock.
pub async fn load(
    db: &Database,
    clock: Clock,
    progress: &mut Progress<'_>,
) -> Result<Vec<Report>, IngestError> {
    let files = TABLES
        .iter()
        .map(|(name, text)| ((*name).to_owned(), Cow::Borrowed(text.as_bytes())))
        .collect();
    let mut reports = tables::import(db, &files, ORIGIN, clock, progress).await?;
    for (name, text) in ARTICLES {
        let file_name = format!("{ORIGIN}/{name}");
        reports.push(articles::import(db, text.as_bytes(), &file_name, clock).await?);
    }
    Ok(reports)
}

/// Whether a first start should load it: into an empty database, or to end what a killed first
/// start began.
pub async fn is_due(db: &Database) -> Result<bool, IngestError> {
    let runs = import::file_names(db).await?;
    let last = ARTICLES.last().map(|(name, _)| format!("{ORIGIN}/{name}"));
    let began_here = runs.keys().all(|name| name.starts_with(ORIGIN));
    let ended = runs
        .iter()
        .any(|(name, finished)| *finished && Some(name) == last.as_ref());
    Ok(began_here && !ended)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

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
            assert_eq!(report.counts.added, report.counts.read, "{report}");
            testing::assert_sums(report);
        }
        assert_eq!(reports.len(), 13);
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
        assert_eq!(read::all::<place::Entity>(db).await.unwrap().len(), 29);
        assert_eq!(read::all::<procedure::Entity>(db).await.unwrap().len(), 6);
        assert_eq!(read::all::<code::Entity>(db).await.unwrap().len(), 13);
        assert_eq!(read::all::<label::Entity>(db).await.unwrap().len(), 60);
        assert_eq!(read::all::<clinic::Entity>(db).await.unwrap().len(), 10);
        assert_eq!(read::all::<role::Entity>(db).await.unwrap().len(), 26);
        assert_eq!(read::all::<offering::Entity>(db).await.unwrap().len(), 21);
        assert_eq!(read::all::<article::Entity>(db).await.unwrap().len(), 1);
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
    fn every_file_of_the_folder_is_embedded() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo");
        let mut found = Vec::new();
        for part in ["", "articles/"] {
            for entry in std::fs::read_dir(folder.join(part)).unwrap() {
                let name = entry.unwrap().file_name().into_string().unwrap();
                if name.ends_with(".csv") || (name.ends_with(".md") && name != "README.md") {
                    found.push(format!("{part}{name}"));
                }
            }
        }
        found.sort();
        let mut named: Vec<&str> = TABLES
            .iter()
            .chain(&ARTICLES)
            .map(|(name, _)| *name)
            .collect();
        named.sort_unstable();
        assert_eq!(found, named);
    }
}
