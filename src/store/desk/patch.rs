//! Which record is written, and which of its columns.

use crate::domain::Weekday;
use crate::store::id::Id;

/// The record that is written.
#[derive(Clone, Debug)]
pub enum Which<E> {
    Row(Id<E>),
    /// The one of this slug, or a new one.
    Slug(String),
    New,
}

/// What becomes of a column that may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    #[default]
    Keep,
    Set(Option<T>),
}

impl<T> Patch<T> {
    pub fn apply(self, column: &mut Option<T>) {
        if let Patch::Set(value) = self {
            *column = value;
        }
    }

    pub fn is_given(&self) -> bool {
        matches!(self, Patch::Set(_))
    }

    pub fn map<U>(self, to: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Patch::Keep => Patch::Keep,
            Patch::Set(value) => Patch::Set(value.map(to)),
        }
    }
}

/// A span of a day of the week, in minutes after midnight.
#[derive(Clone, Copy, Debug)]
pub struct Hours {
    pub weekday: Weekday,
    pub opens: i32,
    pub closes: i32,
}
