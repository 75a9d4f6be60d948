//! The program, as an operator starts it.

use std::{
    io::{BufRead as _, BufReader},
    process::{Child, Command, Stdio},
    sync::{Arc, Mutex},
};

use kernel::db::Sql;
use serde_json::{Value, json};
use testkit::{Content, Database, Hub, Product, Setup, wait};

/// A hub that serves, in a process of its own. It ends with this.
pub(crate) struct Process {
    child: Child,
    /// Its address.
    pub(crate) url: String,
    /// What it says on standard output before it serves.
    pub(crate) said: Vec<String>,
    log: Arc<Mutex<Vec<String>>>,
    /// It goes with this.
    database: Arc<Database>,
}

impl Process {
    /// Hubs of the demonstration network, one for each database that tests can use here.
    pub(crate) async fn each(args: &[&str], variables: &[(&str, &str)]) -> Vec<Process> {
        let mut processes = Vec::new();
        for product in Product::available() {
            let database = Arc::new(Database::new(product, Content::Demo).await);
            processes.push(Self::on(database, args, variables));
        }
        processes
    }

    /// A hub on this database.
    pub(crate) fn on(
        database: Arc<Database>,
        args: &[&str],
        variables: &[(&str, &str)],
    ) -> Process {
        let mut command = Command::new(env!("CARGO_BIN_EXE_passerelle"));
        for (name, _) in std::env::vars() {
            if name.starts_with("PASSERELLE_") || name.starts_with("OTEL_") {
                command.env_remove(name);
            }
        }
        command
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(["--database-url", &database.url])
            .args(args)
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let log = Arc::new(Mutex::new(Vec::new()));
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let lines = log.clone();
        std::thread::spawn(move || {
            for line in stderr.lines().map_while(Result::ok) {
                lines.lock().unwrap().push(line);
            }
        });
        let mut said = Vec::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap()).lines();
        for line in stdout.by_ref() {
            said.push(line.unwrap());
            if said.last().is_some_and(|line| line.contains("Ctrl-C")) {
                break;
            }
        }
        let explorer = said.iter().find(|line| line.contains("/graphiql"));
        let explorer = explorer.unwrap_or_else(|| panic!("it does not serve: {:?}", log.lock()));
        let url = explorer.split_whitespace().last().unwrap();
        let url = url.trim_end_matches("/graphiql").to_owned();
        Process {
            child,
            url: url.replace("localhost", "127.0.0.1"),
            said,
            log,
            database,
        }
    }

    /// A request to its graph, to which headers can be added.
    pub(crate) fn request(&self, document: &str, variables: &Value) -> reqwest::RequestBuilder {
        testkit::client()
            .post(format!("{}/graphql", self.url))
            .header("accept", "application/graphql-response+json")
            .json(&json!({ "query": document, "variables": variables }))
    }

    /// A hub of this process on the same database, for what the test has to prepare.
    async fn beside(&self) -> Hub {
        Hub::set_up(self.database.clone(), Setup::default()).await
    }

    /// A secretary's token with these scopes.
    pub(crate) async fn token(&self, scopes: &[&str]) -> String {
        let hub = self.beside().await;
        let secretary = hub.secretary().await;
        secretary.token(scopes, None).await.secret
    }

    /// Changes the database past every rule.
    pub(crate) async fn sql(&self, text: &'static str) {
        self.beside().await.change(Sql::new(text)).await;
    }

    /// Waits for a line of its log.
    pub(crate) async fn line(&self, wanted: impl Fn(&str) -> bool) -> String {
        let find = || async { self.log().into_iter().find(|line| wanted(line)) };
        let found = eventually(find).await;
        found.unwrap_or_else(|| panic!("no such line in {:#?}", self.log()))
    }

    /// The lines of its log so far.
    pub(crate) fn log(&self) -> Vec<String> {
        self.log.lock().unwrap().clone()
    }

    /// The most memory that it has had so far, in MiB; none where the system does not tell.
    pub(crate) fn peak_memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmHWM:"))?;
        let kibibytes: u64 = line.trim().trim_end_matches(" kB").parse().ok()?;
        Some(kibibytes / 1_024)
    }

    /// Stops it as a service manager does, and waits for its end.
    pub(crate) fn stop(mut self) -> Vec<String> {
        let pid = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &pid]).status();
        assert!(told.unwrap().success());
        assert!(self.child.wait().unwrap().success(), "{:?}", self.log());
        self.log()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What this yields, as soon as it yields something.
pub(crate) async fn eventually<T>(find: impl AsyncFnMut() -> Option<T>) -> Option<T> {
    wait::within(wait::DEADLINE, find).await
}
