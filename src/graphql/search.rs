//! Looking anything up by a text: everything it finds in one list.

use async_graphql::connection::{Connection, ConnectionNameType, Edge, EdgeNameType};
use async_graphql::{Context, Enum, Object, OutputType, SimpleObject, Union};
use futures_util::future::try_join_all;

use super::article::Article;
use super::clinic::Clinic;
use super::condition::Condition;
use super::context::Ask;
use super::cursor::Cursor;
use super::doctor::Doctor;
use super::error::Failure;
use super::localised;
use super::near::Near;
use super::need::CONCEPTS;
use super::page::{Page, whole};
use super::place::Place;
use super::procedure::Procedure;
use super::sort::SearchSort;
use super::specialty::Specialty;
use crate::domain::NodeKind;
use crate::domain::locale::Locale;
use crate::feed::Kinds;
use crate::search::{
    Asked, FoundNode, FoundNodes, LookUp, LookUpOrder, Matched, NodeSort, Via, fragment, marks,
};
use crate::store::id::{Id, SectionId};

/// The longest part of a text that is shown around what was found in it, in characters.
const FRAGMENT: usize = 160;

pub type SearchConnection =
    Connection<Cursor, SearchResult, SearchListing, SearchMatch, Names, Names>;

/// What the connection and its edges are called: by the field, not by the union.
pub struct Names;

impl ConnectionNameType for Names {
    fn type_name<T: OutputType>() -> String {
        "SearchConnection".to_owned()
    }
}

impl EdgeNameType for Names {
    fn type_name<T: OutputType>() -> String {
        "SearchEdge".to_owned()
    }
}

/// The kinds of node that a text finds.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "crate::search::NodeSort")]
pub enum SearchKind {
    /// Procedures, by name, synonym, lay name or code.
    Procedure,
    /// Conditions, by name, synonym, lay name or code.
    Condition,
    /// Specialties, by name, synonym, lay name or code.
    Specialty,
    /// Doctors, by name.
    Doctor,
    /// Clinics, by name.
    Clinic,
    /// Places, by any known spelling.
    Place,
    /// Patient-education articles, by the words of title and summary and, for less, by those of a
    /// section as they are written.
    Article,
}

/// Something that a text finds.
#[derive(Union)]
pub enum SearchResult {
    Procedure(Procedure),
    Condition(Condition),
    Specialty(Specialty),
    Doctor(Doctor),
    Clinic(Clinic),
    Place(Place),
    Article(Article),
}

/// What a list of search results says of itself beside its edges.
pub struct SearchListing(Vec<(NodeSort, u64)>);

/// How many of one kind there are.
#[derive(SimpleObject)]
pub struct KindCount {
    /// The kind.
    kind: SearchKind,
    /// How many on all pages; exact.
    total_count: i32,
}

/// What a list of search results says of itself beside its edges.
#[Object]
impl SearchListing {
    /// How many there are on all pages; exact, but that at most 200 places are looked at.
    async fn total_count(&self) -> i32 {
        whole(self.0.iter().map(|(_, total)| total).sum())
    }

    /// How many there are of each kind that was looked for.
    async fn counts(&self) -> Vec<KindCount> {
        let counts = self.0.iter().map(|(kind, total)| KindCount {
            kind: (*kind).into(),
            total_count: whole(*total),
        });
        counts.collect()
    }
}

/// A part of a text that was found, with the words that were asked for.
#[derive(SimpleObject, Clone)]
pub struct Highlight {
    /// Which text of the node it is.
    field: HighlightField,
    /// The parts of the text that show what was found.
    fragments: Vec<HighlightFragment>,
}

/// Which text of a node was found.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum HighlightField {
    /// Its name, or the title of an article.
    Name,
    /// Another name by which it is known.
    AlsoKnownAs,
    /// A code that it carries.
    Code,
    /// The summary of an article.
    Summary,
    /// A section of an article.
    Body,
}

/// A part of a text.
#[derive(SimpleObject, Clone)]
pub struct HighlightFragment {
    /// The part, as plain text: it is not HTML, and must be escaped like any other text.
    text: String,
    /// The words that were asked for, in their order.
    ranges: Vec<TextRange>,
}

/// A range of a text.
#[derive(SimpleObject, Clone, Copy)]
pub struct TextRange {
    /// How many Unicode characters stand before it.
    start: i32,
    /// How many Unicode characters stand before what follows it.
    end: i32,
}

/// What a search says of a result beside what it is.
pub struct SearchMatch {
    kind: NodeSort,
    highlights: Vec<Highlight>,
    /// The section in which the words are, of an article as readers of its language see it.
    within: Option<(Article, SectionId)>,
    asked: Asked,
}

/// What a search says of a result beside what it is.
#[Object]
impl SearchMatch {
    /// What kind of thing it is.
    async fn kind(&self) -> SearchKind {
        self.kind.into()
    }

    /// Where the words were found. Empty where they are in a text that is not shown here.
    async fn highlights(&self, ctx: &Context<'_>) -> Result<Vec<Highlight>, Failure> {
        let mut all = self.highlights.clone();
        if let Some((article, section)) = &self.within
            && let Some(text) = article.text_of(ctx, *section).await?
        {
            all.extend(highlight(HighlightField::Body, &text, &self.asked));
        }
        Ok(all)
    }
}

/// Everything that a text finds.
pub async fn search(
    ctx: &Context<'_>,
    text: &str,
    kinds: Option<Vec<SearchKind>>,
    near: Option<Near>,
    locales: Option<Vec<Locale>>,
    sort: SearchSort,
    page: Page,
) -> Result<SearchConnection, Failure> {
    let asked =
        Asked::read(text).map_err(|problem| Failure::bad_input(format!("text {problem}")))?;
    let order = sort.into();
    let (size, after) = page.listed(order)?;
    let mut query = query(ctx, asked, kinds, near, locales.clone()).await?;
    query.order = order;
    query.size = size;
    let before = after.is_some();
    query.after = after;
    let asked = query.asked.clone();
    let graph = ctx.graph();
    let found = graph.search.look_up(&graph.db, query).await?;
    rests(ctx, &found);
    let rows = found.nodes.iter().map(|one| load(ctx, one, &locales));
    let rows = try_join_all(rows).await?;
    let mut connection =
        Connection::with_additional_fields(before, found.more, SearchListing(found.totals));
    connection.edges = rows
        .into_iter()
        .zip(found.nodes)
        // What was removed since the index was read is left out.
        .filter_map(|(row, one)| {
            let row = row?;
            let highlights = highlights(&row, &one, &asked);
            let edge = SearchMatch {
                kind: one.kind,
                highlights,
                within: within(&row, &one.matched),
                asked: asked.clone(),
            };
            let cursor = Cursor::Listed(one.kind, one.listed);
            Some(Edge::with_additional_fields(cursor, row, edge))
        })
        .collect();
    Ok(connection)
}

/// What is looked up, without how much of it.
pub(super) async fn query(
    ctx: &Context<'_>,
    asked: Asked,
    kinds: Option<Vec<SearchKind>>,
    near: Option<Near>,
    locales: Option<Vec<Locale>>,
) -> Result<LookUp, Failure> {
    use strum::VariantArray;
    let area = match near {
        Some(near) => Some(near.locate(ctx).await?.0),
        None => None,
    };
    let languages = localised::wanted(ctx, locales);
    Ok(LookUp {
        asked,
        kinds: match kinds {
            Some(kinds) => kinds.into_iter().map(NodeSort::from).collect(),
            None => NodeSort::VARIANTS.to_vec(),
        },
        area,
        languages: languages
            .iter()
            .map(|locale| locale.language().to_owned())
            .collect(),
        unfinished: false,
        order: LookUpOrder::Relevance,
        after: None,
        size: 0,
    })
}

/// Notes what the answer rests on.
pub(super) fn rests(ctx: &Context<'_>, found: &FoundNodes) {
    let basis = ctx.loaders().basis();
    basis.note(CONCEPTS);
    for kind in [
        NodeKind::Doctor,
        NodeKind::Clinic,
        NodeKind::Place,
        NodeKind::Article,
    ] {
        basis.note(Kinds::one(kind));
    }
    basis.as_of(found.seq);
}

/// The node itself; `None` for one that is gone.
pub(super) async fn load(
    ctx: &Context<'_>,
    one: &FoundNode,
    locales: &Option<Vec<Locale>>,
) -> Result<Option<SearchResult>, Failure> {
    let loaders = ctx.loaders();
    let id = one.listed.id;
    Ok(match one.kind {
        NodeSort::Procedure => {
            let row = loaders.procedure().load(Id::new(id)).await?;
            row.map(|row| SearchResult::Procedure(Procedure(row)))
        }
        NodeSort::Condition => {
            let row = loaders.condition().load(Id::new(id)).await?;
            row.map(|row| SearchResult::Condition(Condition(row)))
        }
        NodeSort::Specialty => {
            let row = loaders.specialty().load(Id::new(id)).await?;
            row.map(|row| SearchResult::Specialty(Specialty(row)))
        }
        NodeSort::Doctor => {
            let row = loaders.doctor().load(Id::new(id)).await?;
            row.map(|row| SearchResult::Doctor(Doctor(row)))
        }
        NodeSort::Clinic => {
            let row = loaders.clinic().load(Id::new(id)).await?;
            row.map(|row| SearchResult::Clinic(Clinic(row)))
        }
        NodeSort::Place => {
            let row = loaders.place().load(Id::new(id)).await?;
            row.map(|row| SearchResult::Place(Place(row)))
        }
        NodeSort::Article => {
            let row = loaders.article().load(Id::new(id)).await?;
            row.map(|row| SearchResult::Article(Article::new(row, locales.clone())))
        }
    })
}

/// The name in the row itself. An article has none.
pub(super) fn own_name(node: &SearchResult) -> &str {
    match node {
        SearchResult::Procedure(one) => &one.0.name,
        SearchResult::Condition(one) => &one.0.name,
        SearchResult::Specialty(one) => &one.0.name,
        SearchResult::Doctor(one) => &one.0.name,
        SearchResult::Clinic(one) => &one.0.name,
        SearchResult::Place(one) => &one.0.name,
        SearchResult::Article(_) => "",
    }
}

fn highlights(node: &SearchResult, one: &FoundNode, asked: &Asked) -> Vec<Highlight> {
    let own = own_name(node);
    let mut found = Vec::new();
    let mut add = |field: HighlightField, text: &str| found.extend(highlight(field, text, asked));
    match &one.matched {
        Matched::OwnName => add(HighlightField::Name, own),
        Matched::Concept(Via::Name(name), _) if name.text == own => {
            add(HighlightField::Name, own);
        }
        Matched::Concept(Via::Name(name), _) => {
            add(HighlightField::Name, own);
            add(HighlightField::AlsoKnownAs, &name.text);
        }
        Matched::Concept(Via::Code { value, .. }, _) => add(HighlightField::Code, value),
        Matched::Article(text, _) => {
            add(HighlightField::Name, &text.title);
            add(HighlightField::Summary, &text.summary);
        }
    }
    found
}

/// The part of a text that shows what was asked for; `None` where nothing of it is there.
fn highlight(field: HighlightField, text: &str, asked: &Asked) -> Option<Highlight> {
    let marks = marks(text, asked);
    if marks.is_empty() {
        return None;
    }
    let (text, marks) = fragment(text, &marks, FRAGMENT);
    let ranges = ranges(&marks);
    Some(Highlight {
        field,
        fragments: vec![HighlightFragment { text, ranges }],
    })
}

fn within(node: &SearchResult, matched: &Matched) -> Option<(Article, SectionId)> {
    match (node, matched) {
        (SearchResult::Article(article), Matched::Article(text, Some(section))) => {
            let locale = text.locale.parse().ok()?;
            Some((article.read_in(locale), *section))
        }
        _ => None,
    }
}

pub(super) fn ranges(marks: &[(usize, usize)]) -> Vec<TextRange> {
    let place = |at: usize| i32::try_from(at).unwrap_or(i32::MAX);
    marks
        .iter()
        .map(|(start, end)| TextRange {
            start: place(*start),
            end: place(*end),
        })
        .collect()
}
