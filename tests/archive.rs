//! A network moves between databases, whole or not at all; and what a backup brings back.

mod bad_files;
mod pruned;

use std::{collections::BTreeMap, path::Path, process::Command};

use activity::Log;
use archive::{
    Error,
    tables::{ColumnKind, TABLES},
};
use kernel::{Clock, Db, on};
use serde_json::{Value, json};
use sqlx::{Connection as _, PgConnection, SqliteConnection};
use testkit::{Content, Database, Hub, Product};

use crate::command::{done, passerelle, refused, run};

/// A part of the demonstration network, exported by release 0.1. It stays as it is: every later
/// release must be able to read it.
const RELEASE_0_1: &str = include_str!("fixtures/export-0.1.jsonl");

async fn exported(db: &Db) -> Vec<u8> {
    let mut file = Vec::new();
    archive::export(db, &mut file, |_, _| ()).await.unwrap();
    file
}

async fn import(db: &Db, file: &[u8]) -> Result<archive::Moved, Error> {
    archive::import(db, &mut &file[..], |_, _| ()).await
}

async fn execute(db: &Db, text: &'static str) {
    let mut tx = db.begin().await.unwrap();
    on!(&mut tx.conn(), |c, DB| sqlx::query::<DB>(text)
        .execute(c)
        .await
        .map(drop))
    .unwrap();
    tx.commit().await.unwrap();
}

async fn count(db: &Db, text: &'static str) -> i64 {
    let mut conn = db.read().await.unwrap();
    let (count,): (i64,) = on!(&mut conn, |c, DB| sqlx::query_as::<DB, _>(text)
        .fetch_one(c)
        .await)
    .unwrap();
    count
}

/// Positions are gapless, and every node of a slug has its activity and its texts.
async fn must_be_whole(db: &Db) -> i64 {
    let last = count(db, "select position from log_head").await;
    assert_eq!(count(db, "select count(*) from activity").await, last);
    assert_eq!(
        count(db, "select coalesce(max(position), 0) from activity").await,
        last
    );
    for none in [
        "select count(*) from node n where n.slug is not null and not exists \
         (select 1 from activity a where a.subject_id = n.id)",
        "select count(*) from activity a where not exists \
         (select 1 from activity_node an where an.position = a.position)",
        "select count(*) from node n where not exists (select 1 from content c where c.node_id = n.id)",
    ] {
        assert_eq!(count(db, none).await, 0, "{none}");
    }
    last
}

/// For each table its columns, each with its type, whether it may be null, its place in the primary
/// key, and what it refers to.
type Catalogue = BTreeMap<String, BTreeMap<String, (String, bool, Option<usize>, Option<String>)>>;

fn listed(product: Product) -> Catalogue {
    let of_kind = |kind| match (kind, product) {
        (ColumnKind::Uuid, Product::Sqlite) => "blob",
        (ColumnKind::Uuid, Product::Postgres) => "uuid",
        (ColumnKind::Text, _) => "text",
        (ColumnKind::Int | ColumnKind::Bool, Product::Sqlite) => "integer",
        (ColumnKind::Int, Product::Postgres) => "integer or bigint",
        (ColumnKind::Bool, Product::Postgres) => "boolean",
        (ColumnKind::Float, Product::Sqlite) => "real",
        (ColumnKind::Float, Product::Postgres) => "double precision",
        (ColumnKind::Time | ColumnKind::Json, Product::Sqlite) => "text",
        (ColumnKind::Time, Product::Postgres) => "timestamp with time zone",
        (ColumnKind::Json, Product::Postgres) => "jsonb",
    };
    let mut catalogue = Catalogue::new();
    for table in TABLES {
        let columns = catalogue.entry(table.name.to_owned()).or_default();
        for column in table.columns {
            columns.insert(
                column.name.to_owned(),
                (
                    of_kind(column.kind).to_owned(),
                    column.null,
                    table.key.iter().position(|key| *key == column.name),
                    column.refers_to.map(str::to_owned),
                ),
            );
        }
    }
    catalogue
}

#[tokio::test]
async fn the_list_of_tables_is_what_the_migrations_make() {
    for product in Product::available() {
        let database = Database::new(product, Content::EmptyNetwork).await;
        let rows: Vec<(String, String, String, bool, i64, Option<String>)> = match product {
            Product::Sqlite => {
                let mut conn = SqliteConnection::connect(&database.url).await.unwrap();
                sqlx::query_as(
                    "select m.name, c.name, lower(c.type), not c.\"notnull\", c.pk, \
                     (select f.\"table\" from pragma_foreign_key_list(m.name) f where f.\"from\" = c.name) \
                     from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table' \
                     and m.name not like '\\_%' escape '\\' and m.name not like 'sqlite\\_%' escape '\\'",
                )
                .fetch_all(&mut conn)
                .await
                .unwrap()
            }
            Product::Postgres => {
                let mut conn = PgConnection::connect(&database.url).await.unwrap();
                sqlx::query_as(
                    "select t.relname::text, a.attname::text, \
                     case when a.atttypid in ('int4'::regtype, 'int8'::regtype) then 'integer or bigint' \
                     else format_type(a.atttypid, null) end, not a.attnotnull, \
                     coalesce((select array_position(k.conkey, a.attnum) from pg_constraint k \
                     where k.conrelid = t.oid and k.contype = 'p'), 0)::bigint, \
                     (select k.confrelid::regclass::text from pg_constraint k where k.conrelid = t.oid \
                     and k.contype = 'f' and k.conkey = array[a.attnum]) \
                     from pg_class t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 \
                     and not a.attisdropped where t.relkind = 'r' and t.relnamespace = 'public'::regnamespace \
                     and t.relname not like '\\_%'",
                )
                .fetch_all(&mut conn)
                .await
                .unwrap()
            }
        };
        let mut found = Catalogue::new();
        for (table, column, kind, null, key, refers_to) in rows {
            let key = usize::try_from(key).unwrap().checked_sub(1);
            let columns = found.entry(table).or_default();
            columns.insert(column, (kind, null, key, refers_to));
        }
        assert_eq!(found, listed(product), "{product:?}");
    }
}

const FOLLOW: &str =
    "query ($after: String) { activities(after: $after) { nodes { position verb } } }";

/// A cursor behind the second activity.
async fn cursor(hub: &Hub) -> Value {
    let page = hub
        .query("{ activities(first: 2) { pageInfo { endCursor } } }")
        .await;
    page.data()["activities"]["pageInfo"]["endCursor"].clone()
}

#[tokio::test]
async fn a_network_moves_between_databases_in_the_same_bytes() {
    for hub in Hub::with_demo().await {
        // What the demonstration network does not have: values at the edges.
        execute(
            &hub.db,
            "insert into idempotency (actor, key, operation, digest, node_kind, node_id, activity_id, expires_at) \
             select 'SYSTEM', k.key, 'recordCity', '\"\\ \u{1F6B2}', 'city', n.id, n.id, n.recorded_at \
             from node n, (select 'b' as key union select 'B' union select 'é' union select '_') k \
             where n.kind = 'city' and n.slug = 'cuneo'",
        )
        .await;
        execute(
            &hub.db,
            "update city set latitude = 0.1, longitude = 7.548280000000001, population = 2147483647 \
             where id = (select id from node where kind = 'city' and slug = 'cuneo')",
        )
        .await;
        execute(
            &hub.db,
            r#"update event set figures = '{"z":1e16,"a":{"c":0.1234567890123456,"b":[1.50,-0.0,1e-7,18446744073709551615]}}'
               where id = (select id from node where kind = 'event' order by id limit 1)"#,
        )
        .await;
        let file = exported(&hub.db).await;
        assert_eq!(file, exported(&hub.db).await);
        let after = cursor(&hub).await;
        let follow = json!({ "after": after });
        let expected = hub.query_with(FOLLOW, follow.clone()).await.data().clone();
        for product in Product::available() {
            let database = Database::new(product, Content::EmptyNetwork).await;
            let db = database.open().await;
            let moved = import(&db, &file).await.unwrap();
            assert_eq!(moved.epoch, Some(hub.graph.log().epoch()));
            assert_eq!(moved.position, must_be_whole(&db).await);
            let again = exported(&db).await;
            assert!(file == again, "{:?} to {product:?}", hub.product());
            // And from there to the other product, and back.
            for other in Product::available() {
                let database = Database::new(other, Content::EmptyNetwork).await;
                let db = database.open().await;
                import(&db, &again).await.unwrap();
                assert!(file == exported(&db).await, "{product:?} to {other:?}");
            }
            // A reader goes on where it was.
            let moved = Hub::on(database).await;
            let answer = moved.query_with(FOLLOW, follow.clone()).await;
            assert_eq!(answer.data(), &expected);
            let names =
                "{ cities(first: 100) { nodes { id name(locale: \"fr\") latitude version } } }";
            assert_eq!(
                moved.query(names).await.body(),
                hub.query(names).await.body()
            );
            let refused = import(&moved.db, &file).await.unwrap_err().to_string();
            assert_eq!(
                refused,
                "the database is not empty (there are rows in `log_head`): import into a new one, \
                 which no hub has served yet"
            );
        }
    }
}

#[tokio::test]
async fn an_export_is_one_moment_while_others_write() {
    for product in Product::available() {
        let database = Database::new(product, Content::EmptyNetwork).await;
        let db = database.open().await;
        let log = Log::open(db.clone(), Clock::system()).await.unwrap();
        let writer = tokio::spawn(async move { demo::load(&log).await.unwrap() });
        let mut last = 0;
        while last < 60 {
            let file = exported(&db).await;
            let copy = Database::new(Product::Sqlite, Content::EmptyNetwork).await;
            let copy = copy.open().await;
            let moved = import(&copy, &file).await.unwrap();
            assert!(moved.position >= last);
            assert_eq!(must_be_whole(&copy).await, moved.position);
            last = moved.position;
        }
        writer.await.unwrap();
    }
}

#[tokio::test]
async fn a_database_that_is_not_up_to_date_is_not_exported() {
    for product in Product::available() {
        let db = Database::new(product, Content::Nothing).await;
        let db = db.open().await;
        let refused = archive::export(&db, &mut Vec::new(), |_, _| ()).await;
        assert!(matches!(refused, Err(Error::NoNetwork)), "{refused:?}");
        let old = Database::new(product, Content::EmptyNetwork).await;
        let old = old.open().await;
        execute(&old, "delete from _sqlx_migrations where version = (select max(version) from _sqlx_migrations)").await;
        for refused in [
            archive::export(&old, &mut Vec::new(), |_, _| ()).await,
            import(&old, RELEASE_0_1.as_bytes()).await,
        ] {
            assert!(
                matches!(refused, Err(Error::OtherRelease { .. })),
                "{refused:?}"
            );
        }
    }
}

/// A database without a log is an empty network, and stays one.
#[tokio::test]
async fn a_network_that_was_never_opened_can_move_too() {
    for product in Product::available() {
        let db = Database::new(product, Content::EmptyNetwork).await;
        let db = db.open().await;
        let file = exported(&db).await;
        let moved = import(&db, &file).await.unwrap();
        assert_eq!((moved.rows, moved.epoch), (0, None));
        Log::open(db, Clock::system()).await.unwrap();
    }
}

#[tokio::test]
async fn an_export_of_release_0_1_can_be_imported() {
    for product in Product::available() {
        let database = Database::new(product, Content::EmptyNetwork).await;
        let db = database.open().await;
        let moved = import(&db, RELEASE_0_1.as_bytes()).await.unwrap();
        assert_eq!(
            moved.rows,
            u64::try_from(RELEASE_0_1.lines().count() - 2).unwrap()
        );
        assert_eq!(must_be_whole(&db).await, moved.position);
        let hub = Hub::on(database).await;
        assert_eq!(Some(hub.graph.log().epoch()), moved.epoch);
        let answer = hub
            .query(
                r#"{ city(slug: "cuneo") { name countryCode }
                event(slug: "world-cultures-day-2022") { hostCity { slug } }
                project(slug: "example-mobility-lab") { milestones { nodes { title(locale: "fr") } } } }"#,
            )
            .await;
        assert_eq!(
            answer.data(),
            &json!({
                "city": { "name": "Cuneo", "countryCode": "IT" },
                "event": { "hostCity": { "slug": "clermont-ferrand" } },
                "project": { "milestones": { "nodes": [
                    { "title": "Exemple : besoins des villes recueillis" },
                    { "title": "Exemple : deux rues à l'essai" },
                    { "title": "Exemple : résultats partagés avec le réseau" },
                ] } },
            })
        );
    }
}

/// A cursor from before leads nowhere, and everything else is as it was.
async fn must_have_a_new_epoch(hub: &Hub, before: &Hub, cursor: Value) {
    assert_ne!(hub.graph.log().epoch(), before.graph.log().epoch());
    let follow = json!({ "after": cursor });
    let own = before.query_with(FOLLOW, follow.clone()).await;
    assert!(
        !own.data()["activities"]["nodes"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    assert_eq!(hub.query_with(FOLLOW, follow).await.codes(), ["GAP"]);
    for same in [
        "{ activities(first: 100) { nodes { id position verb at } } }",
        "{ cities(first: 100) { nodes { id name version } } }",
    ] {
        assert_eq!(
            hub.query(same).await.body(),
            before.query(same).await.body()
        );
    }
}

#[tokio::test]
async fn a_backup_that_is_restored_has_a_new_epoch_and_the_same_history() {
    let hub = Hub::on(Database::new(Product::Sqlite, Content::Demo).await).await;
    let after = cursor(&hub).await;
    // A folder whose name has to be quoted everywhere.
    let folder = tempfile::Builder::new()
        .prefix("it's 100")
        .tempdir()
        .unwrap();
    let file = folder.path().join("backup.db");
    archive::backup(&hub.db, &file, false).await.unwrap();
    let refused = archive::backup(&hub.db, &file, false).await;
    assert!(matches!(refused, Err(Error::Exists(_))), "{refused:?}");
    archive::backup(&hub.db, &file, true).await.unwrap();

    let clock = Clock::system();
    let restored = Database::new(Product::Sqlite, Content::Nothing).await;
    let (_, epoch) = archive::restore(&file, &restored.url, &clock)
        .await
        .unwrap();
    let refused = archive::restore(&file, &restored.url, &clock).await;
    assert!(matches!(refused, Err(Error::Exists(_))), "{refused:?}");
    // Nothing half-made is left.
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    let restored = Hub::on(restored).await;
    assert_eq!(restored.graph.log().epoch(), epoch);
    must_have_a_new_epoch(&restored, &hub, after).await;
    assert_eq!(must_be_whole(&restored.db).await, hub.graph.log().head());
}

#[tokio::test]
async fn an_epoch_can_be_renewed_on_both_databases() {
    for hub in Hub::with_demo().await {
        let after = cursor(&hub).await;
        let copy = Database::new(hub.product(), Content::EmptyNetwork).await;
        let db = copy.open().await;
        import(&db, &exported(&hub.db).await).await.unwrap();
        let epoch = archive::renew_epoch(&db, &Clock::system()).await.unwrap();
        let renewed = Hub::on(copy).await;
        assert_eq!(renewed.graph.log().epoch(), epoch);
        must_have_a_new_epoch(&renewed, &hub, after).await;
        // A log with a hole is not given a new name, but said to have one.
        execute(&db, "delete from activity_node where position = 3").await;
        execute(&db, "delete from activity where position = 3").await;
        let refused = archive::renew_epoch(&db, &Clock::system()).await;
        assert!(matches!(refused, Err(Error::Log { .. })), "{refused:?}");
    }
}

#[tokio::test]
async fn a_backup_of_what_is_being_written_is_whole() {
    let database = Database::new(Product::Sqlite, Content::EmptyNetwork).await;
    let db = database.open().await;
    let log = Log::open(db.clone(), Clock::system()).await.unwrap();
    let writer = {
        let log = log.clone();
        tokio::spawn(async move { demo::load(&log).await.unwrap() })
    };
    let folder = tempfile::tempdir().unwrap();
    let mut last = 0;
    let mut copies = 0;
    while last < 60 {
        copies += 1;
        let file = folder.path().join(format!("{copies}.db"));
        archive::backup(&db, &file, false).await.unwrap();
        let url = format!("sqlite://{}/restored-{copies}.db", folder.path().display());
        archive::restore(&file, &url, &Clock::system())
            .await
            .unwrap();
        let copy = Db::connect(&kernel::db::Options::new(url)).await.unwrap();
        let position = must_be_whole(&copy).await;
        assert!(position >= last);
        last = position;
        copy.close().await;
    }
    writer.await.unwrap();
    // Writing was not kept waiting: the log has gone on.
    assert!(log.head() > 60);
}

#[tokio::test]
async fn what_is_no_backup_is_not_restored() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/restored.db", folder.path().display());
    let hub = Hub::on(Database::new(Product::Sqlite, Content::Demo).await).await;
    let whole = folder.path().join("whole.db");
    archive::backup(&hub.db, &whole, false).await.unwrap();
    let bytes = std::fs::read(&whole).unwrap();
    let mut damaged = bytes.clone();
    for byte in &mut damaged[4096 * 8..4096 * 12] {
        *byte = 0xaa;
    }
    for (name, bytes, expected) in [
        (
            "text.db",
            b"this is no database, but a text that is long enough".to_vec(),
            "not a database",
        ),
        ("empty.db", Vec::new(), "no such table"),
        ("cut.db", bytes[..bytes.len() / 2].to_vec(), ""),
        ("damaged.db", damaged, ""),
    ] {
        let file = folder.path().join(name);
        std::fs::write(&file, bytes).unwrap();
        let refused = archive::restore(&file, &url, &Clock::system()).await;
        let refused = refused.expect_err(name).to_string();
        assert!(
            refused.contains("is not a backup of Passerelle"),
            "{refused}"
        );
        assert!(refused.contains(expected), "{refused}");
        assert!(!folder.path().join("restored.db").exists());
    }
    let live = hub.database.url.trim_start_matches("sqlite://").to_owned();
    execute(&hub.db, "update node set version = version").await;
    let refused = archive::restore(Path::new(&live), &url, &Clock::system()).await;
    assert!(
        refused
            .unwrap_err()
            .to_string()
            .contains("a database in use")
    );
    // Five files, and nothing half-made.
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 5);
}

#[tokio::test]
async fn the_commands_move_a_network() {
    for product in Product::available() {
        let from = Database::new(product, Content::Demo).await;
        Log::open(from.open().await, Clock::system()).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).display().to_string();
        let (file, of_stdout, again) = (path("a.jsonl"), path("b.jsonl"), path("c.jsonl"));

        let export = ["export", "--database-url", &from.url, "--output", &file];
        let said = done(&run(&export));
        assert!(said.starts_with("Exported "), "{said}");
        assert_eq!(
            refused(&run(&export)),
            format!(
                "passerelle: {file} is there already: name another file, or overwrite it with --force"
            )
        );
        done(&run(&[&export[..], &["--force"]].concat()));
        let output = run(&["export", "--database-url", &from.url]);
        std::fs::write(&of_stdout, output.stdout).unwrap();
        assert!(std::fs::read(&file).unwrap() == std::fs::read(&of_stdout).unwrap());

        for other in Product::available() {
            let to = Database::new(other, Content::Nothing).await;
            let import = ["import", "--database-url", &to.url];
            let mut from_stdin = passerelle(&[&import[..], &["-"]].concat());
            from_stdin.stdin(std::fs::File::open(&file).unwrap());
            let said = done(&from_stdin.output().unwrap());
            assert!(said.starts_with("Imported "), "{said}");
            done(&run(&[
                "export",
                "--database-url",
                &to.url,
                "--output",
                &again,
                "--force",
            ]));
            assert!(std::fs::read(&file).unwrap() == std::fs::read(&again).unwrap());
            let said = refused(&run(&[&import[..], &[file.as_str()]].concat()));
            assert!(
                said.starts_with("passerelle: the database is not empty"),
                "{said}"
            );
        }

        let cut = path("cut.jsonl");
        let bytes = std::fs::read(&file).unwrap();
        std::fs::write(&cut, &bytes[..bytes.len() - 100]).unwrap();
        let to = Database::new(product, Content::Nothing).await;
        let said = refused(&run(&["import", "--database-url", &to.url, &cut]));
        let expected = format!("passerelle: {cut}: line ");
        assert!(
            said.starts_with(&expected) && said.ends_with("; nothing was imported"),
            "{said}"
        );
        done(&run(&["import", "--database-url", &to.url, &file]));
    }
}

#[tokio::test]
async fn the_commands_keep_and_restore_a_backup() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let from = Database::new(Product::Sqlite, Content::Demo).await;
    let (file, url) = (
        path("backup.db"),
        format!("sqlite://{}", path("restored.db")),
    );
    let backup = ["backup", "--database-url", &from.url, "--output", &file];
    assert_eq!(done(&run(&backup)), format!("The backup is in {file}.\n"));
    let said = refused(&run(&backup));
    assert!(said.ends_with("or overwrite it with --force"), "{said}");
    done(&run(&[&backup[..], &["--force"]].concat()));
    let restore = ["restore", "--database-url", &url, &file];
    let said = done(&run(&restore));
    assert!(said.contains("its log has the new epoch"), "{said}");
    let said = refused(&run(&restore));
    assert!(
        said.ends_with("restore to another place, or move it away first"),
        "{said}"
    );
    done(&run(&["renew-epoch", "--database-url", &url]));
    for url in [
        "passerelle.db",
        "sqlite::memory:",
        "mysql://root:secret@localhost/x",
    ] {
        let said = refused(&run(&["restore", "--database-url", url, &file]));
        assert!(
            said.contains("is not the URL of a database") && !said.contains("secret"),
            "{said}"
        );
    }

    let nowhere = format!("sqlite://{}", path("nothing.db"));
    for command in ["export", "renew-epoch"] {
        let said = refused(&run(&[command, "--database-url", &nowhere]));
        assert!(said.contains("cannot be opened"), "{said}");
        assert!(!Path::new(&path("nothing.db")).exists());
    }
    if Product::available().contains(&Product::Postgres) {
        let server = Database::new(Product::Postgres, Content::Demo).await;
        let said = refused(&run(&[
            "backup",
            "--database-url",
            &server.url,
            "--output",
            &path("x"),
        ]));
        assert!(
            said.contains("use pg_dump") || said.contains("with pg_dump"),
            "{said}"
        );
        let said = refused(&run(&["restore", "--database-url", &server.url, &file]));
        assert!(
            said.contains("use pg_restore and then `passerelle renew-epoch`"),
            "{said}"
        );
        assert!(!Path::new(&path("x")).exists());
    }
}

/// What docs/operations.md tells an operator to do on Postgres.
#[tokio::test]
async fn a_dump_of_postgres_can_be_restored() {
    let tools = ["pg_dump", "pg_restore"].map(|tool| Command::new(tool).arg("--version").output());
    if !Product::available().contains(&Product::Postgres) || tools.iter().any(Result::is_err) {
        eprintln!("SKIPPED: no Postgres with pg_dump and pg_restore");
        return;
    }
    let hub = Hub::on(Database::new(Product::Postgres, Content::Demo).await).await;
    let after = cursor(&hub).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("passerelle.dump").display().to_string();
    let tool = |name: &str, args: &[&str]| {
        let output = Command::new(name).args(args).output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
    };
    tool(
        "pg_dump",
        &[
            "--format=custom",
            "--no-owner",
            "--file",
            &file,
            &hub.database.url,
        ],
    );
    let to = Database::new(Product::Postgres, Content::Nothing).await;
    tool(
        "pg_restore",
        &[
            "--exit-on-error",
            "--single-transaction",
            "--no-owner",
            "--dbname",
            &to.url,
            &file,
        ],
    );
    done(&run(&["renew-epoch", "--database-url", &to.url]));
    must_have_a_new_epoch(&Hub::on(to).await, &hub, after).await;
}
