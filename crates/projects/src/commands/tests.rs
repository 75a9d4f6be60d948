//! What the checks of an input find.

use kernel::{Entity, UserError, UserErrorCode, content::Origin, node::Visibility};
use uuid::Uuid;

use super::*;

fn content(title: &str) -> Vec<ContentInput> {
    vec![ContentInput {
        locale: "en".to_owned(),
        title: title.to_owned(),
        summary: None,
        description: None,
        origin: Origin::Human,
    }]
}

fn input() -> RecordProjectInput {
    RecordProjectInput {
        node: NodeInput {
            slug: "mobility-lab".to_owned(),
            content: content("Mobility lab"),
            visibility: Visibility::Public,
            provenance: None,
            occurred_on: None,
            expected_version: None,
        },
        kind: ProjectKind::Cooperation,
        stage: None,
        started_on: None,
        ended_on: None,
        website: None,
        open_to_partners: false,
        lead_city: None,
        partner_cities: Vec::new(),
        themes: Vec::new(),
        organisations: Vec::new(),
        milestones: Vec::new(),
        updates: Vec::new(),
    }
}

fn known<E: Entity>(id: u128) -> IdOf<E> {
    IdOf::known(Uuid::from_u128(id))
}

/// An id as a client sends it, of whatever kind.
fn sent<E: Entity>(text: &str) -> IdOf<E> {
    let value = async_graphql::Value::String(text.to_owned());
    match async_graphql::InputType::parse(Some(value)) {
        Ok(id) => id,
        Err(_) => unreachable!("every text is taken, and checked later"),
    }
}

fn mistakes(input: &RecordProjectInput) -> Vec<(UserErrorCode, String)> {
    let found = check(input).1.none().err().unwrap_or_default();
    let place = |mistake: UserError| (mistake.code, mistake.path.join("."));
    found.into_iter().map(place).collect()
}

fn date(text: &str) -> Option<PartialDate> {
    Some(text.parse().unwrap())
}

#[test]
fn what_is_known_only_in_part_is_taken() {
    assert_eq!(mistakes(&input()), []);
}

#[test]
fn every_mistake_is_named_with_its_place() {
    let city = "city_01h2xcejqtf2nbrexx3vqjhp41";
    let wrong = RecordProjectInput {
        website: Some("example".to_owned()),
        lead_city: Some(sent("nothing")),
        partner_cities: vec![known(1), sent("theme_01h2xcejqtf2nbrexx3vqjhp41"), known(1)],
        themes: vec![sent(city), sent(city), known(1)],
        organisations: [known(1), known(1)]
            .map(|organisation| ProjectOrganisationInput {
                organisation,
                role: OrganisationRole::Host,
            })
            .to_vec(),
        milestones: vec![MilestoneInput {
            content: content(""),
            due_on: None,
            reached_on: None,
        }],
        updates: vec![UpdateInput {
            content: Vec::new(),
            published_on: "2024".parse().unwrap(),
        }],
        ..input()
    };
    use UserErrorCode::{Blank, Duplicate, Invalid};
    let expected = [
        (Invalid, "input.website"),
        (Blank, "input.milestones.0.content.0.title"),
        (Blank, "input.updates.0.content"),
        (Invalid, "input.leadCity"),
        (Invalid, "input.partnerCities.1"),
        (Duplicate, "input.partnerCities.2"),
        (Invalid, "input.themes.0"),
        (Invalid, "input.themes.1"),
        (Duplicate, "input.organisations.1.organisation"),
    ];
    assert_eq!(
        mistakes(&wrong),
        expected.map(|(code, path)| (code, path.to_owned()))
    );
}

#[test]
fn the_city_that_leads_is_no_partner() {
    let both = RecordProjectInput {
        lead_city: Some(known(1)),
        partner_cities: vec![known(2), known(1)],
        ..input()
    };
    let expected = (UserErrorCode::Duplicate, "input.partnerCities.1".to_owned());
    assert_eq!(mistakes(&both), [expected]);
}

#[test]
fn lists_are_bounded() {
    let full = RecordProjectInput {
        partner_cities: (0..200).map(known).collect(),
        themes: (0..50).map(known).collect(),
        ..input()
    };
    assert_eq!(mistakes(&full), []);
    let longer = RecordProjectInput {
        partner_cities: (0..201).map(known).collect(),
        themes: (0..51).map(known).collect(),
        ..input()
    };
    let expected = ["input.partnerCities", "input.themes"]
        .map(|path| (UserErrorCode::TooLong, path.to_owned()));
    assert_eq!(mistakes(&longer), expected);
}

#[test]
fn a_project_ends_after_it_starts_as_far_as_that_is_known() {
    for (started, ended, good) in [
        ("2017-05-02", "2017-05-02", true),
        ("2017-05", "2017", true),
        ("2017-05-02", "2017-05", true),
        ("2017", "2017-01-01", true),
        ("2017-05-02", "2017-05-01", false),
        ("2017-05", "2017-04-30", false),
        ("2017-05-02", "2016", false),
    ] {
        let dated = RecordProjectInput {
            started_on: date(started),
            ended_on: date(ended),
            ..input()
        };
        let expected = (UserErrorCode::Invalid, "input.endedOn".to_owned());
        let expected = if good { Vec::new() } else { vec![expected] };
        assert_eq!(mistakes(&dated), expected, "{started} to {ended}");
    }
}

#[test]
fn every_verb_has_a_message_in_every_language() {
    let ids: Vec<String> = VERBS.iter().map(|verb| verb.replace('.', "-")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    assert_eq!(MESSAGES.missing(&ids), []);
}
