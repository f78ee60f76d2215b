//! Specialties.

use std::sync::Arc;

use async_graphql::connection::{Connection, EmptyFields};
use async_graphql::{Context, ID, Object};

use super::doctor::DoctorConnection;
use super::error::Failure;
use super::find::{self, DoctorSort};
use super::global_id::{self, Kind};
use super::labels;
use super::near::Near;
use super::page::{Cursor, Page, Total};
use crate::domain::NodeKind;
use crate::domain::locale::Locale;
use crate::search::Need;
use crate::store::entity::specialty;

pub type SpecialtyConnection = Connection<Cursor, Specialty, Total, EmptyFields>;

pub struct Specialty(pub Arc<specialty::Model>);

/// A field of practice.
#[Object]
impl Specialty {
    /// Identifies this specialty among all nodes.
    pub async fn id(&self) -> ID {
        global_id::of(Kind::Specialty, self.0.id)
    }

    /// The specialty's readable name, unique among specialties.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// The code.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// The code's system, by its canonical URI.
    async fn system(&self) -> &str {
        &self.0.system
    }

    /// The name in English. Where no name is known, the code.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Other names: synonyms and lay words in one language, English when none is asked for.
    async fn also_known_as(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language of the names.")] locale: Option<Locale>,
    ) -> Result<Vec<String>, Failure> {
        labels::also_known_as(ctx, NodeKind::Specialty, self.0.id.get(), locale).await
    }

    /// What such doctors do, in plain words.
    async fn definition(&self) -> Option<&str> {
        self.0.definition.as_deref()
    }

    /// Doctors of this specialty, each once, with the best matching clinic on the edge.
    async fn doctors(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Around where to look; everywhere when it is left out.")] near: Option<
            Near,
        >,
        #[graphql(
            desc = "The order: DISTANCE around a place, NAME elsewhere, when none is asked for."
        )]
        sort: Option<DoctorSort>,
        #[graphql(
            desc = "How many from the start, 1 to 100; 20 when neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<DoctorConnection, Failure> {
        let page = Page {
            first,
            after,
            last,
            before,
        };
        let need = Some(Need::Specialty(self.0.id));
        find::doctors(ctx, need, near, sort, page).await
    }
}
