//! A conference from its first draft to what came of it, in one story, through the front door.

use chrono::{NaiveDate, TimeDelta};
use kernel::{Kind, local::LocalDateTime};
use serde_json::{Value, json};
use testkit::{Ahead, Content, Database, Hub, Person, Product, Setup, wait};

use super::{Prepared, create, mistakes_of, said, texts};

const ZONE: &str = "Europe/Lisbon";

/// What the clocks of the conference show so many minutes from now.
fn in_minutes(hub: &Hub, minutes: i64) -> String {
    let at = hub.graph.log().clock().now() + TimeDelta::minutes(minutes);
    LocalDateTime::at(at, ZONE.parse().unwrap()).to_string()
}

/// Those who make the conference, and those who come.
struct Cast<'h> {
    secretary: Person<'h>,
    host: Person<'h>,
    head: Person<'h>,
    ada: Person<'h>,
    ben: Person<'h>,
}

/// A story that begins some days ago: so that the conference, postponed by some days, can be held today.
struct Story<'h> {
    hub: &'h Hub,
    cast: Cast<'h>,
    today: NaiveDate,
}

impl Story<'_> {
    fn day(&self, days: i64) -> String {
        (self.today + TimeDelta::days(days)).to_string()
    }

    /// An answer, with names of days for the days that differ from run to run.
    fn told(&self, answer: &Value) -> Value {
        let mut text = answer.to_string();
        for days in -9..9 {
            text = text.replace(&self.day(days), &format!("day {days}"));
        }
        serde_json::from_str(&text).unwrap()
    }

    /// The secretariat prepares an edition of the series, Braga accepts to host it, and it is announced.
    async fn prepare(&self) -> Prepared<'_> {
        let series = "{ eventSeries(slug: \"international-conference\") { id } }";
        let series = self.hub.query(series).await.data()["eventSeries"]["id"].clone();
        let project = self.hub.id_of(Kind::Project, "example-mobility-lab").await;
        let input = json!({
            "kind": "CONFERENCE", "content": texts("en", "Rivers and roads"), "series": series,
            "edition": 6, "startsOn": self.day(-8), "endsOn": self.day(-6),
            "hostCity": self.hub.id_of(Kind::City, "braga").await, "mode": "HYBRID",
            "place": { "venue": "Theatro Circo",
                "accessibility": [said("A lift, and an induction loop.")] },
            "onlineLink": "https://meet.example.org/rivers", "capacity": 4,
            "themes": [self.hub.id_of(Kind::Theme, "mobility").await], "projects": [project],
        });
        let Cast {
            secretary, host, ..
        } = &self.cast;
        let event = create(self.hub, secretary, input).await;
        assert_eq!(event.seen_by(&self.cast.head, "id").await, Value::Null);
        let early = event
            .call(secretary, "announceEvent", json!({}), "event { id }")
            .await;
        assert_eq!(mistakes_of(&early), ["input.event WRONG_STATE"]);
        event
            .done(host, "acceptEventRole", json!({ "role": "HOST" }))
            .await;
        event.done(secretary, "announceEvent", json!({})).await;
        let french = json!({ "node": event.id, "locale": "fr", "title": "Rivières et routes" });
        let payload = host.call("writeText", french, "activity { verb }").await;
        assert_eq!(payload["errors"], json!([]), "{payload:#}");
        event
    }

    /// The host makes the programme.
    async fn programme(&self, event: &Prepared<'_>) {
        let host = &self.cast.host;
        let at = |day: i64, time: &str| format!("{}T{time}", self.day(day));
        let opening = json!({
            "kind": "PLENARY", "content": texts("en", "Opening"), "room": "Great hall",
            "startsAt": at(-8, "09:00"), "endsAt": at(-8, "10:30"), "language": "pt",
            "interpretation": ["en", "fr"], "speakers": [{ "role": "Mayor of Braga" }],
        });
        event.done(host, "addSession", opening).await;
        let over = json!({
            "kind": "WORKSHOP", "content": texts("en", "Over it"), "room": "Great hall",
            "startsAt": at(-8, "10:00"), "endsAt": at(-8, "11:00"),
        });
        let payload = event.call(host, "addSession", over, "session { id }").await;
        assert_eq!(mistakes_of(&payload), ["input.startsAt OVERLAP"]);
        let closing = json!({
            "kind": "FORUM", "content": texts("en", "Closing"), "room": "Great hall",
            "startsAt": at(-6, "16:00"), "endsAt": at(-6, "17:00"),
        });
        event.done(host, "addSession", closing).await;
    }

    /// People register: one alone, one as a guest, a delegation with seats that are held for it.
    async fn registration(&self, event: &Prepared<'_>) {
        let Cast {
            host,
            head,
            ada,
            ben,
            ..
        } = &self.cast;
        let settings = json!({
            "opensAt": "2020-01-01T09:00", "closesAt": "2100-01-01T09:00", "capacity": 4,
            "types": [{ "type": "DELEGATE" }, { "type": "SPEAKER", "confirmed": true }, { "type": "PUBLIC" }],
            "invited": { "members": true }, "heldUntil": in_minutes(self.hub, 60),
        });
        event.done(host, "setRegistration", settings).await;
        let norman = json!({ "city": self.hub.id_of(Kind::City, "norman").await });
        let allot = json!({ "allotments": [{ "party": norman, "seats": 2 }] });
        event.done(host, "allotSeats", allot).await;
        let named = event
            .call(
                head,
                "nameDelegationHead",
                json!({ "head": head.id }),
                "delegation { id }",
            )
            .await;
        let people = json!({
            "delegation": named["delegation"]["id"], "people": [{ "name": "Nora of Norman" }],
        });
        let sent = head
            .call("registerDelegation", people, "registrations { state }")
            .await;
        assert_eq!(sent["registrations"], json!([{ "state": "SEATED" }]));
        let guest = json!({ "guests": [{ "type": "SPEAKER", "name": "Gil, who speaks" }] });
        event.done(host, "registerGuests", guest).await;
        for (who, state) in [(ada, "SEATED"), (ben, "WAITING")] {
            let payload = event
                .call(
                    who,
                    "register",
                    json!({ "type": "PUBLIC" }),
                    "registration { state }",
                )
                .await;
            assert_eq!(payload["registration"]["state"], state, "{payload:#}");
        }
    }

    /// It is postponed by a week, and everything goes with it.
    async fn postpone(&self, event: &Prepared<'_>) {
        let secretary = &self.cast.secretary;
        let later = json!({ "reason": said("The river rose."), "startsOn": self.day(-1) });
        let payload = event
            .call(secretary, "postponeEvent", later.clone(), "event { id }")
            .await;
        assert_eq!(
            mistakes_of(&payload),
            [
                "input.startsOn OUTSIDE_EVENT",
                "input.startsOn OUTSIDE_EVENT"
            ]
        );
        let mut moved = later;
        moved["moveSessions"] = json!(true);
        event.done(secretary, "postponeEvent", moved).await;
        let kept = event.look("registration { seated held waiting }").await;
        assert_eq!(
            kept["registration"],
            json!({ "seated": 3, "held": 1, "waiting": 1 })
        );
    }

    /// The seat that nobody of the delegation took goes to who waits, when its time has come.
    async fn released(&self, event: &Prepared<'_>, ahead: &Ahead) {
        tokio::spawn(self.hub.live.clone().tick());
        ahead.by(TimeDelta::minutes(61));
        let own = "{ viewer { registrations { nodes { state } } } }";
        wait::until("the seat is released", async || {
            let found = self.cast.ben.query(own).await;
            let seated = found.data()["viewer"]["registrations"]["nodes"][0]["state"] == "SEATED";
            seated.then_some(())
        })
        .await;
        let link = event.seen_by(&self.cast.ben, "onlineLink").await;
        assert_eq!(link["onlineLink"], "https://meet.example.org/rivers");
    }

    /// Two come; it is held; and it is said what came of it, in two languages.
    async fn results(&self, event: &Prepared<'_>) {
        let Cast {
            secretary, host, ..
        } = &self.cast;
        let rows = "registrations(first: 100) { nodes { code name } }";
        let rows = event.seen_by(host, rows).await;
        let rows = rows["registrations"]["nodes"].as_array().unwrap();
        for name in ["Nora of Norman", "Ada"] {
            let row = rows.iter().find(|row| row["name"] == name).unwrap();
            let code = json!({ "code": row["code"] });
            event.done(host, "checkIn", code).await;
        }
        event.done(secretary, "holdEvent", json!({})).await;
        let project = self.hub.id_of(Kind::Project, "example-mobility-lab").await;
        let results = json!({
            "recap": [said("Two rivers, one road."),
                { "locale": "fr", "text": "Deux rivières, une route." }],
            "figures": { "participants": 2, "cities": 2, "source": "https://example.org/figures" },
            "documents": [
                { "title": "Declaration", "url": "https://example.org/declaration", "locale": "en" },
                { "title": "Déclaration", "url": "https://example.org/fr/declaration", "locale": "fr" },
            ],
            "bornProjects": [project],
        });
        event.done(secretary, "setEventResults", results).await;
    }
}

/// What anybody reads of it in the end.
const ALL: &str = "title slug status edition series { title } previousEdition { slug } mode
    startsOn endsOn timeZone hostCity { name } venue accessibility { locale text } onlineLink
    notice { text } themes { nodes { title } } projects { nodes { title } }
    sessions { nodes { title room startsAtLocal endsAtLocal language interpretation speakers { role } } }
    registration { phase capacity seated held waiting checkedIn types { type seated } }
    registrations { totalCount }
    registeredDelegations { nodes { city { name } seated checkedIn } }
    recap { locale text } figures { participants cities source }
    documents { title url locale } bornProjects { nodes { title } }";

#[tokio::test(flavor = "multi_thread")]
async fn a_conference_goes_from_its_first_draft_to_what_came_of_it() {
    for product in Product::available() {
        let ahead = Ahead::default();
        let setup = Setup {
            clock: ahead.clock(),
            ..Setup::default()
        };
        let hub = Hub::set_up(Database::new(product, Content::Demo).await, setup).await;
        let cast = Cast {
            secretary: hub.secretary().await,
            host: hub.officer_of("braga").await,
            head: hub.officer_of("norman").await,
            ada: hub.person("Ada").await,
            ben: hub.person("Ben").await,
        };
        let today = hub.graph.log().clock().now().date_naive();
        let story = Story {
            hub: &hub,
            cast,
            today,
        };
        let event = story.prepare().await;
        story.programme(&event).await;
        story.registration(&event).await;
        story.postpone(&event).await;
        story.released(&event, &ahead).await;
        story.results(&event).await;
        let anybody = hub.anybody();
        let english = event
            .seen_by(&anybody.with("accept-language", "en"), ALL)
            .await;
        let french = event
            .seen_by(&anybody.with("accept-language", "fr"), ALL)
            .await;
        let log = event.log().await;
        let words = "title series { title } themes { nodes { title } } recap { text }";
        let words = event
            .seen_by(&anybody.with("accept-language", "fr"), words)
            .await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(story.told(&english), @r#"
            {
              "title": "Rivers and roads",
              "slug": "rivers-and-roads",
              "status": "HELD",
              "edition": 6,
              "series": {
                "title": "International conference"
              },
              "previousEdition": {
                "slug": "conference-2026"
              },
              "mode": "HYBRID",
              "startsOn": "day -1",
              "endsOn": "day 1",
              "timeZone": "Europe/Lisbon",
              "hostCity": {
                "name": "Braga"
              },
              "venue": "Theatro Circo",
              "accessibility": [
                {
                  "locale": "en",
                  "text": "A lift, and an induction loop."
                }
              ],
              "onlineLink": null,
              "notice": {
                "text": "The river rose."
              },
              "themes": {
                "nodes": [
                  {
                    "title": "Transport and mobility"
                  }
                ]
              },
              "projects": {
                "nodes": [
                  {
                    "title": "Example: a mobility lab"
                  }
                ]
              },
              "sessions": {
                "nodes": [
                  {
                    "title": "Opening",
                    "room": "Great hall",
                    "startsAtLocal": "day -1T09:00",
                    "endsAtLocal": "day -1T10:30",
                    "language": "pt",
                    "interpretation": [
                      "en",
                      "fr"
                    ],
                    "speakers": [
                      {
                        "role": "Mayor of Braga"
                      }
                    ]
                  },
                  {
                    "title": "Closing",
                    "room": "Great hall",
                    "startsAtLocal": "day 1T16:00",
                    "endsAtLocal": "day 1T17:00",
                    "language": null,
                    "interpretation": [],
                    "speakers": []
                  }
                ]
              },
              "registration": {
                "phase": "OPEN",
                "capacity": 4,
                "seated": 4,
                "held": 0,
                "waiting": 0,
                "checkedIn": 2,
                "types": [
                  {
                    "type": "DELEGATE",
                    "seated": 1
                  },
                  {
                    "type": "SPEAKER",
                    "seated": 1
                  },
                  {
                    "type": "PUBLIC",
                    "seated": 2
                  }
                ]
              },
              "registrations": {
                "totalCount": 0
              },
              "registeredDelegations": {
                "nodes": [
                  {
                    "city": {
                      "name": "Norman"
                    },
                    "seated": 1,
                    "checkedIn": 1
                  }
                ]
              },
              "recap": [
                {
                  "locale": "en",
                  "text": "Two rivers, one road."
                },
                {
                  "locale": "fr",
                  "text": "Deux rivières, une route."
                }
              ],
              "figures": {
                "participants": 2,
                "cities": 2,
                "source": "https://example.org/figures"
              },
              "documents": [
                {
                  "title": "Declaration",
                  "url": "https://example.org/declaration",
                  "locale": "en"
                },
                {
                  "title": "Déclaration",
                  "url": "https://example.org/fr/declaration",
                  "locale": "fr"
                }
              ],
              "bornProjects": {
                "nodes": [
                  {
                    "title": "Example: a mobility lab"
                  }
                ]
              }
            }
            "#);
            insta::assert_json_snapshot!(words, @r#"
            {
              "title": "Rivières et routes",
              "series": {
                "title": "Conférence internationale"
              },
              "themes": {
                "nodes": [
                  {
                    "title": "Transports et mobilités"
                  }
                ]
              },
              "recap": [
                {
                  "text": "Two rivers, one road."
                },
                {
                  "text": "Deux rivières, une route."
                }
              ]
            }
            "#);
            insta::assert_json_snapshot!(story.told(&json!(log)), @r#"
            [
              "event.created seen by event: The secretariat prepares the event “Rivers and roads” / Le secrétariat prépare l’événement « Rivières et routes »",
              "host.accepted seen by event: Braga accepted to host the event “Rivers and roads” / Braga a accepté d’accueillir l’événement « Rivières et routes »",
              "event.announced seen by public: The event “Rivers and roads”, hosted by Braga, was announced / L’événement « Rivières et routes », accueilli par Braga, a été annoncé",
              "text.written seen by public: Rivers and roads was translated into another language (fr) / Rivières et routes a été traduit dans une autre langue (fr)",
              "session.added seen by public: The session “Opening” was added to the programme of “Rivers and roads” / La session « Opening » a été ajoutée au programme de « Rivières et routes »",
              "session.added seen by public: The session “Closing” was added to the programme of “Rivers and roads” / La session « Closing » a été ajoutée au programme de « Rivières et routes »",
              "registration.announced seen by public: It was said how to register for “Rivers and roads” / Les modalités d’inscription à « Rivières et routes » sont connues",
              "delegations.allotted seen by public: Delegations were given seats at “Rivers and roads” / Des délégations ont reçu des places à « Rivières et routes »",
              "delegation.named seen by public: Norman sends a delegation to “Rivers and roads” / Norman envoie une délégation à « Rivières et routes »",
              "delegation.registered seen by public: Norman registered people for “Rivers and roads” / Norman a inscrit des personnes à « Rivières et routes »",
              "guests.registered seen by event-desk: Guests were registered for “Rivers and roads” / Des invités ont été inscrits à « Rivières et routes »",
              "registration.made seen by person: You are registered for “Rivers and roads” / Vous êtes inscrit à « Rivières et routes »",
              "registration.made seen by person: You are registered for “Rivers and roads” / Vous êtes inscrit à « Rivières et routes »",
              "event.postponed seen by public: The event “Rivers and roads” was postponed to later days / L’événement « Rivières et routes » a été reporté à une date ultérieure",
              "delegations.released seen by public: The seats held for delegations at “Rivers and roads” went to who waits / Les places réservées aux délégations à « Rivières et routes » sont allées à ceux qui attendent",
              "registration.promoted seen by person: A seat at “Rivers and roads” has become free: it is yours / Une place à « Rivières et routes » s’est libérée : elle est à vous",
              "registration.checked-in seen by delegation: Welcome at “Rivers and roads” / Bienvenue à « Rivières et routes »",
              "registration.checked-in seen by person: Welcome at “Rivers and roads” / Bienvenue à « Rivières et routes »",
              "event.held seen by public: The event “Rivers and roads” took place in Braga / L’événement « Rivières et routes » a eu lieu (Braga)",
              "event.results seen by public: What came of the event “Rivers and roads” was published / Les résultats de l’événement « Rivières et routes » ont été publiés"
            ]
            "#);
        }
        // What is no text reads the same in both.
        for same in ["startsOn", "registration", "documents", "figures", "recap"] {
            assert_eq!(english[same], french[same], "{same}");
        }
    }
}
