//! The time of day as a value that is passed in, so that a test can hold it still.

use chrono::{DateTime, NaiveDate, Utc};

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
}
