//! One execution for many, and slow readers.

use testkit::{Hub, Listener, Setup};

use super::{VERBS, position, record_theme};

const RICH: &str = "subscription { activity { cursor
    activity { position verb summary at actor person { name } related { id __typename } }
    subject { id ... on Theme { slug title } } } }";

async fn everybody(hub: &Hub, count: usize, document: &str) -> Vec<Listener> {
    let mut listeners = Vec::new();
    for _ in 0..count {
        listeners.push(hub.listen(document).await);
    }
    listeners
}

/// However many listen, an activity is executed once for those who ask the same and see the same; and
/// what that takes does not depend on how many they are, or how many activities there were.
#[tokio::test]
async fn an_activity_is_executed_once_for_all_who_get_the_same() {
    for hub in Hub::empty().await {
        for count in [1, 40] {
            let mut listeners = everybody(&hub, count, RICH).await;
            // Let them join: the first answer may come from catching up, which is shared, too.
            for round in 0..3 {
                let before = hub.live.cost();
                record_theme(&hub, &format!("theme-{count}-{round}"), "PUBLIC").await;
                let mut answers = Vec::new();
                for listener in &mut listeners {
                    answers.push(listener.next().await);
                }
                let after = hub.live.cost();
                assert!(answers.iter().all(|answer| *answer == answers[0]));
                let executions = after.executions - before.executions;
                let statements = after.statements - before.statements;
                assert_eq!(
                    (executions, statements),
                    (1, 3),
                    "{count} listeners, {round}"
                );
                assert_eq!(after.deliveries - before.deliveries, count as u64);
                assert_eq!((after.open, after.groups), (count as u64, 1));
            }
            drop(listeners);
            assert_eq!(hub.live.cost().open, 0);
        }
    }
}

#[tokio::test]
async fn who_sees_or_reads_otherwise_gets_an_answer_of_their_own() {
    for hub in Hub::empty().await {
        let secretary = hub.secretary().await;
        let mut english = hub.listen(RICH).await;
        let mut french = hub
            .anybody()
            .with("accept-language", "fr")
            .listen(RICH)
            .await;
        let mut of_secretary = secretary.listen(RICH).await;
        let mut again = secretary.listen(RICH).await;
        let before = hub.live.cost();
        record_theme(&hub, "theme", "PUBLIC").await;
        let answers = [
            english.next().await.json,
            french.next().await.json,
            of_secretary.next().await.json,
            again.next().await.json,
        ];
        assert_eq!(hub.live.cost().executions - before.executions, 3);
        let summary = |i: usize| answers[i]["data"]["activity"]["activity"]["summary"].clone();
        assert_eq!(summary(0), summary(2));
        assert_ne!(summary(0), summary(1));
        assert_eq!(answers[2], answers[3]);
    }
}

#[tokio::test]
async fn sharing_can_be_switched_off() {
    for hub in Hub::empty().await {
        let setup = Setup {
            live: live::Options {
                share: false,
                ..live::Options::default()
            },
            ..Setup::default()
        };
        let replica = Hub::set_up(hub.database.clone(), setup).await;
        let mut listeners = everybody(&replica, 5, VERBS).await;
        let before = replica.live.cost();
        record_theme(&hub, "theme", "PUBLIC").await;
        for listener in &mut listeners {
            listener.next().await;
        }
        assert_eq!(replica.live.cost().executions - before.executions, 5);
    }
}

/// Who does not read keeps nobody waiting, and not much in memory; when they read again, nothing is
/// missing.
#[tokio::test]
async fn a_slow_reader_is_bounded_and_misses_nothing() {
    for hub in Hub::empty().await {
        hub.graph.log().tail().keep(8);
        let mut quick = hub.listen(VERBS).await;
        let mut slow = hub.listen(VERBS).await;
        let first = record_theme(&hub, "first", "PUBLIC").await;
        for listener in [&mut quick, &mut slow] {
            assert_eq!(position(listener.next().await.data()), first);
        }
        for i in 0..120 {
            let at = record_theme(&hub, &format!("theme-{i}"), "PUBLIC").await;
            assert_eq!(position(quick.next().await.data()), at);
        }
        // A channel of 32 answers, and those that were shared last.
        let waiting = hub.live.cost().waiting_bytes;
        assert!(waiting < 64 * 1024, "{waiting}");
        for i in 1..=120 {
            assert_eq!(position(slow.next().await.data()), first + i);
        }
        assert!(slow.at_once().is_none());
    }
}
