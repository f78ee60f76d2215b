//! Articles by the words of their titles, summaries and sections, in each language.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::error::SearchError;
use super::place_in_list::Listed;
use super::words::{Asked, Texts, Words};
use crate::domain::NodeKind;
use crate::domain::fold::fold;
use crate::feed::Change;
use crate::store::entity::{article, article_translation, section};
use crate::store::id::{ArticleId, Id, SectionId};
use crate::store::{Database, children, searchable};

/// Articles read at once.
const AT_ONCE: usize = 1_000;

/// The longest body that is read, in characters of one language; sections beyond are found by no
/// word of theirs. An article of ten pages has 30,000.
const LONGEST_BODY: usize = 60_000;

/// A section counts for one of so many parts of a title or a summary that answers as much.
const OF_A_SECTION: u32 = 4;

/// The texts of an article in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleText {
    pub locale: String,
    pub title: String,
    pub summary: String,
}

/// An article that a text found.
#[derive(Clone, Debug)]
pub struct FoundArticle {
    pub listed: Listed,
    pub text: Arc<ArticleText>,
    /// The section that answers best; `None` where the title or the summary does.
    pub section: Option<SectionId>,
}

/// Articles as the database has them, the words of their texts numbered. The sections themselves
/// stay in the database.
pub(super) type Known = BTreeMap<ArticleId, Vec<Numbered>>;

/// A text with the numbers of its words.
#[derive(Clone, Debug)]
pub(super) struct Numbered {
    text: Arc<ArticleText>,
    title: Box<[u32]>,
    summary: Box<[u32]>,
    sections: Vec<(SectionId, Box<[u32]>)>,
}

impl Numbered {
    fn of(text: ArticleText, body: &[section::Model], words: &mut Words) -> Self {
        let mut room = LONGEST_BODY;
        let mut sections = Vec::new();
        for section in body {
            let length = section.text.chars().count();
            if length > room {
                tracing::warn!(
                    section.id = section.id.get(),
                    "a body is too long: from this section on it is found by no word of its own"
                );
                break;
            }
            room -= length;
            let all = format!("{} {}", section.title, section.text);
            sections.push((section.id, words.of(&all)));
        }
        Numbered {
            title: words.of(&text.title),
            summary: words.of(&text.summary),
            sections,
            text: Arc::new(text),
        }
    }
}

/// All articles by their words.
#[derive(Debug, Default)]
pub(super) struct ArticleTexts {
    titles: Texts,
    summaries: Texts,
    sections: Texts,
    /// Owner and text of each title, and of each summary.
    texts: Vec<(ArticleId, Arc<ArticleText>)>,
    /// Of each section, its id and the place of its text.
    of_sections: Vec<(SectionId, usize)>,
}

impl ArticleTexts {
    pub fn of(known: &Known, words: &Words) -> Self {
        let all = known.values().flatten();
        let owned = known.iter().flat_map(|(id, texts)| {
            let texts = texts.iter().map(|known| Arc::clone(&known.text));
            texts.map(|text| (*id, text))
        });
        let sections = all.clone().flat_map(|known| &known.sections);
        let places = all.clone().enumerate();
        ArticleTexts {
            titles: words.index(all.clone().map(|known| &*known.title)),
            summaries: words.index(all.map(|known| &*known.summary)),
            sections: words.index(sections.map(|(_, words)| &**words)),
            texts: owned.collect(),
            of_sections: places
                .flat_map(|(place, known)| known.sections.iter().map(move |(id, _)| (*id, place)))
                .collect(),
        }
    }

    /// The articles that have the words in one of the languages, each once in the one that answers
    /// best. A title counts for more than a summary, which is longer, and a section of the body for
    /// less than either would. In a body words are looked for as they were written: among so many words there is
    /// nearly always one that is like another.
    pub fn find(&self, asked: &Asked, unfinished: bool, languages: &[&str]) -> Vec<FoundArticle> {
        let titles = match unfinished {
            true => self.titles.complete(asked),
            false => self.titles.find(asked),
        };
        let (summaries, sections) = match unfinished {
            true => (Vec::new(), Vec::new()),
            false => (self.summaries.find(asked), self.sections.find(asked)),
        };
        let whole = titles.into_iter().chain(summaries);
        let whole = whole.map(|found| (found.text as usize, found.score, None));
        let parts = sections.into_iter().filter(|found| !found.guessed);
        let parts = parts.map(|found| {
            let (id, place) = self.of_sections[found.text as usize];
            (place, found.score / OF_A_SECTION, Some(id))
        });
        let mut best: HashMap<ArticleId, FoundArticle> = HashMap::new();
        for (place, score, section) in whole.chain(parts) {
            let (id, text) = &self.texts[place];
            let language = text.locale.split('-').next().unwrap_or_default();
            if !languages.contains(&language) {
                continue;
            }
            let listed = Listed {
                score,
                name: fold(&text.title),
                id: id.get(),
            };
            let better = best.get(id).is_none_or(|held| listed < held.listed);
            if better {
                let text = Arc::clone(text);
                best.insert(
                    *id,
                    FoundArticle {
                        listed,
                        text,
                        section,
                    },
                );
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
    let keys: Vec<i64> = rows.values().flatten().map(|row| row.id.get()).collect();
    let mut bodies = children::of_parents::<section::Entity>(db.reader(), &keys).await?;
    Ok(rows
        .into_iter()
        .map(|(id, rows)| {
            let texts = rows.into_iter().map(|row| {
                let body = bodies.remove(&row.id.get()).unwrap_or_default();
                let text = ArticleText {
                    locale: row.locale,
                    title: row.title,
                    summary: row.summary,
                };
                Numbered::of(text, &body, words)
            });
            (Id::new(id), texts.collect())
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::HealthAspect;
    use crate::store::Text;

    fn section(id: i64, title: &str, text: &str) -> section::Model {
        section::Model {
            id: SectionId::new(id),
            translation_id: Id::UNSET,
            position: 0,
            aspect: Text(HealthAspect::HowPerformed),
            title: title.to_owned(),
            markdown: text.to_owned(),
            text: text.to_owned(),
            standalone: None,
        }
    }

    fn text(locale: &str, title: &str, summary: &str) -> ArticleText {
        ArticleText {
            locale: locale.to_owned(),
            title: title.to_owned(),
            summary: summary.to_owned(),
        }
    }

    fn found(articles: &ArticleTexts, asked: &str, languages: &[&str]) -> Vec<FoundArticle> {
        let asked = Asked::read(asked).unwrap();
        let mut found = articles.find(&asked, false, languages);
        found.sort_by(|a, b| a.listed.cmp(&b.listed));
        found
    }

    #[test]
    fn an_article_is_found_in_the_languages_asked_and_by_its_title_first() {
        let mut words = Words::default();
        let mut numbered = |locale: &str, title: &str, summary: &str| {
            Numbered::of(text(locale, title, summary), &[], &mut words)
        };
        let known = Known::from([
            (
                ArticleId::new(1),
                vec![
                    numbered("en", "Psoriasis", "A long-lasting disease of the skin."),
                    numbered("es", "Psoriasis", "Una enfermedad de la piel."),
                ],
            ),
            (
                ArticleId::new(2),
                vec![numbered("en", "Skin care", "For people with psoriasis.")],
            ),
        ]);
        let articles = ArticleTexts::of(&known, &words);
        let ids = |asked: &str, languages: &[&str]| -> Vec<i64> {
            let found = found(&articles, asked, languages);
            found.iter().map(|found| found.listed.id).collect()
        };
        assert_eq!(ids("psoriasis", &["en"]), [1, 2]);
        assert_eq!(ids("soriasis", &["en", "es"]), [1, 2]);
        assert_eq!(ids("piel", &["es"]), [1]);
        assert_eq!(ids("piel", &["en"]), [0_i64; 0]);
    }

    #[test]
    fn a_body_is_found_by_its_section_for_less_than_a_title_and_as_it_is_written() {
        let mut words = Words::default();
        let body = [
            section(7, "Before", "Stop eating six hours before."),
            section(
                8,
                "Después",
                "Descanse en posición horizontal, sin esfuerzo.",
            ),
        ];
        let known = Known::from([
            (
                ArticleId::new(1),
                vec![Numbered::of(
                    text("es", "Parche", "Lo que se hace."),
                    &body,
                    &mut words,
                )],
            ),
            (
                ArticleId::new(2),
                vec![Numbered::of(
                    text("es", "Posición", "Horizontal o no."),
                    &[],
                    &mut words,
                )],
            ),
        ]);
        let articles = ArticleTexts::of(&known, &words);
        let by = |asked: &str| -> Vec<(i64, Option<i64>)> {
            let found = found(&articles, asked, &["es"]);
            let by = found.iter().map(|found| {
                let section = found.section.map(|id| id.get());
                (found.listed.id, section)
            });
            by.collect()
        };
        assert_eq!(by("esfuerzo"), [(1, Some(8))]);
        assert_eq!(by("POSICION"), [(2, None), (1, Some(8))]);
        assert_eq!(by("esfuerso"), []);
        assert_eq!(by("parche"), [(1, None)]);
    }

    #[test]
    fn a_body_beyond_the_bound_is_found_up_to_it() {
        let mut words = Words::default();
        let body = [
            section(7, "One", "hibiscus"),
            section(8, "Two", &"word ".repeat(LONGEST_BODY / 5)),
            section(9, "Three", "marigold"),
        ];
        let text = text("en", "Flowers", "What they are.");
        let numbered = vec![Numbered::of(text, &body, &mut words)];
        let articles = ArticleTexts::of(&Known::from([(ArticleId::new(1), numbered)]), &words);
        assert_eq!(found(&articles, "hibiscus", &["en"]).len(), 1);
        assert_eq!(found(&articles, "marigold", &["en"]).len(), 0);
    }
}
