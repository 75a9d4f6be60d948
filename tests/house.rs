//! The house: who may import whom, and that both databases are built alike.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::{Connection as _, PgConnection, SqliteConnection};
use testkit::{Content, Database, Product};

/// From the ground up. A crate imports only from floors below its own.
pub(crate) const FLOORS: &[&[&str]] = &[
    &["kernel", "telemetry"],
    &["access", "search", "limits"],
    &["activity"],
    &["record", "texts", "usage"],
    &["cities", "projects", "events", "members"],
    &["schema", "demo", "archive", "identity"],
    &["documents", "live", "portal"],
    &["server"],
    &["passerelle", "testkit", "bench"],
];

fn manifests() -> BTreeMap<String, toml::Table> {
    let crates = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let folders = std::fs::read_dir(crates)
        .unwrap()
        .map(|entry| entry.unwrap());
    folders
        .filter(|folder| folder.path().join("Cargo.toml").exists())
        .map(|folder| {
            let text = std::fs::read_to_string(folder.path().join("Cargo.toml")).unwrap();
            (
                folder.file_name().into_string().unwrap(),
                text.parse().unwrap(),
            )
        })
        .collect()
}

#[test]
fn floors_only_look_down() {
    let floor_of = |name: &str| FLOORS.iter().position(|floor| floor.contains(&name));
    let manifests = manifests();
    for (name, manifest) in &manifests {
        let floor = floor_of(name).unwrap_or_else(|| panic!("{name} is on no floor"));
        for section in ["dependencies", "build-dependencies"] {
            let Some(dependencies) = manifest.get(section).and_then(|value| value.as_table())
            else {
                continue;
            };
            for other in dependencies
                .keys()
                .filter(|other| manifests.contains_key(*other))
            {
                let below = floor_of(other).unwrap();
                assert!(
                    below < floor,
                    "{name} imports {other}, which is not on a floor below"
                );
            }
        }
    }
}

#[test]
fn no_domain_knows_another() {
    let domains = FLOORS[4];
    let manifests = manifests();
    for domain in domains {
        for (section, dependencies) in &manifests[*domain] {
            let Some(dependencies) = dependencies
                .as_table()
                .filter(|_| section.contains("dependencies"))
            else {
                continue;
            };
            let others: Vec<_> = dependencies
                .keys()
                .filter(|d| domains.contains(&d.as_str()))
                .collect();
            assert!(
                others.is_empty(),
                "{domain} knows {others:?} in [{section}]"
            );
        }
    }
}

/// The portal is a frontend as any other: of the house it knows the words of languages, and nothing by which
/// it could read a row.
#[test]
fn the_portal_reads_only_through_the_graph() {
    let manifests = manifests();
    let dependencies = manifests["portal"]["dependencies"].as_table().unwrap();
    let of_the_house = dependencies
        .keys()
        .filter(|name| manifests.contains_key(*name));
    assert_eq!(of_the_house.collect::<Vec<_>>(), ["kernel"]);
    for other in ["sqlx", "redis", "async-graphql"] {
        assert!(!dependencies.contains_key(other), "{other}");
    }
    let mut folders = vec![concat!(env!("CARGO_MANIFEST_DIR"), "/../portal/src").to_owned()];
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap())
        {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path.to_str().unwrap().to_owned());
                continue;
            }
            seen += 1;
            let text = std::fs::read_to_string(&path).unwrap();
            for part in text.split("kernel::").skip(1) {
                let is_words = used(part)
                    .iter()
                    .all(|name| name.starts_with("locale::") || name.starts_with("messages::"));
                assert!(
                    is_words,
                    "{}: kernel::{}",
                    path.display(),
                    &part[..30.min(part.len())]
                );
            }
        }
    }
    assert!(seen > 20, "{seen}");
}

/// What is used of a crate, by the text after its name: one thing, or several in braces.
fn used(text: &str) -> Vec<&str> {
    let Some(group) = text.strip_prefix('{') else {
        return vec![text];
    };
    let (mut names, mut start, mut depth) = (Vec::new(), 0, 0);
    for (i, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                names.push(group[start..i].trim());
                start = i + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    assert!(!names.is_empty(), "{text:.60}");
    names
}

#[test]
fn every_crate_has_a_readme_as_its_rustdoc_and_every_domain_the_same_files() {
    let crates = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    for name in manifests().keys() {
        let folder = format!("{crates}/{name}");
        let root = ["lib.rs", "main.rs"].map(|file| format!("{folder}/src/{file}"));
        let root = root
            .iter()
            .find_map(|file| std::fs::read_to_string(file).ok())
            .unwrap();
        assert!(
            root.starts_with("#![doc = include_str!(\"../README.md\")]"),
            "{name}"
        );
        assert!(
            std::fs::metadata(format!("{folder}/README.md"))
                .unwrap()
                .len()
                > 100,
            "{name}"
        );
    }
    for domain in FLOORS[4] {
        for file in [
            "model", "store", "loaders", "commands", "graph", "personal", "lib",
        ] {
            let path = format!("{crates}/{domain}/src/{file}.rs");
            assert!(std::fs::exists(&path).unwrap(), "{path}");
        }
    }
}

/// A test that only lets time go by is slow where it need not be, and fails on a slower machine.
#[test]
fn tests_wait_for_conditions_and_in_one_place() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let mut folders = vec![
        format!("{root}/tests"),
        format!("{root}/crates/testkit/src"),
    ];
    let mut read = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.to_string_lossy().into_owned();
            if path.is_dir() && !name.ends_with("node_modules") {
                folders.push(name);
            } else if name.ends_with(".rs") && !name.ends_with("testkit/src/wait.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let sleeps = ["time::", "thread::"].map(|module| format!("{module}sleep"));
                let found = sleeps.iter().find(|sleep| text.contains(&**sleep));
                assert_eq!(found, None, "{name}: wait by testkit::wait");
                read += 1;
            }
        }
    }
    assert!(read > 50, "{read} files");
}

#[test]
fn migrations_have_the_same_names_for_both_databases() {
    let [(_, sqlite), (_, postgres)] = kernel::db::migration_names();
    assert_eq!(sqlite, postgres);
    assert!(!sqlite.is_empty());
}

type Shape = BTreeMap<String, BTreeSet<(String, bool)>>;

#[tokio::test]
async fn both_databases_have_the_same_tables_columns_and_indexes() {
    if !Product::available().contains(&Product::Postgres) {
        return;
    }
    let sqlite = Database::new(Product::Sqlite, Content::EmptyNetwork).await;
    let postgres = Database::new(Product::Postgres, Content::EmptyNetwork).await;
    let mut sqlite = SqliteConnection::connect(&sqlite.url).await.unwrap();
    let mut postgres = PgConnection::connect(&postgres.url).await.unwrap();

    let columns: Vec<(String, String, bool)> = sqlx::query_as(
        "select m.name, c.name, c.\"notnull\" from sqlite_master m, pragma_table_info(m.name) c \
         where m.type = 'table' and m.name not like '\\_%' escape '\\' and m.name not like 'sqlite%'",
    )
    .fetch_all(&mut sqlite)
    .await
    .unwrap();
    let of_sqlite = shape(columns);
    let columns: Vec<(String, String, bool)> = sqlx::query_as(
        "select table_name::text, column_name::text, is_nullable = 'NO' \
         from information_schema.columns \
         where table_schema = 'public' and table_name not like '\\_%'",
    )
    .fetch_all(&mut postgres)
    .await
    .unwrap();
    assert_eq!(of_sqlite, shape(columns));

    let indexes: Vec<String> = sqlx::query_scalar(
        "select name from sqlite_master where type = 'index' and name not like 'sqlite_%' order by 1",
    )
    .fetch_all(&mut sqlite)
    .await
    .unwrap();
    let of_postgres: Vec<String> = sqlx::query_scalar(
        "select indexname::text from pg_indexes where schemaname = 'public' \
         and indexname not in (select conname from pg_constraint) \
         and indexname not like '\\_%' order by indexname collate \"C\"",
    )
    .fetch_all(&mut postgres)
    .await
    .unwrap();
    assert_eq!(indexes, of_postgres);
}

fn shape(columns: Vec<(String, String, bool)>) -> Shape {
    let mut shape = Shape::new();
    for (table, column, not_null) in columns {
        shape.entry(table).or_default().insert((column, not_null));
    }
    shape
}
