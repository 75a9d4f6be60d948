//! Capacity and order, whatever is done in whatever order: against a model that tells the rules once
//! more, in the simplest way.

mod model;

use std::collections::BTreeSet;

use chrono::TimeDelta;
use kernel::Kind;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use testkit::{Ahead, Content, Database, Hub, Person, Product, Setup};

use model::{Model, Try, tries};

use super::{Conference, announced, comes, in_minutes, mistakes_of, open_for};

const CITIES: [&str; 2] = ["braga", "norman"];
const NAMES: [&str; 5] = ["Ada", "Ben", "Cem", "Dua", "Eva"];
const TYPES: [&str; 2] = ["PRESS", "PUBLIC"];

/// Those who try.
struct Cast<'h> {
    people: Vec<Person<'h>>,
    heads: Vec<Person<'h>>,
    ahead: Ahead,
}

fn settings(model: &Model, until: &str) -> Value {
    let mut settings = open_for(Some(model.capacity), &[]);
    settings["types"] = json!([
        { "type": "DELEGATE" }, { "type": "PRESS", "capacity": model.press }, { "type": "PUBLIC" },
    ]);
    settings["heldUntil"] = json!(until);
    settings
}

/// The keys of those in the line.
async fn keys(conference: &Conference<'_>) -> Vec<String> {
    let found = conference
        .look("registrations(first: 100) { nodes { id } }")
        .await;
    let nodes = found["registrations"]["nodes"].as_array().unwrap();
    nodes
        .iter()
        .map(|node| node["id"].as_str().unwrap().to_owned())
        .collect()
}

/// Whether the hub does it.
async fn attempt(
    conference: &Conference<'_>,
    cast: &Cast<'_>,
    delegations: &[String],
    until: &str,
    model: &Model,
    what: Try,
) -> bool {
    let done = |comes: String| {
        assert!(!comes.contains("FORBIDDEN"), "{what:?}: {comes}");
        comes == "DONE"
    };
    let row = |keys: &[String], i: usize| {
        let nobody = "registration_01h2xcejqtf2nbrexx3vqjhp41".to_owned();
        keys.get(i).cloned().unwrap_or(nobody)
    };
    match what {
        Try::Register(who, kind) => {
            let input = json!({ "event": conference.id, "type": TYPES[kind] });
            done(comes(&cast.people[who], "register", input).await)
        }
        Try::Send(of, many) => {
            let people = vec![json!({ "name": "Somebody" }); many];
            let input = json!({ "delegation": delegations[of], "people": people });
            done(comes(&cast.heads[of], "registerDelegation", input).await)
        }
        Try::Cancel(i) => {
            let input = json!({ "registration": row(&keys(conference).await, i) });
            let payload = conference.operate("cancelRegistration", input).await;
            payload["errors"] == json!([])
        }
        Try::Pass(i, to) => {
            let id = row(&keys(conference).await, i);
            let input = json!({ "registration": id, "to": { "person": cast.people[to].id } });
            let offered = conference.operate("offerSeat", input).await;
            offered["errors"] == json!([])
                && done(
                    comes(
                        &cast.people[to],
                        "acceptSeat",
                        json!({ "registration": id }),
                    )
                    .await,
                )
        }
        Try::Capacity(all) => {
            let next = settings(
                &Model {
                    capacity: all,
                    ..plain(model)
                },
                until,
            );
            conference.try_to_set(next).await.is_empty()
        }
        Try::Press(all) => {
            let next = settings(
                &Model {
                    press: all,
                    ..plain(model)
                },
                until,
            );
            conference.try_to_set(next).await.is_empty()
        }
        Try::Allot(of, seats) => {
            let party = json!({ "city": conference.hub.id_of(Kind::City, CITIES[of]).await });
            let allotments = json!([{ "party": party, "seats": seats }]);
            let input = json!({ "event": conference.id, "allotments": allotments });
            mistakes_of(&conference.operate("allotSeats", input).await).is_empty()
        }
        Try::Release(of, seats) => {
            let input = json!({ "delegation": delegations[of], "seats": seats });
            done(comes(&cast.heads[of], "releaseSeats", input).await)
        }
        Try::TimePasses => {
            cast.ahead.by(TimeDelta::minutes(61));
            events::release_due(conference.hub.graph.log(), &schema::DomainCircles)
                .await
                .unwrap();
            true
        }
    }
}

fn plain(model: &Model) -> Model {
    Model {
        line: Vec::new(),
        ..*model
    }
}

async fn plays(hub: &Hub, cast: &Cast<'_>, slug: &str, tries: &[Try]) -> BTreeSet<String> {
    let conference = announced(hub, slug).await;
    let until = in_minutes(hub, 60);
    let mut model = Model {
        capacity: 4,
        press: 1,
        quota: [None, None],
        released: false,
        line: Vec::new(),
        promoted: 0,
    };
    conference.set(settings(&model, &until)).await;
    let mut delegations = Vec::new();
    for head in &cast.heads {
        delegations.push(conference.headed_by(head).await);
    }
    let before = conference.told("registration.promoted").await.len();
    let mut seen = BTreeSet::new();
    for what in tries {
        let did = attempt(&conference, cast, &delegations, &until, &model, *what).await;
        let expected = model.apply(*what);
        assert_eq!(did, expected, "{what:?} of {tries:?}");
        let name = format!("{what:?}");
        let name = name.split('(').next().unwrap_or_default();
        seen.insert(format!("{name} {did}"));
        let line = conference
            .look("registration { seated held waiting capacity } registrations(first: 100) { nodes { state } }")
            .await;
        let states: Vec<&str> = (line["registrations"]["nodes"].as_array().unwrap().iter())
            .map(|node| node["state"].as_str().unwrap())
            .collect();
        let expected: Vec<&str> = model.line.iter().map(|row| row.state).collect();
        assert_eq!(states, expected, "{what:?} of {tries:?}");
        let waiting = expected.iter().filter(|state| **state == "WAITING").count();
        assert_eq!(
            line["registration"],
            json!({
                "seated": model.seated(|_| true), "held": model.held(), "waiting": waiting,
                "capacity": model.capacity,
            }),
            "{what:?} of {tries:?}"
        );
    }
    let told = conference.told("registration.promoted").await.len() - before;
    assert_eq!(told, model.promoted, "{tries:?}");
    if model.promoted > 0 {
        seen.insert("promoted".to_owned());
    }
    seen
}

#[test]
fn seats_and_order_are_as_the_rules_say_whatever_is_done() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for product in Product::available() {
        let ahead = Ahead::default();
        let hub = runtime.block_on(async {
            let setup = Setup {
                clock: ahead.clock(),
                ..Setup::default()
            };
            Hub::set_up(Database::new(product, Content::Demo).await, setup).await
        });
        let cast = runtime.block_on(async {
            let (mut people, mut heads) = (Vec::new(), Vec::new());
            for name in NAMES {
                people.push(hub.person(name).await);
            }
            for city in CITIES {
                heads.push(hub.officer_of(city).await);
            }
            Cast {
                people,
                heads,
                ahead: ahead.clone(),
            }
        });
        let (count, seen) = (
            std::cell::Cell::new(0),
            std::cell::RefCell::new(BTreeSet::new()),
        );
        let config = Config {
            cases: 12,
            failure_persistence: None,
            ..Config::default()
        };
        TestRunner::new(config)
            .run(&tries(), |tries| {
                count.set(count.get() + 1);
                let slug = format!("in-any-order-{}", count.get());
                let found = runtime.block_on(plays(&hub, &cast, &slug, &tries));
                seen.borrow_mut().extend(found);
                Ok(())
            })
            .unwrap_or_else(|error| panic!("{product:?}: {error}"));
        // Else the test would say little.
        let seen = seen.into_inner();
        for must in [
            "Register true",
            "Send true",
            "Cancel true",
            "Capacity true",
            "promoted",
        ] {
            assert!(seen.contains(must), "{product:?}: never {must}: {seen:?}");
        }
    }
}
