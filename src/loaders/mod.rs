//! Batched reads across relations: a resolver asks for one key, the database is asked once a level.
//!
//! One set per request: it remembers what it has read, so it must not outlive the answer.
//! Resolvers never loop over awaits; they ask here.

mod batch;
mod grouped;
mod related;
mod row;

use std::sync::Arc;

pub use batch::{Batches, LoadError};
pub use related::SliceKey;

use crate::store::Database;
use crate::store::entity::{
    article, clinic, condition, doctor, offering, place, procedure, role, source, specialty,
};

/// The loaders of one request.
pub struct Loaders {
    pub doctor: Batches<row::ById<doctor::Entity>>,
    pub clinic: Batches<row::ById<clinic::Entity>>,
    pub role: Batches<row::ById<role::Entity>>,
    pub specialty: Batches<row::ById<specialty::Entity>>,
    pub procedure: Batches<row::ById<procedure::Entity>>,
    pub condition: Batches<row::ById<condition::Entity>>,
    pub offering: Batches<row::ById<offering::Entity>>,
    pub place: Batches<row::ById<place::Entity>>,
    pub article: Batches<row::ById<article::Entity>>,
    pub source: Batches<row::ById<source::Entity>>,

    pub doctor_by_slug: Batches<row::BySlug<doctor::Entity>>,
    pub clinic_by_slug: Batches<row::BySlug<clinic::Entity>>,
    pub specialty_by_slug: Batches<row::BySlug<specialty::Entity>>,
    pub procedure_by_slug: Batches<row::BySlug<procedure::Entity>>,
    pub condition_by_slug: Batches<row::BySlug<condition::Entity>>,
    pub place_by_slug: Batches<row::BySlug<place::Entity>>,
    pub article_by_slug: Batches<row::BySlug<article::Entity>>,
    pub doctor_by_npi: Batches<row::DoctorByNpi>,
    pub specialty_by_code: Batches<row::SpecialtyByCode>,
    pub node_by_code: Batches<row::NodeByCode>,

    pub roles: Batches<related::Slices<role::Entity>>,
    pub clinics: Batches<related::Slices<clinic::Entity>>,
    pub specialties: Batches<related::Slices<specialty::Entity>>,
    pub offerings: Batches<related::Slices<offering::Entity>>,
    pub procedures: Batches<related::Slices<procedure::Entity>>,
    pub conditions: Batches<related::Slices<condition::Entity>>,
    pub articles: Batches<related::Slices<article::Entity>>,
    pub counts: Batches<related::Counts>,

    pub best_offering: Batches<grouped::BestOffering>,
    pub codes: Batches<grouped::Codes>,
    pub labels: Batches<grouped::Labels>,
    pub place_names: Batches<grouped::PlaceNames>,
    pub translations: Batches<grouped::Translations>,
    pub sections: Batches<grouped::Sections>,
    pub red_flags: Batches<grouped::RedFlags>,
    pub references: Batches<grouped::References>,
    pub subjects: Batches<grouped::Subjects>,
}

impl Loaders {
    /// An empty set, for one request.
    pub fn new(db: &Database) -> Self {
        Loaders {
            doctor: Batches::new(db),
            clinic: Batches::new(db),
            role: Batches::new(db),
            specialty: Batches::new(db),
            procedure: Batches::new(db),
            condition: Batches::new(db),
            offering: Batches::new(db),
            place: Batches::new(db),
            article: Batches::new(db),
            source: Batches::new(db),
            doctor_by_slug: Batches::new(db),
            clinic_by_slug: Batches::new(db),
            specialty_by_slug: Batches::new(db),
            procedure_by_slug: Batches::new(db),
            condition_by_slug: Batches::new(db),
            place_by_slug: Batches::new(db),
            article_by_slug: Batches::new(db),
            doctor_by_npi: Batches::new(db),
            specialty_by_code: Batches::new(db),
            node_by_code: Batches::new(db),
            roles: Batches::new(db),
            clinics: Batches::new(db),
            specialties: Batches::new(db),
            offerings: Batches::new(db),
            procedures: Batches::new(db),
            conditions: Batches::new(db),
            articles: Batches::new(db),
            counts: Batches::new(db),
            best_offering: Batches::new(db),
            codes: Batches::new(db),
            labels: Batches::new(db),
            place_names: Batches::new(db),
            translations: Batches::new(db),
            sections: Batches::new(db),
            red_flags: Batches::new(db),
            references: Batches::new(db),
            subjects: Batches::new(db),
        }
    }
}

/// What a loader gives: the value if there is one, shared by all who asked for the key.
pub type Loaded<V> = Result<Option<Arc<V>>, LoadError>;
