//! docs/events.md: its documents, as they stand there, sent in their order by those whom it names.

use chrono::{DateTime, Utc};
use kernel::Kind;
use serde_json::{Map, Value, json};
use testkit::{Ahead, Content, Database, Hub, Product, Setup};

use super::{create, texts};

const DOCUMENT: &str = include_str!("../../docs/events.md");

/// A document of the guide: what it is called there, who sends it, and what it is.
struct Example {
    name: &'static str,
    who: &'static str,
    document: &'static str,
}

/// All of them. There is none that nobody sends.
fn examples() -> Vec<Example> {
    let all: Vec<Example> = (DOCUMENT.split("<!-- example: ").skip(1))
        .map(|rest| {
            let (mark, rest) = rest.split_once(" -->\n```graphql\n").expect("a document");
            let (name, who) = mark.split_once(", by ").expect("who sends it");
            let (document, _) = rest.split_once("\n```").expect("its end");
            Example {
                name,
                who,
                document,
            }
        })
        .collect();
    assert_eq!(all.len(), DOCUMENT.matches("```graphql").count());
    all
}

/// What the documents of the guide are about, by the names of their variables.
async fn variables(hub: &Hub) -> Map<String, Value> {
    let series = "{ eventSeries(slug: \"international-conference\") { id } }";
    let series = hub.query(series).await.data()["eventSeries"]["id"].clone();
    let mut known = Map::new();
    known.insert("series".to_owned(), series);
    for (name, kind, slug) in [
        ("host", Kind::City, "braga"),
        ("theme", Kind::Theme, "mobility"),
        ("project", Kind::Project, "example-mobility-lab"),
    ] {
        known.insert(name.to_owned(), json!(hub.id_of(kind, slug).await));
    }
    let secretary = hub.secretary().await;
    let other = json!({ "kind": "VISIT", "content": texts("en", "A visit") });
    let other = create(hub, &secretary, other).await;
    known.insert("other".to_owned(), json!(other.id));
    known
}

/// The mistakes of whatever a mutation came to.
fn mistakes(data: &Value) -> Vec<Value> {
    let payloads = data.as_object().unwrap().values();
    let errors = payloads.filter_map(|payload| payload["errors"].as_array());
    errors.flatten().cloned().collect()
}

/// An answer without what differs from run to run.
fn told(answer: &Value) -> Value {
    match answer {
        Value::String(text) => match text.split_once('_') {
            Some((kind, key)) if key.len() == 26 => json!(format!("{kind}_…")),
            _ => answer.clone(),
        },
        Value::Array(items) => items.iter().map(told).collect(),
        Value::Object(fields) => (fields.iter())
            .map(|(name, value)| (name.clone(), told(value)))
            .collect::<Map<_, _>>()
            .into(),
        _ => answer.clone(),
    }
}

/// Lets the clock of the hub show this, whenever the test runs.
fn set_clock(hub: &Hub, ahead: &Ahead, instant: &str) {
    let instant: DateTime<Utc> = instant.parse().unwrap();
    ahead.by(instant - hub.graph.log().clock().now());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_guide_works_as_it_stands_there() {
    for product in Product::available() {
        let ahead = Ahead::default();
        let setup = Setup {
            clock: ahead.clock(),
            ..Setup::default()
        };
        let hub = Hub::set_up(Database::new(product, Content::Demo).await, setup).await;
        set_clock(&hub, &ahead, "2027-01-15T12:00:00Z");
        let mut known = variables(&hub).await;
        hub.officer_of("braga").await;
        let mut answers = Map::new();
        for Example {
            name,
            who,
            document,
        } in examples()
        {
            if name == "hold" {
                set_clock(&hub, &ahead, "2027-06-23T12:00:00Z");
            }
            // They sign in each time: months go by.
            let caller = match who {
                "the secretary" => hub.person("Secretary").await.caller,
                "the host" => hub.person("Officer of braga").await.caller,
                _ => hub.anybody(),
            };
            let asked: Map<String, Value> = (known.iter())
                .filter(|(name, _)| document.contains(&format!("${name}:")))
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect();
            let reply = caller.query_with(document, Value::Object(asked)).await;
            let data = reply.data();
            assert_eq!(mistakes(data), [""; 0], "{name}");
            if name == "create" {
                known.insert(
                    "event".to_owned(),
                    data["createEvent"]["event"]["id"].clone(),
                );
            }
            if name == "guests" {
                // Somebody of the press asks to come, meanwhile.
                let press = hub.person("Somebody of the press").await;
                let input = json!({ "event": known["event"], "type": "PRESS" });
                let made = press.call("register", input, "registration { id }").await;
                known.insert("request".to_owned(), made["registration"]["id"].clone());
            }
            answers.insert(name.to_owned(), told(data));
        }
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(answers, @r#"
            {
              "create": {
                "createEvent": {
                  "event": {
                    "id": "event_…",
                    "slug": "rivers-and-roads",
                    "status": "DRAFT",
                    "timeZone": "Europe/Lisbon",
                    "askedHostCity": {
                      "name": "Braga"
                    }
                  },
                  "errors": []
                }
              },
              "accept": {
                "acceptEventRole": {
                  "event": {
                    "hostCity": {
                      "name": "Braga"
                    }
                  },
                  "errors": []
                }
              },
              "series": {
                "eventSeries": {
                  "title": "International conference",
                  "events": {
                    "nodes": [
                      {
                        "edition": 5,
                        "title": "5th conference: water, energy and food",
                        "startsOn": "2026-10-05",
                        "hostCity": {
                          "name": "Cuneo"
                        }
                      },
                      {
                        "edition": 4,
                        "title": "4th conference: drivers of economic development",
                        "startsOn": "2024-04-16",
                        "hostCity": {
                          "name": "Anderson"
                        }
                      },
                      {
                        "edition": 3,
                        "title": "3rd conference: sustainable innovation",
                        "startsOn": "2022-03-15",
                        "hostCity": {
                          "name": "Santiago de Querétaro"
                        }
                      }
                    ]
                  }
                }
              },
              "session": {
                "addSession": {
                  "session": {
                    "id": "session_…",
                    "startsAt": "2027-06-09T08:00:00+00:00",
                    "startsAtLocal": "2027-06-09T09:00"
                  },
                  "errors": []
                }
              },
              "announce": {
                "announceEvent": {
                  "event": {
                    "status": "ANNOUNCED"
                  },
                  "activity": {
                    "summary": "The event “Rivers and roads”, hosted by Braga, was announced"
                  },
                  "errors": []
                }
              },
              "postpone": {
                "postponeEvent": {
                  "event": {
                    "status": "ANNOUNCED",
                    "startsOn": "2027-06-23",
                    "endsOn": "2027-06-25",
                    "notice": {
                      "text": "The theatre is not ready before the 23rd."
                    },
                    "sessions": {
                      "nodes": [
                        {
                          "title": "Opening",
                          "startsAtLocal": "2027-06-23T09:00"
                        }
                      ]
                    }
                  },
                  "errors": []
                }
              },
              "cancel": {
                "cancelEvent": {
                  "event": {
                    "status": "CANCELLED",
                    "notice": {
                      "text": "There is no money for it."
                    }
                  },
                  "errors": []
                }
              },
              "registration": {
                "setRegistration": {
                  "event": {
                    "registration": {
                      "phase": "OPEN",
                      "capacity": 380,
                      "types": [
                        {
                          "type": "DELEGATE",
                          "capacity": null,
                          "confirmed": false
                        },
                        {
                          "type": "SPEAKER",
                          "capacity": null,
                          "confirmed": false
                        },
                        {
                          "type": "PRESS",
                          "capacity": 20,
                          "confirmed": true
                        },
                        {
                          "type": "PUBLIC",
                          "capacity": null,
                          "confirmed": false
                        }
                      ]
                    }
                  },
                  "errors": []
                }
              },
              "guests": {
                "registerGuests": {
                  "registrations": [
                    {
                      "id": "registration_…",
                      "number": 1,
                      "state": "SEATED"
                    }
                  ],
                  "errors": []
                }
              },
              "requests": {
                "node": {
                  "registrations": {
                    "totalCount": 1,
                    "nodes": [
                      {
                        "id": "registration_…",
                        "name": "Somebody of the press",
                        "type": "PRESS",
                        "answers": []
                      }
                    ]
                  }
                }
              },
              "confirm": {
                "confirmRegistration": {
                  "registration": {
                    "state": "SEATED",
                    "place": null
                  },
                  "errors": []
                }
              },
              "hold": {
                "holdEvent": {
                  "event": {
                    "status": "HELD"
                  },
                  "errors": []
                }
              },
              "results": {
                "setEventResults": {
                  "event": {
                    "recap": [
                      {
                        "locale": "en",
                        "text": "Thirty cities agreed on a declaration."
                      },
                      {
                        "locale": "fr",
                        "text": "Trente villes se sont accordées sur une déclaration."
                      }
                    ],
                    "figures": {
                      "participants": 380
                    },
                    "documents": [
                      {
                        "title": "Declaration"
                      }
                    ],
                    "bornProjects": {
                      "nodes": [
                        {
                          "title": "Example: a mobility lab"
                        }
                      ]
                    }
                  },
                  "errors": []
                }
              }
            }
            "#);
        }
    }
}
