//! The order of hits, and where a page of them begins.

/// By what hits are sorted; ties go to the older row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Nearest first; only around an area.
    Distance,
    /// By folded name, family name first for doctors.
    Name,
}

/// What a hit is sorted by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SortKey {
    Millimetres(u64),
    Name(String),
}

/// Where a hit stands in its order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub key: SortKey,
    pub id: i64,
}

/// Which part of the hits: the first ones after a position, or the last ones before one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    pub size: usize,
    pub from: Option<Position>,
    pub backward: bool,
}
