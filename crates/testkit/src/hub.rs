//! A hub in this process, that is asked through its doors.

use std::sync::Arc;

use activity::Log;
use async_graphql::{Request, Variables};
use futures::{FutureExt as _, future::BoxFuture};
use identity::{Mailer, Reception, Settings, SignUp};
use kernel::{Clock, Db, Viewer, db::Sql, locale::Locale, reader::ReadSet, redis::Redis};
use limits::{Limits, Rate};
use live::Live;
use reqwest::header::HeaderMap;
use schema::{Asker, Graph, Incomplete};
use serde_json::{Value, json};
use server::Wording;
use tokio::net::TcpListener;

use crate::{Content, Database, Product};

/// A hub with a database of its own.
pub struct Hub {
    /// Where it keeps everything; its replicas keep it there, too.
    pub database: Arc<Database>,
    /// Its open database.
    pub db: Db,
    /// Its graph, for questions in somebody else's name.
    pub graph: Graph,
    /// Where its people come in.
    pub reception: Reception,
    /// What happens, as it happens.
    pub live: Live,
    /// Its address: `http://127.0.0.1:41234`.
    pub url: String,
    /// The client that its questions go through.
    pub client: reqwest::Client,
}

/// An answer of a hub.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The HTTP status; 200 for what did not go through the door.
    pub status: u16,
    /// How many SQL statements it took.
    pub statements: usize,
    /// The whole answer.
    pub json: Value,
    /// What was read, where it did not go through the door.
    pub reads: Option<ReadSet>,
}

/// How an operator sets a hub up.
pub struct Setup {
    /// The identity file, which may need to know the hub's address.
    pub settings: Box<dyn FnOnce(String) -> BoxFuture<'static, Settings> + Send>,
    /// The mail server; without one, letters go to the log.
    pub smtp: Option<String>,
    /// Who may come in.
    pub sign_up: SignUp,
    /// The hub's own address, where it is another one than it listens on.
    pub public_url: Option<String>,
    /// Its database, where it is opened in a way of its own.
    pub db: Option<Db>,
    /// The Redis that it shares with its replicas, as [`servers::Redis::network`] makes one.
    ///
    /// [`servers::Redis::network`]: crate::servers::Redis::network
    pub redis: Option<Redis>,
    /// What makes its graph: [`Graph::new`], unless it is another release's.
    pub graph: fn(Db, Log) -> Result<Graph, Incomplete>,
    /// What clients may ask: [`generous`], unless told.
    pub limits: Limits,
    /// Its clock.
    pub clock: Clock,
    /// Its subscriptions.
    pub live: live::Options,
    /// Its doors.
    pub server: server::Options,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            settings: Box::new(|_| async { Settings::default() }.boxed()),
            smtp: None,
            sign_up: SignUp::default(),
            public_url: None,
            db: None,
            redis: None,
            graph: Graph::new,
            limits: generous(),
            clock: Clock::system(),
            live: live::Options::default(),
            server: server::Options::default(),
        }
    }
}

/// The limits of a document as they are, and as much as one wants to ask: a test asks more than anybody.
pub fn generous() -> Limits {
    Limits {
        concurrent: 1_000,
        aliases: 1_000,
        root_fields: 1_000,
        address: Rate::OFF,
        session: Rate::OFF,
        token: Rate::OFF,
        wrong_tokens: Rate::OFF,
        ..Limits::default()
    }
}

/// A client that is not ours. It keeps no cookies and follows nothing, so that a test sees both.
///
/// # Panics
/// When it cannot be built.
pub fn client() -> reqwest::Client {
    let builder = identity::http::builder().redirect(reqwest::redirect::Policy::none());
    builder.build().expect("a client")
}

impl Hub {
    /// Hubs of a network without a city, one for each database that tests can use here.
    pub async fn empty() -> Vec<Hub> {
        Self::with(Content::EmptyNetwork).await
    }

    /// Hubs of the demonstration network, one for each database that tests can use here.
    pub async fn with_demo() -> Vec<Hub> {
        Self::with(Content::Demo).await
    }

    async fn with(content: Content) -> Vec<Hub> {
        let mut hubs = Vec::new();
        for product in Product::available() {
            hubs.push(Self::on(Database::new(product, content).await).await);
        }
        hubs
    }

    /// A hub on this database, which must be up to date.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn on(database: Database) -> Hub {
        Self::set_up(database, Setup::default()).await
    }

    /// A hub on this database, set up as an operator would.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn set_up(database: impl Into<Arc<Database>>, setup: Setup) -> Hub {
        let database = database.into();
        let mut server = setup.server;
        if database.content == Content::Demo {
            let words = Wording::of("Passerelle", demo::words());
            server.wording = words.expect("words of the demonstration");
        }
        let db = match setup.db {
            Some(db) => db,
            None => database.open().await,
        };
        let log = Log::open(db.clone(), setup.clock)
            .await
            .expect("the log opens");
        let graph = (setup.graph)(db.clone(), log).expect("the graph is complete");
        let graph = graph.limited(setup.limits, setup.redis);
        let graph = graph.expect("the graph is complete");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let public_url = setup.public_url.as_ref().unwrap_or(&url);
        let mailer = match &setup.smtp {
            Some(smtp) => Mailer::smtp(smtp, "hub@passerelle.example", Clock::system()),
            None => Ok(Mailer::log()),
        };
        let options = identity::reception::Options {
            settings: (setup.settings)(url.clone()).await,
            mailer: mailer.expect("a mailer"),
            public_url: public_url.parse().expect("an address"),
            network: "the test network".to_owned(),
            sign_up: setup.sign_up,
        };
        let circles = Arc::new(schema::DomainCircles);
        let reception = Reception::new(graph.log().clone(), circles, options).expect("a reception");
        tokio::spawn(reception.outbox().run());
        let live = Live::new(graph.clone(), reception.recogniser().clone(), setup.live);
        tokio::spawn(live.clone().run());
        tokio::spawn(server::serve(
            listener,
            server,
            graph.clone(),
            reception.clone(),
            live.clone(),
            std::future::pending(),
        ));
        Hub {
            database,
            db,
            graph,
            reception,
            live,
            url,
            client: client(),
        }
    }

    /// Another hub on the same database, with connections and a memory of its own: a second replica.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn replica(&self) -> Hub {
        Self::set_up(self.database.clone(), Setup::default()).await
    }

    /// The last position of the log, as the database has it.
    ///
    /// # Panics
    /// When the database does not answer.
    pub async fn position(&self) -> i64 {
        let mut conn = self.db.read().await.expect("the database answers");
        let text = Sql::new("select position from log_head");
        let rows = conn.fetch_all::<(i64,)>(text).await;
        let rows = rows.expect("the database answers");
        rows.first().map_or(0, |(position,)| *position)
    }

    /// Changes rows past every rule, as no door does.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn change(&self, sql: Sql) {
        let mut tx = self.db.begin().await.expect("the database answers");
        let done = tx.conn().execute(sql).await;
        done.expect("the database takes it");
        tx.commit().await.expect("the database takes it");
    }

    /// Which database this hub runs on.
    pub fn product(&self) -> Product {
        self.database.product
    }

    /// Asks as anybody does: over HTTP.
    pub async fn query(&self, document: &str) -> Reply {
        self.query_with(document, json!({})).await
    }

    /// Asks over HTTP, with variables.
    pub async fn query_with(&self, document: &str, variables: Value) -> Reply {
        self.send(json!({ "query": document, "variables": variables }), "")
            .await
    }

    /// Asks over HTTP, in these languages.
    pub async fn query_in(&self, languages: &str, document: &str) -> Reply {
        self.send(json!({ "query": document }), languages).await
    }

    async fn send(&self, body: Value, languages: &str) -> Reply {
        let mut headers = HeaderMap::new();
        headers.insert("accept-language", languages.parse().expect("a header"));
        self.send_with(body, headers).await
    }

    pub(crate) async fn send_with(&self, body: Value, headers: HeaderMap) -> Reply {
        let response = self
            .client
            .post(format!("{}/graphql", self.url))
            .header("accept", "application/graphql-response+json")
            .headers(headers)
            .json(&body)
            .send()
            .await
            .expect("the hub answers");
        let status = response.status().as_u16();
        let timing = response.headers().get("server-timing");
        let statements = timing
            .and_then(|value| value.to_str().ok()?.split(['"', ' ']).nth(1)?.parse().ok())
            .unwrap_or(0);
        let json = response.json().await.expect("the answer is JSON");
        Reply {
            status,
            statements,
            json,
            reads: None,
        }
    }

    /// Asks as the operator of the hub, who does not come through the door.
    pub async fn as_operator(&self, document: &str, variables: Value) -> Reply {
        self.execute(Asker::system(), document, variables).await
    }

    /// Asks as someone who sees what these audiences may see.
    pub async fn seeing(&self, audiences: &[&str], document: &str) -> Reply {
        let audiences = audiences.iter().map(|audience| (*audience).to_owned());
        self.as_viewer(Viewer::of(audiences), document, json!({}))
            .await
    }

    /// Asks as somebody who was recognised before.
    pub async fn as_viewer(&self, viewer: Viewer, document: &str, variables: Value) -> Reply {
        let asker = Asker {
            viewer,
            languages: vec![Locale::english()],
            explain: false,
        };
        self.execute(asker, document, variables).await
    }

    /// Asks as anybody may, and for the plans of the statements, too.
    pub async fn explain(&self, document: &str, variables: Value) -> Reply {
        self.explain_to(Viewer::anonymous(), document, variables)
            .await
    }

    /// Asks as this viewer may, and for the plans of the statements, too.
    pub async fn explain_to(&self, viewer: Viewer, document: &str, variables: Value) -> Reply {
        let asker = Asker {
            viewer,
            explain: true,
            ..Asker::anonymous()
        };
        self.execute(asker, document, variables).await
    }

    async fn execute(&self, asker: Asker, document: &str, variables: Value) -> Reply {
        let request = Request::new(document).variables(Variables::from_json(variables));
        let answer = self.graph.execute(request, asker).await;
        Reply {
            status: 200,
            statements: answer.reads.statements,
            json: serde_json::to_value(&answer.response).expect("an answer is JSON"),
            reads: Some(answer.reads),
        }
    }
}

impl Reply {
    /// The data of an answer without errors.
    ///
    /// # Panics
    /// When it has errors.
    #[track_caller]
    pub fn data(&self) -> &Value {
        assert!(self.json.get("errors").is_none(), "{:#}", self.json);
        &self.json["data"]
    }

    /// The answer without what differs from call to call: its position in the log.
    pub fn body(&self) -> Value {
        let mut json = self.json.clone();
        if let Some(object) = json.as_object_mut() {
            object.remove("extensions");
        }
        json
    }

    /// The codes of the errors, in their order.
    pub fn codes(&self) -> Vec<String> {
        let errors = self.json["errors"].as_array().cloned().unwrap_or_default();
        let code = |error: &Value| {
            error["extensions"]["code"]
                .as_str()
                .unwrap_or("?")
                .to_owned()
        };
        errors.iter().map(code).collect()
    }
}
