//! The order of hits, and where a page of them begins.

/// By what hits are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// By the published factors; ties by a number that favours nobody.
    Best,
    /// Nearest first; only around an area. Ties go to the older row.
    Distance,
    /// By folded name, family name first for doctors. Ties go to the older row.
    Name,
    /// Those who do it most often, among their peers; whoever it is not known of in the middle.
    Experience,
    /// The highest lower bound of the rating first, those without enough ratings last.
    Rating,
    /// The latest to be verified first, those who never were last.
    Verified,
}

/// What a hit is sorted by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SortKey {
    Millimetres(u64),
    Name(String),
    /// What is missing from the most there could be, and a number that breaks ties.
    Rank(u64, u64),
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

impl Order {
    /// Whether a key is one by which this order sorts.
    pub fn sorts_by(self, key: &SortKey) -> bool {
        match self {
            Order::Distance => matches!(key, SortKey::Millimetres(_)),
            Order::Name => matches!(key, SortKey::Name(_)),
            Order::Best | Order::Experience | Order::Rating | Order::Verified => {
                matches!(key, SortKey::Rank(..))
            }
        }
    }
}
