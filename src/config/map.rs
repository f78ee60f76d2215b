//! The tiles of the finder's map, which come from another host, and so from nowhere unless asked for.

use super::environment::{Environment, InvalidSetting};
use super::server::is_host;

/// Where a map's tiles are: an address with `{z}`, `{x}` and `{y}` in its path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TileAddress {
    text: String,
    /// Scheme and host.
    origin: String,
}

impl TileAddress {
    /// The address with its three gaps.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Scheme and host, as a policy for pages names them.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

impl std::str::FromStr for TileAddress {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || {
            format!(
                "{text:?} is not the address of map tiles, such as \
                 https://tiles.example.org/{{z}}/{{x}}/{{y}}.png"
            )
        };
        let (scheme, rest) = text.split_once("://").ok_or_else(wrong)?;
        let (host, path) = rest.split_once('/').ok_or_else(wrong)?;
        let has_gaps = ["{z}", "{x}", "{y}"].iter().all(|gap| path.contains(gap));
        let is_plain = path
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && !b"\"'<>\\".contains(&byte));
        if !matches!(scheme, "https" | "http") || !is_host(host) || !has_gaps || !is_plain {
            return Err(wrong());
        }
        Ok(TileAddress {
            text: text.to_owned(),
            origin: format!("{scheme}://{host}"),
        })
    }
}

/// A map of tiles in place of the sketch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapTiles {
    /// `CAREGRAPH_MAP_TILES`.
    pub address: TileAddress,
    /// Whose map it is, as its makers want it said; `CAREGRAPH_MAP_ATTRIBUTION`.
    pub attribution: String,
}

/// What the command line says of the map.
#[derive(Clone, Debug, Default)]
pub struct MapFlags {
    pub tiles: Option<TileAddress>,
    pub attribution: Option<String>,
}

impl MapTiles {
    /// `None` where no tiles are named. Tiles without a word on whose they are, are refused.
    pub(super) fn new(
        environment: &Environment,
        flags: MapFlags,
    ) -> Result<Option<Self>, InvalidSetting> {
        let address = environment.or(flags.tiles, "CAREGRAPH_MAP_TILES")?;
        let attribution = environment.or(flags.attribution, "CAREGRAPH_MAP_ATTRIBUTION")?;
        match (address, attribution) {
            (None, _) => Ok(None),
            (Some(address), Some(attribution)) => Ok(Some(MapTiles {
                address,
                attribution,
            })),
            (Some(_), None) => Err(InvalidSetting::missing(
                "CAREGRAPH_MAP_ATTRIBUTION",
                "map tiles need a word on whose they are, also as --map-attribution",
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_tiles_has_a_host_and_three_gaps() {
        let sound = [
            (
                "https://tiles.example.org/{z}/{x}/{y}.png",
                "https://tiles.example.org",
            ),
            (
                "http://127.0.0.1:8090/base/{z}/{y}/{x}@2x.webp?key=a",
                "http://127.0.0.1:8090",
            ),
        ];
        for (text, origin) in sound {
            let address: TileAddress = text.parse().unwrap();
            assert_eq!(address.as_str(), text);
            assert_eq!(address.origin(), origin);
        }
        for text in [
            "https://tiles.example.org/{z}/{x}.png",
            "https://tiles.example.org",
            "https://{z}.example.org/{x}/{y}",
            "ftp://tiles.example.org/{z}/{x}/{y}",
            "tiles.example.org/{z}/{x}/{y}",
            "https://tiles.example.org; script-src */{z}/{x}/{y}",
            "https://tiles.example.org/{z}/{x}/{y}\"><script>",
        ] {
            assert!(text.parse::<TileAddress>().is_err(), "{text}");
        }
    }

    #[test]
    fn tiles_are_off_unless_named_and_never_without_their_makers() {
        let environment = Environment::default();
        let flags = |tiles: Option<&str>, attribution: Option<&str>| MapFlags {
            tiles: tiles.map(|text| text.parse().unwrap()),
            attribution: attribution.map(str::to_owned),
        };
        let tiles = "https://tiles.example.org/{z}/{x}/{y}.png";
        let read = |flags| MapTiles::new(&environment, flags);
        assert_eq!(read(flags(None, None)).unwrap(), None);
        assert_eq!(read(flags(None, Some("© us"))).unwrap(), None);
        let map = read(flags(Some(tiles), Some("© us"))).unwrap().unwrap();
        assert_eq!(map.attribution, "© us");
        let problem = read(flags(Some(tiles), None)).unwrap_err().to_string();
        assert!(problem.contains("--map-attribution"), "{problem}");
    }
}
