//! The breaking differences that a changelog owns up to.

use std::collections::BTreeSet;

/// Elements that may be gone, by their coordinates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowed(BTreeSet<String>);

impl Allowed {
    /// What the *Removed* section of the newest release names between backquotes. Sections of older
    /// releases do not count: what they removed is gone from both contracts.
    pub fn by(changelog: &str) -> Self {
        let newest = changelog
            .lines()
            .skip_while(|line| !line.starts_with("## "))
            .skip(1)
            .take_while(|line| !line.starts_with("## "));
        let removed = newest
            .skip_while(|line| line.trim() != "### Removed")
            .skip(1)
            .take_while(|line| !line.starts_with("### "));
        // Between the first backquote and the second, the third and the fourth, and so on.
        let named = removed.flat_map(|line| line.split('`').skip(1).step_by(2));
        Allowed(named.map(str::to_owned).collect())
    }

    pub fn names(&self, coordinate: &str) -> bool {
        self.0.contains(coordinate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_newest_release_says_it_removed_may_go() {
        let allowed = Allowed::by(
            "# Changes\n\n## Unreleased\n\n### Added\n\n- `Doctor.added`.\n\n### Removed\n\n\
             - `Doctor.slug` and `Query.doctors(near:)`, since 2026; not `this\n- Doctor.bare\n\n\
             ### Fixed\n\n- `Doctor.fixed`.\n\n## 0.1.0\n\n### Removed\n\n- `Doctor.older`.\n",
        );
        for named in ["Doctor.slug", "Query.doctors(near:)"] {
            assert!(allowed.names(named), "{named}");
        }
        for other in [
            "Doctor",
            "Doctor.slu",
            "Doctor.added",
            "Doctor.bare",
            "Doctor.fixed",
            "Doctor.older",
            "Query.doctors",
        ] {
            assert!(!allowed.names(other), "{other}");
        }
        assert_eq!(Allowed::by(""), Allowed::default());
    }
}
