//! Opening hours in words: days that are alike together.

use maud::{Markup, html};
use serde::Deserialize;

use super::language::Language;
use super::words::Labels;

/// The days of the week as the graph writes them, in their order.
const DAYS: [&str; 7] = [
    "MONDAY",
    "TUESDAY",
    "WEDNESDAY",
    "THURSDAY",
    "FRIDAY",
    "SATURDAY",
    "SUNDAY",
];

/// A span of a day.
#[derive(Deserialize)]
pub struct Span {
    weekday: String,
    opens: String,
    closes: String,
}

/// Days that follow each other and have the same hours: the first, the last, and the hours.
#[derive(Debug, PartialEq)]
struct Run {
    first: usize,
    last: usize,
    hours: String,
}

/// The hours of a week; that nobody has said any, where nobody has.
pub fn words(
    spans: Option<&[Span]>,
    zone: Option<&str>,
    days: &Labels,
    language: Language,
) -> Markup {
    let texts = language.texts();
    let Some(spans) = spans else {
        return html! { span.unknown { (texts.hours_unknown) } };
    };
    let day = |number: usize| DAYS.get(number).map_or("", |day| days.of(day));
    html! {
        ul.plain-list.hours {
            @for run in runs(spans) {
                li {
                    span.days {
                        @if run.first == 0 && run.last == 6 {
                            (texts.every_day)
                        } @else {
                            (day(run.first))
                            @if run.last > run.first { " " (texts.to_day) " " (day(run.last)) }
                        }
                    }
                    " "
                    @match run.hours.as_str() {
                        "00:00–24:00" => (texts.all_day),
                        hours => (hours),
                    }
                }
            }
        }
        @if let Some(zone) = zone { p.muted.small { (texts.local_time) " (" (zone) ")" } }
    }
}

fn runs(spans: &[Span]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (number, day) in DAYS.iter().enumerate() {
        let of_day: Vec<String> = spans
            .iter()
            .filter(|span| span.weekday == *day)
            .map(|span| format!("{}–{}", span.opens, span.closes))
            .collect();
        if of_day.is_empty() {
            continue;
        }
        let hours = of_day.join(", ");
        match runs.last_mut() {
            Some(run) if run.last + 1 == number && run.hours == hours => run.last = number,
            _ => runs.push(Run {
                first: number,
                last: number,
                hours,
            }),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(weekday: &str, opens: &str, closes: &str) -> Span {
        Span {
            weekday: weekday.to_owned(),
            opens: opens.to_owned(),
            closes: closes.to_owned(),
        }
    }

    #[test]
    fn days_with_the_same_hours_are_told_together() {
        let spans = [
            span("MONDAY", "09:00", "12:00"),
            span("MONDAY", "13:00", "17:00"),
            span("TUESDAY", "09:00", "12:00"),
            span("TUESDAY", "13:00", "17:00"),
            span("WEDNESDAY", "09:00", "12:00"),
            span("FRIDAY", "09:00", "12:00"),
        ];
        let run = |first, last, hours: &str| Run {
            first,
            last,
            hours: hours.to_owned(),
        };
        assert_eq!(
            runs(&spans),
            [
                run(0, 1, "09:00–12:00, 13:00–17:00"),
                run(2, 2, "09:00–12:00"),
                run(4, 4, "09:00–12:00"),
            ]
        );
    }
}
