//! Where one thing stands among those that a text finds, and from where on a page goes.

use std::cmp::{Ordering, Reverse};

/// Something that a text finds, among others of its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// From 0 to 1,000: how well it answers the text.
    pub score: u32,
    /// By what those of one score are sorted.
    pub name: String,
    pub id: i64,
}

impl Listed {
    fn key(&self) -> (Reverse<u32>, &str, i64) {
        (Reverse(self.score), &self.name, self.id)
    }
}

impl Ord for Listed {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}

impl PartialOrd for Listed {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// From where on things of one kind are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListFrom {
    Start,
    /// Those of this score and worse.
    Score(u32),
    /// Those after this one.
    After(Listed),
}

impl ListFrom {
    pub fn admits(&self, one: &Listed) -> bool {
        match self {
            ListFrom::Start => true,
            ListFrom::Score(most) => one.score <= *most,
            ListFrom::After(last) => one > last,
        }
    }

    /// Whether anything of the score could be admitted.
    pub fn may_admit(&self, score: u32) -> bool {
        match self {
            ListFrom::Start => true,
            ListFrom::Score(most) => score <= *most,
            ListFrom::After(last) => score <= last.score,
        }
    }
}
