//! Where records are from, what speaks against them, and how sure they are.

use async_graphql::{Context, Object, SimpleObject};

use super::context::Ask;
use super::error::Failure;
use super::scalar::{Date, DateTime};
use super::sets::FieldGroup;
use super::source::Source;
use crate::domain::confidence::{self, Part};
use crate::domain::{NodeKind, ReportState};
use crate::store::entity::{provenance, release, role, source_view};
use crate::store::trust;

pub struct Provenance(provenance::Model);

pub struct SourceView(source_view::Model);

/// Where a group of fields of a record is from.
#[Object]
impl Provenance {
    /// The fields.
    async fn field_group(&self) -> FieldGroup {
        self.0.field_group.0.into()
    }

    /// Who says so, with the attribution to show.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>, Failure> {
        let source = ctx.loaders().source().load(self.0.source_id).await?;
        Ok(source.map(Source))
    }

    /// In which delivery of the source; null where it is not known.
    async fn release(&self, ctx: &Context<'_>) -> Result<Option<Release>, Failure> {
        let Some(id) = self.0.release_id else {
            return Ok(None);
        };
        let source = self.0.source_id.get();
        let releases = ctx.loaders().releases().load(source).await?;
        let mut releases = releases.iter().flat_map(|rows| rows.iter());
        Ok(releases.find(|row| row.id == id).map(Release::from))
    }

    /// The day on which the source said so; null where it does not say.
    async fn as_of(&self) -> Option<Date> {
        self.0.as_of.map(Date)
    }
}

/// What one source says of a field about which sources disagree. The record itself shows one of
/// these views; none of them is hidden.
#[Object]
impl SourceView {
    /// The field, by its name in this schema, with a dot before a part of it.
    async fn field(&self) -> &str {
        &self.0.field
    }

    /// What the source says, as text.
    async fn value(&self) -> &str {
        &self.0.value
    }

    /// Who says so.
    async fn source(&self, ctx: &Context<'_>) -> Result<Option<Source>, Failure> {
        let source = ctx.loaders().source().load(self.0.source_id).await?;
        Ok(source.map(Source))
    }

    /// The day on which the source said so; null where it does not say.
    async fn as_of(&self) -> Option<Date> {
        self.0.as_of.map(Date)
    }
}

/// One delivery of a source.
#[derive(SimpleObject)]
pub struct Release {
    /// What the source calls it, or the name of the file.
    label: String,
    /// When it was read.
    loaded_at: DateTime,
}

impl From<&release::Model> for Release {
    fn from(row: &release::Model) -> Self {
        Release {
            label: row.label.clone(),
            loaded_at: DateTime(row.loaded_at),
        }
    }
}

/// Problems with a record that people told. They are told to nobody else before somebody has looked.
#[derive(SimpleObject)]
pub struct ReportCounts {
    /// Not looked at yet.
    open: i32,
    /// Looked at, and right.
    confirmed: i32,
}

/// How sure it is that a doctor sees patients at a clinic: points that add up to a score.
#[derive(SimpleObject)]
pub struct Confidence {
    /// The sum of the points, from 0 to 100.
    score: i32,
    /// The last day on which somebody made sure of it; null where nobody is known to have.
    last_verified_at: Option<Date>,
    /// What the score is made of, in words: the formula with its numbers.
    formula: String,
    /// The parts of the score.
    parts: Vec<ConfidencePart>,
}

/// A part of a score.
#[derive(SimpleObject)]
pub struct ConfidencePart {
    /// Its name in the formula.
    name: String,
    /// The points it gives.
    points: i32,
    /// The most points it can give.
    of: i32,
    /// Whether nothing is known about it: then it gives none, for want of word and not for bad word.
    unknown: bool,
}

impl From<Part> for ConfidencePart {
    fn from(part: Part) -> Self {
        ConfidencePart {
            name: part.name.to_owned(),
            points: part.points,
            of: part.of,
            unknown: part.unknown,
        }
    }
}

/// The formula as callers read it.
const FORMULA: &str = "freshness: 40 points on the day of verification, halved every 180 days, \
    0 when never verified; corroboration: 15 points for one source, 30 for two or more; \
    agreement: 20 points when sources are known and none disagrees; \
    reports: 10 points without reports, 5 with open ones, 0 with a confirmed one";

/// Where the groups of fields of a node are from, in the order in which they were noted.
pub async fn provenance(
    ctx: &Context<'_>,
    node: (NodeKind, i64),
) -> Result<Vec<Provenance>, Failure> {
    let rows = ctx.loaders().provenance().load(node).await?;
    let rows = rows.iter().flat_map(|rows| rows.iter());
    Ok(rows.cloned().map(Provenance).collect())
}

/// What sources say where they disagree.
pub async fn source_views(
    ctx: &Context<'_>,
    node: (NodeKind, i64),
) -> Result<Vec<SourceView>, Failure> {
    let rows = ctx.loaders().source_views().load(node).await?;
    let rows = rows.iter().flat_map(|rows| rows.iter());
    Ok(rows.cloned().map(SourceView).collect())
}

/// How many problems with a node people told.
pub async fn reports(ctx: &Context<'_>, node: (NodeKind, i64)) -> Result<ReportCounts, Failure> {
    let rows = ctx.loaders().reports().load(node).await?;
    let count = |state| {
        let rows = rows.iter().flat_map(|rows| rows.iter());
        i32::try_from(rows.filter(|row| row.state.0 == state).count()).unwrap_or(i32::MAX)
    };
    Ok(ReportCounts {
        open: count(ReportState::Open),
        confirmed: count(ReportState::Confirmed),
    })
}

/// How sure a role is today.
pub async fn confidence(ctx: &Context<'_>, role: &role::Model) -> Result<Confidence, Failure> {
    let node = (NodeKind::Role, role.id.get());
    let loaders = ctx.loaders();
    let (provenance, views, reports) = tokio::try_join!(
        loaders.provenance().load(node),
        loaders.source_views().load(node),
        loaders.reports().load(node),
    )?;
    let known = trust::known(
        role,
        provenance.as_deref().map_or(&[][..], Vec::as_slice),
        views.as_deref().map_or(&[][..], Vec::as_slice),
        reports.as_deref().map_or(&[][..], Vec::as_slice),
    );
    let clock = ctx.graph().clock;
    // Freshness goes down by the day.
    loaders.basis().lasts(clock.until_tomorrow());
    let parts = confidence::parts(&known, clock.today());
    Ok(Confidence {
        score: parts.iter().map(|part| part.points).sum(),
        last_verified_at: role.last_verified_on.map(Date),
        formula: FORMULA.to_owned(),
        parts: parts.into_iter().map(ConfidencePart::from).collect(),
    })
}
