//! A row of those that are kept together.

use std::ops::Deref;
use std::sync::Arc;

/// One row of a kept list, shared and not copied: an article's texts are long.
pub struct Shared<M> {
    rows: Arc<Vec<M>>,
    at: usize,
}

impl<M> Shared<M> {
    /// Each row of a list that may not be there.
    pub fn each(rows: Option<Arc<Vec<M>>>) -> impl Iterator<Item = Shared<M>> {
        let count = rows.as_ref().map_or(0, |rows| rows.len());
        let rows = rows.into_iter().cycle().take(count);
        rows.enumerate().map(|(at, rows)| Shared { rows, at })
    }
}

impl<M> Clone for Shared<M> {
    fn clone(&self) -> Self {
        Shared {
            rows: Arc::clone(&self.rows),
            at: self.at,
        }
    }
}

impl<M> Deref for Shared<M> {
    type Target = M;

    fn deref(&self) -> &M {
        &self.rows[self.at]
    }
}
