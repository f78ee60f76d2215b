//! Which topics are one article, and in which order they are written.

use std::collections::HashMap;

use super::topics::Topic;

/// A topic and the one in the other language that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ordered {
    pub topic: Topic,
    /// The other language's topic: both point at each other.
    pub twin: Option<Twin>,
}

/// What a topic must know of its twin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twin {
    pub title: String,
    pub url: String,
    /// Whether it has a text, and so is the article that a Spanish topic translates.
    pub has_text: bool,
}

/// The topics in the order of the file, but a Spanish one right behind its English one: an article is
/// first written in the language that it was written in.
pub fn ordered(topics: Vec<Topic>) -> Vec<Ordered> {
    let places: HashMap<String, usize> = topics
        .iter()
        .enumerate()
        .map(|(place, topic)| (topic.id.clone(), place))
        .collect();
    let twin_of = |topic: &Topic| {
        let mapped = topic.mapped.as_ref()?;
        let place = *places.get(&mapped.id)?;
        let twin = topics.get(place)?;
        let back = twin.mapped.as_ref()?;
        (back.id == topic.id && twin.language != topic.language).then_some(place)
    };
    let twins: Vec<Option<usize>> = topics.iter().map(twin_of).collect();
    let mut order = Vec::with_capacity(topics.len());
    for (place, topic) in topics.iter().enumerate() {
        match twins[place] {
            Some(_) if topic.language == "Spanish" => {} // stands behind its twin
            Some(twin) => order.extend([place, twin]),
            None => order.push(place),
        }
    }
    order
        .into_iter()
        .map(|place| Ordered {
            topic: topics[place].clone(),
            twin: twins[place].map(|twin| Twin {
                title: topics[twin].title.clone(),
                url: topics[twin].url.clone(),
                has_text: !topics[twin].summary.trim().is_empty(),
            }),
        })
        .collect()
}

#[cfg(test)]
mod ordering {
    use super::super::topics::Mapped;
    use super::*;

    fn topic(id: &str, language: &str, mapped: Option<&str>) -> Topic {
        Topic {
            id: id.to_owned(),
            title: id.to_owned(),
            language: language.to_owned(),
            summary: "text".to_owned(),
            mapped: mapped.map(|id| Mapped {
                id: id.to_owned(),
                title: String::new(),
            }),
            ..Topic::default()
        }
    }

    #[test]
    fn a_translation_stands_behind_its_original() {
        let found = ordered(vec![
            topic("s1", "Spanish", Some("e1")),
            topic("s2", "Spanish", Some("e9")),
            topic("e2", "English", None),
            topic("e1", "English", Some("s1")),
            topic("s3", "Spanish", Some("e1")),
        ]);
        let seen: Vec<(&str, Option<&str>)> = found
            .iter()
            .map(|one| {
                let twin = one.twin.as_ref().map(|twin| twin.title.as_str());
                (one.topic.id.as_str(), twin)
            })
            .collect();
        assert_eq!(
            seen,
            [
                ("s2", None),
                ("e2", None),
                ("e1", Some("s1")),
                ("s1", Some("e1")),
                ("s3", None),
            ]
        );
    }
}
