//! Keeps the names of concepts and the texts of articles in memory, and reads changed ones only.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::article_texts::{self, ArticleTexts};
use super::concept::{Concepts, Known, Name, Numbered};
use super::error::SearchError;
use super::need::Need;
use super::words::Words;
use crate::domain::{LabelKind, NodeKind};
use crate::feed::Change;
use crate::store::entity::{condition, procedure, specialty};
use crate::store::id::{Id, Row};
use crate::store::{Database, code, label, read, searchable};

/// Concepts read at once.
const AT_ONCE: usize = 1_000;

/// What short texts are looked up in. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(super) struct Lexicon {
    pub concepts: Arc<Concepts>,
    pub articles: Arc<ArticleTexts>,
}

/// Concepts and articles as the database has them, and the lexicon made of them.
#[derive(Default)]
pub(super) struct Keeper {
    concepts: Arc<BTreeMap<Need, Numbered>>,
    articles: Arc<article_texts::Known>,
    words: Arc<Words>,
    lexicon: Lexicon,
}

/// What every concept has.
trait Concept: Row {
    const KIND: NodeKind;

    fn need(id: Id<Self>) -> Need;
    fn name(model: Self::Model) -> String;

    /// The code that is its own, beside those in the table of codes.
    fn own_code(_: &Self::Model) -> Option<(String, String)> {
        None
    }
}

impl Concept for procedure::Entity {
    const KIND: NodeKind = NodeKind::Procedure;

    fn need(id: Id<Self>) -> Need {
        Need::Procedure(id)
    }

    fn name(model: procedure::Model) -> String {
        model.name
    }
}

impl Concept for condition::Entity {
    const KIND: NodeKind = NodeKind::Condition;

    fn need(id: Id<Self>) -> Need {
        Need::Condition(id)
    }

    fn name(model: condition::Model) -> String {
        model.name
    }
}

impl Concept for specialty::Entity {
    const KIND: NodeKind = NodeKind::Specialty;

    fn need(id: Id<Self>) -> Need {
        Need::Specialty(id)
    }

    fn name(model: specialty::Model) -> String {
        model.name
    }

    fn own_code(model: &specialty::Model) -> Option<(String, String)> {
        Some((model.system.clone(), model.code.clone()))
    }
}

impl Keeper {
    /// Reads them all.
    pub async fn read_all(&mut self, db: &Database) -> Result<(), SearchError> {
        let mut all = BTreeMap::new();
        read_kind::<procedure::Entity>(db, &mut all).await?;
        read_kind::<condition::Entity>(db, &mut all).await?;
        read_kind::<specialty::Entity>(db, &mut all).await?;
        let words = Arc::make_mut(&mut self.words);
        let all = all.into_iter();
        let all = all.map(|(need, known)| (need, known.numbered(words)));
        self.concepts = Arc::new(all.collect());
        self.articles = Arc::new(article_texts::read_all(db, words).await?);
        self.make_concepts().await?;
        self.make_articles().await
    }

    /// What they are found by.
    pub fn lexicon(&self) -> Lexicon {
        self.lexicon.clone()
    }

    async fn make_concepts(&mut self) -> Result<(), SearchError> {
        let (known, words) = (Arc::clone(&self.concepts), Arc::clone(&self.words));
        self.lexicon.concepts = made(move || Concepts::of(&known, &words)).await?;
        Ok(())
    }

    async fn make_articles(&mut self) -> Result<(), SearchError> {
        let (known, words) = (Arc::clone(&self.articles), Arc::clone(&self.words));
        self.lexicon.articles = made(move || ArticleTexts::of(&known, &words)).await?;
        Ok(())
    }

    /// Reads those that changed once more, and says whether any did.
    pub async fn take_in(
        &mut self,
        db: &Database,
        changes: &[Change],
    ) -> Result<bool, SearchError> {
        let articles = Arc::make_mut(&mut self.articles);
        let words = Arc::make_mut(&mut self.words);
        let rewritten = article_texts::take_in(db, changes, articles, words).await?;
        if rewritten {
            self.make_articles().await?;
        }
        let mut fresh = BTreeMap::new();
        renew::<procedure::Entity>(db, changes, &mut fresh).await?;
        renew::<condition::Entity>(db, changes, &mut fresh).await?;
        renew::<specialty::Entity>(db, changes, &mut fresh).await?;
        if fresh.is_empty() {
            return Ok(rewritten);
        }
        let all = Arc::make_mut(&mut self.concepts);
        let words = Arc::make_mut(&mut self.words);
        for (need, known) in fresh {
            match known {
                Some(known) => all.insert(need, known.numbered(words)),
                None => all.remove(&need),
            };
        }
        self.make_concepts().await?;
        Ok(true)
    }
}

async fn made<T: Send + 'static>(
    make: impl FnOnce() -> T + Send + 'static,
) -> Result<Arc<T>, SearchError> {
    tokio::task::spawn_blocking(make)
        .await
        .map(Arc::new)
        .map_err(|_| SearchError::Stopped)
}

async fn read_kind<E: Concept>(
    db: &Database,
    all: &mut BTreeMap<Need, Known>,
) -> Result<(), SearchError> {
    let mut after = Id::<E>::UNSET;
    loop {
        let ids = searchable::ids_after(db.reader(), after, AT_ONCE as u64).await?;
        let Some(last) = ids.last() else {
            return Ok(());
        };
        after = *last;
        all.extend(read_some(db, &ids).await?);
    }
}

/// The concepts that changed; `None` for one that is gone.
async fn renew<E: Concept>(
    db: &Database,
    changes: &[Change],
    fresh: &mut BTreeMap<Need, Option<Known>>,
) -> Result<(), SearchError> {
    let mut ids: Vec<Id<E>> = changes
        .iter()
        .filter(|change| change.kind == E::KIND)
        .flat_map(|change| change.ids.iter().copied().map(Id::new))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    for ids in ids.chunks(AT_ONCE) {
        fresh.extend(ids.iter().map(|id| (E::need(*id), None)));
        for (need, known) in read_some(db, ids).await? {
            fresh.insert(need, Some(known));
        }
    }
    Ok(())
}

async fn read_some<E: Concept>(
    db: &Database,
    ids: &[Id<E>],
) -> Result<Vec<(Need, Known)>, SearchError> {
    let rows = read::by_ids(db.reader(), ids).await?;
    let nodes: Vec<i64> = ids.iter().map(|id| id.get()).collect();
    let mut labels = label::of_nodes(db.reader(), E::KIND, &nodes).await?;
    let mut codes = code::of_nodes(db.reader(), E::KIND, &nodes).await?;
    Ok(rows
        .into_iter()
        .map(|(id, row)| {
            let codes = codes.remove(&id.get()).unwrap_or_default();
            let own = E::own_code(&row);
            let coded = codes.into_iter().map(|code| (code.system, code.value));
            let labels = labels.remove(&id.get()).unwrap_or_default();
            let labelled = labels.into_iter().map(|label| Name {
                text: label.text,
                locale: label.locale,
                kind: label.kind.0,
            });
            // A node's own name is in English.
            let name = Name {
                text: E::name(row),
                locale: "en".to_owned(),
                kind: LabelKind::Preferred,
            };
            let known = Known {
                names: std::iter::once(name).chain(labelled).collect(),
                codes: own.into_iter().chain(coded).collect(),
            };
            (E::need(id), known)
        })
        .collect())
}
