//! Representative documents over the demonstration network, three to six levels deep: their answers
//! and the number of SQL statements they take, the same on both databases.

use testkit::Hub;

/// Runs a document on every database; gives the answer, and how many statements it took.
async fn answer(document: &str) -> (serde_json::Value, usize) {
    let mut answers = Vec::new();
    for hub in Hub::with_demo().await {
        let reply = hub.query(document).await;
        answers.push((reply.data().clone(), reply.statements));
    }
    let first = answers.remove(0);
    for other in answers {
        assert_eq!(first, other);
    }
    first
}

#[tokio::test]
async fn a_city_with_its_projects_and_their_partners() {
    let (data, statements) = answer(
        r#"{ city(slug: "cuneo") {
            name(locale: "fr") countryCode population membership
            sites { kind status }
            projects(first: 3) { totalCount nodes {
                slug title
                leadCity { name }
                partnerCities(first: 3) { nodes { name } pageInfo { hasNextPage } }
            } }
        } }"#,
    )
    .await;
    insta::assert_json_snapshot!(data, @"");
    insta::assert_snapshot!(statements, @"");
}

#[tokio::test]
async fn three_cities_five_projects_and_their_cities() {
    let (data, statements) = answer(
        r#"{ cities(first: 3, filter: { membership: { eq: MEMBER } }) { nodes { slug
            projects(first: 5) { nodes { slug cities(first: 2) { nodes { slug countryCode } } } }
        } } }"#,
    )
    .await;
    insta::assert_json_snapshot!(data, @"");
    insta::assert_snapshot!(statements, @"");
}

#[tokio::test]
async fn projects_with_participants_their_organisations_and_their_cities() {
    let (data, statements) = answer(
        r#"{ projects(first: 4, filter: { kind: { eq: COOPERATION }, stage: { eq: ACTIVE } }) { nodes {
            slug
            leadCity { slug }
            participations(first: 2) { totalCount nodes { role organisation { slug kind city { slug
                organisations(first: 1) { totalCount } } } } }
        } } }"#,
    )
    .await;
    insta::assert_json_snapshot!(data, @"");
    insta::assert_snapshot!(statements, @"");
}

#[tokio::test]
async fn conferences_with_hosts_themes_and_the_projects_of_the_themes() {
    let (data, statements) = answer(
        r#"{ events(filter: { kind: { eq: CONFERENCE }, status: { eq: HELD } }) { totalCount nodes {
            slug startsOn endsOn edition timeZone
            hostCity { name countryCode }
            figures { participants cities countries }
            cities(first: 0) { totalCount }
            delegations(first: 2) { nodes { city { slug } role size } }
            themes(first: 2) { nodes { slug title(locale: "fr") projects(first: 2) { nodes { slug } } } }
        } } }"#,
    )
    .await;
    insta::assert_json_snapshot!(data, @"");
    insta::assert_snapshot!(statements, @"");
}

#[tokio::test]
async fn an_organisation_six_levels_deep() {
    let (data, statements) = answer(
        r#"{ organisation(slug: "mobility-lab") { name city { name
            events(first: 2) { nodes { slug hostCity { slug
                projects(first: 2) { nodes { slug themes(first: 1) { nodes { slug } } } } } } } } } }"#,
    )
    .await;
    insta::assert_json_snapshot!(data, @"");
    insta::assert_snapshot!(statements, @"");
}

#[tokio::test]
async fn the_log_with_subjects_and_summaries_in_two_languages() {
    let (data, statements) = answer(
        r#"{ activities(first: 3, filter: { verb: { in: ["project.recorded", "event.recorded"] } }) {
            totalCount nodes { verb occurredOn actor
                en: summary(locale: "en") fr: summary(locale: "fr")
                subject { __typename ... on Project { slug leadCity { slug } } }
                related { __typename ... on City { slug } ... on Theme { slug } } } } }"#,
    )
    .await;
    insta::assert_json_snapshot!(data, @"");
    insta::assert_snapshot!(statements, @"");
}

#[tokio::test]
async fn an_example_project_with_milestones_updates_and_events() {
    let (data, statements) = answer(
        r#"{ project(slug: "example-mobility-lab") {
            title(locale: "fr") openToPartners provenance { isExample }
            milestones { nodes { title dueOn reachedOn project { slug } } }
            updates { nodes { title(locale: "fr") publishedOn content { origin locale } } }
            events { nodes { slug sessions(first: 2) { totalCount nodes { title kind startsAt room event { slug } } } } }
        } }"#,
    )
    .await;
    insta::assert_json_snapshot!(data, @"");
    insta::assert_snapshot!(statements, @"");
}

/// The number of statements does not grow with what is found.
#[tokio::test]
async fn statements_do_not_grow_with_the_page() {
    for hub in Hub::with_demo().await {
        let statements = async |first: usize| {
            let document = format!(
                "{{ projects(first: {first}) {{ nodes {{ title leadCity {{ name }}
                    partnerCities(first: 10) {{ nodes {{ name }} }}
                    participations(first: 5) {{ nodes {{ organisation {{ name city {{ name }} }} }} }} }} }} }}"
            );
            let reply = hub.query(&document).await;
            reply.data();
            reply.statements
        };
        let few = statements(2).await;
        assert_eq!(statements(25).await, few);
        assert!(few <= 8, "{few}");
    }
}
