//! Whoever edits a programme in whatever order: the rules hold, and nothing is half done.

use std::collections::BTreeMap;

use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use serde_json::{Value, json};
use testkit::{Hub, Person};

use super::{Prepared, create, head, mistakes_of, said, texts};

const ROOMS: [&str; 2] = ["Hall", "Garden"];

/// What somebody tries. Times are in half hours from the first midnight of the event; sessions are the
/// numbers under which they were added.
#[derive(Clone, Copy, Debug)]
enum Try {
    Add {
        room: usize,
        from: i64,
        long: i64,
    },
    Move {
        session: usize,
        room: usize,
        from: i64,
    },
    Remove {
        session: usize,
    },
    /// To as many days, with its sessions or without.
    Postpone {
        days: i64,
        with: bool,
    },
    Cancel,
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    // Three days have 144 half hours; some of these are outside.
    let (room, from) = (0..ROOMS.len(), -4_i64..150);
    let one = prop_oneof![
        12 => (room.clone(), from.clone(), -1_i64..16).prop_map(|(room, from, long)| Try::Add { room, from, long }),
        6 => (0_usize..12, room, from).prop_map(|(session, room, from)| Try::Move { session, room, from }),
        3 => (0_usize..12).prop_map(|session| Try::Remove { session }),
        3 => (0_i64..40, any::<bool>()).prop_map(|(days, with)| Try::Postpone { days, with }),
        // Rarely: nothing can be done afterwards.
        1 => Just(Try::Cancel),
    ];
    proptest::collection::vec(one, 10..30)
}

/// The rules, told once more in the simplest way: a session is a room, and from when to when.
#[derive(Clone, Debug, Default)]
struct Model {
    is_cancelled: bool,
    sessions: BTreeMap<usize, (usize, i64, i64)>,
}

impl Model {
    /// The last night ends at six.
    fn fits(&self, but: Option<usize>, room: usize, from: i64, to: i64) -> bool {
        let free = self.sessions.iter().all(|(number, (other, start, end))| {
            Some(*number) == but || *other != room || *start >= to || *end <= from
        });
        free && from < to && (0..144).contains(&from) && to <= 144 + 12
    }

    /// Whether this goes well; then it is done.
    fn takes(&mut self, what: Try, added: usize) -> bool {
        if self.is_cancelled {
            return false;
        }
        match what {
            Try::Add { room, from, long } => {
                let good = self.fits(None, room, from, from + long);
                if good {
                    self.sessions.insert(added, (room, from, from + long));
                }
                good
            }
            Try::Move {
                session,
                room,
                from,
            } => {
                let Some((_, start, end)) = self.sessions.get(&session).copied() else {
                    return false;
                };
                let to = from + end - start;
                let good = self.fits(Some(session), room, from, to);
                if good {
                    self.sessions.insert(session, (room, from, to));
                }
                good
            }
            Try::Remove { session } => self.sessions.remove(&session).is_some(),
            Try::Postpone { days, with } => {
                if with {
                    return true;
                }
                // They stay when they are: seen from the first day, they are earlier.
                let shifted: BTreeMap<_, _> = (self.sessions.iter())
                    .map(|(number, (room, start, end))| {
                        (*number, (*room, start - days * 48, end - days * 48))
                    })
                    .collect();
                let good = shifted.values().all(|(_, start, _)| *start >= 0);
                if good {
                    self.sessions = shifted;
                }
                good
            }
            Try::Cancel => {
                self.is_cancelled = true;
                true
            }
        }
    }
}

/// An event as the test goes along.
struct Run<'h> {
    event: Prepared<'h>,
    who: &'h Person<'h>,
    first: chrono::NaiveDate,
    ids: Vec<Option<String>>,
}

impl Run<'_> {
    fn at(&self, half_hours: i64) -> String {
        let at =
            self.first.and_hms_opt(0, 0, 0).unwrap() + chrono::TimeDelta::minutes(half_hours * 30);
        at.format("%Y-%m-%dT%H:%M").to_string()
    }

    fn id(&self, session: usize) -> Value {
        let gone = "session_00000000000000000000000000".to_owned();
        json!(self.ids.get(session).cloned().flatten().unwrap_or(gone))
    }

    /// Tries it, and hands back whether it went well.
    async fn tries(&mut self, what: Try) -> bool {
        let (who, event) = (self.who, &self.event);
        let payload = match what {
            Try::Add { room, from, long } => {
                let input = json!({
                    "kind": "WORKSHOP", "content": texts("en", "Session"), "room": ROOMS[room],
                    "startsAt": self.at(from), "endsAt": self.at(from + long),
                });
                let payload = event.call(who, "addSession", input, "session { id }").await;
                let id = payload["session"]["id"].as_str().map(str::to_owned);
                self.ids.push(id);
                payload
            }
            Try::Move {
                session,
                room,
                from,
            } => {
                let input = json!({
                    "session": self.id(session), "room": ROOMS[room], "startsAt": self.at(from),
                });
                who.call("moveSession", input, "session { id }").await
            }
            Try::Remove { session } => {
                let input = json!({ "session": self.id(session) });
                who.call("removeSession", input, "event { id }").await
            }
            Try::Postpone { days, with } => {
                let first = self.first + chrono::TimeDelta::days(days);
                let input = json!({
                    "reason": said("Later."), "startsOn": first.to_string(), "moveSessions": with,
                });
                let payload = event
                    .call(who, "postponeEvent", input, "event { id }")
                    .await;
                if payload["errors"] == json!([]) {
                    self.first = first;
                }
                payload
            }
            Try::Cancel => {
                let input = json!({ "reason": said("No.") });
                event.call(who, "cancelEvent", input, "event { id }").await
            }
        };
        payload["errors"] == json!([]) || {
            assert!(!mistakes_of(&payload).is_empty());
            false
        }
    }

    /// The programme, as a model has it.
    async fn programme(&self) -> BTreeMap<usize, (usize, i64, i64)> {
        let fields = "sessions(first: 100) { nodes { id room startsAtLocal endsAtLocal } }";
        let seen = self.event.look(fields).await;
        let mut found = BTreeMap::new();
        for node in seen["sessions"]["nodes"].as_array().unwrap() {
            let text = |name: &str| node[name].as_str().unwrap();
            let number = self
                .ids
                .iter()
                .position(|id| id.as_deref() == Some(text("id")));
            let room = ROOMS.iter().position(|room| *room == text("room"));
            let half_hours = |name: &str| {
                let at =
                    chrono::NaiveDateTime::parse_from_str(text(name), "%Y-%m-%dT%H:%M").unwrap();
                (at - self.first.and_hms_opt(0, 0, 0).unwrap()).num_minutes() / 30
            };
            let session = (
                room.unwrap(),
                half_hours("startsAtLocal"),
                half_hours("endsAtLocal"),
            );
            found.insert(number.unwrap(), session);
        }
        found
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_programme_is_what_the_rules_make_of_it() {
    for hub in Hub::with_demo().await {
        let who = hub.officer_of("cuneo").await;
        let config = Config {
            cases: 6,
            failure_persistence: None,
            ..Config::default()
        };
        let handle = tokio::runtime::Handle::current();
        let mut runner = TestRunner::new(config);
        let result = runner.run(&tries(), |tries| {
            tokio::task::block_in_place(|| handle.block_on(run(&hub, &who, &tries)));
            Ok(())
        });
        result.unwrap();
    }
}

async fn run(hub: &Hub, who: &Person<'_>, tries: &[Try]) {
    let first = "2027-06-01".parse().unwrap();
    let input = json!({
        "kind": "WORKSHOP", "content": texts("en", "Random"), "timeZone": "Asia/Shanghai",
        "startsOn": "2027-06-01", "endsOn": "2027-06-03", "place": { "venue": "Here" },
    });
    let event = create(hub, who, input).await;
    event.done(who, "announceEvent", json!({})).await;
    let mut run = Run {
        event,
        who,
        first,
        ids: Vec::new(),
    };
    let mut model = Model::default();
    for what in tries {
        let before = head(hub).await;
        let added = run.ids.len();
        let done = run.tries(*what).await;
        assert_eq!(done, model.takes(*what, added), "{what:?} of {tries:?}");
        // One activity for what was done, and none for what was not.
        assert_eq!(head(hub).await - before, i64::from(done), "{what:?}");
        assert_eq!(
            run.programme().await,
            model.sessions,
            "{what:?} of {tries:?}"
        );
    }
}
