//! Every kind of viewer, and which audiences they belong to: written down, and not computed.

use kernel::{Kind, NodeRef, Party, actor::Role};
use serde_json::json;
use testkit::{Caller, Hub, Person};

use crate::callers::expire;

/// Somebody who looks.
pub(super) struct Viewer<'h> {
    pub(super) says: &'static str,
    pub(super) caller: Caller<'h>,
    /// For each audience, in order, `+` when they belong to it.
    row: &'static str,
}

impl Viewer<'_> {
    /// Whether they are the person that `person:…` means, and read as such.
    pub(super) fn is_the_person(&self) -> bool {
        self.row.ends_with('+')
    }

    /// Whether they belong to the audience in this column.
    pub(super) fn belongs_to(&self, column: usize) -> bool {
        let cell = self.row.split_whitespace().nth(column);
        cell.unwrap_or_else(|| panic!("{}: no column {column}", self.says)) == "+"
    }
}

/// Every form of audience, for one of each that there are several of.
pub(super) async fn audiences(hub: &Hub, person: &Person<'_>) -> Vec<String> {
    let city = async |slug: &str| format!("city:{}", hub.key_of(Kind::City, slug).await);
    let organisation = hub.key_of(Kind::Organisation, "comune-di-cuneo").await;
    let project = hub.key_of(Kind::Project, "shared").await;
    let attended = hub.key_of(Kind::Event, "attended").await;
    let query = "{ event(slug: \"attended\") { registeredDelegations { nodes { id } } } }";
    let reply = hub.query(query).await;
    let delegation = reply
        .data()
        .pointer("/event/registeredDelegations/nodes/0/id")
        .unwrap();
    let delegation: NodeRef = delegation.as_str().unwrap().parse().unwrap();
    let delegation = kernel::viewer::audience_of_delegation(delegation.id);
    let event = hub.key_of(Kind::Event, "hosted").await;
    vec![
        "public".to_owned(),
        "network".to_owned(),
        "secretariat".to_owned(),
        city("cuneo").await,
        city("shanghai").await,
        format!("organisation:{organisation}"),
        format!("project:{project}"),
        format!("event-desk:{attended}"),
        delegation,
        format!("event:{event}"),
        format!("person:{}", person.key),
    ]
}

/// A project that Cuneo leads, with Braga and an organisation as partners.
async fn shared_project(hub: &Hub) {
    let document = "mutation ($input: RecordProjectInput!) { recordProject(input: $input) {
        errors { message } } }";
    let input = json!({
        "slug": "shared", "kind": "COOPERATION", "content": [{ "locale": "en", "title": "Shared" }],
        "leadCity": hub.id_of(Kind::City, "cuneo").await,
        "partnerCities": [hub.id_of(Kind::City, "braga").await],
        "organisations": [{
            "organisation": hub.id_of(Kind::Organisation, "comune-di-cuneo").await,
            "role": "PARTICIPANT",
        }],
    });
    let reply = hub.as_operator(document, json!({ "input": input })).await;
    assert_eq!(reply.data()["recordProject"]["errors"], json!([]));
}

/// An event that Cuneo hosts, to which this person heads the delegation of Braga.
async fn attended_event(hub: &Hub, head: &Person<'_>) {
    let event = json!({
        "slug": "attended", "content": [{ "locale": "en", "title": "Attended" }], "kind": "WORKSHOP",
        "status": "ANNOUNCED", "mode": "ONLINE", "timeZone": "Europe/Rome",
        "hostCity": hub.id_of(Kind::City, "cuneo").await,
    });
    operate(hub, "recordEvent", event).await;
    let event = hub.id_of(Kind::Event, "attended").await;
    let settings = json!({
        "event": event, "opensAt": "2020-01-01T09:00", "closesAt": "2100-01-01T09:00",
        "types": [{ "type": "DELEGATE" }], "invited": { "members": true },
    });
    operate(hub, "setRegistration", settings).await;
    let party = json!({ "city": hub.id_of(Kind::City, "braga").await });
    let input = json!({ "event": event, "party": party, "head": head.id });
    operate(hub, "nameDelegationHead", input).await;
}

async fn operate(hub: &Hub, mutation: &str, input: serde_json::Value) {
    let document = format!(
        "mutation ($input: {}{}Input!) {{ {mutation}(input: $input) {{ errors {{ path message }} }} }}",
        mutation[..1].to_uppercase(),
        &mutation[1..],
    );
    let reply = hub.as_operator(&document, json!({ "input": input })).await;
    assert_eq!(reply.data()[mutation]["errors"], json!([]), "{mutation}");
}

/// An event that Cuneo hosts.
async fn hosted_event(hub: &Hub) {
    let document = "mutation ($input: RecordEventInput!) { recordEvent(input: $input) {
        errors { message } } }";
    let input = json!({
        "slug": "hosted", "kind": "WORKSHOP", "status": "ANNOUNCED", "mode": "IN_PERSON",
        "content": [{ "locale": "en", "title": "Hosted" }],
        "hostCity": hub.id_of(Kind::City, "cuneo").await,
    });
    let reply = hub.as_operator(document, json!({ "input": input })).await;
    assert_eq!(reply.data()["recordEvent"]["errors"], json!([]));
}

/// Everybody who looks. The first to be returned is the person that `person:…` means.
pub(super) async fn everybody(hub: &Hub) -> (Person<'_>, Vec<Viewer<'_>>) {
    shared_project(hub).await;
    hosted_event(hub).await;
    let officer = hub.officer_of("cuneo").await;
    let reading = officer.token(&["READ", "ACCOUNT"], None).await.caller;
    let writing = officer.token(&["ACCOUNT", "RECORD"], None).await.caller;
    let expired = hub.person("Expired").await;
    let terms = json!({ "party": { "secretariat": true }, "role": "SECRETARY" });
    expire(hub, &hub.grant(&expired.id, terms).await).await;
    let two = "Two mandates";
    let city = Party::City(hub.key_of(Kind::City, "cuneo").await);
    hub.invited(two, city, Role::Officer).await;
    let organisation = hub.key_of(Kind::Organisation, "comune-di-cuneo").await;
    let two = hub
        .invited(two, Party::Organisation(organisation), Role::Officer)
        .await;
    let one = two.token(&["READ"], two.mandate.as_deref()).await.caller;
    let ada = hub.person("Ada").await;
    let norman = hub.officer_of("norman").await;
    let shanghai = hub.officer_of("shanghai").await;
    let braga = hub.officer_of("braga").await;
    attended_event(hub, &braga).await;
    let speaker = hub.representative_of_organisation("comune-di-cuneo").await;
    let moderator = hub.moderator().await;
    let secretary = hub.secretary().await;
    let all: [(&str, &Caller<'_>, &str); 14] = [
        //                                                         public
        //                                                         | network
        //                                                         | | secretariat
        //                                                         | | | city:cuneo
        //                                                         | | | | city:shanghai
        //                                                         | | | | | organisation:…
        //                                                         | | | | | | project:…
        //                                                         | | | | | | | event-desk:…
        //                                                         | | | | | | | | delegation:…
        //                                                         | | | | | | | | | event:…
        //                                                         | | | | | | | | | | person:…
        (
            "anybody",
            &hub.anybody(),
            /*                         */ "+ - - - - - - - - - -",
        ),
        (
            "a person without a mandate",
            &ada,
            /*                */ "+ - - - - - - - - - -",
        ),
        (
            "an officer of the city",
            &officer,
            /*                */ "+ + - + - - + + - + +",
        ),
        (
            "an officer of another member",
            &norman,
            /*           */ "+ + - - - - - - - - -",
        ),
        (
            "an officer of a city that is no member",
            &shanghai,
            "+ - - - + - - - - - -",
        ),
        (
            "an officer of a partner city",
            &braga,
            /*            */ "+ + - - - - + - + - -",
        ),
        (
            "who speaks for the organisation",
            &speaker,
            /*       */ "+ + - - - + + - - - -",
        ),
        (
            "who acts for the city and the organisation",
            &two,
            "+ + - + - + + + - + -",
        ),
        (
            "a program, for the organisation only",
            &one,
            /*      */ "+ + - - - + + - - - -",
        ),
        (
            "a moderator",
            &moderator,
            /*                         */ "+ + + - - - - - - - -",
        ),
        (
            "a secretary",
            &secretary,
            /*                         */ "+ + + - - - - - - - -",
        ),
        (
            "a secretary whose mandate has expired",
            &expired,
            "+ - - - - - - - - - -",
        ),
        (
            "the officer's program that may read",
            &reading,
            /*   */ "+ + - + - - + + - + +",
        ),
        (
            "the officer's program that may not",
            &writing,
            /*    */ "+ - - - - - - - - - -",
        ),
    ];
    let viewers = all.map(|(says, caller, row)| Viewer {
        says,
        caller: caller.clone(),
        row,
    });
    (officer, viewers.into())
}
