//! What an import refuses: each file by the line that is wrong, with the database as it was.

use std::io::{self, BufReader, Read as _};

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use testkit::{Content, Database, Product};

use super::{RELEASE_0_1, exported, import};

/// The lines of an export that somebody touched.
struct Lines(Vec<String>);

impl Lines {
    fn of_release_0_1() -> Self {
        Self(RELEASE_0_1.lines().map(str::to_owned).collect())
    }

    /// The number of the first line of a table, from 1.
    fn first(&self, table: &str) -> usize {
        let begin = format!("{{\"{table}\":");
        let place = self.0.iter().position(|line| line.starts_with(&begin));
        place.unwrap() + 1
    }

    fn edit(mut self, number: usize, edit: impl Fn(&mut Value)) -> Self {
        let line = &mut self.0[number - 1];
        let mut value = serde_json::from_str(line).unwrap();
        edit(&mut value);
        *line = value.to_string();
        self
    }

    /// Changes a text in a line.
    fn replace(mut self, number: usize, from: &str, to: &str) -> Self {
        let line = &mut self.0[number - 1];
        assert!(line.contains(from), "{line}");
        *line = line.replacen(from, to, 1);
        self
    }

    fn bytes(&self) -> Vec<u8> {
        self.0
            .iter()
            .flat_map(|line| format!("{line}\n").into_bytes())
            .collect()
    }

    /// The bytes, under a checksum that is right.
    fn signed(mut self) -> Vec<u8> {
        let footer = self.0.pop().unwrap();
        let mut footer: Value = serde_json::from_str(&footer).unwrap();
        let digest = Sha256::digest(self.bytes());
        let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        footer["end"]["sha256"] = json!(hex);
        self.0.push(footer.to_string());
        self.bytes()
    }
}

/// How many rows the fixture has of a table.
fn rows_of(table: &str) -> usize {
    let begin = format!("{{\"{table}\":");
    RELEASE_0_1
        .lines()
        .filter(|line| line.starts_with(&begin))
        .count()
}

/// What is wrong with a file, the file, and what is said of it.
fn bad_files() -> Vec<(&'static str, Vec<u8>, String)> {
    let lines = Lines::of_release_0_1;
    let whole = RELEASE_0_1.as_bytes();
    let last = lines().0.len();
    let line = |number: usize, what: &str| format!("line {number}: {what}");
    let first = |table: &str| lines().first(table);
    let (activity, city, content, project, session) = (
        first("activity"),
        first("city"),
        first("content"),
        first("project"),
        first("session"),
    );
    let middle = whole.len() / 2;
    let cut = 1 + whole[..middle]
        .iter()
        .filter(|byte| **byte == b'\n')
        .count();
    let after_a_line = whole[..middle]
        .iter()
        .rposition(|byte| *byte == b'\n')
        .unwrap()
        + 1;
    let lost = "018f0000-0000-7000-8000-000000000000";
    let damaged = "the checksum is not that of the lines before it: the file was changed, or damaged on its way";
    let mut bad_utf8 = whole.to_vec();
    let title = RELEASE_0_1.find("\"title\":\"").unwrap() + 9;
    bad_utf8[title] = 0xff;
    let utf8 = 1 + whole[..title].iter().filter(|byte| **byte == b'\n').count();
    let mut twice = lines();
    twice.0.insert(content, twice.0[content - 1].clone());
    let mut twice_counted = twice.edit(1, |header| {
        for table in header["passerelle_export"]["tables"]
            .as_array_mut()
            .unwrap()
        {
            if table["name"] == "content" {
                table["rows"] = json!(table["rows"].as_u64().unwrap() + 1);
            }
        }
        let rows = &mut header["passerelle_export"]["rows"];
        *rows = json!(rows.as_u64().unwrap() + 1);
    });
    twice_counted = twice_counted.edit(last + 1, |footer| {
        let rows = &mut footer["end"]["rows"];
        *rows = json!(rows.as_u64().unwrap() + 1);
    });
    let mut out_of_order = lines();
    out_of_order
        .0
        .insert(content, out_of_order.0[first("node") - 1].clone());
    let mut missing = lines();
    missing.0.remove(content - 1);
    let mut gap = lines();
    gap.0.remove(activity);
    let mut blank = lines();
    blank.0.insert(4, String::new());
    vec![
        (
            "empty",
            Vec::new(),
            "the file is empty: an export has at least a first and a last line".into(),
        ),
        (
            "cut in a line",
            whole[..middle].to_vec(),
            line(cut, "the file ends in the middle of it: it was cut"),
        ),
        (
            "cut after a line",
            whole[..after_a_line].to_vec(),
            line(cut, "the file ends before its last line: it was cut"),
        ),
        (
            "cut before the last byte",
            whole[..whole.len() - 1].to_vec(),
            line(last, "the file ends in the middle of it: it was cut"),
        ),
        (
            "a wrong checksum",
            lines()
                .edit(last, |footer| footer["end"]["sha256"] = json!("0"))
                .bytes(),
            line(last, damaged),
        ),
        (
            "a changed byte",
            lines()
                .replace(content, "\"title\":\"", "\"title\":\"x")
                .bytes(),
            line(last, damaged),
        ),
        (
            "a position twice",
            lines()
                .edit(activity + 2, |row| row["activity"]["position"] = json!(2))
                .signed(),
            line(
                activity + 2,
                "activity.position: 2 comes again, where 3 is next",
            ),
        ),
        (
            "a position missing",
            gap.signed(),
            line(activity + 1, "activity.position: 2 is missing before 3"),
        ),
        (
            "another end of the log",
            lines()
                .edit(2, |row| row["log_head"]["position"] = json!(7))
                .signed(),
            line(
                last,
                &format!(
                    "the log ends at {0}, but at 7 by log_head and {0} by the first line",
                    rows_of("activity")
                ),
            ),
        ),
        (
            "another epoch",
            lines()
                .edit(2, |row| row["log_head"]["epoch"] = json!(lost))
                .signed(),
            line(last, "the epoch of log_head is not that of the first line"),
        ),
        (
            "a reference to nothing",
            lines()
                .edit(session, |row| row["session"]["event_id"] = json!(lost))
                .signed(),
            line(
                session,
                &format!("session.event_id: there is no `event` {lost}"),
            ),
        ),
        (
            "a newer format",
            lines()
                .replace(1, "\"version\":1", "\"version\":2")
                .signed(),
            line(
                1,
                "the export has version 2 of the format, and this program reads up to 1: import it with a newer one",
            ),
        ),
        (
            "a newer release",
            lines()
                .replace(1, "\"migration\":5", "\"migration\":9999")
                .signed(),
            line(
                1,
                &format!(
                    "the export is of migration 9999, and this program knows up to {}: import it with a newer one",
                    kernel::db::latest_migration()
                ),
            ),
        ),
        (
            "an unknown table",
            lines()
                .replace(1, "\"name\":\"city\"", "\"name\":\"mayor\"")
                .signed(),
            line(1, "there is no table `mayor`"),
        ),
        (
            "a row of an unknown table",
            lines().replace(city, "{\"city\":", "{\"mayor\":").signed(),
            line(city, "there is no table `mayor`"),
        ),
        (
            "an unknown column",
            lines().replace(1, "\"time_zone\"", "\"mayor\"").signed(),
            line(1, "`city` has no column `mayor`"),
        ),
        (
            "an unknown column in a row",
            lines().replace(city, "\"time_zone\"", "\"mayor\"").signed(),
            line(city, "`city` has no column `mayor`"),
        ),
        (
            "a missing column",
            lines()
                .edit(city, |row| {
                    drop(row["city"].as_object_mut().unwrap().remove("population"))
                })
                .signed(),
            line(city, "city.population is missing"),
        ),
        (
            "a column twice",
            lines()
                .replace(city, "\"country_code\":", "\"id\":")
                .signed(),
            line(city, "`city` has `id` twice"),
        ),
        (
            "text for a number",
            lines()
                .edit(session, |row| row["session"]["ordinal"] = json!("first"))
                .signed(),
            line(
                session,
                "session.ordinal: `\"first\"` is not a whole number of 64 bits",
            ),
        ),
        (
            "a number for text",
            lines()
                .edit(city, |row| row["city"]["country_code"] = json!(39))
                .signed(),
            line(city, "city.country_code: `39` is not text"),
        ),
        (
            "a number too large",
            lines()
                .edit(city, |row| row["city"]["latitude"] = json!(91.5))
                .signed(),
            line(city, "city: it breaks the rule `city_latitude_check`"),
        ),
        (
            "no UUID",
            lines()
                .edit(city, |row| row["city"]["id"] = json!("cuneo"))
                .signed(),
            line(city, "city.id: `\"cuneo\"` is not a UUID"),
        ),
        (
            "no instant",
            lines()
                .edit(content, |row| {
                    row["content"]["changed_at"] = json!("yesterday")
                })
                .signed(),
            line(
                content,
                "content.changed_at: `\"yesterday\"` is not an instant of RFC 3339",
            ),
        ),
        (
            "no boolean",
            lines()
                .edit(project, |row| row["project"]["open_to_partners"] = json!(1))
                .signed(),
            line(
                project,
                "project.open_to_partners: `1` is not true or false",
            ),
        ),
        (
            "null",
            lines()
                .edit(content, |row| row["content"]["title"] = json!(null))
                .signed(),
            line(content, "content.title: must not be null"),
        ),
        (
            "a row twice",
            twice_counted.signed(),
            line(content + 1, "content: there is such a row already"),
        ),
        (
            "a row missing",
            missing.signed(),
            line(
                first("search_token") - 1,
                &format!(
                    "{} rows of `content` come before it, and the first line says {}",
                    rows_of("content") - 1,
                    rows_of("content")
                ),
            ),
        ),
        (
            "tables in another order",
            out_of_order.signed(),
            line(
                content + 1,
                "a row of `node` comes behind those of `content`",
            ),
        ),
        (
            "other JSON",
            b"{\"cities\":{}}\n".to_vec(),
            line(
                1,
                "this is not an export of Passerelle, which begins with `{\"passerelle_export\": …}`",
            ),
        ),
        (
            "no JSON",
            b"id,name\n1,Cuneo\n".to_vec(),
            line(1, "it is not JSON: expected value, at column 1"),
        ),
        (
            "no object",
            b"[1, 2]\n".to_vec(),
            line(
                1,
                "it is not `{\"table\": {…}}`, as every line of an export is",
            ),
        ),
        (
            "a line without JSON",
            blank.signed(),
            line(5, "it is not JSON: EOF while parsing a value, at column 0"),
        ),
        (
            "two keys",
            lines()
                .replace(city, "{\"city\":", "{\"x\":{},\"city\":")
                .signed(),
            line(city, "it has not one key, as every line of an export has"),
        ),
        ("no UTF-8", bad_utf8, line(utf8, "it is not UTF-8")),
        (
            "more behind the end",
            [whole, b"{}\n"].concat(),
            line(last + 1, "it comes behind the last line of the export"),
        ),
    ]
}

#[tokio::test]
async fn a_bad_file_is_refused_by_its_line_and_changes_nothing() {
    for product in Product::available() {
        let database = Database::new(product, Content::EmptyNetwork).await;
        let db = database.open().await;
        for (name, file, expected) in bad_files() {
            let refused = import(&db, &file).await.expect_err(name);
            assert_eq!(refused.to_string(), expected, "{product:?}: {name}");
        }
        // The database is as empty as it was.
        import(&db, RELEASE_0_1.as_bytes()).await.unwrap();
        assert!(exported(&db).await.len() >= RELEASE_0_1.len());
    }
}

/// A line of a gibibyte, and one without an end, are refused as soon as they are too long.
#[tokio::test]
async fn a_line_without_an_end_is_not_read_into_memory() {
    struct Counted<R>(R, usize);
    impl<R: io::Read> io::Read for Counted<R> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let read = self.0.read(buffer)?;
            self.1 += read;
            Ok(read)
        }
    }
    let (header, _) = RELEASE_0_1.split_once('\n').unwrap();
    let header = format!("{header}\n{{\"log_head\":{{\"id\":\"");
    for product in Product::available() {
        let db = Database::new(product, Content::EmptyNetwork).await;
        let db = db.open().await;
        for (begin, number) in [("", 1), (header.as_str(), 2)] {
            let endless = begin.as_bytes().chain(io::repeat(b'x'));
            let mut input = BufReader::new(Counted(endless, 0));
            let refused = archive::import(&db, &mut input, |_, _| ()).await;
            assert_eq!(
                refused.unwrap_err().to_string(),
                format!("line {number}: it is longer than 16 MiB")
            );
            assert!(input.into_inner().1 < archive::MAX_LINE + begin.len() + 64 * 1024);
        }
        import(&db, RELEASE_0_1.as_bytes()).await.unwrap();
    }
}
