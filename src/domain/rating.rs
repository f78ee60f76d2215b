//! What patients' ratings say, with how little a few of them say.

use chrono::{Datelike, NaiveDate};

/// Fewer ratings than this are shown to nobody: they say more about who rated than about whom.
pub const MINIMUM: i32 = 5;

/// The widest that stars reach from their middle, 1 to 5.
const HALF_RANGE: f64 = 2.0;

/// A mean that is probably not too high: the mean less what chance may have added, at 95 percent
/// (Hoeffding's bound, which asks nothing of how stars are spread). From 1 to 5.
pub fn lower_bound(mean: f64, count: i32) -> f64 {
    let count = f64::from(count.max(1));
    let slack = 2.0 * HALF_RANGE * ((1.0 / 0.05_f64).ln() / (2.0 * count)).sqrt();
    (mean - slack).max(1.0)
}

/// The lower bound in hundredths of a star, from a mean in hundredths; `None` for so few ratings
/// that they are shown to nobody.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a bound is from 1 to 5 stars"
)]
pub fn shown_bound(mean_hundredths: i32, count: i32) -> Option<i32> {
    let mean = f64::from(mean_hundredths) / 100.0;
    (count >= MINIMUM).then(|| (lower_bound(mean, count) * 100.0).round() as i32)
}

/// The key by which reviews are listed, the newest first: a text that is less, byte by byte, the
/// later the day is.
pub fn newest_first(day: NaiveDate) -> String {
    let month_and_day = i64::from(day.month() * 100 + day.day());
    let number = i64::from(day.year().clamp(0, 9999)) * 10_000 + month_and_day;
    format!("{:08}", 99_999_999 - number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_ratings_bound_little_and_many_much() {
        assert!((lower_bound(5.0, 1) - 1.0).abs() < 1e-9);
        // 4 * sqrt(ln(20) / 200) = 0.4896
        assert!((lower_bound(4.5, 100) - 4.010_4).abs() < 1e-3);
        assert!(lower_bound(4.5, 400) > lower_bound(4.5, 100));
        assert!(lower_bound(4.5, 400) < 4.5);
    }

    #[test]
    fn the_newest_review_sorts_first_by_bytes() {
        let key = |text: &str| newest_first(text.parse().unwrap());
        assert_eq!(key("2026-01-31"), "79739868");
        let mut keys = [key("2025-12-31"), key("2026-01-01"), key("0001-01-01")];
        keys.sort();
        assert_eq!(
            keys,
            [key("2026-01-01"), key("2025-12-31"), key("0001-01-01")]
        );
    }
}
