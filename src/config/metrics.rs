//! Where numbers about the process are told.

use std::net::SocketAddr;
use std::str::FromStr;

use super::environment::{Environment, InvalidSetting};

/// What `--metrics-listen` takes: an address, or `off`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricsAt {
    Off,
    Address(SocketAddr),
}

/// Where metrics are served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MetricsListener {
    /// `CAREGRAPH_METRICS_LISTEN`; `127.0.0.1:9464` when nothing is said, `None` for `off`.
    pub listen: Option<SocketAddr>,
    /// Whether somebody asked for this address. One that nobody asked for may be taken.
    pub is_asked_for: bool,
}

impl MetricsListener {
    pub fn new(environment: &Environment, flag: Option<MetricsAt>) -> Result<Self, InvalidSetting> {
        let said = environment.or(flag, "CAREGRAPH_METRICS_LISTEN")?;
        Ok(MetricsListener {
            listen: match said {
                None => Some(SocketAddr::from(([127, 0, 0, 1], 9464))),
                Some(MetricsAt::Off) => None,
                Some(MetricsAt::Address(address)) => Some(address),
            },
            is_asked_for: said.is_some(),
        })
    }
}

impl FromStr for MetricsAt {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "off" => Ok(MetricsAt::Off),
            text => text
                .parse()
                .map(MetricsAt::Address)
                .map_err(|_| "it must be off, or an address such as 127.0.0.1:9464"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metrics_are_told_at_an_address_or_not_at_all() {
        let read = |flag: Option<&str>| {
            let flag = flag.map(|text| text.parse().unwrap());
            let said = MetricsListener::new(&Environment::default(), flag).unwrap();
            (
                said.listen.map(|address| address.to_string()),
                said.is_asked_for,
            )
        };
        assert_eq!(read(None), (Some("127.0.0.1:9464".to_owned()), false));
        assert_eq!(read(Some("off")), (None, true));
        let given = read(Some("[::1]:9000"));
        assert_eq!(given, (Some("[::1]:9000".to_owned()), true));
        for bad in ["", "9464", "localhost:9464", "Off"] {
            assert!(bad.parse::<MetricsAt>().is_err(), "{bad}");
        }
    }
}
