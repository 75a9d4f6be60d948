//! A conference from its first draft to what came of it, in one story, through the front door.

use std::time::{Duration, Instant};

use chrono::{NaiveDate, TimeDelta};
use kernel::{Kind, local::LocalDateTime};
use serde_json::{Value, json};
use testkit::{Ahead, Content, Database, Hub, Person, Product, Setup};

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
        let deadline = Instant::now() + Duration::from_secs(30);
        let own = "{ viewer { registrations { nodes { state } } } }";
        loop {
            let found = self.cast.ben.query(own).await;
            if found.data()["viewer"]["registrations"]["nodes"][0]["state"] == "SEATED" {
                break;
            }
            assert!(Instant::now() < deadline, "nothing was released in time");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
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
            insta::assert_json_snapshot!(story.told(&english), @"");
            insta::assert_json_snapshot!(words, @"");
            insta::assert_json_snapshot!(story.told(&json!(log)), @"");
        }
        // What is no text reads the same in both.
        for same in ["startsOn", "registration", "documents", "figures", "recap"] {
            assert_eq!(english[same], french[same], "{same}");
        }
    }
}
