//! Articles by the words of their titles and summaries, in each language.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::error::SearchError;
use super::place_in_list::Listed;
use super::words::{Asked, Texts, Words};
use crate::domain::NodeKind;
use crate::domain::fold::fold;
use crate::feed::Change;
use crate::store::entity::{article, article_translation};
use crate::store::id::{ArticleId, Id};
use crate::store::{Database, children, searchable};

/// Articles read at once.
const AT_ONCE: usize = 1_000;

/// The texts of an article in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleText {
    pub locale: String,
    pub title: String,
    pub summary: String,
}

/// Articles as the database has them, the words of titles and summaries numbered.
pub(super) type Known = BTreeMap<ArticleId, Vec<Numbered>>;

/// A text with the numbers of its words.
#[derive(Clone, Debug)]
pub(super) struct Numbered {
    text: Arc<ArticleText>,
    title: Box<[u32]>,
    summary: Box<[u32]>,
}

impl Numbered {
    fn of(text: ArticleText, words: &mut Words) -> Self {
        Numbered {
            title: words.of(&text.title),
            summary: words.of(&text.summary),
            text: Arc::new(text),
        }
    }
}

/// All articles by their words.
#[derive(Debug, Default)]
pub(super) struct ArticleTexts {
    titles: Texts,
    summaries: Texts,
    /// Owner and text of each title, and of each summary.
    texts: Vec<(ArticleId, Arc<ArticleText>)>,
}

impl ArticleTexts {
    pub fn of(known: &Known, words: &Words) -> Self {
        let all = known.values().flatten();
        let owned = known.iter().flat_map(|(id, texts)| {
            let texts = texts.iter().map(|known| Arc::clone(&known.text));
            texts.map(|text| (*id, text))
        });
        ArticleTexts {
            titles: words.index(all.clone().map(|known| &*known.title)),
            summaries: words.index(all.map(|known| &*known.summary)),
            texts: owned.collect(),
        }
    }

    /// The articles that have the words in one of the languages, each once in the one that answers
    /// best. A title counts for more than a summary, which is longer.
    pub fn find(
        &self,
        asked: &Asked,
        unfinished: bool,
        languages: &[&str],
    ) -> Vec<(Listed, ArticleText)> {
        let (titles, summaries) = match unfinished {
            true => (self.titles.complete(asked), Vec::new()),
            false => (self.titles.find(asked), self.summaries.find(asked)),
        };
        let mut best: HashMap<ArticleId, (Listed, ArticleText)> = HashMap::new();
        for found in titles.into_iter().chain(summaries) {
            let (id, text) = &self.texts[found.text as usize];
            let language = text.locale.split('-').next().unwrap_or_default();
            if !languages.contains(&language) {
                continue;
            }
            let listed = Listed {
                score: found.score,
                name: fold(&text.title),
                id: id.get(),
            };
            let better = best.get(id).is_none_or(|(held, _)| listed < *held);
            if better {
                best.insert(*id, (listed, ArticleText::clone(text)));
            }
        }
        best.into_values().collect()
    }
}

/// Reads all articles.
pub(super) async fn read_all(db: &Database, words: &mut Words) -> Result<Known, SearchError> {
    let mut all = Known::new();
    let mut after = Id::<article::Entity>::UNSET;
    loop {
        let ids = searchable::ids_after(db.reader(), after, AT_ONCE as u64).await?;
        let Some(last) = ids.last() else {
            return Ok(all);
        };
        after = *last;
        all.extend(read_some(db, &ids, words).await?);
    }
}

/// Reads the articles that changed once more, and says whether any did.
pub(super) async fn take_in(
    db: &Database,
    changes: &[Change],
    known: &mut Known,
    words: &mut Words,
) -> Result<bool, SearchError> {
    let mut ids: Vec<ArticleId> = changes
        .iter()
        .filter(|change| change.kind == NodeKind::Article)
        .flat_map(|change| change.ids.iter().copied().map(Id::new))
        .collect();
    ids.sort_unstable();
    ids.dedup();
    for ids in ids.chunks(AT_ONCE) {
        for id in ids {
            known.remove(id);
        }
        known.extend(read_some(db, ids, words).await?);
    }
    Ok(!ids.is_empty())
}

async fn read_some(
    db: &Database,
    ids: &[ArticleId],
    words: &mut Words,
) -> Result<Vec<(ArticleId, Vec<Numbered>)>, SearchError> {
    let keys: Vec<i64> = ids.iter().map(|id| id.get()).collect();
    let rows = children::of_parents::<article_translation::Entity>(db.reader(), &keys).await?;
    Ok(rows
        .into_iter()
        .map(|(id, rows)| {
            let texts = rows.into_iter().map(|row| {
                let text = ArticleText {
                    locale: row.locale,
                    title: row.title,
                    summary: row.summary,
                };
                Numbered::of(text, words)
            });
            (Id::new(id), texts.collect())
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_found_in_the_languages_asked_and_by_its_title_first() {
        let mut words = Words::default();
        let mut text = |locale: &str, title: &str, summary: &str| {
            let text = ArticleText {
                locale: locale.to_owned(),
                title: title.to_owned(),
                summary: summary.to_owned(),
            };
            Numbered::of(text, &mut words)
        };
        let known = Known::from([
            (
                ArticleId::new(1),
                vec![
                    text("en", "Psoriasis", "A long-lasting disease of the skin."),
                    text("es", "Psoriasis", "Una enfermedad de la piel."),
                ],
            ),
            (
                ArticleId::new(2),
                vec![text("en", "Skin care", "For people with psoriasis.")],
            ),
        ]);
        let articles = ArticleTexts::of(&known, &words);
        let ids = |asked: &str, languages: &[&str]| -> Vec<i64> {
            let asked = Asked::read(asked).unwrap();
            let mut found = articles.find(&asked, false, languages);
            found.sort_by(|a, b| a.0.cmp(&b.0));
            found.iter().map(|(listed, _)| listed.id).collect()
        };
        assert_eq!(ids("psoriasis", &["en"]), [1, 2]);
        assert_eq!(ids("soriasis", &["en", "es"]), [1, 2]);
        assert_eq!(ids("piel", &["es"]), [1]);
        assert_eq!(ids("piel", &["en"]), [0_i64; 0]);
    }
}
