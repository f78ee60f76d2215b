//! What an article must be before readers see it, beyond being sound: complete, plain, safe, licensed
//! and reviewed. All reasons are given at once.

use super::edition::Problem;
use super::html;
use crate::domain::article::{Edition, Measure, PartName};
use crate::domain::closed::Closed;
use crate::domain::{ArticleKind, Audience, HealthAspect, ReadingScale, RejectReason};

/// How easy a text is to be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// The highest grade of a part, by a scale that gives one.
    pub grade: f64,
    /// The highest grade of the summary.
    pub summary_grade: f64,
    /// The highest grade of the easy summary.
    pub easy_grade: f64,
    /// The lowest score of a part, by a scale that gives no grade.
    pub score: f64,
    /// The lowest score of the easy summary, by such a scale.
    pub easy_score: f64,
}

/// What a text for these readers is to reach; `None` for readers who read anything.
///
/// Patients: grade 8 and, for the summary, 6, which is what health bodies ask of leaflets; in
/// Spanish the band that INFLESZ calls normal. An easy summary is two grades or one band easier.
pub fn target(audience: Audience) -> Option<Target> {
    match audience {
        Audience::Patient | Audience::Carer => Some(Target {
            grade: 8.0,
            summary_grade: 6.0,
            easy_grade: 4.0,
            score: 55.0,
            easy_score: 65.0,
        }),
        Audience::Child => Some(Target {
            grade: 5.0,
            summary_grade: 4.0,
            easy_grade: 3.0,
            score: 65.0,
            easy_score: 80.0,
        }),
        Audience::Professional => None,
    }
}

/// The sections without which an article of a kind leaves something important unsaid.
pub fn required(kind: ArticleKind) -> &'static [HealthAspect] {
    use HealthAspect::{
        HowPerformed, Overview, Preparation, Recovery, RisksOrComplications, SeeDoctor,
        SideEffects, Symptoms, Treatments, UsageOrSchedule,
    };
    match kind {
        ArticleKind::Procedure => &[
            Overview,
            Preparation,
            HowPerformed,
            Recovery,
            RisksOrComplications,
        ],
        ArticleKind::Condition => &[Overview, Symptoms, Treatments, SeeDoctor],
        ArticleKind::Symptom => &[Overview, SeeDoctor],
        ArticleKind::Test => &[Overview, Preparation, HowPerformed, RisksOrComplications],
        ArticleKind::Medicine => &[Overview, UsageOrSchedule, SideEffects],
        ArticleKind::Wellness => &[Overview],
    }
}

/// Why an edition cannot be published. What it points at is for the database to know.
pub fn reasons(edition: &Edition, is_original: bool) -> Vec<Problem> {
    let mut reasons = Vec::new();
    if is_original {
        missing_sections(edition, &mut reasons);
        unreviewed(edition, &mut reasons);
    }
    too_hard(edition, &mut reasons);
    media(edition, &mut reasons);
    unsafe_html(edition, &mut reasons);
    reasons
}

fn missing_sections(edition: &Edition, reasons: &mut Vec<Problem>) {
    let kind = edition.document.kind;
    let there = |aspect| edition.sections.iter().any(|held| held.aspect == aspect);
    let missing = required(kind).iter().filter(|aspect| !there(**aspect));
    reasons.extend(missing.map(|aspect| {
        let aspect = aspect.spelling();
        let text = format!(
            "there is no section {aspect}, which an article of the kind {} needs: begin one with a heading such as ## … {{#{aspect}}}",
            kind.spelling()
        );
        Problem::new(0, RejectReason::MissingValue, text)
    }));
}

fn unreviewed(edition: &Edition, reasons: &mut Vec<Problem>) {
    let document = &edition.document;
    let Some(review) = &document.review else {
        let text = "no clinician has reviewed it: let a doctor of the directory review it first";
        reasons.push(Problem::new(0, RejectReason::MissingValue, text));
        return;
    };
    if review.conflict_of_interest.is_none() {
        let text = "the reviewer has said nothing of conflicts of interest: say \"none\" where there is none";
        reasons.push(Problem::new(0, RejectReason::MissingValue, text));
    }
    if review.due_on.is_none() {
        let text = "the review has no day by which it is to be renewed";
        reasons.push(Problem::new(0, RejectReason::MissingValue, text));
    }
    if document
        .authors
        .iter()
        .any(|author| author.doctor.as_ref() == Some(&review.reviewer))
    {
        let text = "the reviewer is one of the authors: another clinician must review it";
        reasons.push(Problem::new(0, RejectReason::InvalidValue, text));
    }
}

fn too_hard(edition: &Edition, reasons: &mut Vec<Problem>) {
    let audience = edition.document.audience;
    let Some(target) = target(audience) else {
        return;
    };
    for part in &edition.parts {
        let (most, least) = match part.name {
            PartName::Summary => (target.summary_grade, target.score),
            PartName::EasySummary => (target.easy_grade, target.easy_score),
            _ => (target.grade, target.score),
        };
        if let Some(found) = harder(&part.measure, most, least) {
            let text = format!(
                "{} {found} for the audience {}: use shorter sentences and plainer words",
                part.name.spelling(),
                audience.spelling()
            );
            reasons.push(Problem::new(0, RejectReason::InvalidValue, text));
        }
    }
}

fn harder(measure: &Measure, most: f64, least: f64) -> Option<String> {
    let reading = measure.reading?;
    let scale = match reading.scale {
        ReadingScale::FleschKincaid => "Flesch-Kincaid",
        ReadingScale::FernandezHuerta => "Fernández-Huerta",
    };
    match reading.grade {
        Some(grade) if tenths(grade) > most => Some(format!(
            "reads at grade {grade:.1} by {scale}, and {most:.0} is the most"
        )),
        None if tenths(reading.score) < least => Some(format!(
            "scores {:.1} by {scale}, and {least:.0} is the least",
            reading.score
        )),
        _ => None,
    }
}

/// As it is shown, so that a text which shows the target reaches it.
fn tenths(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

fn media(edition: &Edition, reasons: &mut Vec<Problem>) {
    for media in &edition.document.media {
        for (value, what) in [
            (&media.alt, "alt text, which says what it shows"),
            (&media.credit, "credit"),
            (&media.licence, "licence"),
        ] {
            if value.as_ref().is_none_or(|text| text.trim().is_empty()) {
                let text = format!("media: {} has no {what}", media.url);
                reasons.push(Problem::new(0, RejectReason::MissingValue, text));
            }
        }
    }
}

fn unsafe_html(edition: &Edition, reasons: &mut Vec<Problem>) {
    let document = &edition.document;
    let in_answers = document.faq.iter().map(|asked| (false, &asked.answer));
    for (in_body, text) in [(true, &document.body)].into_iter().chain(in_answers) {
        for found in html::is_safe(text).err().into_iter().flatten() {
            let text = format!("unsafe HTML: {}", found.kind);
            let line = if in_body { found.line } else { 0 };
            reasons.push(Problem::new(line, RejectReason::InvalidValue, text));
        }
    }
}
