//! Fresh databases, of both products. What they hold is made once for each test binary, and copied.

use std::{path::PathBuf, sync::Once};

use activity::Log;
use kernel::{
    Clock, Db,
    db::{self, Options},
};
use sqlx::{Connection as _, PgConnection};
use tempfile::TempDir;
use tokio::sync::OnceCell;

use crate::servers;

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Product {
    /// The embedded default.
    Sqlite,
    /// A server of our own.
    Postgres,
}

/// What a database holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Nothing, not even tables.
    Nothing,
    /// A network without a city.
    EmptyNetwork,
    /// The demonstration network.
    Demo,
}

/// A database that nobody else uses; its file goes with it.
#[derive(Debug)]
pub struct Database {
    /// Which database it is.
    pub product: Product,
    /// Its URL.
    pub url: String,
    /// What it was made with.
    pub content: Content,
    _folder: Option<TempDir>,
}

impl Product {
    /// The products that tests can use here. Says once which one they cannot.
    pub fn available() -> Vec<Product> {
        static SAID: Once = Once::new();
        match servers::postgres() {
            Ok(_) => vec![Product::Sqlite, Product::Postgres],
            Err(missing) => {
                SAID.call_once(|| eprintln!("SKIPPED on Postgres: {missing}"));
                vec![Product::Sqlite]
            }
        }
    }
}

impl Database {
    /// A fresh database with this content.
    ///
    /// # Panics
    /// When it cannot be made.
    pub async fn new(product: Product, content: Content) -> Self {
        match product {
            Product::Sqlite => {
                let folder = tempfile::tempdir().expect("a temporary folder");
                let file = folder.path().join("test.db");
                if content != Content::Nothing {
                    std::fs::copy(sqlite_template(content).await, &file).expect("a copy");
                }
                let url = format!("sqlite://{}", file.display());
                Self {
                    product,
                    url,
                    content,
                    _folder: Some(folder),
                }
            }
            Product::Postgres => {
                let template = match content {
                    Content::Nothing => None,
                    _ => Some(postgres_template(content).await),
                };
                let url = create_postgres(template.as_deref()).await;
                Self {
                    product,
                    url,
                    content,
                    _folder: None,
                }
            }
        }
    }

    /// A database that somebody else has made, and takes away.
    pub fn at(product: Product, url: &str) -> Self {
        Self {
            product,
            url: url.to_owned(),
            content: Content::Nothing,
            _folder: None,
        }
    }

    /// The same database, for another replica. It goes with this one.
    #[must_use]
    pub fn of_a_replica(&self) -> Self {
        Self {
            product: self.product,
            url: self.url.clone(),
            content: self.content,
            _folder: None,
        }
    }

    /// Opens it.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub async fn open(&self) -> Db {
        Db::connect(&Options::new(&self.url))
            .await
            .expect("the database opens")
    }
}

async fn fill(url: &str, content: Content) {
    let db = Db::connect(&Options::new(url))
        .await
        .expect("the database opens");
    db::migrate(&db).await.expect("the migrations run");
    if content == Content::Demo {
        let log = Log::open(db.clone(), Clock::system())
            .await
            .expect("the log opens");
        demo::load(&log)
            .await
            .expect("the demonstration network loads");
    }
    // A template is copied as a file, or by the server: nobody may have it open.
    db.close().await;
}

async fn sqlite_template(content: Content) -> &'static PathBuf {
    static EMPTY: OnceCell<PathBuf> = OnceCell::const_new();
    static DEMO: OnceCell<PathBuf> = OnceCell::const_new();
    let cell = if content == Content::Demo {
        &DEMO
    } else {
        &EMPTY
    };
    cell.get_or_init(|| async {
        // Kept until the process ends.
        let folder = tempfile::tempdir().expect("a temporary folder").keep();
        let file = folder.join("template.db");
        fill(&format!("sqlite://{}", file.display()), content).await;
        file
    })
    .await
}

async fn postgres_template(content: Content) -> String {
    static EMPTY: OnceCell<String> = OnceCell::const_new();
    static DEMO: OnceCell<String> = OnceCell::const_new();
    let cell = if content == Content::Demo {
        &DEMO
    } else {
        &EMPTY
    };
    cell.get_or_init(|| async {
        let url = create_postgres(None).await;
        fill(&url, content).await;
        url.rsplit('/').next().unwrap_or_default().to_owned()
    })
    .await
    .clone()
}

async fn create_postgres(template: Option<&str>) -> String {
    let server = servers::postgres().expect("PostgreSQL is available");
    let mut conn = PgConnection::connect(&server.url)
        .await
        .expect("the server answers");
    let name = format!("t_{}", Clock::system().new_id().simple());
    let template = template
        .map(|template| format!(" template {template}"))
        .unwrap_or_default();
    // Databases are copied one at a time: the server refuses a template that is being copied.
    static ONE_AT_A_TIME: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let _turn = ONE_AT_A_TIME.lock().await;
    sqlx::query(sqlx::AssertSqlSafe(format!(
        "create database {name}{template}"
    )))
    .execute(&mut conn)
    .await
    .expect("a new database");
    let (server, _) = server.url.rsplit_once('/').expect("a URL with a database");
    format!("{server}/{name}")
}
