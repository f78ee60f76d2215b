//! The steps that build the database, forward only, the same on SQLite and Postgres.
//!
//! A step that has shipped is never edited: a new one widens, moves data, and a later one narrows.

use sea_orm_migration::prelude::*;

mod column;
mod m0001_sources;
mod m0002_places;
mod m0003_clinics;
mod m0004_doctors;
mod m0005_care;
mod m0006_articles;
mod m0007_change_notice;
mod m0008_practice;
mod m0009_plans;
mod m0010_specialties;
mod m0011_trust;
mod m0012_ages;
mod m0013_postal_codes;
mod m0014_callers;
mod m0015_writes;
mod m0016_education;
mod m0017_manuscripts;
mod m0018_easy_summaries;

/// Runs the steps in order and remembers which have run.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_sources::Migration),
            Box::new(m0002_places::Migration),
            Box::new(m0003_clinics::Migration),
            Box::new(m0004_doctors::Migration),
            Box::new(m0005_care::Migration),
            Box::new(m0006_articles::Migration),
            Box::new(m0007_change_notice::Migration),
            Box::new(m0008_practice::Migration),
            Box::new(m0009_plans::Migration),
            Box::new(m0010_specialties::Migration),
            Box::new(m0011_trust::Migration),
            Box::new(m0012_ages::Migration),
            Box::new(m0013_postal_codes::Migration),
            Box::new(m0014_callers::Migration),
            Box::new(m0015_writes::Migration),
            Box::new(m0016_education::Migration),
            Box::new(m0017_manuscripts::Migration),
            Box::new(m0018_easy_summaries::Migration),
        ]
    }
}
