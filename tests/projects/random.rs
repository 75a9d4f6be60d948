//! Whoever does whatever in whatever order: the rules hold, and the log tells what was done.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use kernel::Kind;
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use serde_json::{Value, json};
use testkit::{Hub, Person};

use super::{Started, head, said, start, texts};

const CITIES: [&str; 4] = ["cuneo", "anderson", "norman", "braga"];

/// What somebody tries; the numbers are cities.
#[derive(Clone, Copy, Debug)]
enum Try {
    Propose,
    Launch,
    Complete,
    Abandon,
    SetOpen(bool),
    Invite(usize),
    OfferLead(usize),
    Interest,
    /// Of what is open with this city.
    Accept(usize),
    Decline(usize),
    Answer(usize, bool),
    TakeBack(usize),
    Leave,
    Publish,
}

/// Whether it makes sense, who tries it where it does not, and what.
type Attempt = (bool, usize, Try);

fn tries() -> impl Strategy<Value = Vec<Attempt>> {
    let city = 0..CITIES.len();
    let one = prop_oneof![
        5 => Just(Try::Propose),
        2 => Just(Try::Launch),
        2 => Just(Try::Complete),
        1 => Just(Try::Abandon),
        1 => any::<bool>().prop_map(Try::SetOpen),
        5 => city.clone().prop_map(Try::Invite),
        5 => city.clone().prop_map(Try::OfferLead),
        8 => Just(Try::Interest),
        8 => city.clone().prop_map(Try::Accept),
        4 => city.clone().prop_map(Try::Decline),
        6 => (city.clone(), any::<bool>()).prop_map(|(city, yes)| Try::Answer(city, yes)),
        5 => city.clone().prop_map(Try::TakeBack),
        2 => Just(Try::Leave),
        2 => Just(Try::Publish),
    ];
    // Most try what makes sense for them: else little would be done.
    let who = prop_oneof![1 => Just(false), 5 => Just(true)];
    proptest::collection::vec((who, 0..CITIES.len(), one), 10..50)
}

/// What an attempt comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comes {
    Done,
    Refused,
    Forbidden,
}

/// The rules, told once more in the simplest way.
struct Model {
    stage: &'static str,
    open_to_partners: bool,
    lead: usize,
    partners: BTreeSet<usize>,
    /// What is open with a city: the kind, and the id.
    open: BTreeMap<usize, (&'static str, String)>,
    /// What was done, and for whom.
    log: Vec<(&'static str, usize)>,
}

impl Model {
    fn ended(&self) -> bool {
        ["COMPLETED", "ABANDONED"].contains(&self.stage)
    }

    fn takes_part(&self, city: usize) -> bool {
        self.lead == city || self.partners.contains(&city)
    }

    /// Somebody for whom this makes sense, if there is one, and with whom it does.
    fn sensible(&self, any: usize, what: Try) -> Option<(usize, Try)> {
        let one_of = |good: &dyn Fn(usize) -> bool| {
            let cities = (0..CITIES.len()).map(|i| (i + any) % CITIES.len());
            cities.into_iter().find(|city| good(*city))
        };
        let offered = |city: usize| self.open.get(&city).map(|(kind, _)| *kind);
        let asked = |city: usize| offered(city).is_some_and(|kind| kind != "INTEREST");
        let free = |city: usize| !self.takes_part(city) && offered(city).is_none();
        Some(match what {
            Try::Invite(_) => (self.lead, Try::Invite(one_of(&free)?)),
            Try::OfferLead(_) => {
                let partner = |city| self.partners.contains(&city) && offered(city).is_none();
                (self.lead, Try::OfferLead(one_of(&partner)?))
            }
            Try::Interest => (one_of(&free)?, what),
            Try::Accept(_) => {
                let city = one_of(&asked)?;
                (city, Try::Accept(city))
            }
            Try::Decline(_) => {
                let city = one_of(&asked)?;
                (city, Try::Decline(city))
            }
            Try::Answer(_, yes) => {
                let interested = |city| offered(city) == Some("INTEREST");
                (self.lead, Try::Answer(one_of(&interested)?, yes))
            }
            Try::TakeBack(_) => {
                let city = one_of(&|city| offered(city).is_some())?;
                let who = if asked(city) { self.lead } else { city };
                (who, Try::TakeBack(city))
            }
            Try::Leave => (one_of(&|city| self.partners.contains(&city))?, what),
            Try::Publish => (one_of(&|city| self.takes_part(city))?, what),
            Try::Propose | Try::Launch | Try::Complete | Try::Abandon | Try::SetOpen(_) => {
                (self.lead, what)
            }
        })
    }

    /// What this comes to.
    fn expects(&self, who: usize, what: Try) -> Comes {
        use Comes::{Done, Forbidden, Refused};
        let when = |good: bool| if good { Done } else { Refused };
        let leads = |good: bool| {
            if self.lead == who {
                when(good)
            } else {
                Forbidden
            }
        };
        let offered = |city: usize| self.open.get(&city).map(|(kind, _)| *kind);
        match what {
            Try::Propose => leads(self.stage == "IDEA"),
            Try::Launch => leads(self.stage == "PROPOSED"),
            Try::Complete => leads(self.stage == "ACTIVE"),
            Try::Abandon | Try::SetOpen(_) => leads(!self.ended()),
            Try::Invite(city) => {
                leads(!self.ended() && !self.takes_part(city) && offered(city).is_none())
            }
            Try::OfferLead(city) => {
                leads(!self.ended() && self.partners.contains(&city) && offered(city).is_none())
            }
            Try::Interest => when(
                self.stage != "IDEA"
                    && !self.ended()
                    && self.open_to_partners
                    && !self.takes_part(who)
                    && offered(who).is_none(),
            ),
            Try::Accept(city) | Try::Decline(city) => match offered(city) {
                None => Refused,
                Some(_) if who != city => Forbidden,
                Some(kind) => when(kind != "INTEREST"),
            },
            Try::Answer(city, _) => match offered(city) {
                None => Refused,
                Some(kind) => leads(kind == "INTEREST"),
            },
            Try::TakeBack(city) => match offered(city) {
                None => Refused,
                Some("INTEREST") => {
                    if who == city {
                        Done
                    } else {
                        Forbidden
                    }
                }
                Some(_) => leads(true),
            },
            Try::Leave => when(!self.ended() && self.partners.contains(&who)),
            Try::Publish => {
                if self.takes_part(who) {
                    Done
                } else {
                    Forbidden
                }
            }
        }
    }

    /// What is so afterwards.
    fn apply(&mut self, who: usize, what: Try, id: Option<String>) {
        let verb = match what {
            Try::Propose => {
                self.stage = "PROPOSED";
                "project.proposed"
            }
            Try::Launch => {
                self.stage = "ACTIVE";
                "project.launched"
            }
            Try::Complete | Try::Abandon => {
                self.open.clear();
                self.open_to_partners = false;
                if matches!(what, Try::Complete) {
                    self.stage = "COMPLETED";
                    "project.completed"
                } else {
                    self.stage = "ABANDONED";
                    "project.abandoned"
                }
            }
            Try::SetOpen(open) => {
                self.open_to_partners = open;
                "project.updated"
            }
            Try::Invite(city) => {
                self.open.insert(city, ("INVITATION", id.unwrap()));
                "partner.invited"
            }
            Try::OfferLead(city) => {
                self.open.insert(city, ("LEAD", id.unwrap()));
                "lead.offered"
            }
            Try::Interest => {
                self.open.insert(who, ("INTEREST", id.unwrap()));
                "partner.interested"
            }
            Try::Accept(city) => {
                if self.open.remove(&city).unwrap().0 == "LEAD" {
                    self.partners.remove(&city);
                    self.partners.insert(self.lead);
                    self.lead = city;
                    self.open.retain(|_, (kind, _)| *kind != "LEAD");
                    "lead.changed"
                } else {
                    self.partners.insert(city);
                    "partner.joined"
                }
            }
            Try::Decline(city) => match self.open.remove(&city).unwrap().0 {
                "LEAD" => "lead.declined",
                _ => "partner.declined",
            },
            Try::Answer(city, yes) => {
                self.open.remove(&city);
                if yes {
                    self.partners.insert(city);
                    "partner.joined"
                } else {
                    "partner.interest-declined"
                }
            }
            Try::TakeBack(city) => match self.open.remove(&city).unwrap().0 {
                "LEAD" => "lead.withdrawn",
                "INTEREST" => "partner.interest-withdrawn",
                _ => "partner.invitation-withdrawn",
            },
            Try::Leave => {
                self.partners.remove(&who);
                self.open.remove(&who);
                "partner.left"
            }
            Try::Publish => "update.published",
        };
        self.log.push((verb, who));
    }
}

/// The hub, as this person tries it: what it comes to, and the id of what was made.
async fn attempt(
    project: &Started<'_>,
    who: &Person<'_>,
    what: Try,
    cities: &[String],
    offer: impl Fn(usize) -> String,
) -> (Comes, Option<String>) {
    let id = &project.id;
    let city = |city: usize| json!(cities[city]);
    let (mutation, input) = match what {
        Try::Propose => ("proposeProject", json!({ "project": id })),
        Try::Launch => ("launchProject", json!({ "project": id })),
        Try::Complete => (
            "completeProject",
            json!({ "project": id, "results": said("Much.") }),
        ),
        Try::Abandon => (
            "abandonProject",
            json!({ "project": id, "reason": said("Little.") }),
        ),
        Try::SetOpen(open) => (
            "updateProject",
            json!({ "project": id, "openToPartners": open }),
        ),
        Try::Invite(of) => (
            "invitePartner",
            json!({ "project": id, "party": { "city": city(of) } }),
        ),
        Try::OfferLead(of) => (
            "changeProjectLead",
            json!({ "project": id, "city": city(of) }),
        ),
        Try::Interest => (
            "expressInterest",
            json!({ "project": id, "message": said("Us!") }),
        ),
        Try::Accept(of) => ("acceptPartnership", json!({ "partnership": offer(of) })),
        Try::Decline(of) => ("declinePartnership", json!({ "partnership": offer(of) })),
        Try::Answer(of, yes) => (
            "answerInterest",
            json!({ "partnership": offer(of), "accept": yes }),
        ),
        Try::TakeBack(of) => ("withdrawPartnership", json!({ "partnership": offer(of) })),
        Try::Leave => ("withdrawFromProject", json!({ "project": id })),
        Try::Publish => (
            "publishUpdate",
            json!({ "project": id, "content": [texts("en", "News")] }),
        ),
    };
    let makes = matches!(what, Try::Invite(_) | Try::OfferLead(_) | Try::Interest);
    let fields = if makes { "partnership { id } " } else { "" };
    let document = format!(
        "mutation ($input: {}{}Input!) {{ {mutation}(input: $input) {{ {fields} errors {{ code }} }} }}",
        mutation[..1].to_uppercase(),
        &mutation[1..],
    );
    let reply = who.query_with(&document, json!({ "input": input })).await;
    if reply.codes() == ["FORBIDDEN"] {
        return (Comes::Forbidden, None);
    }
    let payload = &reply.data()[mutation];
    let made = payload["partnership"]["id"].as_str().map(str::to_owned);
    let comes = if payload["errors"] == json!([]) {
        Comes::Done
    } else {
        Comes::Refused
    };
    (comes, made)
}

/// Plays it through, and says which verbs were done.
async fn plays(hub: &Hub, people: &[Person<'_>], tries: &[Attempt]) -> Vec<&'static str> {
    let mut cities = Vec::new();
    for city in CITIES {
        cities.push(hub.id_of(Kind::City, city).await);
    }
    let before = head(hub).await;
    let project = start(hub, &people[0], "Any order").await;
    let mut model = Model {
        stage: "IDEA",
        open_to_partners: true,
        lead: 0,
        partners: BTreeSet::new(),
        open: BTreeMap::new(),
        log: vec![("project.started", 0)],
    };
    for (sense, any, what) in tries {
        let (who, what) = match model.sensible(*any, *what) {
            Some(sensible) if *sense => sensible,
            _ => (*any, *what),
        };
        // Where nothing is open: an offer that there never was.
        let offer = |city: usize| match model.open.get(&city) {
            Some((_, id)) => id.clone(),
            None => "partnership_01h2xcejqtf2nbrexx3vqjhp41".to_owned(),
        };
        let expected = model.expects(who, what);
        let (comes, made) = attempt(&project, &people[who], what, &cities, offer).await;
        assert_eq!(
            comes, expected,
            "{} tries {what:?} in {tries:?}",
            CITIES[who]
        );
        if comes == Comes::Done {
            model.apply(who, what, made);
        }
    }
    let look = project
        .look(
            "stage openToPartners leadCity { slug } partnerCities { nodes { slug } }
            partnerships(filter: { state: { eq: OPEN } }) { nodes { id } }
            activities(last: 100) { nodes { position verb actingFor { city { slug } } } }",
        )
        .await;
    let slugs = |list: &Value, key: &str| -> BTreeSet<String> {
        let nodes = list["nodes"].as_array().unwrap().iter();
        nodes
            .map(|node| node[key].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(look["stage"], model.stage);
    assert_eq!(look["openToPartners"], model.open_to_partners);
    assert_eq!(look["leadCity"]["slug"], CITIES[model.lead]);
    let partners = model.partners.iter().map(|city| CITIES[*city].to_owned());
    assert_eq!(slugs(&look["partnerCities"], "slug"), partners.collect());
    let open = model.open.values().map(|(_, id)| id.clone());
    assert_eq!(slugs(&look["partnerships"], "id"), open.collect());
    // What was done is in the log, once, in order, without gaps; what was refused is not.
    let told: Vec<_> = look["activities"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .rev()
        .collect();
    let expected: Vec<_> = (before + 1..)
        .zip(&model.log)
        .map(|(position, (verb, who))| {
            json!({ "position": position, "verb": verb, "actingFor": { "city": { "slug": CITIES[*who] } } })
        })
        .collect();
    assert_eq!(told, expected.iter().collect::<Vec<_>>());
    assert_eq!(
        head(hub).await,
        before + i64::try_from(model.log.len()).unwrap()
    );
    model.log.into_iter().map(|(verb, _)| verb).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_tried_the_rules_hold_and_the_log_tells_what_was_done() {
    for hub in Hub::with_demo().await {
        let mut people = Vec::new();
        for city in CITIES {
            people.push(hub.officer_of(city).await);
        }
        let config = Config {
            cases: 32,
            max_shrink_iters: 40,
            failure_persistence: None,
            ..Config::default()
        };
        let runtime = tokio::runtime::Handle::current();
        let seen = RefCell::new(BTreeSet::new());
        let played = tokio::task::block_in_place(|| {
            TestRunner::new_with_rng(
                config,
                proptest::test_runner::TestRng::deterministic_rng(
                    proptest::test_runner::RngAlgorithm::ChaCha,
                ),
            )
            .run(&tries(), |tries| {
                let done = runtime.block_on(plays(&hub, &people, &tries));
                seen.borrow_mut().extend(done);
                Ok(())
            })
        });
        if let Err(error) = played {
            panic!("{error}");
        }
        // Else the rules were not tried.
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(seen.into_inner(), @r#"
            [
              "lead.changed",
              "lead.declined",
              "lead.offered",
              "lead.withdrawn",
              "partner.declined",
              "partner.interest-declined",
              "partner.interest-withdrawn",
              "partner.interested",
              "partner.invitation-withdrawn",
              "partner.invited",
              "partner.joined",
              "partner.left",
              "project.abandoned",
              "project.completed",
              "project.launched",
              "project.proposed",
              "project.started",
              "project.updated",
              "update.published"
            ]
            "#);
        }
    }
}
