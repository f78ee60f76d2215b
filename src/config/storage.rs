//! Where data is kept.

use std::path::PathBuf;

use super::environment::{Environment, InvalidSetting};

/// The database, and the folder for what is rebuilt from it.
///
/// Not `Debug`, on purpose: the address may hold a password.
#[derive(Clone)]
pub struct Storage {
    /// `CAREGRAPH_DATABASE_URL`; `sqlite://caregraph.db` when nothing is said.
    pub database_url: String,
    /// `CAREGRAPH_DATA_DIR`; `./data` when nothing is said.
    pub data_dir: PathBuf,
}

impl Storage {
    pub fn new(
        environment: &Environment,
        database_url: Option<String>,
        data_dir: Option<PathBuf>,
    ) -> Result<Self, InvalidSetting> {
        Ok(Storage {
            database_url: environment
                .or(database_url, "CAREGRAPH_DATABASE_URL")?
                .unwrap_or_else(|| "sqlite://caregraph.db".to_owned()),
            data_dir: environment
                .or(data_dir, "CAREGRAPH_DATA_DIR")?
                .unwrap_or_else(|| PathBuf::from("data")),
        })
    }

    /// The folder of the search index.
    pub fn index_dir(&self) -> PathBuf {
        self.data_dir.join("index")
    }
}
