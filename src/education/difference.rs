//! How two texts differ, line by line.

use similar::{ChangeTag, DiffOp, TextDiff};

/// Lines that one text has in place of those of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub kind: PartKind,
    /// The line of the older text that it begins at, from 1; for what was added, the line it stands
    /// before.
    pub before_line: usize,
    /// The same of the newer text.
    pub after_line: usize,
    /// The older lines, without the last line's end; empty for what was added.
    pub before: String,
    /// The newer lines; empty for what was removed.
    pub after: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    Added,
    Removed,
    Changed,
}

/// The parts that differ, in reading order; none where the texts are equal.
pub fn parts(before: &str, after: &str) -> Vec<Part> {
    let difference = TextDiff::from_lines(before, after);
    difference
        .ops()
        .iter()
        .filter_map(|step| {
            let kind = match step {
                DiffOp::Equal { .. } => return None,
                DiffOp::Insert { .. } => PartKind::Added,
                DiffOp::Delete { .. } => PartKind::Removed,
                DiffOp::Replace { .. } => PartKind::Changed,
            };
            let lines = |tag: ChangeTag| {
                let lines: String = difference
                    .iter_changes(step)
                    .filter(|change| change.tag() == tag)
                    .map(|change| change.value())
                    .collect();
                lines
                    .strip_suffix('\n')
                    .map_or(lines.clone(), str::to_owned)
            };
            Some(Part {
                kind,
                before_line: step.old_range().start + 1,
                after_line: step.new_range().start + 1,
                before: lines(ChangeTag::Delete),
                after: lines(ChangeTag::Insert),
            })
        })
        .collect()
}

/// The same as a unified diff with three lines around each part; empty where the texts are equal.
pub fn unified(before: &str, after: &str, before_name: &str, after_name: &str) -> String {
    TextDiff::from_lines(before, after)
        .unified_diff()
        .context_radius(3)
        .header(before_name, after_name)
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_told_in_parts_and_as_a_diff() {
        let before = "a\nb\nc\nd\ne\nf\ng\nh\n";
        let after = "a\nB\nc\nd\ne\nf\nnew\ng\n";
        let part = |kind, before_line, after_line, before: &str, after: &str| Part {
            kind,
            before_line,
            after_line,
            before: before.to_owned(),
            after: after.to_owned(),
        };
        assert_eq!(
            parts(before, after),
            [
                part(PartKind::Changed, 2, 2, "b", "B"),
                part(PartKind::Added, 7, 7, "", "new"),
                part(PartKind::Removed, 8, 9, "h", ""),
            ]
        );
        assert_eq!(
            unified(before, after, "version 1", "version 2"),
            "--- version 1\n+++ version 2\n@@ -1,8 +1,8 @@\n a\n-b\n+B\n c\n d\n e\n f\n+new\n g\n-h\n"
        );
    }

    #[test]
    fn equal_texts_do_not_differ() {
        for text in ["", "a", "a\nb\n"] {
            assert_eq!(parts(text, text), []);
            assert_eq!(unified(text, text, "x", "y"), "");
        }
    }

    #[test]
    fn a_missing_end_of_the_last_line_is_a_difference() {
        assert_eq!(parts("a\n", "a").len(), 1);
        assert!(unified("a\n", "a", "x", "y").contains("No newline at end of file"));
    }
}
