//! Rows that point at a row of the same table, which may stand further down.

use std::collections::{HashMap, HashSet};

use crate::domain::NodeKind;
use crate::ingest::batch::Batch;
use crate::ingest::error::IngestError;
use crate::ingest::fault::Fault;
use crate::store::linked::{self, Linked, Written};
use crate::store::upsert::Outcome;

/// How a table points at itself.
pub struct Link<D> {
    pub column: &'static str,
    pub kind: &'static str,
    /// The slug of the row, and the slug at which it points.
    pub ends: fn(&D) -> (&str, Option<&str>),
}

impl<D> Link<D> {
    /// Leaves out rows that point at nothing, and rows that point at themselves at once or by way
    /// of others.
    pub async fn checked<E: Linked>(
        &self,
        batch: &Batch<'_>,
        mut planned: Vec<Result<D, Fault>>,
    ) -> Result<Vec<Result<D, Fault>>, IngestError> {
        let ends = |draft: &Result<D, Fault>| {
            let (slug, to) = (self.ends)(draft.as_ref().ok()?);
            Some((slug.to_owned(), to.map(str::to_owned)))
        };
        let targets: Vec<String> = planned.iter().filter_map(|draft| ends(draft)?.1).collect();
        if targets.is_empty() {
            return Ok(planned);
        }
        let held = linked::lineage::<E>(batch.tx, &targets).await?;
        let mut steps = held.clone();
        steps.extend(planned.iter().filter_map(ends));
        for draft in &mut planned {
            if ends(draft).is_some_and(|(slug, _)| leads_back(&steps, &slug)) {
                *draft = Err(Fault::invalid(
                    self.column,
                    format!("another {} that does not lead back to this one", self.kind),
                ));
            }
        }
        // A row that is left out may be the one at which another row points.
        loop {
            let stand: HashSet<String> = planned
                .iter()
                .filter_map(|draft| Some(ends(draft)?.0))
                .collect();
            let before = stand.len();
            let mut left = 0;
            for draft in &mut planned {
                let Some((_, to)) = ends(draft) else {
                    continue;
                };
                if to.is_some_and(|to| !stand.contains(&to) && !held.contains_key(&to)) {
                    *draft = Err(Fault::unknown(self.column, self.kind));
                } else {
                    left += 1;
                }
            }
            if left == before {
                return Ok(planned);
            }
        }
    }
}

/// Notes the rows, and where a row that changed points and pointed: what is there lists it.
pub fn note_ends<E: Linked>(batch: &mut Batch<'_>, kind: NodeKind, written: &[Written<E>]) {
    for row in written {
        if row.outcome != Outcome::Unchanged {
            for end in [row.before, row.after].into_iter().flatten() {
                batch.changes.updated(kind, end);
            }
        }
    }
}

fn leads_back(steps: &HashMap<String, Option<String>>, slug: &str) -> bool {
    let mut passed = HashSet::new();
    let mut at = slug;
    while let Some(Some(next)) = steps.get(at) {
        if next == slug {
            return true;
        }
        // A circle further on is the fault of its own rows.
        if !passed.insert(next) {
            return false;
        }
        at = next;
    }
    false
}
