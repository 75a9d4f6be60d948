//! Everybody who can ask a hub, and a valid call of every mutation, for the tests that need them all.
//!
//! To add a mutation: its call in `World::input`. To add a kind of caller: a line in `everybody`.

use kernel::{Kind, NodeRef, Party, actor::Role, db::Sql};
use serde_json::{Value, json};
use testkit::{Caller, Hub, Person};

/// A kind of caller.
pub(crate) struct Someone<'h> {
    /// The letters over their column.
    pub(crate) column: &'static str,
    /// What the letters mean.
    pub(crate) says: &'static str,
    /// Who asks; none for the operator, who does not come by a door.
    pub(crate) caller: Option<Caller<'h>>,
    /// The person behind it, with all they may do.
    pub(crate) person: Option<Person<'h>>,
    /// The mandate it is done under.
    pub(crate) mandate: Option<String>,
}

/// A mutation of the contract.
#[derive(Clone, Debug)]
pub(crate) struct Mutation {
    pub(crate) name: String,
    /// Whether a mandate can be named for it.
    pub(crate) takes_mandate: bool,
}

impl Mutation {
    /// Every mutation of the contract that these tests call, in its order; signing out comes last, for
    /// it ends what the caller comes with.
    pub(crate) async fn all(hub: &Hub) -> Vec<Mutation> {
        let document = "{ __schema { mutationType { fields { name args { name } } } } }";
        let reply = hub.query(document).await;
        let fields = reply.data()["__schema"]["mutationType"]["fields"].clone();
        let mutation = |field: &Value| Mutation {
            name: field["name"].as_str().unwrap().to_owned(),
            takes_mandate: (field["args"].as_array().unwrap().iter())
                .any(|argument| argument["name"] == "mandate"),
        };
        let mut all: Vec<_> = fields.as_array().unwrap().iter().map(mutation).collect();
        for (other, _) in ELSEWHERE {
            assert!(
                all.iter().any(|mutation| mutation.name == *other),
                "{other} is gone"
            );
        }
        all.retain(|mutation| !ELSEWHERE.iter().any(|(other, _)| *other == mutation.name));
        all.sort_by_key(|mutation| mutation.name == "signOut");
        all
    }

    /// The action that the policy is asked about, as the graph names it: mutations are called by it.
    pub(crate) fn action(&self) -> String {
        let mut name = String::new();
        for letter in self.name.chars() {
            if letter.is_uppercase() {
                name.push('_');
            }
            name.push(letter.to_ascii_uppercase());
        }
        name
    }

    /// What is sent to call it: it asks for its activity.
    pub(crate) fn document(&self) -> String {
        let Mutation {
            name,
            takes_mandate,
        } = self;
        let input_type = match name.as_str() {
            "unfollow" => "FollowInput".to_owned(),
            _ => format!("{}{}Input", name[..1].to_uppercase(), &name[1..]),
        };
        let (variable, argument) = match takes_mandate {
            true => (", $mandate: ID", ", mandate: $mandate"),
            false => ("", ""),
        };
        format!(
            "mutation ($input: {input_type}!{variable}) {{ {name}(input: $input{argument}) {{
               activity {{ id verb actor person {{ id }} mandate {{ id }} }}
               errors {{ code path message }} }} }}"
        )
    }
}

/// The mutations that take more than one call to get to, and where everybody calls them. (What the
/// policies say of all of them is in the table of the crate `access`.)
const ELSEWHERE: &[(&str, &str)] = &[
    ("inviteCity", "tests/cities/steps.rs"),
    ("declineMembership", "tests/cities/steps.rs"),
    ("applyForMembership", "tests/cities/steps.rs"),
    ("admitCity", "tests/cities/steps.rs"),
    ("refuseCity", "tests/cities/steps.rs"),
    ("suspendCity", "tests/cities/steps.rs"),
    ("reinstateCity", "tests/cities/steps.rs"),
    ("leaveNetwork", "tests/cities/steps.rs"),
    ("updateCity", "tests/cities/edit.rs"),
    ("startProject", "tests/projects/rights.rs"),
    ("expressInterest", "tests/projects/rights.rs"),
    ("acceptPartnership", "tests/projects/rights.rs"),
    ("declinePartnership", "tests/projects/rights.rs"),
    ("withdrawFromProject", "tests/projects/rights.rs"),
    ("updateProject", "tests/projects/rights.rs"),
    ("proposeProject", "tests/projects/rights.rs"),
    ("launchProject", "tests/projects/rights.rs"),
    ("completeProject", "tests/projects/rights.rs"),
    ("abandonProject", "tests/projects/rights.rs"),
    ("invitePartner", "tests/projects/rights.rs"),
    ("withdrawPartnership", "tests/projects/rights.rs"),
    ("answerInterest", "tests/projects/rights.rs"),
    ("changeProjectLead", "tests/projects/rights.rs"),
    ("addMilestone", "tests/projects/rights.rs"),
    ("changeMilestone", "tests/projects/rights.rs"),
    ("reachMilestone", "tests/projects/rights.rs"),
    ("removeMilestone", "tests/projects/rights.rs"),
    ("addNeed", "tests/projects/rights.rs"),
    ("completeNeed", "tests/projects/rights.rs"),
    ("removeNeed", "tests/projects/rights.rs"),
    ("setProjectDocuments", "tests/projects/rights.rs"),
    ("setProjectBudget", "tests/projects/rights.rs"),
    ("publishUpdate", "tests/projects/rights.rs"),
    ("editUpdate", "tests/projects/rights.rs"),
    ("removeUpdate", "tests/projects/rights.rs"),
    ("createEvent", "tests/events/rights.rs"),
    ("announceEvent", "tests/events/rights.rs"),
    ("cancelEvent", "tests/events/rights.rs"),
    ("editEvent", "tests/events/rights.rs"),
    ("postponeEvent", "tests/events/rights.rs"),
    ("holdEvent", "tests/events/rights.rs"),
    ("setEventResults", "tests/events/rights.rs"),
    ("acceptEventRole", "tests/events/roles.rs"),
    ("declineEventRole", "tests/events/roles.rs"),
    ("agreeToSpeak", "tests/events/roles.rs"),
    ("declineToSpeak", "tests/events/roles.rs"),
    ("addSession", "tests/events/rights.rs"),
    ("editSession", "tests/events/rights.rs"),
    ("moveSession", "tests/events/rights.rs"),
    ("removeSession", "tests/events/rights.rs"),
    ("setRegistration", "tests/registration/privacy.rs"),
    ("register", "tests/registration/mistakes.rs"),
    ("editRegistration", "tests/registration/privacy.rs"),
    ("cancelRegistration", "tests/registration/privacy.rs"),
    ("offerSeat", "tests/registration/privacy.rs"),
    ("withdrawSeatOffer", "tests/registration/privacy.rs"),
    ("acceptSeat", "tests/registration/mistakes.rs"),
    ("declineSeat", "tests/registration/person.rs"),
    ("registerGuests", "tests/registration/privacy.rs"),
    ("confirmRegistration", "tests/registration/privacy.rs"),
    ("refuseRegistration", "tests/registration/privacy.rs"),
    ("checkIn", "tests/registration/privacy.rs"),
    ("undoCheckIn", "tests/registration/privacy.rs"),
    ("nameDelegationHead", "tests/registration/privacy.rs"),
    ("allotSeats", "tests/registration/privacy.rs"),
    ("releaseSeats", "tests/registration/privacy.rs"),
    ("registerDelegation", "tests/registration/privacy.rs"),
    ("writeText", "tests/texts/who.rs"),
    ("restoreText", "tests/texts/history.rs"),
];

/// What the calls are about.
pub(crate) struct World<'h> {
    hub: &'h Hub,
    pub(crate) city: String,
    other_city: String,
    /// Whose tokens are revoked by those who are nobody.
    owner: Person<'h>,
    count: std::cell::Cell<u32>,
}

/// The city that things are done to.
pub(crate) const CITY: &str = "cuneo";
/// Another city.
pub(crate) const OTHER_CITY: &str = "braga";
/// An organisation, of the city.
pub(crate) const ORGANISATION: &str = "comune-di-cuneo";

impl<'h> World<'h> {
    pub(crate) async fn of(hub: &'h Hub) -> World<'h> {
        World {
            hub,
            city: hub.id_of(Kind::City, CITY).await,
            other_city: hub.id_of(Kind::City, OTHER_CITY).await,
            owner: hub.person("Owner of tokens").await,
            count: std::cell::Cell::default(),
        }
    }

    /// A valid input of a mutation, which changes something each time it is asked for; and what it is
    /// done to, where that is neither the record nor oneself.
    pub(crate) async fn input(&self, mutation: &str, who: &Someone<'_>) -> (Value, Option<String>) {
        let n = self.count.get() + 1;
        self.count.set(n);
        let content = json!([{ "locale": "en", "title": format!("Title {n}") }]);
        let slug = format!("called-{n}");
        let city = json!({ "city": self.city });
        let terms = json!({ "party": city, "role": "OFFICER", "scope": ["PEOPLE"] });
        let on_city = Some(self.city.clone());
        match mutation {
            "recordCity" => {
                let input = json!({
                    "slug": slug, "content": content, "countryCode": "FR", "continent": "EUROPE",
                    "latitude": 0, "longitude": 0, "timeZone": "Europe/Paris",
                    "membership": "INVITED",
                });
                (input, None)
            }
            "recordTheme" => (json!({ "slug": slug, "content": content }), None),
            // One that the city leads, with the other city as a partner.
            "recordProject" => {
                let input = json!({
                    "slug": "called", "kind": "COOPERATION", "content": content,
                    "leadCity": self.city, "partnerCities": [self.other_city],
                });
                (input, None)
            }
            "recordEvent" => {
                let input = json!({
                    "slug": slug, "content": content, "kind": "WORKSHOP", "status": "ANNOUNCED",
                    "mode": "ONLINE", "hostCity": self.city,
                });
                (input, None)
            }
            "recordEventSeries" => (json!({ "slug": slug, "content": content }), None),
            "recordOrganisation" => {
                let input = json!({ "slug": slug, "content": content, "kind": "COMPANY" });
                (input, None)
            }
            "grantMandate" => {
                let mut input = terms;
                input["person"] = json!(self.newcomer(n).await);
                (input, on_city)
            }
            "limitMandate" => {
                let mandate = self.mandate(n).await;
                let input = json!({ "mandate": mandate, "scope": ["EVENTS"] });
                (input, Some(mandate))
            }
            "endMandate" => {
                let mandate = self.mandate(n).await;
                (json!({ "mandate": mandate }), Some(mandate))
            }
            "inviteToMandate" => {
                let mut input = terms;
                input["email"] = json!(format!("invited-{n}@example.org"));
                (input, on_city)
            }
            "withdrawInvitation" => {
                let document = "mutation ($input: InviteToMandateInput!) {
                    inviteToMandate(input: $input) { invitation { id } errors { message } } }";
                let mut input = terms;
                input["email"] = json!(format!("invited-{n}@example.org"));
                let reply = self
                    .hub
                    .as_operator(document, json!({ "input": input }))
                    .await;
                let invitation = reply.data()["inviteToMandate"]["invitation"]["id"].clone();
                (json!({ "invitation": invitation }), on_city)
            }
            "erasePerson" => {
                let person = self.newcomer(n).await;
                let confirm = format!("newcomer-{n}@example.org");
                (
                    json!({ "person": person, "confirm": confirm }),
                    Some(person),
                )
            }
            "updatePerson" => (json!({ "name": format!("Name {n}") }), None),
            // In this order in the contract: what is followed can be followed no longer.
            "follow" | "unfollow" => (json!({ "node": self.city }), None),
            "createApiToken" => {
                let input = json!({
                    "name": "Another program", "scopes": ["ACCOUNT"],
                    "expiresAt": self.hub.graph.log().clock().now() + chrono::TimeDelta::hours(1),
                });
                (input, None)
            }
            "revokeApiToken" => {
                let owner = who.person.as_ref().unwrap_or(&self.owner);
                let token = owner.token(&["ACCOUNT"], None).await;
                (json!({ "token": token.id }), None)
            }
            "signOut" => (json!({ "everywhere": true }), None),
            other => panic!("say how {other} is called, and who may"),
        }
    }

    /// A person whom the hub has just got to know.
    async fn newcomer(&self, n: u32) -> String {
        let email = format!("newcomer-{n}@example.org");
        let newcomer = members::Newcomer {
            email: Some(&email),
            identity: None,
            current: None,
            name: None,
            locale: None,
            anybody: true,
        };
        let entered = members::enter(self.hub.graph.log(), &newcomer).await;
        let person = entered.unwrap().unwrap().person;
        NodeRef::new(Kind::Person, person).to_string()
    }

    /// A mandate of somebody else for the city.
    async fn mandate(&self, n: u32) -> String {
        let person = self.newcomer(n).await;
        let terms = json!({ "party": { "city": self.city }, "role": "OFFICER" });
        self.hub.grant(&person, terms).await
    }
}

impl<'h> Someone<'h> {
    fn without_a_person(
        column: &'static str,
        says: &'static str,
        caller: Option<Caller<'h>>,
    ) -> Self {
        Self {
            column,
            says,
            caller,
            person: None,
            mandate: None,
        }
    }

    /// A person who comes by a session.
    pub(crate) fn by(column: &'static str, says: &'static str, person: Person<'h>) -> Self {
        Self {
            column,
            says,
            caller: Some(person.caller.clone()),
            mandate: person.mandate.clone(),
            person: Some(person),
        }
    }

    /// What a mutation comes to for them: `+` when it is done, else the code.
    pub(crate) async fn call(&self, hub: &Hub, mutation: &Mutation, input: &Value) -> Called {
        let variables = json!({ "input": input });
        let reply = match &self.caller {
            Some(caller) => caller.query_with(&mutation.document(), variables).await,
            None => hub.as_operator(&mutation.document(), variables).await,
        };
        if let Some(code) = reply.codes().first() {
            return Called::Refused(code.clone());
        }
        let payload = reply.data()[&mutation.name].clone();
        assert_eq!(
            payload["errors"],
            json!([]),
            "{} by {}",
            mutation.name,
            self.says
        );
        Called::Done(payload["activity"].clone())
    }
}

/// What a call came to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Called {
    /// It was done, with this activity, as the caller may see it.
    Done(Value),
    /// It was refused, with this code.
    Refused(String),
}

/// Everybody who can ask this hub, of the demonstration network.
pub(crate) async fn everybody(hub: &Hub) -> Vec<Someone<'_>> {
    let city = json!({ "city": hub.id_of(Kind::City, CITY).await });
    let secretary = |name: &'static str| hub.invited(name, Party::Secretariat, Role::Secretary);
    let secretariat = json!({ "secretariat": true });
    let limited = async |name: &str, party: &Value, role: &str, scope: &[&str]| {
        let person = hub.person(name).await;
        let terms = json!({ "party": party, "role": role, "scope": scope });
        let mandate = Some(hub.grant(&person.id, terms).await);
        Person { mandate, ..person }
    };
    let mut all = vec![
        Someone::without_a_person("an", "anybody", Some(hub.anybody())),
        Someone::without_a_person("op", "the operator, by no door", None),
    ];
    let people = [
        ("pe", "a person without a mandate", hub.person("Ada").await),
        ("of", "an officer of the city", hub.officer_of(CITY).await),
        (
            "re",
            "a representative of the city",
            hub.representative_of(CITY).await,
        ),
        (
            "oo",
            "an officer of another city",
            hub.officer_of(OTHER_CITY).await,
        ),
        (
            "or",
            "a representative of another city",
            hub.representative_of(OTHER_CITY).await,
        ),
        (
            "go",
            "an officer of an organisation",
            hub.officer_of_organisation(ORGANISATION).await,
        ),
        (
            "gr",
            "a representative of an organisation",
            hub.representative_of_organisation(ORGANISATION).await,
        ),
        ("mo", "a moderator", hub.moderator().await),
        ("se", "a secretary", hub.secretary().await),
        (
            "sp",
            "a secretary, limited to PEOPLE",
            limited("Only people", &secretariat, "SECRETARY", &["PEOPLE"]).await,
        ),
        (
            "sr",
            "a secretary, limited to RECORD, PROJECTS and EVENTS",
            limited(
                "All but people",
                &secretariat,
                "SECRETARY",
                &["RECORD", "PROJECTS", "EVENTS"],
            )
            .await,
        ),
        (
            "rl",
            "a representative of the city, limited to PROJECTS",
            limited("Only projects", &city, "REPRESENTATIVE", &["PROJECTS"]).await,
        ),
        (
            "ex",
            "a secretary whose mandate has expired",
            expired(hub).await,
        ),
        (
            "un",
            "a secretary who is an officer, too, and names neither",
            undecided(hub).await,
        ),
    ];
    all.extend(people.map(|(column, says, person)| Someone::by(column, says, person)));
    let tokens = [
        (
            "tr",
            "a secretary, by a token for READ",
            "READ",
            secretary("Reader").await,
        ),
        (
            "ta",
            "a secretary, by a token for ACCOUNT",
            "ACCOUNT",
            secretary("Keeper").await,
        ),
        (
            "tp",
            "a secretary, by a token for PEOPLE",
            "PEOPLE",
            secretary("Granter").await,
        ),
        (
            "te",
            "a secretary, by a token for RECORD",
            "RECORD",
            secretary("Recorder").await,
        ),
    ];
    for (column, says, scope, person) in tokens {
        all.push(Someone {
            column,
            says,
            caller: Some(person.token(&[scope], None).await.caller),
            mandate: person.mandate.clone(),
            person: Some(person),
        });
    }
    all
}

/// Somebody whose mandate was over before they asked.
pub(crate) async fn expired(hub: &Hub) -> Person<'_> {
    let person = hub.person("Formerly a secretary").await;
    let terms = json!({ "party": { "secretariat": true }, "role": "SECRETARY" });
    let mandate = hub.grant(&person.id, terms).await;
    expire(hub, &mandate).await;
    person
}

/// Lets a mandate expire as time would.
pub(crate) async fn expire(hub: &Hub, mandate: &str) {
    let key = mandate.parse::<NodeRef>().unwrap().id;
    let mut sql = Sql::new("update mandate set ends_at = starts_at where id = ");
    sql.bind(key.into());
    hub.change(sql).await;
}

/// Somebody who holds two mandates: of the secretariat, and of the city.
async fn undecided(hub: &Hub) -> Person<'_> {
    let name = "Undecided";
    hub.invited(name, Party::Secretariat, Role::Secretary).await;
    let city = Party::City(hub.key_of(Kind::City, CITY).await);
    let person = hub.invited(name, city, Role::Officer).await;
    Person {
        mandate: None,
        ..person
    }
}
