//! What came of an import, for people.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use crate::domain::closed::Closed;
use crate::domain::{NodeKind, RejectReason};
use crate::store::import::Counts;
use crate::store::upsert::Outcome;

/// The most line numbers listed for one reason; table `import_reject` has all of them.
const LINES_LISTED: usize = 20;

/// The most towns listed that the gazetteer does not know.
const TOWNS_LISTED: usize = 20;

/// The most towns counted one by one; the rest count in the total only.
const TOWNS_COUNTED: usize = 10_000;

/// What came of one file.
///
/// Rows read are the sum of those added, changed, unchanged, skipped and rejected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub format: &'static str,
    pub file_name: String,
    pub counts: Counts,
    pub rejected: BTreeMap<RejectReason, Lines>,
    pub skipped: BTreeMap<SkipReason, u64>,
    pub tally: Tally,
}

/// How many rows share a fate, and where the first of them stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    pub count: u64,
    pub first: Vec<u64>,
}

/// Why a sound row is not stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SkipReason {
    /// A number that is no longer in use and that we do not hold.
    Deactivated,
    /// The practice is in a state that was not asked for.
    OutsideStates,
    /// A feature of the gazetteer that is no populated place.
    NotAPlace,
}

/// Records written, beyond rows read: one row may add a doctor and a clinic.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub stored: BTreeMap<NodeKind, Stored>,
    pub unplaced: Unplaced,
}

/// Records of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stored {
    pub added: u64,
    pub changed: u64,
}

/// Rows kept without a position, because the gazetteer does not know their town.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unplaced {
    pub rows: u64,
    towns: HashMap<String, u64>,
}

impl Report {
    pub(super) fn new(format: &'static str, file_name: &str) -> Self {
        Report {
            format,
            file_name: file_name.to_owned(),
            ..Report::default()
        }
    }

    pub(super) fn stored(&mut self, outcome: Outcome) {
        self.counts.read += 1;
        *match outcome {
            Outcome::Added => &mut self.counts.added,
            Outcome::Changed => &mut self.counts.changed,
            Outcome::Unchanged => &mut self.counts.unchanged,
        } += 1;
    }

    pub(super) fn skipped(&mut self, reason: SkipReason) {
        self.counts.read += 1;
        self.counts.skipped += 1;
        *self.skipped.entry(reason).or_default() += 1;
    }

    pub(super) fn rejected(&mut self, line: u64, reason: RejectReason) {
        self.counts.read += 1;
        self.counts.rejected += 1;
        self.fault(line, reason);
    }

    /// Adds what came of a further part of the same file.
    pub(super) fn absorb(&mut self, part: Report) {
        self.counts = plus(self.counts, part.counts);
        for (reason, lines) in part.rejected {
            let held = self.rejected.entry(reason).or_default();
            held.count += lines.count;
            let room = LINES_LISTED - held.first.len();
            held.first.extend(lines.first.into_iter().take(room));
        }
        for (reason, rows) in part.skipped {
            *self.skipped.entry(reason).or_default() += rows;
        }
        self.tally.absorb(part.tally);
    }

    /// One of several reasons to reject what is counted once.
    pub(super) fn fault(&mut self, line: u64, reason: RejectReason) {
        let lines = self.rejected.entry(reason).or_default();
        lines.count += 1;
        if lines.first.len() < LINES_LISTED {
            lines.first.push(line);
        }
    }
}

/// The sum of two counts.
pub(super) fn plus(a: Counts, b: Counts) -> Counts {
    Counts {
        read: a.read + b.read,
        added: a.added + b.added,
        changed: a.changed + b.changed,
        unchanged: a.unchanged + b.unchanged,
        skipped: a.skipped + b.skipped,
        rejected: a.rejected + b.rejected,
    }
}

impl Tally {
    pub(super) fn stored(&mut self, kind: NodeKind, outcome: Outcome) {
        let held = self.stored.entry(kind).or_default();
        match outcome {
            Outcome::Added => held.added += 1,
            Outcome::Changed => held.changed += 1,
            Outcome::Unchanged => {}
        }
    }

    fn absorb(&mut self, other: Tally) {
        for (kind, stored) in other.stored {
            let held = self.stored.entry(kind).or_default();
            held.added += stored.added;
            held.changed += stored.changed;
        }
        self.unplaced.rows += other.unplaced.rows;
        for (town, rows) in other.unplaced.towns {
            self.unplaced.count(town, rows);
        }
    }
}

impl Unplaced {
    pub(super) fn row(&mut self, town: String) {
        self.rows += 1;
        self.count(town, 1);
    }

    fn count(&mut self, town: String, rows: u64) {
        if self.towns.len() < TOWNS_COUNTED || self.towns.contains_key(&town) {
            *self.towns.entry(town).or_default() += rows;
        }
    }

    /// The towns that lack most often, with their rows, then by name.
    pub fn towns(&self) -> Vec<(&str, u64)> {
        let mut towns: Vec<(&str, u64)> = self
            .towns
            .iter()
            .map(|(town, rows)| (town.as_str(), *rows))
            .collect();
        towns.sort_by_key(|(town, rows)| (std::cmp::Reverse(*rows), *town));
        towns.truncate(TOWNS_LISTED);
        towns
    }
}

impl SkipReason {
    fn words(self) -> &'static str {
        match self {
            SkipReason::Deactivated => "deactivated and not held",
            SkipReason::OutsideStates => "outside the states asked for",
            SkipReason::NotAPlace => "not a populated place",
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Counts {
            read,
            added,
            changed,
            unchanged,
            skipped,
            rejected,
        } = self.counts;
        write!(
            f,
            "{} ({}): {read} read, {added} added, {changed} changed, {unchanged} unchanged, {skipped} skipped, {rejected} rejected",
            self.file_name, self.format
        )?;
        for (kind, stored) in &self.tally.stored {
            if stored.added + stored.changed > 0 {
                let kind = kind.spelling().to_lowercase();
                write!(
                    f,
                    "\n  {kind}: {} added, {} changed",
                    stored.added, stored.changed
                )?;
            }
        }
        for (reason, rows) in &self.skipped {
            write!(f, "\n  skipped, {}: {rows}", reason.words())?;
        }
        for (reason, lines) in &self.rejected {
            write!(f, "\n  rejected, {}: {lines}", reason.spelling())?;
        }
        if self.tally.unplaced.rows > 0 {
            write!(
                f,
                "\n  kept without a position, town not in the gazetteer: {}",
                self.tally.unplaced.rows
            )?;
            for (town, rows) in self.tally.unplaced.towns() {
                write!(f, "\n    {town}: {rows}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Lines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let first: Vec<String> = self.first.iter().map(u64::to_string).collect();
        write!(f, "{} on line {}", self.count, first.join(", "))?;
        match self.count - self.first.len() as u64 {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_reads_as_a_page() {
        let mut report = Report::new("nppes", "npi.csv");
        report.stored(Outcome::Added);
        report.stored(Outcome::Unchanged);
        report.skipped(SkipReason::OutsideStates);
        for line in 2..25 {
            report.rejected(line, RejectReason::InvalidNpi);
        }
        report.tally.stored(NodeKind::Doctor, Outcome::Added);
        report.tally.unplaced.row("Kent, US-CT".to_owned());
        report.tally.unplaced.row("Avon, US-CT".to_owned());
        report.tally.unplaced.row("Kent, US-CT".to_owned());
        insta::assert_snapshot!(report, @"
        npi.csv (nppes): 26 read, 1 added, 0 changed, 1 unchanged, 1 skipped, 23 rejected
          doctor: 1 added, 0 changed
          skipped, outside the states asked for: 1
          rejected, INVALID_NPI: 23 on line 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21 and 3 more
          kept without a position, town not in the gazetteer: 3
            Kent, US-CT: 2
            Avon, US-CT: 1
        ");
    }

    #[test]
    fn the_list_of_towns_is_bounded() {
        let mut unplaced = Unplaced::default();
        for town in 0..TOWNS_COUNTED + 5 {
            unplaced.row(format!("town {town}"));
        }
        assert_eq!(unplaced.rows, TOWNS_COUNTED as u64 + 5);
        assert_eq!(unplaced.towns.len(), TOWNS_COUNTED);
        assert_eq!(unplaced.towns().len(), TOWNS_LISTED);
    }
}
