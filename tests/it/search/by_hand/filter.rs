//! Filters, reckoned by hand: true, false, or unknown.

use caregraph::domain::Proficiency;
use caregraph::domain::closed::Closed;
use caregraph::domain::hours::{self, Span};
use caregraph::domain::locale::Locale;
use caregraph::search::{Rule, Test};
use caregraph::store::searchable::RoleRows;

use super::{Case, confidence_of, rank_of};

impl Case<'_> {
    /// True, false, or unknown.
    pub(super) fn holds(&self, rule: &Rule, at: Option<&RoleRows>) -> Option<bool> {
        match rule {
            Rule::Is(test) => self.is(test, at),
            Rule::Not(rule) => self.holds(rule, at).map(|holds| !holds),
            Rule::All(rules) => {
                let each: Vec<_> = rules.iter().map(|rule| self.holds(rule, at)).collect();
                match (each.contains(&Some(false)), each.contains(&None)) {
                    (true, _) => Some(false),
                    (false, true) => None,
                    (false, false) => Some(true),
                }
            }
            Rule::Any(rules) => {
                let each: Vec<_> = rules.iter().map(|rule| self.holds(rule, at)).collect();
                match (each.contains(&Some(true)), each.contains(&None)) {
                    (true, _) => Some(true),
                    (false, true) => None,
                    (false, false) => Some(false),
                }
            }
        }
    }

    fn is(&self, test: &Test, at: Option<&RoleRows>) -> Option<bool> {
        let doctor = &self.rows.doctor;
        match test {
            Test::Gender(set) => doctor.gender.map(|gender| set.members.contains(&gender.0)),
            Test::Languages(wanted) => self.speaks(wanted),
            Test::NewPatients(set) => match at.and_then(|rows| rows.role.new_patients) {
                Some(status) => Some(set.members.contains(&status.0)),
                None => set.unknown.then_some(true),
            },
            Test::Plans(plans, _) => {
                let taken = at.is_some_and(|rows| {
                    let mut taken = rows.plans.iter();
                    taken.any(|row| plans.contains(&row.plan_id))
                });
                taken.then_some(true)
            }
            Test::Telehealth(wanted) => doctor.telehealth.map(|has| has == *wanted),
            Test::Accessibility(wanted) => {
                let has = at?.clinic.accessibility.as_deref()?;
                let has: Vec<&str> = has.split('|').collect();
                Some(wanted.iter().all(|value| has.contains(&value.spelling())))
            }
            Test::Specialties(wanted) => {
                let practised = &self.rows.specialties;
                let any = practised
                    .iter()
                    .any(|row| wanted.contains(&row.specialty_id));
                (!practised.is_empty()).then_some(any)
            }
            Test::Clinics(wanted) => Some(wanted.contains(&at?.clinic.id)),
            Test::ClinicKind(set) => Some(set.members.contains(&at?.clinic.kind.0)),
            Test::Evidence(set) => {
                let strongest = self.evidence(at)?;
                Some(set.members.contains(&strongest))
            }
            Test::Volume(least) => {
                let bands = self.offerings(at).into_iter().map(|offer| rank_of(offer.2));
                let most = bands.max().filter(|most| *most > 0)?;
                Some(most >= rank_of(*least))
            }
            Test::Confidence(least, day) => Some(confidence_of(at?, *day) >= *least),
            Test::OpenAt(_) => {
                let at = at?;
                let spans: Vec<_> = at
                    .hours
                    .iter()
                    .map(|row| Span {
                        weekday: row.weekday.0,
                        opens: row.opens,
                        closes: row.closes,
                    })
                    .collect();
                hours::is_open(&spans, at.clinic.time_zone.as_deref(), self.now)
            }
            Test::Weekend(wanted) => {
                let hours = &at?.hours;
                let open = hours
                    .iter()
                    .any(|row| ["SATURDAY", "SUNDAY"].contains(&row.weekday.0.spelling()));
                (!hours.is_empty()).then_some(open == *wanted)
            }
            Test::VerifiedSince(day) => Some(at?.role.last_verified_on? >= *day),
            Test::Age(years) => {
                let (youngest, oldest) = (doctor.youngest_age, doctor.oldest_age);
                youngest.or(oldest)?;
                let sees = youngest.is_none_or(|age| age <= *years)
                    && oldest.is_none_or(|age| age >= *years);
                Some(sees)
            }
        }
    }

    fn speaks(&self, wanted: &[(Locale, Option<Proficiency>)]) -> Option<bool> {
        if self.rows.languages.is_empty() {
            return None;
        }
        let mut unknown = false;
        for row in &self.rows.languages {
            for (asked, least) in wanted {
                if row.language.split('-').next() != Some(asked.language()) {
                    continue;
                }
                match (least, row.proficiency) {
                    (None, _) => return Some(true),
                    (Some(least), Some(found)) if found.0 >= *least => return Some(true),
                    (Some(_), Some(_)) => {}
                    (Some(_), None) => unknown = true,
                }
            }
        }
        (!unknown).then_some(false)
    }
}
