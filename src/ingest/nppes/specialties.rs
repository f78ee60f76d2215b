//! Specialties by their taxonomy code, made when the file first names one.

use std::collections::{HashMap, HashSet};

use crate::domain::NodeKind;
use crate::domain::code::NUCC;
use crate::domain::fold::fold;
use crate::domain::slug::Slug;
use crate::ingest::batch::Batch;
use crate::store::entity::specialty;
use crate::store::id::{Id, SpecialtyId};
use crate::store::{StoreError, read, upsert};

/// Our own short names for codes met in real files. The whole code set is not free to pass on.
const NAMES: &str = include_str!("specialty_names.csv");

/// The specialties known so far, by code.
pub struct Specialties {
    ids: HashMap<String, SpecialtyId>,
    names: HashMap<&'static str, (&'static str, &'static str)>,
}

impl Specialties {
    pub fn new() -> Self {
        Specialties {
            ids: HashMap::new(),
            names: names()
                .map(|[code, slug, name]| (code, (slug, name)))
                .collect(),
        }
    }

    /// Makes the specialties that are missing. One that is there is left as it is: somebody may
    /// have given it a better name and a definition.
    pub async fn ensure<'a>(
        &mut self,
        batch: &mut Batch<'_>,
        codes: impl Iterator<Item = &'a str>,
    ) -> Result<(), StoreError> {
        let missing: HashSet<&str> = codes.filter(|code| !self.ids.contains_key(*code)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let mut keys: Vec<String> = missing.into_iter().map(str::to_owned).collect();
        keys.sort_unstable();
        let scope = Some((specialty::Column::System, NUCC.into()));
        let held = upsert::ids_by_key::<specialty::Entity>(batch.tx, scope, &keys).await?;
        let fresh: Vec<&String> = keys
            .iter()
            .filter(|code| !held.contains_key(*code))
            .collect();
        self.ids
            .extend(held.iter().map(|(code, id)| (code.clone(), *id)));
        if fresh.is_empty() {
            return Ok(());
        }

        let slugs = fresh
            .iter()
            .filter_map(|code| self.names.get(code.as_str()));
        let slugs = slugs.map(|(slug, _)| *slug);
        let taken: HashSet<String> =
            read::ids_by_texts::<specialty::Entity>(batch.tx, specialty::Column::Slug, slugs)
                .await?
                .into_keys()
                .collect();
        let rows = fresh
            .iter()
            .map(|code| self.row(code, &taken, batch))
            .collect();
        let written = upsert::upsert::<specialty::Entity>(batch.tx, rows).await?;
        for (code, (id, outcome)) in fresh.into_iter().zip(written) {
            self.ids.insert(code.clone(), id);
            batch.note(NodeKind::Specialty, id, outcome);
        }
        Ok(())
    }

    /// The ids of codes that were ensured, in their order.
    pub fn ids(&self, codes: &[String]) -> Vec<SpecialtyId> {
        codes
            .iter()
            .filter_map(|code| self.ids.get(code).copied())
            .collect()
    }

    fn row(&self, code: &str, taken: &HashSet<String>, batch: &Batch<'_>) -> specialty::Model {
        let known = self.names.get(code).copied();
        let by_code = || Slug::from_words(["nucc", code]).map(Slug::into_string);
        let slug = known
            .map(|(slug, _)| slug.to_owned())
            .filter(|slug| !taken.contains(slug));
        let name = known.map_or(code, |(_, name)| name);
        specialty::Model {
            id: Id::UNSET,
            slug: slug.or_else(by_code).unwrap_or_else(|| code.to_owned()),
            system: NUCC.to_owned(),
            code: code.to_owned(),
            name: name.to_owned(),
            name_key: fold(name),
            definition: None,
            parent_id: None,
            updated_at: batch.now,
        }
    }
}

/// Code, slug and name; none of them holds a comma or a quote.
fn names() -> impl Iterator<Item = [&'static str; 3]> {
    NAMES.lines().skip(1).filter_map(|line| {
        let mut parts = line.split(',');
        Some([parts.next()?, parts.next()?, parts.next()?])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_slugs_and_agree_with_the_demonstration() {
        let mut slugs = HashSet::new();
        for [code, slug, name] in names() {
            assert_eq!(code.len(), 10, "{code}");
            assert!(slug.parse::<Slug>().is_ok(), "{slug}");
            assert!(slugs.insert(slug), "{slug} twice");
            assert!(!name.is_empty() && !name.contains('"'), "{name}");
        }
        assert_eq!(slugs.len(), 59);
        let known = Specialties::new().names;
        let demo = include_str!("../../../demo/specialties.csv");
        let mut reader = csv::Reader::from_reader(demo.as_bytes());
        for row in reader.records() {
            let row = row.unwrap();
            assert_eq!(known.get(&row[3]), Some(&(&row[0], &row[1])), "{}", &row[3]);
        }
    }
}
