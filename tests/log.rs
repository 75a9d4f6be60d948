//! The log's invariants: what is committed has its activities, positions are gapless and in commit
//! order, nothing is lost by a crash, and a cursor never leads into another network's history.

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use access::{Action, Resource};
use activity::{Draft, Log, Write};
use futures::future::join_all;
use kernel::{Actor, Clock, Db, Kind, NodeRef, on};
use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::{Value, json};
use testkit::{Content, Database, Hub, Product};

async fn positions(db: &Db) -> Vec<i64> {
    let mut conn = db.read().await.unwrap();
    let rows: Vec<(i64,)> = on!(&mut conn, |c, DB| {
        sqlx::query_as::<DB, _>("select position from activity order by position")
            .fetch_all(c)
            .await
    })
    .unwrap();
    rows.into_iter().map(|(position,)| position).collect()
}

async fn head(db: &Db) -> i64 {
    let mut conn = db.read().await.unwrap();
    let row: Option<(i64,)> = on!(&mut conn, |c, DB| {
        sqlx::query_as::<DB, _>("select position from log_head")
            .fetch_optional(c)
            .await
    })
    .unwrap();
    row.map_or(0, |(position,)| position)
}

/// What a writer does with one write.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// Commits this many activities.
    Commit(usize),
    /// Records this many, and rolls back.
    RollBack(usize),
    /// Fails in the database after its activities were recorded.
    Fail,
}

fn steps() -> impl Strategy<Value = Vec<Vec<Step>>> {
    let step = prop_oneof![
        4 => (1..4_usize).prop_map(Step::Commit),
        2 => (1..4_usize).prop_map(Step::RollBack),
        1 => Just(Step::Fail),
    ];
    proptest::collection::vec(proptest::collection::vec(step, 1..8), 2..9)
}

/// One writer: every commit is found at once, behind everything that was committed before it.
async fn write(log: &Log, steps: Vec<Step>) -> usize {
    let db = open_db(log);
    let mut committed = 0;
    for step in steps {
        let subject = NodeRef::new(Kind::Theme, log.clock().new_id());
        let before = head(&db).await;
        let mut write = Write::begin(log, Actor::System).await.unwrap();
        match step {
            Step::Commit(count) => {
                for _ in 0..count {
                    write.record(Draft::of("theme.recorded", subject));
                }
                let permit = permit(&write);
                let outcome = write.commit(permit, subject).await.unwrap();
                let last = outcome.position.unwrap();
                let first = last - i64::try_from(count).unwrap() + 1;
                assert!(
                    first > before,
                    "position {first} was given after {before} was taken"
                );
                // Commit order: whatever stands before a committed position is committed, too.
                let seen = positions(&db).await;
                let upto: Vec<i64> = seen
                    .into_iter()
                    .filter(|position| *position <= last)
                    .collect();
                assert_eq!(upto, (1..=last).collect::<Vec<_>>());
                committed += count;
            }
            Step::RollBack(count) => {
                for _ in 0..count {
                    write.record(Draft::of("theme.recorded", subject));
                }
                drop(write);
            }
            Step::Fail => {
                write.record(Draft::of("theme.recorded", subject));
                let failed = on!(&mut write.conn(), |c, DB| {
                    sqlx::query::<DB>("insert into theme (id, used_in) values ($1, '[]')")
                        .bind(subject.id)
                        .execute(c)
                        .await
                        .map(drop)
                });
                assert!(failed.is_err(), "a theme without its node");
                drop(write);
            }
        }
    }
    committed
}

fn permit(write: &Write) -> access::Permit {
    let permit = write.authorize(Action::RecordTheme, &Resource::Network);
    permit.unwrap()
}

fn open_db(log: &Log) -> Db {
    log.db().clone()
}

#[test]
fn positions_are_gapless_and_in_commit_order_under_concurrent_writers_and_rollbacks() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for product in Product::available() {
        let (log, _database) = runtime.block_on(async {
            let database = Database::new(product, Content::EmptyNetwork).await;
            (
                Log::open(database.open().await, Clock::system())
                    .await
                    .unwrap(),
                database,
            )
        });
        let total = std::cell::Cell::new(0);
        let mut runner = TestRunner::new(ProptestConfig {
            cases: 12,
            failure_persistence: None,
            ..ProptestConfig::default()
        });
        runner
            .run(&steps(), |writers| {
                let committed: usize = runtime.block_on(async {
                    let tasks = writers.into_iter().map(|steps| {
                        let log = log.clone();
                        tokio::spawn(async move { write(&log, steps).await })
                    });
                    join_all(tasks).await.into_iter().map(Result::unwrap).sum()
                });
                total.set(total.get() + i64::try_from(committed).unwrap());
                let expected = total.get();
                runtime.block_on(async {
                    let db = open_db(&log);
                    prop_assert_eq!(positions(&db).await, (1..=expected).collect::<Vec<_>>());
                    prop_assert_eq!(head(&db).await, expected);
                    prop_assert_eq!(log.head(), expected);
                    Ok(())
                })
            })
            .unwrap_or_else(|error| panic!("{product:?}: {error}"));
        assert!(total.get() > 0);
    }
}

#[tokio::test]
async fn a_write_without_an_activity_is_refused_and_leaves_nothing() {
    for hub in Hub::empty().await {
        let log = hub.graph.log();
        let id = log.clock().new_id();
        let mut write = Write::begin(log, Actor::System).await.unwrap();
        on!(&mut write.conn(), |c, DB| {
            sqlx::query::<DB>("update log_head set position = position where id = $1")
                .bind(1)
                .execute(c)
                .await
                .map(drop)
        })
        .unwrap();
        let permit = permit(&write);
        let error = write
            .commit(permit, NodeRef::new(Kind::Theme, id))
            .await
            .unwrap_err();
        assert!(
            error.to_string().contains("must record an activity"),
            "{error}"
        );
        assert_eq!(positions(&hub.db).await, [0_i64; 0]);
    }
}

/// A reader that follows the log page by page gets every activity once, in order, also while others
/// write.
#[tokio::test]
async fn following_by_cursor_yields_every_activity_once_in_order() {
    for hub in Hub::empty().await {
        let log = hub.graph.log().clone();
        let writers = (0..4).map(|_| {
            let log = log.clone();
            tokio::spawn(async move {
                write(
                    &log,
                    vec![Step::Commit(2), Step::RollBack(1), Step::Commit(3)],
                )
                .await
            })
        });
        let writing = tokio::spawn(join_all(writers.collect::<Vec<_>>()));
        let mut seen: Vec<i64> = Vec::new();
        let mut after = Value::Null;
        let deadline = Instant::now() + Duration::from_secs(30);
        while seen.len() < 20 {
            assert!(
                Instant::now() < deadline,
                "only {} activities in time",
                seen.len()
            );
            let reply = hub
                .query_with(
                    "query ($after: String) { activities(first: 3, after: $after) {
                        nodes { position } pageInfo { endCursor } } }",
                    json!({ "after": after }),
                )
                .await;
            let page = &reply.data()["activities"];
            seen.extend(
                page["nodes"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|n| n["position"].as_i64().unwrap()),
            );
            if !page["pageInfo"]["endCursor"].is_null() {
                after = page["pageInfo"]["endCursor"].clone();
            }
        }
        writing.await.unwrap();
        assert_eq!(seen, (1..=20).collect::<Vec<i64>>());
    }
}

#[tokio::test]
async fn an_answer_says_from_which_position_on_to_follow() {
    for hub in Hub::empty().await {
        assert_eq!(
            hub.query("{ __typename }").await.json["extensions"]["position"],
            0
        );
        write(hub.graph.log(), vec![Step::Commit(3)]).await;
        assert_eq!(
            hub.query("{ __typename }").await.json["extensions"]["position"],
            3
        );
    }
}

#[tokio::test]
async fn a_cursor_of_another_epoch_is_a_gap() {
    for product in Product::available() {
        let one = Hub::on(Database::new(product, Content::EmptyNetwork).await).await;
        let other = Hub::on(Database::new(product, Content::EmptyNetwork).await).await;
        assert_ne!(one.graph.log().epoch(), other.graph.log().epoch());
        for hub in [&one, &other] {
            write(hub.graph.log(), vec![Step::Commit(2)]).await;
        }
        let page = one
            .query("{ activities(first: 1) { pageInfo { endCursor } } }")
            .await;
        let cursor = page.data()["activities"]["pageInfo"]["endCursor"].clone();
        let follow = "query ($after: String) { activities(after: $after) { nodes { position } } }";
        let own = one.query_with(follow, json!({ "after": cursor })).await;
        assert_eq!(
            own.data()["activities"]["nodes"],
            json!([{ "position": 2 }])
        );
        let foreign = other.query_with(follow, json!({ "after": cursor })).await;
        assert_eq!(foreign.codes(), ["GAP"]);
        assert_eq!(foreign.json["errors"][0]["extensions"]["argument"], "after");
    }
}

#[tokio::test]
async fn the_epoch_survives_a_restart() {
    for product in Product::available() {
        let database = Database::new(product, Content::EmptyNetwork).await;
        let first = Log::open(database.open().await, Clock::system())
            .await
            .unwrap();
        write(&first, vec![Step::Commit(2)]).await;
        let second = Log::open(database.open().await, Clock::system())
            .await
            .unwrap();
        assert_eq!(first.epoch(), second.epoch());
        assert_eq!(second.head(), 2);
    }
}

/// kill -9 in the middle of the demonstration network's writes, several times; then it is loaded to
/// its end. Whatever was committed is whole: a node has its activity, an activity its node.
#[tokio::test]
async fn kill_9_in_the_middle_of_writes_loses_nothing_and_leaves_no_half() {
    for product in Product::available() {
        let database = Database::new(product, Content::EmptyNetwork).await;
        let db = database.open().await;
        let load = || {
            let mut command = Command::new(env!("CARGO_BIN_EXE_passerelle"));
            command.args(["demo", "--no-serve", "--database-url", &database.url]);
            command.stdout(Stdio::null()).stderr(Stdio::inherit());
            command
        };
        let mut reached = 0;
        for stop_after in [5, 20, 60] {
            let mut child = load().spawn().unwrap();
            let deadline = Instant::now() + Duration::from_secs(60);
            loop {
                let now = head(&db).await;
                if now >= reached + stop_after || child.try_wait().unwrap().is_some() {
                    break;
                }
                assert!(Instant::now() < deadline, "the load stands still at {now}");
                tokio::task::yield_now().await;
            }
            child.kill().unwrap();
            child.wait().unwrap();
            reached = whole(&db).await;
            assert!(
                reached >= stop_after,
                "{product:?}: {reached} after the kill at {stop_after}"
            );
        }
        assert!(load().status().unwrap().success());
        let end = whole(&db).await;
        assert!(end > reached, "{product:?}: nothing was left to load");
        assert!(load().status().unwrap().success());
        assert_eq!(
            whole(&db).await,
            end,
            "{product:?}: loading again changed something"
        );
    }
}

/// Checks that the database is whole, and returns its last position.
async fn whole(db: &Db) -> i64 {
    let found = positions(db).await;
    let last = i64::try_from(found.len()).unwrap();
    assert_eq!(found, (1..=last).collect::<Vec<_>>());
    assert_eq!(head(db).await, last);
    let mut conn = db.read().await.unwrap();
    let mut none = async |text: &'static str| {
        let rows: (i64,) = on!(&mut conn, |c, DB| sqlx::query_as::<DB, _>(text)
            .fetch_one(c)
            .await)
        .unwrap();
        assert_eq!(rows.0, 0, "{text}");
    };
    none(
        "select count(*) from node n where n.slug is not null and not exists \
          (select 1 from activity a where a.subject_id = n.id)",
    )
    .await;
    none(
        "select count(*) from activity a \
          where not exists (select 1 from node n where n.id = a.subject_id) \
          and not exists (select 1 from mandate m where m.id = a.subject_id) \
          and not exists (select 1 from invitation i where i.id = a.subject_id)",
    )
    .await;
    none(
        "select count(*) from activity a where not exists (select 1 from activity_node an \
          where an.position = a.position and an.node_id = a.subject_id)",
    )
    .await;
    none(
        "select count(*) from node n where not exists \
          (select 1 from content c where c.node_id = n.id and c.locale = n.original_locale)",
    )
    .await;
    none(
        "select count(*) from node n where not exists \
          (select 1 from search_token t where t.node_id = n.id)",
    )
    .await;
    last
}
