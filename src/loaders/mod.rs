//! Batched reads across relations: a resolver asks for one key, the database is asked once a level.
//!
//! Three steps, from the outside in. [`entity_cache`] keeps answers for the process and is asked
//! first. What it does not have goes through a loader of the request (`request`), which gathers a
//! level's keys. Beneath it `relation` merges the keys of all requests into few statements.
//! Resolvers never loop over awaits; they ask here.

mod batch;
mod entity_cache;
mod grouped;
mod place;
mod postal;
mod related;
mod relation;
mod request;
mod row;

#[cfg(test)]
mod tests;

use std::sync::{Arc, PoisonError, RwLock};

pub use batch::{LoadError, Loaded};
pub use entity_cache::CacheStats;
pub use postal::PostalSpot;
pub use related::{Listed, SliceKey, Slices};
pub use request::{Batches, Load};

use relation::Relation;
use request::Local;

use crate::feed::{Applied, Basis};
use crate::store::Database;
use crate::store::entity::{
    article, article_part, article_subject, article_translation, author, biography, checklist_item,
    clinic, condition, doctor, doctor_language, faq, glossary_definition, glossary_term,
    identifier, insurance_plan, media, network, offering, opening_hours, place as places,
    place_name, procedure, provenance, qualification, rating, red_flag, reference, release, report,
    review, role, role_plan, section, source, source_view, specialty,
};

/// How loading is set up.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Memory for answers that outlive their request; 0 keeps none.
    pub cache_bytes: u64,
    /// Whether requests share statements.
    pub merges: bool,
}

/// Names every kind of read once: the process's parts, and the request's view of them.
macro_rules! reads {
    ($($name:ident: $batch:ty,)*) => {
        struct All {
            applied: Applied,
            $($name: Arc<Relation<$batch>>,)*
        }

        impl Relations {
            pub fn new(db: &Database, applied: &Applied, settings: Settings) -> Self {
                let Settings { cache_bytes, merges } = settings;
                Relations(Arc::new(All {
                    applied: applied.clone(),
                    $($name: Arc::new(Relation::new(db, applied, cache_bytes, merges)),)*
                }))
            }

            /// What memory did so far, by kind of read; empty when it is switched off.
            pub fn stats(&self) -> Vec<(&'static str, CacheStats)> {
                let mut stats = Vec::new();
                $(stats.extend((*self.0).get().$name.cache.as_ref().map(|cache| {
                    (stringify!($name), cache.stats())
                }));)*
                stats
            }
        }

        #[derive(Default)]
        struct Locals {
            $($name: Local<$batch>,)*
        }

        impl Loaders {
            $(pub fn $name(&self) -> Batches<'_, $batch> {
                Batches {
                    relation: &(*self.relations.0).get().$name,
                    locals: &self.locals,
                    pick: |locals| &locals.$name,
                    basis: &self.basis,
                }
            })*
        }
    };
}

/// Something large behind a trait object, which is known to be safe to share. A resolver's future
/// holds references to these, and the compiler would show that of every part for every resolver:
/// that took minutes.
trait Sealed<T>: Send + Sync {
    fn get(&self) -> &T;
}

impl<T: Send + Sync> Sealed<T> for T {
    fn get(&self) -> &T {
        self
    }
}

/// What a request has read so far.
struct Current(RwLock<Arc<dyn Sealed<Locals>>>);

impl Current {
    fn now(&self) -> Arc<dyn Sealed<Locals>> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn renew(&self) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(Locals::default());
    }
}

impl Default for Current {
    fn default() -> Self {
        Current(RwLock::new(Arc::new(Locals::default())))
    }
}

/// Every kind of read, alive for the process. Cheap to clone.
#[derive(Clone)]
pub struct Relations(Arc<dyn Sealed<All>>);

/// The loaders of one request. They remember what they have read, so they must not outlive the
/// answer, nor a write in the middle of it: [`Loaders::forget`].
pub struct Loaders {
    relations: Relations,
    locals: Current,
    basis: Arc<Basis>,
}

impl Loaders {
    /// An empty set, for one request.
    pub fn new(relations: &Relations) -> Self {
        Loaders {
            basis: Arc::new(Basis::new((*relations.0).get().applied.seq())),
            relations: relations.clone(),
            locals: Current::default(),
        }
    }

    /// Forgets what was read: what is asked for next is looked at anew.
    pub fn forget(&self) {
        self.locals.renew();
    }

    /// What the answer rests on so far.
    pub fn basis(&self) -> &Arc<Basis> {
        &self.basis
    }
}

reads! {
    doctor: row::ById<doctor::Entity>,
    clinic: row::ById<clinic::Entity>,
    role: row::ById<role::Entity>,
    specialty: row::ById<specialty::Entity>,
    procedure: row::ById<procedure::Entity>,
    condition: row::ById<condition::Entity>,
    offering: row::ById<offering::Entity>,
    place: row::ById<places::Entity>,
    article: row::ById<article::Entity>,
    source: row::ById<source::Entity>,
    doctor_by_slug: row::BySlug<doctor::Entity>,
    clinic_by_slug: row::BySlug<clinic::Entity>,
    specialty_by_slug: row::BySlug<specialty::Entity>,
    procedure_by_slug: row::BySlug<procedure::Entity>,
    condition_by_slug: row::BySlug<condition::Entity>,
    place_by_slug: row::BySlug<places::Entity>,
    article_by_slug: row::BySlug<article::Entity>,
    doctor_by_npi: row::DoctorByNpi,
    specialty_by_code: row::SpecialtyByCode,
    node_by_code: row::NodeByCode,
    roles: related::Slices<role::Entity>,
    clinics: related::Slices<clinic::Entity>,
    specialties: related::Slices<specialty::Entity>,
    offerings: related::Slices<offering::Entity>,
    procedures: related::Slices<procedure::Entity>,
    conditions: related::Slices<condition::Entity>,
    articles: related::Slices<article::Entity>,
    counts: related::Counts,
    best_offering: grouped::BestOffering,
    codes: grouped::Codes,
    treatments: grouped::Treatments,
    all_sources: grouped::AllSources,
    labels: grouped::Labels,
    places_named: place::Named,
    nearest_place: place::Nearest,
    postal_spot: postal::Spots,
    place_names: grouped::Owned<place_name::Entity>,
    translations: grouped::Owned<article_translation::Entity>,
    sections: grouped::Owned<section::Entity>,
    red_flags: grouped::Owned<red_flag::Entity>,
    checklist: grouped::Owned<checklist_item::Entity>,
    faq: grouped::Owned<faq::Entity>,
    media: grouped::Owned<media::Entity>,
    parts: grouped::Owned<article_part::Entity>,
    authors: grouped::Owned<author::Entity>,
    term: row::ById<glossary_term::Entity>,
    term_by_slug: row::BySlug<glossary_term::Entity>,
    definitions: grouped::Owned<glossary_definition::Entity>,
    references: grouped::Owned<reference::Entity>,
    subjects: grouped::Owned<article_subject::Entity>,
    plan: row::ById<insurance_plan::Entity>,
    plan_by_slug: row::BySlug<insurance_plan::Entity>,
    node_by_identifier: row::NodeByIdentifier,

    plans: related::Slices<insurance_plan::Entity>,
    reviews: related::Slices<review::Entity>,

    identifiers: grouped::OfNode<identifier::Entity>,
    opening_hours: grouped::OfNode<opening_hours::Entity>,
    reports: grouped::OfNode<report::Entity>,
    provenance: grouped::OfNode<provenance::Entity>,
    source_views: grouped::OfNode<source_view::Entity>,

    languages: grouped::Owned<doctor_language::Entity>,
    biographies: grouped::Owned<biography::Entity>,
    qualifications: grouped::Owned<qualification::Entity>,
    rating: grouped::Owned<rating::Entity>,
    role_plans: grouped::Owned<role_plan::Entity>,
    networks: grouped::Owned<network::Entity>,
    releases: grouped::Owned<release::Entity>,
    source_counts: grouped::SourceCounts,
}
