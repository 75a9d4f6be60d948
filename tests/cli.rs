//! The command line: what each command does, and one clear sentence when it cannot.

mod people;

use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::TcpListener,
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};
use sqlx::{Connection as _, PgConnection, SqliteConnection};
use testkit::{Content, Database, Product};

use crate::command::{passerelle, refused, run};

#[test]
fn schema_prints_the_contract() {
    let output = run(&["schema"]);
    assert!(output.status.success());
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        include_str!("../schema.graphql")
    );
}

#[test]
fn a_url_of_no_database_is_refused_without_its_password() {
    for url in [
        "mysql://root:secret@localhost/x",
        "passerelle.db",
        "",
        "sqlite::memory:",
        "sqlite://",
    ] {
        let said = refused(&run(&["migrate", "--database-url", url]));
        assert!(
            said.contains("is not the URL of a database: use `sqlite://"),
            "{said}"
        );
        assert!(!said.contains("secret"), "{said}");
    }
}

#[test]
fn a_server_that_does_not_answer_is_named() {
    // A port that was free a moment ago.
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let url = format!("postgres://nobody:secret@127.0.0.1:{port}/x");
    let said = refused(&run(&["migrate", "--database-url", &url]));
    assert!(
        said.contains(&format!(
            "the database server at 127.0.0.1:{port} cannot be used"
        )),
        "{said}"
    );
    assert!(!said.contains("secret"), "{said}");
}

#[test]
fn a_file_that_cannot_be_made_is_named() {
    let said = refused(&run(&[
        "migrate",
        "--database-url",
        "sqlite:///nowhere/at/all/passerelle.db",
    ]));
    assert!(
        said.contains("/nowhere/at/all/passerelle.db cannot be opened"),
        "{said}"
    );
    // A folder where the file should be cannot be written by anybody, root included.
    let folder = tempfile::tempdir().unwrap();
    let said = refused(&run(&[
        "migrate",
        "--database-url",
        &format!("sqlite://{}", folder.path().display()),
    ]));
    assert!(said.contains("cannot be opened"), "{said}");
    let file = folder.path().join("text.db");
    std::fs::write(
        &file,
        "this is no database, but a text that is long enough to be looked at as one",
    )
    .unwrap();
    let said = refused(&run(&[
        "migrate",
        "--database-url",
        &format!("sqlite://{}", file.display()),
    ]));
    assert!(said.contains("file is not a database"), "{said}");
}

#[test]
fn a_data_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let output = passerelle(&["demo", "--no-serve"])
        .env("XDG_DATA_HOME", &file)
        .output()
        .unwrap();
    let said = refused(&output);
    assert!(
        said.contains("the data folder") && said.contains("cannot be made"),
        "{said}"
    );
}

#[test]
fn a_port_in_use_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/x.db", folder.path().display());
    let said = refused(&run(&[
        "serve",
        "--listen",
        &address,
        "--database-url",
        &url,
    ]));
    assert_eq!(
        said,
        format!(
            "passerelle: {address} is in use by another program: stop it, or choose another port with --listen"
        )
    );
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        0,
        "nothing was touched"
    );
}

#[test]
fn wrong_values_are_named_by_flag_and_by_variable() {
    for (args, variable, expected) in [
        (
            &["serve", "--listen", "8000"][..],
            None,
            "'--listen <LISTEN>'",
        ),
        (
            &["serve"][..],
            Some(("PASSERELLE_LISTEN", "nowhere")),
            "'--listen <LISTEN>'",
        ),
        (&["migrate", "--statement-timeout", "0"][..], None, "from 1"),
        (&["migrate", "--database-readers", "0"][..], None, "1..=500"),
        (
            &["serve"][..],
            Some(("PASSERELLE_MAX_BODY", "much")),
            "'--max-body <MAX_BODY>'",
        ),
        (&["dance"][..], None, "unrecognized subcommand 'dance'"),
    ] {
        let mut command = passerelle(args);
        if let Some((name, value)) = variable {
            command.env(name, value);
        }
        let output = command.output().unwrap();
        assert!(!output.status.success());
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(expected), "{said}");
    }
}

#[test]
fn a_redis_that_is_none_is_named_without_its_password() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/x.db", folder.path().display());
    for (redis, prefix, expected) in [
        (
            "http://user:secret@localhost",
            "passerelle",
            "this is not the address of a Redis: use `redis://host:6379`",
        ),
        (
            "redis://localhost",
            "two words",
            "the names in Redis begin with",
        ),
    ] {
        let mut command = passerelle(&["serve", "--listen", "127.0.0.1:0", "--database-url", &url]);
        command.env("PASSERELLE_REDIS_URL", redis);
        let said = refused(&command.args(["--redis-prefix", prefix]).output().unwrap());
        assert!(
            said.starts_with("passerelle: --redis-url, --redis-prefix: ")
                && said.contains(expected),
            "{said}"
        );
        assert!(!said.contains("secret"), "{said}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn words_that_no_page_says_are_named_by_file_and_line() {
    let folder = tempfile::tempdir().unwrap();
    let words = folder.path().join("words");
    let url = format!("sqlite://{}/x.db", folder.path().display());
    let words_are = |path: &std::path::Path| {
        let args = ["serve", "--listen", "127.0.0.1:0", "--database-url", &url];
        let words = ["--words", path.to_str().unwrap()];
        refused(&passerelle(&args).args(words).output().unwrap())
    };
    let said = words_are(&words);
    assert!(said.contains("No such file or directory"), "{said}");
    std::fs::create_dir(&words).unwrap();
    std::fs::write(words.join("README.md"), "Ours.").unwrap();
    let said = words_are(&words);
    assert!(said.contains("there is no file such as en.ftl"), "{said}");
    let file = words.join("fr.ftl");
    std::fs::write(&file, "home-lead = Des villes\nhome-lede = Des villes\n").unwrap();
    let said = words_are(&words);
    let at = format!("{}, line 2: no page says `home-lede`", file.display());
    assert!(said.contains(&at), "{said}");
    std::fs::rename(file, words.join("french.ftl")).unwrap();
    let said = words_are(&words);
    assert!(
        said.contains("french.ftl: its name is no language"),
        "{said}"
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn a_database_of_a_newer_version_is_refused() {
    for product in Product::available() {
        let database = Database::new(product, Content::EmptyNetwork).await;
        let newer = "insert into _sqlx_migrations (version, description, success, checksum, execution_time) \
            values (9999, 'of the future', true, '', 0)";
        match product {
            Product::Sqlite => {
                let mut conn = SqliteConnection::connect(&database.url).await.unwrap();
                sqlx::query(newer).execute(&mut conn).await.unwrap();
                conn.close().await.unwrap();
            }
            Product::Postgres => {
                let mut conn = PgConnection::connect(&database.url).await.unwrap();
                sqlx::query(newer).execute(&mut conn).await.unwrap();
                conn.close().await.unwrap();
            }
        }
        for command in ["migrate", "demo", "query"] {
            let output = passerelle(&[command, "--database-url", &database.url])
                .env("PASSERELLE_LISTEN", "127.0.0.1:0")
                .stdin(Stdio::null())
                .output()
                .unwrap();
            assert_eq!(
                refused(&output),
                "passerelle: the database was made by a newer version of Passerelle (its migration 9999 is \
                 unknown here): use that version, or a newer one"
            );
        }
    }
}

#[tokio::test]
async fn migrate_makes_a_database_and_does_nothing_twice() {
    for product in Product::available() {
        let database = Database::new(product, Content::Nothing).await;
        for _ in 0..2 {
            let output = run(&["migrate", "--database-url", &database.url]);
            assert!(output.status.success());
            let said = String::from_utf8(output.stdout).unwrap();
            assert_eq!(
                said,
                format!("The {product:?} database is up to date.\n").replace("Sqlite", "SQLite")
            );
        }
    }
}

#[tokio::test]
async fn replicas_can_migrate_at_the_same_time() {
    for product in Product::available() {
        let database = Database::new(product, Content::Nothing).await;
        let children: Vec<Child> = (0..4)
            .map(|_| {
                let mut command = passerelle(&["migrate", "--database-url", &database.url]);
                command.stdout(Stdio::null()).spawn().unwrap()
            })
            .collect();
        for mut child in children {
            assert!(child.wait().unwrap().success(), "{product:?}");
        }
    }
}

#[tokio::test]
async fn the_operator_can_write_from_the_command_line() {
    for product in Product::available() {
        let database = Database::new(product, Content::EmptyNetwork).await;
        let query = |document: &str, variables: Value| {
            let mut child = passerelle(&["query", "--database-url", &database.url])
                .args(["--variables", &variables.to_string()])
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            child
                .stdin
                .take()
                .unwrap()
                .write_all(document.as_bytes())
                .unwrap();
            let output = child.wait_with_output().unwrap();
            let json: Value = serde_json::from_slice(&output.stdout).unwrap();
            (output.status.success(), json)
        };
        let record = "mutation ($slug: String!) { recordTheme(input: { slug: $slug,
            content: [{ locale: \"en\", title: \"Water\" }] }) { node { slug } errors { message } } }";
        let (good, answer) = query(record, json!({ "slug": "water" }));
        assert!(good);
        assert_eq!(
            answer["data"]["recordTheme"],
            json!({ "node": { "slug": "water" }, "errors": [] })
        );
        assert_eq!(answer["extensions"]["position"], 1);
        let (good, answer) = query("{ nothing }", json!({}));
        assert!(!good);
        assert!(answer["errors"][0]["message"].is_string());
    }
}

/// The main job: one command, and anyone can query the network.
#[tokio::test]
async fn demo_serves_the_network_says_where_and_stops_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = passerelle(&["demo", "--listen", "127.0.0.1:0"])
        .env("XDG_DATA_HOME", folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = Vec::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        said.push(line.unwrap());
        if said.last().is_some_and(|line| line.contains("Ctrl-C")) {
            break;
        }
    }
    let file = folder.path().join("passerelle/demo.db");
    assert!(said[0].contains(&file.display().to_string()), "{said:?}");
    assert!(file.exists());
    let explorer = said.iter().find(|line| line.contains("/graphiql")).unwrap();
    let base = explorer
        .split_whitespace()
        .last()
        .unwrap()
        .trim_end_matches("/graphiql")
        .to_owned();
    assert!(base.starts_with("http://localhost:"), "{base}");

    let body = json!({ "query": "{ cities(first: 0) { totalCount } }" });
    let client = testkit::client();
    let answer = client
        .post(format!("{base}/graphql"))
        .json(&body)
        .send()
        .await
        .unwrap();
    assert_eq!(
        answer.json::<Value>().await.unwrap()["data"]["cities"]["totalCount"],
        47
    );
    let home = client.get(&base).send().await.unwrap();
    assert_eq!(home.headers()["location"], "/en");

    let health = run(&["health", "--url", &base]);
    assert!(health.status.success());
    assert_eq!(
        serde_json::from_slice::<Value>(&health.stdout).unwrap(),
        json!({ "status": "ready", "database": "up" })
    );
    let listen = base.replace("http://localhost", "0.0.0.0");
    assert!(run(&["health", "--listen", &listen]).status.success());

    let stopped = Command::new("kill")
        .args(["-TERM", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(stopped.success());
    assert!(child.wait().unwrap().success());
    let said = refused(&run(&["health", "--url", &base]));
    assert_eq!(said, format!("passerelle: no hub answers at {base}"));
}
