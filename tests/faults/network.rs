//! Three replicas, processes of their own, on a Postgres and a Redis that nobody else uses.

use std::{process::Stdio, sync::Arc, time::Duration};

use kernel::{db::Sql, on};
use serde_json::json;
use testkit::{
    Database, Hub, Product, Setup,
    servers::{PrivatePostgres, PrivateRedis},
    wait,
};
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
};

use super::{follower::Sees, proxy::Proxy};

const PATIENCE: Duration = Duration::from_secs(60);

/// A network of several replicas.
pub(crate) struct Network {
    /// In front of all replicas.
    pub(crate) proxy: Proxy,
    /// Another replica, in this process: what writes, and looks after the end.
    pub(crate) hub: Arc<Hub>,
    /// The token of somebody who sees everything that is written here.
    pub(crate) token: String,
    replicas: Vec<Replica>,
    postgres: Arc<PrivatePostgres>,
    redis: Arc<PrivateRedis>,
    /// What the replicas are started with, besides.
    settings: Vec<String>,
}

struct Replica {
    process: Option<Child>,
    port: u16,
}

impl Network {
    /// Starts so many replicas; none where the servers are missing.
    pub(crate) async fn start(replicas: usize) -> Option<Self> {
        Self::set_up(replicas, &[]).await
    }

    /// Starts so many replicas with these settings; none where the servers are missing.
    pub(crate) async fn set_up(replicas: usize, settings: &[&str]) -> Option<Self> {
        let servers = tokio::task::spawn_blocking(|| {
            Ok((PrivatePostgres::start(&[])?, PrivateRedis::start(&[])?))
        });
        let servers: Result<_, testkit::servers::Missing> = servers.await.unwrap();
        let (postgres, redis) = match servers {
            Ok((postgres, redis)) => (Arc::new(postgres), Arc::new(redis)),
            Err(missing) => {
                eprintln!("SKIPPED: {missing}");
                return None;
            }
        };
        let database = Database::at(Product::Postgres, postgres.url());
        kernel::db::migrate(&database.open().await).await.unwrap();
        // As the replicas name it.
        let redis_of_all = kernel::redis::Redis::new(redis.url(), "passerelle").unwrap();
        let setup = Setup {
            redis: Some(redis_of_all),
            ..Setup::default()
        };
        let hub = Arc::new(Hub::set_up(database, setup).await);
        let secretary = hub.secretary().await;
        let token = secretary.token(&["READ"], None).await.secret;
        let mut network = Self {
            proxy: Proxy::start().await,
            replicas: Vec::new(),
            hub: hub.clone(),
            token,
            postgres,
            redis,
            settings: settings.iter().map(|&setting| setting.into()).collect(),
        };
        for _ in 0..replicas {
            let (process, port) = network.replica(0).await;
            network.proxy.add(port);
            network.replicas.push(Replica {
                process: Some(process),
                port,
            });
        }
        Some(network)
    }

    /// Starts a replica; 0 is any port.
    async fn replica(&self, port: u16) -> (Child, u16) {
        let start = async || {
            let mut command = Command::new(env!("CARGO_BIN_EXE_passerelle"));
            for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("PASSERELLE_")) {
                command.env_remove(name);
            }
            let mut process = command
                .args(["serve", "--database-url", self.postgres.url()])
                .args(["--redis-url", self.redis.url()])
                .args(["--listen", &format!("127.0.0.1:{port}")])
                .args(["--max-streams-per-client", "10000"])
                .args(["--reconnect-within", "500"])
                .args(&self.settings)
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .kill_on_drop(true)
                .spawn()
                .unwrap();
            if let Some(address) = address(&mut process).await {
                let port = address.rsplit(':').next().unwrap().parse().unwrap();
                return Some((process, port));
            }
            // The database may just be coming back.
            process.wait().await.unwrap();
            None
        };
        let started = wait::within(PATIENCE, start).await;
        started.expect("a replica starts")
    }

    /// Kills a replica.
    pub(crate) fn kill(&mut self, n: usize) {
        self.replicas[n]
            .process
            .as_mut()
            .unwrap()
            .start_kill()
            .unwrap();
    }

    /// Starts a replica again at its address, when it has ended.
    pub(crate) async fn start_again(&mut self, n: usize) {
        let mut process = self.replicas[n].process.take().unwrap();
        process.wait().await.unwrap();
        let (process, _) = self.replica(self.replicas[n].port).await;
        self.replicas[n].process = Some(process);
    }

    /// Sends a signal to a replica.
    pub(crate) fn signal(&self, n: usize, signal: &str) {
        self::signal(self.id(n), signal);
    }

    fn id(&self, n: usize) -> u32 {
        let process = self.replicas[n].process.as_ref().unwrap();
        process.id().unwrap()
    }

    /// The resident memory of a replica, in bytes.
    pub(crate) fn memory(&self, n: usize) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.id(n))).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kilobytes = line.unwrap().trim_end_matches("kB").trim();
        kilobytes.parse::<u64>().unwrap() * 1024
    }

    /// Waits until a replica has stopped; whether it said that all went well.
    pub(crate) async fn terminate_done(&mut self, n: usize) -> bool {
        let process = self.replicas[n].process.as_mut().unwrap();
        let ended = tokio::time::timeout(PATIENCE, process.wait()).await;
        ended.expect("it stops").unwrap().success()
    }

    /// Tells a replica to stop, and waits until it has; whether it said that all went well.
    pub(crate) async fn terminate(&mut self, n: usize) -> bool {
        self.signal(n, "TERM");
        self.terminate_done(n).await
    }

    /// The address of a replica, past the proxy.
    pub(crate) fn url(&self, n: usize) -> String {
        format!("http://127.0.0.1:{}", self.port(n))
    }

    pub(crate) fn port(&self, n: usize) -> u16 {
        self.replicas[n].port
    }

    pub(crate) async fn redis(&self, run: impl FnOnce(&PrivateRedis) + Send + 'static) {
        let redis = self.redis.clone();
        tokio::task::spawn_blocking(move || run(&redis))
            .await
            .unwrap();
    }

    pub(crate) async fn postgres(&self, run: impl FnOnce(&PrivatePostgres) + Send + 'static) {
        let postgres = self.postgres.clone();
        tokio::task::spawn_blocking(move || run(&postgres))
            .await
            .unwrap();
    }

    /// Waits until every replica answers.
    pub(crate) async fn heal(&self) {
        for n in 0..self.replicas.len() {
            let url = format!("{}/health/ready", self.url(n));
            let is_ready = async || {
                let answer = self.hub.client.get(&url).send().await.ok()?;
                answer.status().is_success().then_some(())
            };
            let found = wait::within(PATIENCE, is_ready).await;
            assert!(found.is_some(), "replica {n} does not get well");
        }
    }

    /// The last position of the log, once the database answers.
    pub(crate) async fn position(&self) -> i64 {
        let position = async || {
            let mut conn = self.hub.db.read().await.ok()?;
            let rows = conn.fetch_all::<(i64,)>(Sql::new("select position from log_head"));
            let rows = rows.await.ok()?;
            Some(rows.first().map_or(0, |(position,)| *position))
        };
        let found = wait::within(PATIENCE, position).await;
        found.expect("the database comes back")
    }

    /// The log between two positions, as somebody may see it, by the audiences alone.
    pub(crate) async fn log(&self, after: i64, upto: i64, sees: &Sees) -> Vec<i64> {
        let mut conn = self.hub.db.read().await.unwrap();
        let rows: Vec<(i64, String)> = on!(&mut conn, |c, DB| {
            sqlx::query_as::<DB, _>(
                "select position, audience from activity where position > $1 and position <= $2 \
                 order by position",
            )
            .bind(after)
            .bind(upto)
            .fetch_all(c)
            .await
        })
        .unwrap();
        // Without a gap: nothing that was rolled back has left one.
        let all: Vec<i64> = rows.iter().map(|(position, _)| *position).collect();
        assert_eq!(all, (after + 1..=upto).collect::<Vec<_>>());
        rows.into_iter()
            .filter(|(_, audience)| match sees {
                Sees::Public => audience == "public",
                Sees::Everything(_) => ["public", "network", "secretariat"].contains(&&**audience),
            })
            .map(|(position, _)| position)
            .collect()
    }

    /// Ends all of it.
    pub(crate) async fn stop(mut self) {
        for replica in &mut self.replicas {
            if let Some(mut process) = replica.process.take() {
                // One that was told to stop has ended.
                let _ = process.start_kill();
                process.wait().await.unwrap();
            }
        }
        let Self {
            postgres,
            redis,
            hub,
            ..
        } = self;
        hub.db.close().await;
        tokio::task::spawn_blocking(move || drop((postgres, redis)))
            .await
            .unwrap();
    }

    /// Who asks for what happens from now on.
    pub(crate) fn body() -> serde_json::Value {
        json!({ "query": crate::doors::SUBSCRIPTION })
    }
}

/// Sends a signal to a process.
pub(crate) fn signal(process: u32, signal: &str) {
    let id = process.to_string();
    let done = std::process::Command::new("kill")
        .args(["-s", signal, &id])
        .status();
    assert!(done.unwrap().success());
}

/// The address that a hub says it serves on; none when it has ended before it said so.
pub(crate) async fn address(process: &mut Child) -> Option<String> {
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        if let Some(address) = line.trim().strip_prefix("explore the graph") {
            let address = address.trim().trim_end_matches("/graphiql");
            // What it says later must go somewhere.
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return Some(address.replace("localhost", "127.0.0.1"));
        }
    }
    None
}
