//! What patients can read about a code: of a procedure, a condition, a medicine or a test.

use std::collections::HashSet;
use std::sync::Arc;

use async_graphql::{Context, Enum, SimpleObject};
use futures_util::future::try_join_all;

use super::article::Article;
use super::by::CodeInput;
use super::context::Ask;
use super::error::Failure;
use super::need::rests_on_concepts;
use super::sets::Audience;
use super::understood::{Concept, concept};
use crate::domain::NodeKind;
use crate::domain::code::{canonical_system, is_hierarchical};
use crate::domain::locale::Locale;
use crate::loaders::SliceKey;
use crate::search::{Meaning, Need, Via};
use crate::store::entity::article;
use crate::store::relations::{self, ArticleOrder};

/// The most articles that one answer holds.
const ARTICLES: usize = 20;

/// The longest code that is looked up.
const LONGEST_CODE: usize = 100;

/// The shortest code that stands for a topic in a hierarchy: the category of ICD-10.
const CATEGORY: usize = 3;

/// Whether there is something to read about a code.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum EducationStatus {
    /// There is: `articles` are about what carries the code.
    Match,
    /// There is nothing about it here; `broader` may come near.
    NoMatch,
}

/// How a broader topic was found.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum BroaderBy {
    /// By a broader code: the code without its last characters.
    ParentCode,
    /// By another code of the same category, which is no broader but near: both begin alike.
    SameCategory,
    /// By the specialty that looks after what carries the code.
    Specialty,
}

/// What patients can read about a code.
#[derive(SimpleObject)]
pub struct EducationAnswer {
    /// Whether there is something to read about it.
    status: EducationStatus,
    /// The code's system, by its canonical URI.
    system: String,
    /// The code as it was given. Its text is its publisher's, and is never shown.
    value: String,
    /// What carries the code here, procedures first; empty where nothing does.
    concepts: Vec<Concept>,
    /// Articles about these, the best first, at most 20; empty when the status is NO_MATCH.
    articles: Vec<EducationArticle>,
    /// The nearest topic with something to read, where there is nothing about the code itself.
    broader: Option<BroaderTopic>,
}

/// An article for a code.
#[derive(SimpleObject)]
pub struct EducationArticle {
    /// The article, for a reader of the languages that were asked for.
    article: Article,
    /// The school grade of its hardest section in the served language; null where its scale gives
    /// none.
    grade: Option<f64>,
    /// Whether the grade is within `maxGrade`; null when none was given or the grade is not known.
    fits: Option<bool>,
}

/// A topic near a code about which there is nothing.
#[derive(SimpleObject)]
pub struct BroaderTopic {
    /// How it was found.
    found: BroaderBy,
    /// The code that led to it; null for a specialty.
    value: Option<String>,
    /// What it is.
    concept: Concept,
    /// Articles about it, the best first, at most 20.
    articles: Vec<EducationArticle>,
}

/// For whom articles are looked for.
struct Reader {
    locales: Option<Vec<Locale>>,
    audience: Option<Audience>,
    max_grade: Option<f64>,
}

/// What there is to read about the code.
pub async fn education(
    ctx: &Context<'_>,
    about: CodeInput,
    locales: Option<Vec<Locale>>,
    audience: Option<Audience>,
    max_grade: Option<f64>,
) -> Result<EducationAnswer, Failure> {
    let value = about.value.trim();
    if value.is_empty() || value.chars().count() > LONGEST_CODE {
        return Err(Failure::bad_input(format!(
            "about.value must be a code of 1 to {LONGEST_CODE} characters"
        )));
    }
    if max_grade.is_some_and(|grade| !(0.0..=20.0).contains(&grade)) {
        return Err(Failure::bad_input(
            "maxGrade must be a school grade from 0 to 20",
        ));
    }
    let reader = Reader {
        locales,
        audience,
        max_grade,
    };
    let system = canonical_system(&about.system);
    let (meanings, seq) = ctx.graph().search.coded(system, value)?;
    rests_on_concepts(ctx, seq);
    let needs: Vec<Need> = meanings.iter().map(|meaning| meaning.need).collect();
    let articles = articles(ctx, &needs, &reader).await?;
    let broader = match articles.is_empty() {
        true => broader(ctx, (system, value), &needs, &reader).await?,
        false => None,
    };
    let concepts = try_join_all(needs.iter().map(|need| concept(ctx, *need))).await?;
    Ok(EducationAnswer {
        status: match articles.is_empty() {
            true => EducationStatus::NoMatch,
            false => EducationStatus::Match,
        },
        system: system.to_owned(),
        value: value.to_owned(),
        concepts: concepts.into_iter().flatten().collect(),
        articles,
        broader,
    })
}

/// The nearest topic that has something to read: a broader code, then a code of the same category,
/// then the specialty.
async fn broader(
    ctx: &Context<'_>,
    (system, value): (&str, &str),
    needs: &[Need],
    reader: &Reader,
) -> Result<Option<BroaderTopic>, Failure> {
    if is_hierarchical(system) {
        let search = &ctx.graph().search;
        let (parents, _) = search.coded_above(system, value, CATEGORY)?;
        let (siblings, _) = search.coded_beside(system, value, CATEGORY)?;
        let found = [
            (BroaderBy::ParentCode, parents),
            (BroaderBy::SameCategory, siblings),
        ];
        for (by, meanings) in found {
            if let Some(topic) = first_with_articles(ctx, by, meanings, reader).await? {
                return Ok(Some(topic));
            }
        }
    }
    for need in specialties(ctx, needs).await? {
        let articles = articles(ctx, &[need], reader).await?;
        if !articles.is_empty()
            && let Some(concept) = concept(ctx, need).await?
        {
            return Ok(Some(BroaderTopic {
                found: BroaderBy::Specialty,
                value: None,
                concept,
                articles,
            }));
        }
    }
    Ok(None)
}

async fn first_with_articles(
    ctx: &Context<'_>,
    found: BroaderBy,
    meanings: Vec<Meaning>,
    reader: &Reader,
) -> Result<Option<BroaderTopic>, Failure> {
    let held = meanings
        .iter()
        .map(|meaning| articles(ctx, std::slice::from_ref(&meaning.need), reader));
    let held = try_join_all(held).await?;
    for (meaning, articles) in meanings.iter().zip(held) {
        if !articles.is_empty()
            && let Some(concept) = concept(ctx, meaning.need).await?
        {
            let value = match &meaning.via {
                Via::Code { value, .. } => Some(value.clone()),
                Via::Name(_) => None,
            };
            return Ok(Some(BroaderTopic {
                found,
                value,
                concept,
                articles,
            }));
        }
    }
    Ok(None)
}

/// The specialties that look after what is needed, in the order of their names.
async fn specialties(ctx: &Context<'_>, needs: &[Need]) -> Result<Vec<Need>, Failure> {
    let keys = needs.iter().filter_map(|need| match need {
        Need::Procedure(id) => Some((relations::SPECIALTIES_OF_PROCEDURE, id.get())),
        Need::Condition(id) => Some((relations::SPECIALTIES_OF_CONDITION, id.get())),
        Need::Specialty(_) => None,
    });
    let loader = ctx.loaders().specialties();
    let slices = keys.map(|(relation, id)| loader.load(SliceKey::whole(relation, id)));
    let mut found = Vec::new();
    for slice in try_join_all(slices).await?.into_iter().flatten() {
        for listed in &slice.rows {
            let need = Need::Specialty(listed.row.id);
            if !found.contains(&need) {
                found.push(need);
            }
        }
    }
    Ok(found)
}

/// The articles about any of these, the best first: in a language that was asked for, about the
/// thing before others, of its own kind.
async fn articles(
    ctx: &Context<'_>,
    needs: &[Need],
    reader: &Reader,
) -> Result<Vec<EducationArticle>, Failure> {
    let mut seen = HashSet::new();
    let mut rows: Vec<(Need, Arc<article::Model>)> = Vec::new();
    let loader = ctx.loaders().articles();
    let slices = needs.iter().map(|need| {
        let (kind, id) = node(*need);
        let relation = relations::articles_about(kind, ArticleOrder::Slug);
        loader.load(SliceKey::whole(relation, id))
    });
    for (need, slice) in needs.iter().zip(try_join_all(slices).await?) {
        for listed in slice.iter().flat_map(|slice| &slice.rows) {
            if is_for(&listed.row, reader.audience) && seen.insert(listed.row.id) {
                rows.push((*need, Arc::clone(&listed.row)));
            }
        }
    }
    let looked_at = rows
        .into_iter()
        .map(|(need, row)| looked_at(ctx, need, row, reader));
    let mut found = try_join_all(looked_at).await?;
    // Where something fits, what does not is left out.
    if found.iter().any(|(_, one)| one.fits != Some(false)) {
        found.retain(|(_, one)| one.fits != Some(false));
    }
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    found.truncate(ARTICLES);
    Ok(found.into_iter().map(|(_, one)| one).collect())
}

/// By what articles are sorted, the best least.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    /// Tenths of a grade beyond the most, where all are beyond it.
    beyond: u32,
    other_language: bool,
    /// Where the thing stands among what the article is about.
    place: usize,
    other_kind: bool,
    slug: String,
}

async fn looked_at(
    ctx: &Context<'_>,
    need: Need,
    row: Arc<article::Model>,
    reader: &Reader,
) -> Result<(Rank, EducationArticle), Failure> {
    let (kind, id) = node(need);
    let subjects = ctx.loaders().subjects().load(row.id.get()).await?;
    let mut subjects = subjects.iter().flat_map(|rows| rows.iter());
    let place = subjects.position(|subject| (subject.node_kind.0, subject.node_id) == (kind, id));
    let own_kind = match need {
        Need::Procedure(_) => "PROCEDURE",
        Need::Condition(_) => "CONDITION",
        Need::Specialty(_) => "WELLNESS",
    };
    let kind: &str = row.kind.0.into();
    let slug = row.slug.clone();
    let article = Article::new(row, reader.locales.clone());
    let (was_asked, grade) = article.reading(ctx).await?;
    let fits = reader
        .max_grade
        .zip(grade)
        .map(|(most, grade)| grade <= most);
    let rank = Rank {
        beyond: match (fits, reader.max_grade.zip(grade)) {
            (Some(false), Some((most, grade))) => tenths(grade - most),
            _ => 0,
        },
        other_language: !was_asked,
        place: place.unwrap_or(usize::MAX),
        other_kind: kind != own_kind,
        slug,
    };
    let one = EducationArticle {
        article,
        grade,
        fits,
    };
    Ok((rank, one))
}

/// How many whole tenths a small positive number has.
fn tenths(number: f64) -> u32 {
    (0..1_000)
        .take_while(|tenth| f64::from(*tenth) / 10.0 < number)
        .count()
        .try_into()
        .unwrap_or(u32::MAX)
}

fn is_for(row: &article::Model, audience: Option<Audience>) -> bool {
    let written_for: Audience = row
        .audience
        .map_or(Audience::Patient, |audience| audience.0.into());
    audience.is_none_or(|audience| audience == written_for)
}

fn node(need: Need) -> (NodeKind, i64) {
    match need {
        Need::Procedure(id) => (NodeKind::Procedure, id.get()),
        Need::Condition(id) => (NodeKind::Condition, id.get()),
        Need::Specialty(id) => (NodeKind::Specialty, id.get()),
    }
}
