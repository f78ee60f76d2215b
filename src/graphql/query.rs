//! The roots: where every query begins. Long, because each root names and describes its arguments;
//! what they do is elsewhere.

use async_graphql::connection::{Connection, Edge, EmptyFields};
use async_graphql::{Context, ID, Object};
use futures_util::future::try_join_all;
use std::sync::Arc;

use super::article::{self, Article, ArticleConnection};
use super::by::{
    ArticleBy, ClinicBy, CodeInput, ConditionBy, DoctorBy, InsurancePlanBy, PlaceBy, ProcedureBy,
    SpecialtyBy,
};
use super::change::{self, ChangeConnection};
use super::clinic::{Clinic, ClinicConnection};
use super::clinic_filter::ClinicFilter;
use super::condition::{Condition, ConditionConnection};
use super::context::Ask;
use super::cursor::Cursor;
use super::doctor::{Doctor, DoctorConnection};
use super::doctor_filter::DoctorFilter;
use super::education::{self, EducationAnswer};
use super::enum_labels::{self, EnumLabel, LabelledSet};
use super::error::Failure;
use super::filter::{self, ArticleFilter, ProcedureFilter};
use super::find::{self, ClinicsAsked, DoctorsAsked};
use super::glossary::{self, GlossaryTermConnection};
use super::localised;
use super::manuscript::{self, Manuscript, ManuscriptConnection};
use super::moderation::{self, ReportConnection, SubmittedReviewConnection};
use super::mutation::{ReportState, ReviewState};
use super::near::{Near, PointInput};
use super::need::{self, CareNeed};
use super::node::{self, Node};
use super::page::{Page, related};
use super::place::Place;
use super::plan::{InsurancePlan, InsurancePlanConnection};
use super::price::{self, CostEstimate, Variables};
use super::procedure::{Procedure, ProcedureConnection};
use super::ranking::{self, RankingPolicy};
use super::search::{self, SearchConnection, SearchKind};
use super::sets::{Audience, ManuscriptState};
use super::sitemap::{Sitemap, SitemapKind};
use super::sort::{ArticleSort, ClinicSort, DoctorSort, SearchSort};
use super::source::Source;
use super::specialty::{Specialty, SpecialtyConnection};
use super::suggest::{self, Suggestion};
use super::viewer::{self, Viewer};
use crate::domain::NodeKind;
use crate::domain::country::InvalidCountry;
use crate::domain::distance::Point as DomainPoint;
use crate::domain::locale::Locale;
use crate::domain::npi::Npi;
use crate::domain::slug::Slug;
use crate::feed::Kinds;
use crate::search::find_places;
use crate::store::related::Position;
use crate::store::relations;

/// The most nodes that one field looks up by id or number.
const LOOKED_UP_AT_ONCE: usize = 100;

/// The most places that one text is taken to mean.
const CANDIDATES: usize = 200;

pub type PlaceConnection = Connection<Cursor, Place, EmptyFields, EmptyFields>;

pub struct Query;

/// Where every query begins: doctors, clinics, procedures, conditions, specialties, places and
/// patient-education articles, joined.
#[Object]
impl Query {
    /// The node of an id; null when there is none any more.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "An id that this graph has given.")] id: ID,
    ) -> Result<Option<Node>, Failure> {
        node::load(ctx, &id).await
    }

    /// What has changed, oldest first, for whoever keeps a copy: doctors, clinics and the other kinds
    /// of a search, also when they are gone or merged. The last seven days are kept, and never fewer
    /// than 100,000 changes.
    async fn changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Only what came after this cursor, of an edge, of `latest` or of a subscription; from the oldest that is kept when it is left out."
        )]
        since: Option<String>,
        #[graphql(desc = "Only records of these kinds; all when it is left out.")] kinds: Option<
            Vec<SearchKind>,
        >,
        #[graphql(desc = "How many, 1 to 100; 20 when it is not given.")] first: Option<i32>,
    ) -> Result<ChangeConnection, Failure> {
        change::changes(ctx, since, kinds, first).await
    }

    /// The nodes of many ids, in the order of the ids; null for one that is not there.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most 100 ids.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>, Failure> {
        bounded("ids", ids.len())?;
        try_join_all(ids.iter().map(|id| node::load(ctx, id))).await
    }

    /// One doctor; null when nobody is known by that name.
    async fn doctor(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How the doctor is named.")] by: DoctorBy,
    ) -> Result<Option<Doctor>, Failure> {
        Ok(by.load(ctx).await?.map(Doctor))
    }

    /// Doctors who meet a need, around a place. Each appears once, with the best matching clinic on
    /// the edge.
    async fn doctors(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is needed; any doctor when it is left out.")] need: Option<CareNeed>,
        #[graphql(desc = "Around where to look; everywhere when it is left out.")] near: Option<
            Near,
        >,
        #[graphql(desc = "Which of them are wanted; all when it is left out.")] filter: Option<
            Box<DoctorFilter>,
        >,
        #[graphql(desc = "The order.", default_with = "DoctorSort::Best")] sort: DoctorSort,
        #[graphql(
            desc = "How many from the start, 1 to 100; 20 when neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<DoctorConnection, Failure> {
        let page = Page::new(first, after, last, before);
        let need = need::resolve(ctx, need).await?;
        let asked = DoctorsAsked {
            near,
            filter,
            sort,
            page,
        };
        find::doctors(ctx, need, asked).await
    }

    /// The doctors of many National Provider Identifiers, in the order of the numbers; null for a
    /// number that nobody here has.
    async fn doctors_by_npi(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most 100 numbers.")] npis: Vec<Npi>,
    ) -> Result<Vec<Option<Doctor>>, Failure> {
        bounded("npis", npis.len())?;
        let loaders = ctx.loaders();
        let rows = npis
            .iter()
            .map(|npi| loaders.doctor_by_npi().load(npi.to_string()));
        let rows = try_join_all(rows).await?;
        Ok(rows.into_iter().map(|row| row.map(Doctor)).collect())
    }

    /// One clinic; null when none is known by that name.
    async fn clinic(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How the clinic is named.")] by: ClinicBy,
    ) -> Result<Option<Clinic>, Failure> {
        Ok(by.load(ctx).await?.map(Clinic))
    }

    /// Clinics where a need is met, around a place.
    async fn clinics(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is needed; any clinic when it is left out.")] need: Option<CareNeed>,
        #[graphql(desc = "Around where to look; everywhere when it is left out.")] near: Option<
            Near,
        >,
        #[graphql(desc = "Which of them are wanted; all when it is left out.")] filter: Option<
            ClinicFilter,
        >,
        #[graphql(
            desc = "The order: DISTANCE around a place, NAME elsewhere, when none is asked for."
        )]
        sort: Option<ClinicSort>,
        #[graphql(
            desc = "How many from the start, 1 to 100; 20 when neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<ClinicConnection, Failure> {
        let page = Page::new(first, after, last, before);
        let need = need::resolve(ctx, need).await?;
        let asked = ClinicsAsked {
            near,
            filter,
            sort,
            page,
        };
        find::clinics(ctx, need, asked).await
    }

    /// One procedure; null when none is known by that name.
    async fn procedure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How the procedure is named.")] by: ProcedureBy,
    ) -> Result<Option<Procedure>, Failure> {
        Ok(by.load(ctx).await?.map(Procedure))
    }

    /// Procedures, by name.
    async fn procedures(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only these; all when it is left out.")] filter: Option<ProcedureFilter>,
        #[graphql(
            desc = "How many from the start, 1 to 100; 20 when neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<ProcedureConnection, Failure> {
        let page = Page::new(first, after, last, before);
        let (relation, parent) = match filter {
            None => (relations::PROCEDURES, 0),
            Some(filter) => filter.list(ctx).await?,
        };
        related(
            ctx.loaders().procedures(),
            relation,
            parent,
            page,
            Procedure,
        )
        .await
    }

    /// One condition; null when none is known by that name.
    async fn condition(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How the condition is named.")] by: ConditionBy,
    ) -> Result<Option<Condition>, Failure> {
        Ok(by.load(ctx).await?.map(Condition))
    }

    /// Conditions, by name.
    async fn conditions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that such doctors look after; all when it is left out.")]
        specialty: Option<SpecialtyBy>,
        #[graphql(
            desc = "How many from the start, 1 to 100; 20 when neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<ConditionConnection, Failure> {
        let page = Page::new(first, after, last, before);
        let (relation, parent) = match specialty {
            None => (relations::CONDITIONS, 0),
            Some(by) => {
                let parent = filter::specialty(ctx, &by).await?;
                (relations::CONDITIONS_OF_SPECIALTY, parent)
            }
        };
        related(
            ctx.loaders().conditions(),
            relation,
            parent,
            page,
            Condition,
        )
        .await
    }

    /// One specialty; null when none is known by that name.
    async fn specialty(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How the specialty is named.")] by: SpecialtyBy,
    ) -> Result<Option<Specialty>, Failure> {
        Ok(by.load(ctx).await?.map(Specialty))
    }

    /// Specialties, by name.
    async fn specialties(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only the narrower ones of this one; all when it is left out.")]
        parent: Option<SpecialtyBy>,
        #[graphql(
            desc = "How many from the start, 1 to 100; 20 when neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<SpecialtyConnection, Failure> {
        let page = Page::new(first, after, last, before);
        let (relation, parent) = match parent {
            None => (relations::SPECIALTIES, 0),
            Some(by) => {
                let parent = filter::specialty(ctx, &by).await?;
                (relations::CHILDREN_OF_SPECIALTY, parent)
            }
        };
        related(
            ctx.loaders().specialties(),
            relation,
            parent,
            page,
            Specialty,
        )
        .await
    }

    /// One insurance plan; null when none is known by that name.
    async fn insurance_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How the plan is named.")] by: InsurancePlanBy,
    ) -> Result<Option<InsurancePlan>, Failure> {
        Ok(by.load(ctx).await?.map(InsurancePlan))
    }

    /// Insurance plans, by name.
    async fn insurance_plans(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many from the start, 1 to 100; 20 when neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<InsurancePlanConnection, Failure> {
        let page = Page::new(first, after, last, before);
        let (relation, parent) = (relations::PLANS, 0);
        related(ctx.loaders().plans(), relation, parent, page, InsurancePlan).await
    }

    /// Articles.
    async fn articles(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only these; all when it is left out.")] filter: Option<ArticleFilter>,
        #[graphql(
            desc = "Languages the reader knows, the best first; those of Accept-Language, or English, when none is given."
        )]
        locales: Option<Vec<Locale>>,
        #[graphql(desc = "The order.", default_with = "ArticleSort::Slug")] sort: ArticleSort,
        #[graphql(
            desc = "How many from the start, 1 to 100; 20 when neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<ArticleConnection, Failure> {
        let page = Page::new(first, after, last, before);
        let (relation, parent) = match filter {
            None => (relations::articles(None, sort.into()), 0),
            Some(filter) => filter.list(ctx, sort.into()).await?,
        };
        article::listed(ctx, relation, parent, locales, page).await
    }

    /// An article at the content desk, in one language; null when there is none. Needs one of the
    /// scopes `content:write`, `content:review` and `content:publish`.
    async fn manuscript(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The article's readable name.")] slug: Slug,
        #[graphql(desc = "The language.")] locale: Locale,
    ) -> Result<Option<Manuscript>, Failure> {
        manuscript::by_name(ctx, &slug.to_string(), &locale).await
    }

    /// Articles at the content desk, by slug. Needs one of the scopes `content:write`,
    /// `content:review` and `content:publish`.
    async fn manuscripts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that have come so far; all when it is left out.")]
        state: Option<ManuscriptState>,
        #[graphql(
            desc = "How many from the start, 1 to 100; 20 when neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<ManuscriptConnection, Failure> {
        let page = Page::new(first, after, last, before);
        manuscript::listed(ctx, state, page).await
    }

    /// Words that articles explain, in one language, by word.
    async fn glossary(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only words that begin so, accents and case aside.")] prefix: Option<
            String,
        >,
        #[graphql(
            desc = "The language; the first of Accept-Language, or English, when it is left out."
        )]
        locale: Option<Locale>,
        #[graphql(
            desc = "How many from the start, 1 to 100; 20 when neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<GlossaryTermConnection, Failure> {
        let page = Page::new(first, after, last, before);
        glossary::listed(ctx, prefix, locale, page).await
    }

    /// The words for the values of a closed set, to show them to people.
    async fn enum_labels(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The set.")] of: LabelledSet,
        #[graphql(
            desc = "Languages the reader knows, the best first; those of Accept-Language, or English, when none is given."
        )]
        locales: Option<Vec<Locale>>,
    ) -> Vec<EnumLabel> {
        enum_labels::of(of, &localised::wanted(ctx, locales))
    }

    /// What patients can read about a code that a record holds: of a diagnosis, a procedure, a
    /// medicine or a test. For a code about which there is nothing, the nearest topic.
    async fn education(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The code. Its system is named by URI, OID or a common alias such as icd-10-cm."
        )]
        about: CodeInput,
        #[graphql(
            desc = "Languages the reader knows, the best first; those of Accept-Language, or English, when none is given."
        )]
        locales: Option<Vec<Locale>>,
        #[graphql(desc = "Only articles for these readers; for any when it is left out.")]
        audience: Option<Audience>,
        #[graphql(
            desc = "The highest school grade that the reader reads at. Harder articles are left out where another one fits; what has no grade, such as a Spanish text, is kept."
        )]
        max_grade: Option<f64>,
    ) -> Result<EducationAnswer, Failure> {
        education::education(ctx, about, locales, audience, max_grade).await
    }

    /// One article; null when none is known by that name.
    async fn article(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How the article is named.")] by: ArticleBy,
        #[graphql(
            desc = "Languages the reader knows, the best first; English when none is given."
        )]
        locales: Option<Vec<Locale>>,
    ) -> Result<Option<Article>, Failure> {
        Ok(by.load(ctx).await?.map(|row| Article::new(row, locales)))
    }

    /// One place; null when none is known by that name.
    async fn place(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How the place is named.")] by: PlaceBy,
    ) -> Result<Option<Place>, Failure> {
        Ok(by.load(ctx).await?.map(Place))
    }

    /// Places that a text may mean: those of exactly that name in any known spelling, then those
    /// whose name begins with it, the most populous first, or the nearest to a point; at most 200 in
    /// all.
    async fn places(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "A name or its beginning, with region or country after a comma.")]
        text: String,
        #[graphql(desc = "The nearest to this point first.")] near: Option<PointInput>,
        #[graphql(desc = "Only in this country, as ISO 3166-1 alpha-2.")] country: Option<String>,
        #[graphql(desc = "How many, 1 to 100; 20 when it is left out.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<PlaceConnection, Failure> {
        let page = Page {
            first,
            after,
            ..Page::default()
        };
        let window = page.related()?;
        let country = country
            .map(|country| country.parse())
            .transpose()
            .map_err(|problem: InvalidCountry| Failure::bad_input(problem.to_string()))?;
        let mut rows = find_places(&ctx.graph().db, &text, country, CANDIDATES).await?;
        ctx.loaders().basis().note(Kinds::one(NodeKind::Place));
        if let Some(near) = near {
            let near = near.position()?;
            // One whose own position is unsound comes last.
            rows.sort_by_key(|row| {
                let there = DomainPoint::new(row.latitude, row.longitude);
                there.map_or(u64::MAX, |there| near.distance_to(there).millimetres())
            });
        }
        if let Some(from) = &window.from {
            let seen = rows.iter().position(|row| row.id.get() == from.id);
            rows.drain(..seen.map_or(rows.len(), |seen| seen + 1));
        }
        let most = usize::try_from(window.size).unwrap_or(usize::MAX);
        let more = rows.len() > most;
        rows.truncate(most);
        let mut connection = Connection::new(window.from.is_some(), more);
        connection.edges = rows
            .into_iter()
            .map(|row| {
                let position = Position {
                    order: row.name_key.clone(),
                    id: row.id.get(),
                };
                Edge::new(Cursor::Related(position), Place(Arc::new(row)))
            })
            .collect();
        Ok(connection)
    }

    /// Everything that a text finds, by name, synonym, lay name or code, misspelt too: the likeliest
    /// first; of equal ones procedures, conditions, specialties, doctors, clinics, places, articles,
    /// each kind by name. Doctors are found by their own names here; for those who do what the words
    /// mean, ask `doctors` with `need: { text: … }`. Words that nothing has find nothing.
    async fn search(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is looked for, in any language; at most 200 characters.")]
        text: String,
        #[graphql(desc = "Only of these kinds; of every kind when it is left out.")] kinds: Option<
            Vec<SearchKind>,
        >,
        #[graphql(
            desc = "Doctors and clinics only around here; everywhere when it is left out. Other kinds are found wherever they are."
        )]
        near: Option<Near>,
        #[graphql(
            desc = "The languages of articles; those of Accept-Language, or English, when none is given."
        )]
        locales: Option<Vec<Locale>>,
        #[graphql(desc = "The order.", default_with = "SearchSort::Relevance")] sort: SearchSort,
        #[graphql(desc = "How many, 1 to 100; 20 when it is left out.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<SearchConnection, Failure> {
        let page = Page {
            first,
            after,
            ..Page::default()
        };
        search::search(ctx, &text, kinds, near, locales, sort, page).await
    }

    /// What an unfinished text may become, the likeliest first: names of everything that `search`
    /// finds, nicknames and slips of the pen included. At most three of one kind while another has
    /// more to show.
    async fn suggest(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What was typed so far; at most 200 characters.")] prefix: String,
        #[graphql(desc = "Only of these kinds; of every kind when it is left out.")] kinds: Option<
            Vec<SearchKind>,
        >,
        #[graphql(desc = "Doctors and clinics only around here; everywhere when it is left out.")]
        near: Option<Near>,
        #[graphql(desc = "How many, 1 to 20.", default = 8)] limit: i32,
    ) -> Result<Vec<Suggestion>, Failure> {
        suggest::suggest(ctx, &prefix, kinds, near, limit).await
    }

    /// How the order BEST is made: its factors, their weights, and that nobody can pay for a place.
    async fn ranking_policy(&self) -> RankingPolicy {
        ranking::policy()
    }

    /// Who is asking, what they may do, and what they have left.
    async fn viewer(&self, ctx: &Context<'_>) -> Viewer {
        viewer::of(ctx)
    }

    /// What a query would cost, without running it.
    async fn estimate_cost(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The text of the query.")] query: String,
        #[graphql(desc = "Its variables, as an object.")] variables: Option<Variables>,
        #[graphql(desc = "Which of its operations, where there are several.")]
        operation_name: Option<String>,
    ) -> Result<CostEstimate, Failure> {
        price::estimate(ctx, &query, variables, operation_name.as_deref()).await
    }

    /// Problems that callers reported, in the order in which they came; those of files are settled
    /// where the files are from.
    /// Needs the scope `reports:resolve`.
    async fn reports(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Only those in this state; null for all.",
            default_with = "Some(ReportState::Open)"
        )]
        state: Option<ReportState>,
        #[graphql(
            desc = "How many from the start, 1 to 100; 20 when neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<ReportConnection, Failure> {
        moderation::reports(ctx, state, Page::new(first, after, last, before)).await
    }

    /// Reviews that callers handed in, in the order in which they came.
    /// Needs the scope `reviews:moderate`.
    async fn submitted_reviews(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Only those in this state; null for all.",
            default_with = "Some(ReviewState::Pending)"
        )]
        state: Option<ReviewState>,
        #[graphql(
            desc = "How many from the start, 1 to 100; 20 when neither first nor last is given."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<SubmittedReviewConnection, Failure> {
        moderation::reviews(ctx, state, Page::new(first, after, last, before)).await
    }

    /// What search engines may list, for whoever shows the directory as pages.
    async fn sitemap(&self, #[graphql(desc = "Of what kind.")] kind: SitemapKind) -> Sitemap {
        Sitemap(kind)
    }

    /// Where the data came from, by slug, with the attribution to show beside it.
    async fn sources(&self, ctx: &Context<'_>) -> Result<Vec<Source>, Failure> {
        let rows = ctx.loaders().all_sources().load(()).await?;
        Ok(rows
            .iter()
            .flat_map(|rows| rows.iter())
            .map(|row| Source(Arc::new(row.clone())))
            .collect())
    }
}

pub(super) fn bounded(name: &str, found: usize) -> Result<(), Failure> {
    if found > LOOKED_UP_AT_ONCE {
        return Err(Failure::bad_input(format!(
            "{name} takes at most {LOOKED_UP_AT_ONCE} values, found {found}"
        )));
    }
    Ok(())
}
