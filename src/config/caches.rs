//! How much memory each cache may take. 0 switches one off.

use super::environment::{Environment, InvalidSetting};

/// Megabytes of 2^20 bytes, as flags and variables give them.
const MEGABYTE: u64 = 1 << 20;

/// What is kept in memory. No setting changes an answer, only its price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caches {
    /// `CAREGRAPH_DOCUMENT_CACHE_MB`: queries that have been checked; 32 when nothing is said.
    pub document_bytes: u64,
    /// `CAREGRAPH_ENTITY_CACHE_MB`: rows and lists of rows; 64 when nothing is said.
    pub entity_bytes: u64,
    /// `CAREGRAPH_RESPONSE_CACHE_MB`: whole answers; 64 when nothing is said.
    pub response_bytes: u64,
    /// `CAREGRAPH_MERGE_READS`: whether requests that run at once share statements; true when
    /// nothing is said.
    pub merge_reads: bool,
}

/// What the command line says of caches.
#[derive(Clone, Copy, Debug, Default)]
pub struct CacheFlags {
    pub document_mb: Option<u32>,
    pub entity_mb: Option<u32>,
    pub response_mb: Option<u32>,
    pub merge_reads: Option<bool>,
}

impl Caches {
    pub fn new(environment: &Environment, flags: CacheFlags) -> Result<Self, InvalidSetting> {
        let bytes = |flag: Option<u32>, name: &str, default: u64| {
            let said = environment.or(flag, name)?;
            Ok(said.map_or(default, |megabytes: u32| u64::from(megabytes) * MEGABYTE))
        };
        let default = Caches::default();
        Ok(Caches {
            document_bytes: bytes(
                flags.document_mb,
                "CAREGRAPH_DOCUMENT_CACHE_MB",
                default.document_bytes,
            )?,
            entity_bytes: bytes(
                flags.entity_mb,
                "CAREGRAPH_ENTITY_CACHE_MB",
                default.entity_bytes,
            )?,
            response_bytes: bytes(
                flags.response_mb,
                "CAREGRAPH_RESPONSE_CACHE_MB",
                default.response_bytes,
            )?,
            merge_reads: environment
                .or(flags.merge_reads, "CAREGRAPH_MERGE_READS")?
                .unwrap_or(default.merge_reads),
        })
    }

    /// Everything off.
    pub const OFF: Caches = Caches {
        document_bytes: 0,
        entity_bytes: 0,
        response_bytes: 0,
        merge_reads: false,
    };
}

impl Default for Caches {
    fn default() -> Self {
        Caches {
            document_bytes: 32 * MEGABYTE,
            entity_bytes: 64 * MEGABYTE,
            response_bytes: 64 * MEGABYTE,
            merge_reads: true,
        }
    }
}
