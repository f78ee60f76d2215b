//! One text looked up among everything that has a name: the likeliest first, whatever it is.
//!
//! The order is by score, then by kind in the order of [`NodeSort`], then by folded name, then the
//! older row; or by folded name first. The same question gets the same order, and a cursor is a
//! place in it.

use std::cmp::Ordering;
use std::sync::Arc;

use strum::{EnumString, IntoStaticStr, VariantArray};

use super::area::{Area, PlaceName, find_places, similar};
use super::article_texts::{ArticleText, FoundArticle};
use super::concept::{How, Meaning, Via};
use super::error::SearchError;
use super::finder::Search;
use super::need::Need;
use super::people::{self, NameQuery};
use super::place_in_list::{ListFrom, Listed};
use super::term::Target;
use super::words::{Asked, is_within};
use crate::domain::fold::fold;
use crate::store::Database;
use crate::store::entity::place;
use crate::store::id::SectionId;

/// The most places that one text is taken to mean.
const PLACES: usize = 200;

/// What a place is worth by how its name fits.
const OWN_NAME: u32 = 1_000;
const OTHER_SPELLING: u32 = 950;
const BEGINNING: u32 = 900;
const MISSPELT: u32 = 800;

/// The kinds of node that a text finds. Of equal ones, those of the earlier kind come first.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
pub enum NodeSort {
    Procedure,
    Condition,
    Specialty,
    Doctor,
    Clinic,
    Place,
    Article,
}

/// By what the things that a text finds are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookUpOrder {
    /// The likeliest first.
    Relevance,
    /// By folded name, whatever they are.
    Name,
}

/// What is looked up.
#[derive(Clone, Debug)]
pub struct LookUp {
    pub asked: Asked,
    /// Of these kinds only.
    pub kinds: Vec<NodeSort>,
    /// Where doctors and clinics must be.
    pub area: Option<Area>,
    /// The languages of articles, without their regions.
    pub languages: Vec<String>,
    /// Whether the last word may still be being typed.
    pub unfinished: bool,
    pub order: LookUpOrder,
    /// Only what comes after this.
    pub after: Option<(NodeSort, Listed)>,
    pub size: usize,
}

/// Something that a text found.
#[derive(Clone, Debug)]
pub struct FoundNode {
    pub kind: NodeSort,
    pub listed: Listed,
    pub matched: Matched,
}

/// What of it the text matched.
#[derive(Clone, Debug)]
pub enum Matched {
    /// A name or code of a concept.
    Concept(Via, How),
    /// The name that the row itself has.
    OwnName,
    /// The texts of an article in one language, and the section that answers best where that is
    /// neither the title nor the summary.
    Article(Arc<ArticleText>, Option<SectionId>),
}

/// A page of what a text found, and how many there are of each kind.
#[derive(Clone, Debug, Default)]
pub struct FoundNodes {
    pub nodes: Vec<FoundNode>,
    pub totals: Vec<(NodeSort, u64)>,
    pub more: bool,
    /// The last change that was known of doctors, clinics, concepts and articles.
    pub seq: i64,
}

/// What was found of one kind: the first ones of the window, and how many on all pages.
struct Part {
    nodes: Vec<FoundNode>,
    total: u64,
}

impl Search {
    /// Everything that a text means, cut to the window. Places are asked of the database.
    pub async fn look_up(&self, db: &Database, query: LookUp) -> Result<FoundNodes, SearchError> {
        let mut found = self.of_each_kind(db, &query).await?;
        found.more = found.nodes.len() > query.size;
        found.nodes.truncate(query.size);
        Ok(found)
    }

    /// The first of each kind, one more than the window holds where there are more, in one order.
    async fn of_each_kind(&self, db: &Database, query: &LookUp) -> Result<FoundNodes, SearchError> {
        let (lexicon, seq) = self.lexicon()?;
        let mut found = FoundNodes {
            seq,
            ..FoundNodes::default()
        };
        let is_concept = |kind: &NodeSort| *kind <= NodeSort::Specialty;
        let meanings = match query.kinds.iter().any(is_concept) {
            true => lexicon.concepts.read(&query.asked, query.unfinished),
            false => Vec::new(),
        };
        for kind in NodeSort::VARIANTS {
            if !query.kinds.contains(kind) {
                continue;
            }
            let part = match kind {
                NodeSort::Procedure | NodeSort::Condition | NodeSort::Specialty => {
                    let own = meanings.iter().filter(|one| sort(one.need) == *kind);
                    query.cut(*kind, own.map(|one| of_concept(*kind, one)).collect())
                }
                NodeSort::Doctor => self.named(query, *kind, Target::Doctor, &mut found).await?,
                NodeSort::Clinic => self.named(query, *kind, Target::Clinic, &mut found).await?,
                NodeSort::Place => query.cut(*kind, places(db, query).await?),
                NodeSort::Article => {
                    let languages: Vec<&str> = query.languages.iter().map(String::as_str).collect();
                    let articles =
                        lexicon
                            .articles
                            .find(&query.asked, query.unfinished, &languages);
                    query.cut(*kind, articles.into_iter().map(of_article).collect())
                }
            };
            found.totals.push((*kind, part.total));
            found.nodes.extend(part.nodes);
        }
        found.nodes.sort_by(|a, b| query.order.compare(a, b));
        Ok(found)
    }

    /// The beginnings of what somebody types, at most `query.size`: the likeliest of each kind, at
    /// most three of one while another has more to show.
    pub async fn suggest(&self, db: &Database, query: LookUp) -> Result<FoundNodes, SearchError> {
        const OF_ONE_KIND: usize = 3;
        let size = query.size;
        let mut found = self.of_each_kind(db, &query).await?;
        let (mut first, mut rest) = (Vec::new(), Vec::new());
        for (at, node) in found.nodes.drain(..).enumerate() {
            let before = first
                .iter()
                .filter(|(_, held): &&(usize, FoundNode)| held.kind == node.kind);
            match before.count() < OF_ONE_KIND {
                true => first.push((at, node)),
                false => rest.push((at, node)),
            }
        }
        let room = size.saturating_sub(first.len());
        first.extend(rest.into_iter().take(room));
        first.truncate(size);
        first.sort_by_key(|(at, _)| *at);
        found.nodes = first.into_iter().map(|(_, node)| node).collect();
        Ok(found)
    }

    async fn named(
        &self,
        query: &LookUp,
        kind: NodeSort,
        target: Target,
        found: &mut FoundNodes,
    ) -> Result<Part, SearchError> {
        let query = NameQuery {
            asked: query.asked.clone(),
            target,
            unfinished: query.unfinished,
            // While somebody types, nobody is counted.
            counted: !query.unfinished,
            area: query.area.clone(),
            score: query.order.only_score(),
            from: query.from(kind),
            // One more, to know whether there are more.
            size: query.size + 1,
        };
        let snapshot = self.current().ok_or(SearchError::NotReady)?;
        found.seq = found.seq.min(snapshot.mark.seq);
        let (fields, dictionaries) = (self.fields(), self.dictionaries.clone());
        let hits = self
            .run_apart(move |deadline| {
                people::named(&snapshot, fields, &dictionaries, &query, deadline)
            })
            .await?;
        let nodes = hits.hits.into_iter().map(|listed| FoundNode {
            kind,
            listed,
            matched: Matched::OwnName,
        });
        Ok(Part {
            nodes: nodes.collect(),
            total: hits.total,
        })
    }
}

/// The score of everything in a list by name: more than any, so that its cursors are no others'.
const BY_NAME: u32 = 1_001;

impl LookUpOrder {
    /// The score that everything has in an order that asks for none.
    fn only_score(self) -> Option<u32> {
        (self == LookUpOrder::Name).then_some(BY_NAME)
    }

    /// Whether a place in a list is one of this order.
    pub fn sorts(self, listed: &Listed) -> bool {
        (listed.score == BY_NAME) == (self == LookUpOrder::Name)
    }

    fn compare(self, a: &FoundNode, b: &FoundNode) -> Ordering {
        let (one, other) = (&a.listed, &b.listed);
        let (score, kind) = (other.score.cmp(&one.score), a.kind.cmp(&b.kind));
        let (name, id) = (one.name.cmp(&other.name), one.id.cmp(&other.id));
        match self {
            LookUpOrder::Relevance => score.then(kind).then(name).then(id),
            LookUpOrder::Name => name.then(kind).then(id),
        }
    }
}

impl LookUp {
    /// From where on things of a kind are listed.
    fn from(&self, kind: NodeSort) -> ListFrom {
        let Some((last, listed)) = &self.after else {
            return ListFrom::Start;
        };
        let edge = |id| {
            ListFrom::After(Listed {
                id,
                ..listed.clone()
            })
        };
        match (kind.cmp(last), self.order) {
            (Ordering::Equal, _) => ListFrom::After(listed.clone()),
            // Those of the same score and an earlier kind were listed before it.
            (Ordering::Less, LookUpOrder::Relevance) => {
                ListFrom::Score(listed.score.saturating_sub(1))
            }
            (Ordering::Greater, LookUpOrder::Relevance) => ListFrom::Score(listed.score),
            // Those of the same name and an earlier kind were.
            (Ordering::Less, LookUpOrder::Name) => edge(i64::MAX),
            (Ordering::Greater, LookUpOrder::Name) => edge(i64::MIN),
        }
    }

    fn cut(&self, kind: NodeSort, mut nodes: Vec<FoundNode>) -> Part {
        let total = nodes.len() as u64;
        let from = self.from(kind);
        if let Some(score) = self.order.only_score() {
            for node in &mut nodes {
                node.listed.score = score;
            }
        }
        nodes.retain(|node| from.admits(&node.listed));
        nodes.sort_by(|a, b| a.listed.cmp(&b.listed));
        nodes.truncate(self.size + 1);
        Part { nodes, total }
    }
}

fn sort(need: Need) -> NodeSort {
    match need {
        Need::Procedure(_) => NodeSort::Procedure,
        Need::Condition(_) => NodeSort::Condition,
        Need::Specialty(_) => NodeSort::Specialty,
    }
}

fn of_concept(kind: NodeSort, meaning: &Meaning) -> FoundNode {
    let (name, id) = match (&meaning.via, meaning.need) {
        (Via::Name(name), need) => (fold(&name.text), row(need)),
        (Via::Code { value, .. }, need) => (fold(value), row(need)),
    };
    FoundNode {
        kind,
        listed: Listed {
            score: meaning.score,
            name,
            id,
        },
        matched: Matched::Concept(meaning.via.clone(), meaning.how),
    }
}

fn of_article(found: FoundArticle) -> FoundNode {
    FoundNode {
        kind: NodeSort::Article,
        listed: found.listed,
        matched: Matched::Article(found.text, found.section),
    }
}

fn row(need: Need) -> i64 {
    match need {
        Need::Procedure(id) => id.get(),
        Need::Condition(id) => id.get(),
        Need::Specialty(id) => id.get(),
    }
}

/// The places of a name, or where there is none, those whose name is nearly it.
async fn places(db: &Database, query: &LookUp) -> Result<Vec<FoundNode>, SearchError> {
    let text = query.asked.text();
    let key = PlaceName::read(text).key().to_owned();
    if key.is_empty() {
        return Ok(Vec::new());
    }
    let rows = find_places(db, text, None, PLACES).await?;
    let mut found: Vec<(u32, place::Model)> = rows
        .into_iter()
        .map(|row| {
            let score = match &row.name_key {
                own if *own == key => OWN_NAME,
                own if own.starts_with(&key) => BEGINNING,
                _ => OTHER_SPELLING,
            };
            (score, row)
        })
        .collect();
    if found.is_empty() && key.chars().count() >= 4 {
        let near = similar(db, &PlaceName::read(text)).await?;
        let near = near
            .into_iter()
            .filter(|row| is_within(&row.name_key, &key, 2));
        found.extend(near.map(|row| (MISSPELT, row)));
    }
    Ok(found
        .into_iter()
        .map(|(score, row)| FoundNode {
            kind: NodeSort::Place,
            listed: Listed {
                score,
                name: row.name_key,
                id: row.id.get(),
            },
            matched: Matched::OwnName,
        })
        .collect())
}
