//! Weekly opening hours: whether a clinic is open at a moment, in its own zone.

use chrono::{DateTime, Datelike, Timelike, Utc, Weekday as Day};
use chrono_tz::Tz;

use super::Weekday;

/// Minutes of a day.
const DAY: i32 = 24 * 60;

/// A span of one day of the week, in local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    pub weekday: Weekday,
    /// Minutes after midnight.
    pub opens: i32,
    /// Minutes after midnight, 1440 for its end.
    pub closes: i32,
}

/// Whether any span holds the moment. `None` where the hours or the zone are not known: without
/// spans nobody has said anything, which is not "closed".
pub fn is_open(spans: &[Span], zone: Option<&str>, at: DateTime<Utc>) -> Option<bool> {
    if spans.is_empty() {
        return None;
    }
    let zone: Tz = zone?.parse().ok()?;
    let local = at.with_timezone(&zone);
    let today = weekday(local.weekday());
    let minute = i32::try_from(local.hour() * 60 + local.minute()).ok()?;
    Some(
        spans.iter().any(|span| {
            span.weekday == today && span.opens <= minute && minute < span.closes.min(DAY)
        }),
    )
}

/// What every clock of the world shows at a moment: the zone, the day there and the minutes after
/// its midnight.
pub fn clocks(at: DateTime<Utc>) -> impl Iterator<Item = (&'static str, Weekday, i32)> {
    chrono_tz::TZ_VARIANTS.iter().filter_map(move |zone| {
        let local = at.with_timezone(zone);
        let minute = i32::try_from(local.hour() * 60 + local.minute()).ok()?;
        Some((zone.name(), weekday(local.weekday()), minute))
    })
}

/// Whether the IANA database has a zone of this name.
pub fn is_zone(name: &str) -> bool {
    name.parse::<Tz>().is_ok()
}

/// Minutes after midnight of a time as `08:30`; `24:00` is the end of the day.
pub fn minutes(time: &str) -> Option<i32> {
    let (hours, minutes) = time.split_once(':')?;
    let two_digits = |part: &str| {
        let sound = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        sound.then(|| part.parse::<i32>().ok()).flatten()
    };
    let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
    let time = hours * 60 + minutes;
    (minutes < 60 && time <= DAY).then_some(time)
}

/// `09:30`; the end of a day is `24:00`.
pub fn clock_time(minutes: i32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

fn weekday(day: Day) -> Weekday {
    match day {
        Day::Mon => Weekday::Monday,
        Day::Tue => Weekday::Tuesday,
        Day::Wed => Weekday::Wednesday,
        Day::Thu => Weekday::Thursday,
        Day::Fri => Weekday::Friday,
        Day::Sat => Weekday::Saturday,
        Day::Sun => Weekday::Sunday,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clinic_is_open_by_its_own_clock() {
        let spans = [
            Span {
                weekday: Weekday::Monday,
                opens: 9 * 60,
                closes: 12 * 60,
            },
            Span {
                weekday: Weekday::Monday,
                opens: 13 * 60,
                closes: DAY,
            },
        ];
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        // Thimphu is six hours ahead of UTC, all year.
        let zone = Some("Asia/Thimphu");
        let cases = [
            ("2026-11-23T02:59:00Z", false),
            ("2026-11-23T03:00:00Z", true),
            ("2026-11-23T06:00:00Z", false),
            ("2026-11-23T07:00:00Z", true),
            ("2026-11-23T17:59:00Z", true),
            ("2026-11-23T18:00:00Z", false),
            ("2026-11-22T03:00:00Z", false),
        ];
        for (moment, open) in cases {
            assert_eq!(is_open(&spans, zone, at(moment)), Some(open), "{moment}");
        }
        let moment = at("2026-11-23T03:00:00Z");
        assert_eq!(is_open(&[], zone, moment), None);
        assert_eq!(is_open(&spans, None, moment), None);
        assert_eq!(is_open(&spans, Some("Mars/Olympus"), moment), None);
    }

    #[test]
    fn summer_time_is_the_zone_s() {
        let spans = [Span {
            weekday: Weekday::Monday,
            opens: 9 * 60,
            closes: 10 * 60,
        }];
        let zone = Some("America/New_York");
        let open = |text: &str| is_open(&spans, zone, text.parse().unwrap()).unwrap();
        assert!(open("2026-01-05T14:00:00Z") && !open("2026-01-05T13:00:00Z"));
        assert!(open("2026-07-06T13:00:00Z") && !open("2026-07-06T14:00:00Z"));
    }

    #[test]
    fn times_are_written_with_two_digits() {
        assert_eq!(clock_time(570), "09:30");
        assert_eq!(clock_time(DAY), "24:00");
    }
}
