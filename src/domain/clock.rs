//! The time of day as a value that is passed in, so that a test can hold it still.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Timelike, Utc};

/// Where "now" comes from.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// The machine's own.
    System,
    /// Always the same moment.
    Fixed(DateTime<Utc>),
}

impl Clock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the machine's clock"
    )]
    pub fn now(self) -> DateTime<Utc> {
        match self {
            Clock::System => Utc::now(),
            Clock::Fixed(moment) => moment,
        }
    }

    /// The day it is in UTC.
    pub fn today(self) -> NaiveDate {
        self.now().date_naive()
    }

    /// How long it is that day.
    pub fn until_tomorrow(self) -> Duration {
        let passed = u64::from(self.now().num_seconds_from_midnight());
        Duration::from_secs(86_400_u64.saturating_sub(passed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_lasts_until_midnight() {
        let at = |text: &str| Clock::Fixed(text.parse().unwrap()).until_tomorrow();
        assert_eq!(at("2026-11-23T00:00:00Z"), Duration::from_secs(86_400));
        assert_eq!(at("2026-11-23T23:59:59Z"), Duration::from_secs(1));
    }
}
