//! A log of which the beginning is not kept any longer: it moves, comes back and is renamed like any
//! other. Positions go on, and who comes with a cursor of what is gone is told so.

use chrono::TimeDelta;
use kernel::Clock;
use serde_json::json;
use testkit::{Ahead, Content, Database, Hub, Product, Setup};

use super::{count, execute, exported, import};
use crate::live::{VERBS, position, record_theme};

/// How many activities are let go of.
const GONE: i64 = 5;
const FOLLOW: &str = "query ($after: String) { activities(after: $after) { nodes { position } } }";

/// A hub that keeps 10 days: what happened before that is announced to be gone, and in a second round it
/// is. Two activities are left.
async fn pruned(product: Product, rounds: usize) -> (Hub, Ahead) {
    let clock = Ahead::default();
    let setup = Setup {
        clock: clock.clock(),
        ..Setup::default()
    };
    let hub = Hub::set_up(Database::new(product, Content::EmptyNetwork).await, setup).await;
    for i in 1..=GONE {
        assert_eq!(record_theme(&hub, &format!("old-{i}"), "PUBLIC").await, i);
    }
    clock.by(TimeDelta::days(30));
    record_theme(&hub, "new-1", "PUBLIC").await;
    record_theme(&hub, "new-2", "PUBLIC").await;
    for _ in 0..rounds {
        hub.graph.log().prune(TimeDelta::days(10)).await.unwrap();
    }
    assert_eq!(hub.graph.log().pruned().await.unwrap(), GONE);
    let first = count(&hub.db, "select min(position) from activity").await;
    assert_eq!(first, if rounds == 1 { 1 } else { GONE + 1 });
    (hub, clock)
}

/// Whoever comes with one of these cursors of before is told of this gap, by the list and by the
/// stream, and goes on with what happens from now on, under the next position.
async fn must_tell_of_a_gap(hub: &Hub, cursors: &[String], reason: &str, behind: i64) {
    let log = hub.graph.log();
    let restart = log.cursor(behind);
    let last = hub.position().await;
    let mut listeners = Vec::new();
    for cursor in cursors {
        let reply = hub.query_with(FOLLOW, json!({ "after": cursor })).await;
        assert_eq!(reply.codes(), ["GAP"], "{:#}", reply.json);
        let mut listener = hub.anybody().listen_from(VERBS, Some(cursor)).await;
        let told = listener.next().await;
        let gap = json!({ "reason": reason, "restartAfter": restart });
        assert_eq!(told.data()["activity"]["gap"], gap);
        listeners.push(listener);
    }
    let next = record_theme(hub, &format!("next-{last}"), "PUBLIC").await;
    assert_eq!(next, last + 1);
    for listener in &mut listeners {
        for expected in behind + 1..=next {
            assert_eq!(position(listener.next().await.data()), expected);
        }
    }
    let reply = hub.query_with(FOLLOW, json!({ "after": restart })).await;
    let expected: Vec<_> = (behind + 1..=next)
        .map(|position| json!({ "position": position }))
        .collect();
    assert_eq!(reply.data()["activities"]["nodes"], json!(expected));
}

/// Cursors of what is gone: before the first activity that is kept.
fn gone(hub: &Hub) -> Vec<String> {
    let log = hub.graph.log();
    [0, 1, GONE - 1].map(|position| log.cursor(position)).into()
}

#[tokio::test]
async fn a_log_that_was_pruned_moves_and_its_cursors_stay_what_they_are() {
    let rounds = |product| [(product, 1), (product, 2)];
    for (product, rounds) in Product::available().into_iter().flat_map(rounds) {
        let (hub, _) = pruned(product, rounds).await;
        let cursors = gone(&hub);
        let kept = hub.graph.log().cursor(GONE + 1);
        let file = exported(&hub.db).await;
        for other in Product::available() {
            let database = Database::new(other, Content::EmptyNetwork).await;
            let db = database.open().await;
            let moved = import(&db, &file).await.unwrap();
            assert_eq!(moved.position, GONE + 2);
            assert!(file == exported(&db).await, "{product:?} to {other:?}");
            let moved = Hub::on(database).await;
            assert_eq!(moved.graph.log().epoch(), hub.graph.log().epoch());
            assert_eq!(moved.graph.log().pruned().await.unwrap(), GONE);
            let reply = moved.query_with(FOLLOW, json!({ "after": kept })).await;
            let expected = json!([{ "position": GONE + 2 }]);
            assert_eq!(reply.data()["activities"]["nodes"], expected);
            must_tell_of_a_gap(&moved, &cursors, "RETENTION", GONE).await;
        }
    }
}

/// All of it is too old: what is left is where it ends.
#[tokio::test]
async fn a_log_of_which_nothing_is_kept_moves_and_goes_on_under_the_next_position() {
    for product in Product::available() {
        let (hub, clock) = pruned(product, 2).await;
        let last = hub.position().await;
        clock.by(TimeDelta::days(1));
        for _ in 0..2 {
            hub.graph.log().prune(TimeDelta::zero()).await.unwrap();
        }
        assert_eq!(count(&hub.db, "select count(*) from activity").await, 0);
        let cursors = [gone(&hub), vec![hub.graph.log().cursor(last - 1)]].concat();
        let file = exported(&hub.db).await;
        let database = Database::new(product, Content::EmptyNetwork).await;
        let db = database.open().await;
        assert_eq!(import(&db, &file).await.unwrap().position, last);
        let moved = Hub::on(database).await;
        must_tell_of_a_gap(&moved, &cursors, "RETENTION", last).await;
        // And under a new name, where it has only its end.
        let epoch = archive::renew_epoch(&hub.db, &Clock::system()).await;
        assert_ne!(epoch.unwrap(), hub.graph.log().epoch());
    }
}

/// What the first line says, the activities have to hold.
#[tokio::test]
async fn an_export_that_lacks_more_than_it_says_is_refused() {
    for product in Product::available() {
        let (hub, _) = pruned(product, 2).await;
        let file = String::from_utf8(exported(&hub.db).await).unwrap();
        let pruned = format!("\"pruned\":{GONE}");
        assert_eq!(file.matches(&pruned).count(), 1, "{file}");
        for (says, expected) in [
            (GONE - 1, "activity.position: 5 is missing before 6"),
            // Then the activity with position 6 may be there still, and the others have to be.
            (GONE + 1, "the checksum"),
        ] {
            let changed = file.replace(&pruned, &format!("\"pruned\":{says}"));
            let database = Database::new(product, Content::EmptyNetwork).await;
            let refused = import(&database.open().await, changed.as_bytes()).await;
            let refused = refused.unwrap_err().to_string();
            assert!(refused.contains(expected), "{refused}");
        }
    }
}

#[tokio::test]
async fn a_log_that_was_pruned_gets_a_new_epoch_and_no_cursor_leads_into_it() {
    for product in Product::available() {
        let (hub, _) = pruned(product, 2).await;
        let cursors = [gone(&hub), vec![hub.graph.log().cursor(GONE + 2)]].concat();
        let file = exported(&hub.db).await;
        let database = Database::new(product, Content::EmptyNetwork).await;
        let db = database.open().await;
        import(&db, &file).await.unwrap();
        let epoch = archive::renew_epoch(&db, &Clock::system()).await.unwrap();
        let renewed = Hub::on(database).await;
        assert_eq!(renewed.graph.log().epoch(), epoch);
        let last = renewed.position().await;
        must_tell_of_a_gap(&renewed, &cursors, "EPOCH", last).await;
        // In the new epoch, too, what is gone is gone.
        must_tell_of_a_gap(&renewed, &gone(&renewed), "RETENTION", GONE).await;
        // One that is missing in the middle is said, as ever.
        execute(&db, "delete from activity_node where position = 7").await;
        execute(&db, "delete from activity where position = 7").await;
        let refused = archive::renew_epoch(&db, &Clock::system()).await;
        assert!(refused.is_err(), "{refused:?}");
    }
}

#[tokio::test]
async fn a_backup_of_a_log_that_was_pruned_is_restored() {
    let (hub, _) = pruned(Product::Sqlite, 2).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("backup.db");
    archive::backup(&hub.db, &file, false).await.unwrap();
    let restored = Database::new(Product::Sqlite, Content::Nothing).await;
    let clock = Clock::system();
    archive::restore(&file, &restored.url, &clock)
        .await
        .unwrap();
    let restored = Hub::on(restored).await;
    let last = restored.position().await;
    assert_eq!(last, GONE + 2);
    must_tell_of_a_gap(&restored, &gone(&hub), "EPOCH", last).await;
    must_tell_of_a_gap(&restored, &gone(&restored), "RETENTION", GONE).await;
}
