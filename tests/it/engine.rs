//! Where tests keep their databases: in files, or on the Postgres server of `TEST_POSTGRES_URL`
//! when `CAREGRAPH_TEST_ENGINE` is `postgres`.
//!
//! Each test has a database of its own, a copy of a template. On one server, one run at a time:
//! a run removes what an earlier one left there.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use caregraph::store::Database;
use caregraph::store::connect::IfMissing;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// The server's address; none in a run on SQLite.
static SERVER: LazyLock<Option<String>> =
    LazyLock::new(|| match setting("CAREGRAPH_TEST_ENGINE").as_deref() {
        None | Some("sqlite") => None,
        Some("postgres") => Some(
            setting("TEST_POSTGRES_URL").expect("TEST_POSTGRES_URL names the Postgres to test on"),
        ),
        Some(other) => panic!("CAREGRAPH_TEST_ENGINE is sqlite or postgres, not {other}"),
    });

#[expect(
    clippy::disallowed_methods,
    reason = "which engine a run is about comes from outside it"
)]
pub fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// Whether several gateways can be on one database.
pub fn is_shared() -> bool {
    SERVER.is_some()
}

/// Whether this run is on SQLite; says that the test is left out where it is not.
pub fn on_sqlite() -> bool {
    let yes = SERVER.is_none();
    if !yes {
        println!("left out: this test is about SQLite or its files");
    }
    yes
}

/// Whether this run is on Postgres; says that the test is left out where it is not.
pub fn on_postgres() -> bool {
    let yes = SERVER.is_some();
    if !yes {
        println!("left out: this test is about Postgres");
    }
    yes
}

/// The database of one test, deleted with the value.
pub struct Home {
    url: String,
    /// The name on the server, to drop it; none for a file, and for whoever shares it.
    name: Option<String>,
    folder: TempDir,
}

impl Home {
    /// An empty database, not migrated.
    pub async fn blank() -> Self {
        let folder = TempDir::new().unwrap();
        match &*SERVER {
            None => Home {
                url: sqlite(&folder),
                name: None,
                folder,
            },
            Some(_) => Self::created(folder, "").await,
        }
    }

    /// A copy of another one, which nobody has open.
    pub async fn copy_of(template: &Home) -> Self {
        let folder = TempDir::new().unwrap();
        match &template.name {
            None => {
                let url = sqlite(&folder);
                std::fs::copy(file(&template.folder), file(&folder)).unwrap();
                Home {
                    url,
                    name: None,
                    folder,
                }
            }
            Some(name) => Self::created(folder, &format!("TEMPLATE {name}")).await,
        }
    }

    async fn created(folder: TempDir, how: &str) -> Self {
        static CLEARED: OnceCell<()> = OnceCell::const_new();
        static NEXT: AtomicU32 = AtomicU32::new(1);
        CLEARED.get_or_init(clear).await;
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("caregraph_test_{}_{number}", std::process::id());
        on_server(&format!("CREATE DATABASE {name} {how}")).await;
        Home {
            url: address_of(&name),
            name: Some(name),
            folder,
        }
    }

    /// The same database for another gateway, which must not outlive this one.
    pub fn shared(&self) -> Self {
        Home {
            url: self.url.clone(),
            name: None,
            folder: TempDir::new().unwrap(),
        }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// A folder that is deleted with the database.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub async fn open(&self) -> Database {
        Database::open(&self.url, IfMissing::Create).await.unwrap()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let Some(name) = self.name.take() else {
            return;
        };
        // A thread of its own: the test's runtime may be going down, and cannot be waited in.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(on_server(&format!("DROP DATABASE {name} WITH (FORCE)")));
        });
        // A test that fails already is not made to abort; the next run clears what stays.
        let _ = dropped.join();
    }
}

/// Opens the SQLite database in a file, whichever engine the run is about.
pub async fn open_file(file: &Path) -> Database {
    let url = format!("sqlite:{}", file.display());
    Database::open(&url, IfMissing::Create).await.unwrap()
}

fn file(folder: &TempDir) -> PathBuf {
    folder.path().join("test.db")
}

fn sqlite(folder: &TempDir) -> String {
    format!("sqlite:{}", file(folder).display())
}

/// The server's address with another database.
pub fn address_of(name: &str) -> String {
    let server = SERVER.as_deref().expect("asked for on Postgres only");
    let (server, query) = match server.split_once('?') {
        Some((server, query)) => (server, format!("?{query}")),
        None => (server, String::new()),
    };
    let (host, _) = server
        .rsplit_once('/')
        .expect("TEST_POSTGRES_URL ends with /<database>");
    format!("{host}/{name}{query}")
}

async fn server() -> DatabaseConnection {
    let address = SERVER.clone().expect("asked for on Postgres only");
    sea_orm::Database::connect(address).await.unwrap()
}

async fn on_server(sql: &str) {
    let server = server().await;
    server.execute_unprepared(sql).await.unwrap();
    server.close().await.unwrap();
}

async fn clear() {
    let server = server().await;
    let left = Statement::from_string(
        server.get_database_backend(),
        r"SELECT datname::text AS name FROM pg_database WHERE datname LIKE 'caregraph\_test\_%'",
    );
    for row in server.query_all_raw(left).await.unwrap() {
        let name: String = row.try_get("", "name").unwrap();
        server
            .execute_unprepared(&format!("DROP DATABASE \"{name}\" WITH (FORCE)"))
            .await
            .unwrap();
    }
    server.close().await.unwrap();
}
