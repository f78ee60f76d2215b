//! One text looked up among everything that has a name: the likeliest first, whatever it is.
//!
//! The order is by score, then by kind in the order of [`NodeSort`], then by folded name, then the
//! older row: the same question gets the same order, and a cursor is a place in it.

use std::cmp::Reverse;

use strum::{EnumString, IntoStaticStr, VariantArray};

use super::area::{Area, PlaceName, find_places, similar};
use super::article_texts::ArticleText;
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
    Article(ArticleText),
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
        let (lexicon, seq) = self.lexicon()?;
        let mut found = FoundNodes {
            seq,
            ..FoundNodes::default()
        };
        let meanings = lexicon.concepts.read(&query.asked, query.unfinished);
        for kind in NodeSort::VARIANTS {
            if !query.kinds.contains(kind) {
                continue;
            }
            let part = match kind {
                NodeSort::Procedure | NodeSort::Condition | NodeSort::Specialty => {
                    let own = meanings.iter().filter(|one| sort(one.need) == *kind);
                    query.cut(*kind, own.map(|one| of_concept(*kind, one)).collect())
                }
                NodeSort::Doctor => {
                    self.named(&query, *kind, Target::Doctor, &mut found)
                        .await?
                }
                NodeSort::Clinic => {
                    self.named(&query, *kind, Target::Clinic, &mut found)
                        .await?
                }
                NodeSort::Place => query.cut(*kind, places(db, &query).await?),
                NodeSort::Article => {
                    let languages: Vec<&str> = query.languages.iter().map(String::as_str).collect();
                    let articles =
                        lexicon
                            .articles
                            .find(&query.asked, query.unfinished, &languages);
                    let nodes = articles.into_iter().map(|(listed, text)| FoundNode {
                        kind: *kind,
                        listed,
                        matched: Matched::Article(text),
                    });
                    query.cut(*kind, nodes.collect())
                }
            };
            found.totals.push((*kind, part.total));
            found.nodes.extend(part.nodes);
        }
        found.nodes.sort_by_key(|node| {
            let listed = &node.listed;
            (
                Reverse(listed.score),
                node.kind,
                listed.name.clone(),
                listed.id,
            )
        });
        found.more = found.nodes.len() > query.size;
        found.nodes.truncate(query.size);
        Ok(found)
    }

    /// The beginnings of what somebody types, at most `query.size`: the likeliest of each kind, at
    /// most three of one while another has more to show.
    pub async fn suggest(&self, db: &Database, query: LookUp) -> Result<FoundNodes, SearchError> {
        const OF_ONE_KIND: usize = 3;
        let size = query.size;
        let all = LookUp {
            // As many as there could be of every kind.
            size: size * NodeSort::VARIANTS.len(),
            ..query
        };
        let mut found = self.look_up(db, all).await?;
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
            area: query.area.clone(),
            from: query.from(kind),
            // One more, to know whether there are more.
            size: query.size + 1,
        };
        let snapshot = self.current().ok_or(SearchError::NotReady)?;
        found.seq = found.seq.min(snapshot.mark.seq);
        let (fields, dictionaries) = (self.fields(), self.dictionaries.clone());
        let hits = self
            .run(move |deadline| people::named(&snapshot, fields, &dictionaries, &query, deadline))
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

impl LookUp {
    /// From where on things of a kind are listed.
    fn from(&self, kind: NodeSort) -> ListFrom {
        match &self.after {
            None => ListFrom::Start,
            Some((last, listed)) if kind == *last => ListFrom::After(listed.clone()),
            // Those of the same score and an earlier kind were listed before it.
            Some((last, listed)) if kind < *last => ListFrom::Score(listed.score.saturating_sub(1)),
            Some((_, listed)) => ListFrom::Score(listed.score),
        }
    }

    fn cut(&self, kind: NodeSort, mut nodes: Vec<FoundNode>) -> Part {
        let total = nodes.len() as u64;
        let from = self.from(kind);
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
