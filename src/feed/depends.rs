//! What a copy rests on: the records whose change makes it untrue.

use crate::domain::NodeKind;

/// One thing that a copy rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Depends {
    /// On one record, whether it is there or not.
    On(NodeKind, i64),
    /// On every record of a kind, because a new one could belong into the copy.
    OnAny(NodeKind),
}

impl Depends {
    pub fn kind(self) -> NodeKind {
        match self {
            Depends::On(kind, _) | Depends::OnAny(kind) => kind,
        }
    }
}

/// A set of kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds(u16);

impl Kinds {
    pub const NONE: Kinds = Kinds(0);

    pub const fn one(kind: NodeKind) -> Self {
        Kinds(1 << kind as u16)
    }

    #[must_use]
    pub const fn and(self, other: Kinds) -> Self {
        Kinds(self.0 | other.0)
    }

    pub fn iter(self) -> impl Iterator<Item = NodeKind> {
        use strum::VariantArray;
        NodeKind::VARIANTS
            .iter()
            .copied()
            .filter(move |kind| self.0 & Kinds::one(*kind).0 != 0)
    }

    /// As bits, for an atomic.
    pub const fn bits(self) -> u16 {
        self.0
    }

    pub const fn from_bits(bits: u16) -> Self {
        Kinds(bits)
    }
}

impl FromIterator<NodeKind> for Kinds {
    fn from_iter<I: IntoIterator<Item = NodeKind>>(kinds: I) -> Self {
        kinds
            .into_iter()
            .fold(Kinds::NONE, |all, kind| all.and(Kinds::one(kind)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_of_kinds_gives_back_what_was_put_in() {
        let kinds: Kinds = [NodeKind::Source, NodeKind::Doctor].into_iter().collect();
        let back: Vec<NodeKind> = kinds.iter().collect();
        assert_eq!(back, [NodeKind::Doctor, NodeKind::Source]);
        assert_eq!(Kinds::from_bits(kinds.bits()), kinds);
        assert_eq!(Kinds::NONE.iter().count(), 0);
    }
}
