//! Hand-over, whatever happens in which order: what is published, rolled back, subscribed to, read late,
//! taken up again elsewhere. In the end everybody was told what the log has for them: once, in order.

use activity::{Draft, Write};
use kernel::{Actor, Kind, NodeRef};
use proptest::{
    prelude::*,
    strategy::ValueTree as _,
    test_runner::{Config, TestRunner},
};
use serde_json::json;
use testkit::{Caller, Hub, Listener};

use super::{position, record_organisation, record_theme};

const VISIBILITIES: [&str; 3] = ["PUBLIC", "NETWORK", "SECRETARIAT"];

/// What is asked for.
const FILTERS: [&str; 3] = [
    "",
    "(filter: { verb: { eq: \"theme.corrected\" } })",
    "(filter: { not: { verb: { startsWith: \"theme.c\" } } })",
];

#[derive(Clone, Copy, Debug)]
enum Step {
    Record(usize),
    Correct(usize),
    RollBack,
    Subscribe {
        who: usize,
        filter: usize,
    },
    Read {
        which: usize,
        most: usize,
    },
    /// Goes away, and comes back on another replica.
    Resume {
        which: usize,
    },
    /// Lets the others go on.
    Yield,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let one = prop_oneof![
        8 => (0..3_usize).prop_map(Step::Record),
        6 => any::<usize>().prop_map(Step::Correct),
        2 => Just(Step::RollBack),
        4 => (0..3_usize, 0..3_usize).prop_map(|(who, filter)| Step::Subscribe { who, filter }),
        6 => (any::<usize>(), 1..6_usize).prop_map(|(which, most)| Step::Read { which, most }),
        3 => any::<usize>().prop_map(|which| Step::Resume { which }),
        3 => Just(Step::Yield),
    ];
    proptest::collection::vec(one, 15..45)
}

/// What has happened: its position, who sees it (as a place in `VISIBILITIES`), and the verb.
type Happened = (i64, usize, &'static str);

struct Subscriber {
    who: usize,
    filter: usize,
    from: i64,
    at: usize,
    listener: Listener,
    cursor: Option<String>,
    told: Vec<i64>,
}

impl Subscriber {
    fn document(&self) -> String {
        document(self.filter)
    }

    fn expects(&self, (position, visibility, verb): &Happened) -> bool {
        let wanted = match self.filter {
            0 => true,
            1 => *verb == "theme.corrected",
            _ => *verb != "theme.corrected",
        };
        *position > self.from && *visibility <= self.who && wanted
    }
}

fn document(filter: usize) -> String {
    format!(
        "subscription {{ activity{} {{ activity {{ position }} }} }}",
        FILTERS[filter]
    )
}

async fn correct_theme(hub: &Hub, slug: &str, visibility: &str, title: &str) -> i64 {
    let document = "mutation ($input: RecordThemeInput!) { recordTheme(input: $input) {
        activity { position } errors { message } } }";
    let input = json!({ "input": {
        "slug": slug, "visibility": visibility, "content": [{ "locale": "en", "title": title }],
    } });
    let reply = hub.as_operator(document, input).await;
    position_of(&reply.data()["recordTheme"])
}

fn position_of(payload: &serde_json::Value) -> i64 {
    payload["activity"]["position"]
        .as_i64()
        .unwrap_or_else(|| panic!("{payload}"))
}

#[tokio::test]
async fn whatever_happens_in_which_order_everybody_is_told_all_of_theirs_once_and_in_order() {
    let mut runner = TestRunner::new(Config::default());
    for hub in Hub::empty().await {
        let replica = hub.replica().await;
        let hubs = [&hub, &replica];
        for hub in hubs {
            // So little that everybody falls behind it.
            hub.graph.log().tail().keep(3);
        }
        let person = hub.person("Anna").await;
        let colleague = hub.person("Berta").await;
        let party = json!({ "party": { "secretariat": true }, "role": "SECRETARY" });
        hub.grant(&colleague.id, party).await;
        let organisation = record_organisation(&hub, "university").await;
        let party = json!({ "party": { "organisation": organisation }, "role": "OFFICER" });
        hub.grant(&person.id, party).await;
        // Who sees what is public; what is the network's, too; what is the secretariat's, too.
        let callers: [Caller<'_>; 3] = [
            hub.anybody(),
            person.caller.clone(),
            colleague.caller.clone(),
        ];
        for case in 0..6 {
            let steps = steps().new_tree(&mut runner).unwrap().current();
            let said = format!("{:?}, case {case}: {steps:?}", hub.product());
            run(&hubs, &callers, case, &steps, &said).await;
        }
    }
}

async fn run(hubs: &[&Hub; 2], callers: &[Caller<'_>; 3], case: usize, steps: &[Step], said: &str) {
    let mut happened: Vec<Happened> = Vec::new();
    let mut themes: Vec<(String, usize)> = Vec::new();
    let mut subscribers: Vec<Subscriber> = Vec::new();
    for (i, step) in steps.iter().enumerate() {
        // Whoever writes, writes through one of the two.
        let writer = hubs[i % 2];
        match *step {
            Step::Record(visibility) => {
                let slug = format!("t{case}-{i}");
                let at = record_theme(writer, &slug, VISIBILITIES[visibility]).await;
                happened.push((at, visibility, "theme.recorded"));
                themes.push((slug, visibility));
            }
            Step::Correct(which) => {
                let Some((slug, visibility)) = themes.get(which % themes.len().max(1)) else {
                    continue;
                };
                let (title, audience) = (format!("Title {i}"), VISIBILITIES[*visibility]);
                let at = correct_theme(writer, slug, audience, &title).await;
                happened.push((at, *visibility, "theme.corrected"));
            }
            Step::RollBack => {
                let log = writer.graph.log();
                let mut write = Write::begin(log, Actor::System).await.unwrap();
                let node = NodeRef::new(Kind::Theme, log.clock().new_id());
                write.record(Draft::of("theme.recorded", node));
                drop(write);
            }
            Step::Subscribe { who, filter } => {
                let at = i % 2;
                // A cursor of now, as the database has it: what this replica has not seen yet, counts.
                let from = hubs[0].position().await;
                let cursor = hubs[0].graph.log().cursor(from);
                let caller = callers[who].at(hubs[at]);
                let listener = caller.listen_from(&document(filter), Some(&cursor)).await;
                subscribers.push(Subscriber {
                    who,
                    filter,
                    from,
                    at,
                    listener,
                    cursor: Some(cursor),
                    told: Vec::new(),
                });
            }
            Step::Read { which, most } => {
                let count = subscribers.len().max(1);
                let Some(subscriber) = subscribers.get_mut(which % count) else {
                    continue;
                };
                for _ in 0..most {
                    let Some(told) = subscriber.listener.at_once() else {
                        break;
                    };
                    subscriber.told.push(position(told.data()));
                    subscriber.cursor = Some(told.cursor);
                }
            }
            Step::Resume { which } => {
                let count = subscribers.len().max(1);
                let Some(subscriber) = subscribers.get_mut(which % count) else {
                    continue;
                };
                subscriber.at = 1 - subscriber.at;
                let caller = callers[subscriber.who].at(hubs[subscriber.at]);
                let document = subscriber.document();
                let cursor = subscriber.cursor.as_deref();
                subscriber.listener = caller.listen_from(&document, cursor).await;
            }
            Step::Yield => tokio::task::yield_now().await,
        }
    }
    for (i, subscriber) in subscribers.iter_mut().enumerate() {
        let expected: Vec<i64> = (happened.iter())
            .filter(|happened| subscriber.expects(happened))
            .map(|(position, ..)| *position)
            .collect();
        while subscriber.told.len() < expected.len() {
            let told = subscriber.listener.next().await;
            subscriber.told.push(position(told.data()));
        }
        assert_eq!(subscriber.told, expected, "subscriber {i} of {said}");
        assert!(
            subscriber.listener.at_once().is_none(),
            "subscriber {i} of {said}"
        );
    }
}
