//! What somebody asked: equal for two requests that mean the same to the same reader.

use std::hash::{BuildHasher, Hash, Hasher, RandomState};
use std::sync::{Arc, LazyLock};

use crate::graphql::Reader;
use crate::graphql::document::Admitted;

/// Keys the hashes of this process, so that nobody can choose texts that share one.
static KEYS: LazyLock<RandomState> = LazyLock::new(RandomState::new);

/// A query without its reader: the document, its operation, and the variables with their defaults.
#[derive(Debug)]
pub struct Asking {
    text: Arc<str>,
    operation: Option<String>,
    variables: String,
    /// Of all the above, reckoned once: the text is long, and looked for at every request.
    hash: u64,
}

/// A query by a reader of some languages: names and texts come in theirs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Question {
    asking: Arc<Asking>,
    reader: Reader,
}

impl Asking {
    fn new(text: Arc<str>, operation: Option<String>, variables: String) -> Self {
        Asking {
            hash: KEYS.hash_one((&text, &operation, &variables)),
            text,
            operation,
            variables,
        }
    }

    /// Estimated bytes in memory, without the text: that is shared with the cache of documents.
    pub fn weight(&self) -> usize {
        self.variables.len() + self.operation.as_ref().map_or(0, String::len)
    }
}

impl PartialEq for Asking {
    fn eq(&self, other: &Self) -> bool {
        self.hash == other.hash
            && self.variables == other.variables
            && self.operation == other.operation
            && self.text == other.text
    }
}

impl Eq for Asking {}

impl Hash for Asking {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.hash);
    }
}

impl Question {
    /// `None` for what is not a query, and so is done anew each time.
    pub fn of(admitted: &Admitted, reader: &Reader) -> Option<Self> {
        if !admitted.operation().is_query() {
            return None;
        }
        let asking = Asking::new(
            Arc::clone(admitted.kept().text()),
            admitted.operation().name().map(str::to_owned),
            serde_json::to_string(admitted.variables()).ok()?,
        );
        Some(Question::new(Arc::new(asking), reader))
    }

    pub fn new(asking: Arc<Asking>, reader: &Reader) -> Self {
        Question {
            asking,
            reader: reader.clone(),
        }
    }

    pub fn asking(&self) -> &Arc<Asking> {
        &self.asking
    }

    #[cfg(test)]
    pub fn with_variables(variables: &str) -> Self {
        let text = "{ doctors { totalCount } }".into();
        let asking = Asking::new(text, None, variables.to_owned());
        Question::new(Arc::new(asking), &Reader::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_changes_an_answer_changes_the_question() {
        let asking = |text: &str, operation: Option<&str>, variables: &str| {
            Asking::new(
                text.into(),
                operation.map(str::to_owned),
                variables.to_owned(),
            )
        };
        let one = asking("{ a }", None, "{}");
        assert_eq!(one, asking("{ a }", None, "{}"));
        assert_eq!(one.hash, asking("{ a }", None, "{}").hash);
        for other in [
            asking("{ b }", None, "{}"),
            asking("{ a }", Some("A"), "{}"),
            asking("{ a }", None, "{\"n\":1}"),
        ] {
            assert_ne!(one, other);
        }
        let by = |locales: &[&str]| {
            let locales = locales.iter().map(|locale| locale.parse().unwrap());
            let reader = Reader::new(locales.collect());
            Question::new(Arc::new(asking("{ a }", None, "{}")), &reader)
        };
        assert_eq!(by(&["es"]), by(&["es"]));
        assert_ne!(by(&["es"]), by(&["es", "en"]));
    }
}
