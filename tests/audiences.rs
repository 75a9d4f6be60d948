//! What a viewer may not see is nowhere: not in lists, counts, search, by id, by slug, as a
//! reference, or in the log.

mod attendance;
mod specimens;
mod viewers;

use std::fmt::Write as _;

use futures::future::join_all;
use kernel::Kind;
use serde_json::{Value, json};
use specimens::Specimens;
use testkit::Hub;
use viewers::Viewer;

async fn hub_with_a_secret(hub: &Hub) -> (String, String) {
    let theme = "mutation ($input: RecordThemeInput!) { recordTheme(input: $input) {
        node { id } activity { id } errors { message } } }";
    let input = |slug: &str, title: &str, visibility: &str| {
        json!({ "input": {
            "slug": slug, "visibility": visibility, "content": [{ "locale": "en", "title": title }],
        } })
    };
    hub.as_operator(theme, input("open-theme", "Open theme", "PUBLIC"))
        .await
        .data();
    let secret = hub
        .as_operator(theme, input("secret-theme", "Secret theme", "NETWORK"))
        .await;
    let payload = &secret.data()["recordTheme"];
    let id = payload["node"]["id"].as_str().unwrap().to_owned();
    let project = "mutation ($input: RecordProjectInput!) { recordProject(input: $input) {
        node { id } errors { code path message } } }";
    let input = json!({ "input": {
        "slug": "lab", "kind": "COOPERATION", "content": [{ "locale": "en", "title": "Lab" }],
        "themes": [id],
    } });
    assert_eq!(
        hub.as_operator(project, input).await.data()["recordProject"]["errors"],
        json!([])
    );
    (id, payload["activity"]["id"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn what_is_not_for_a_viewer_is_nowhere() {
    for hub in Hub::empty().await {
        let (theme, activity) = hub_with_a_secret(&hub).await;
        let document = format!(
            r#"{{
            theme(slug: "secret-theme") {{ id }}
            node(id: "{theme}") {{ id }}
            activity: node(id: "{activity}") {{ id }}
            nodes(ids: ["{theme}"]) {{ id }}
            themes {{ totalCount nodes {{ slug }} }}
            project(slug: "lab") {{ themes {{ totalCount nodes {{ slug }} }} }}
            search(query: "theme") {{ totalCount nodes {{ ... on Theme {{ slug }} }} }}
            activities {{ totalCount nodes {{ subject {{ id }} related {{ id }} }} }}
            byTheme: projects(filter: {{ theme: {{ eq: "{theme}" }} }}) {{ totalCount }}
            themeless: projects(filter: {{ theme: {{ isNull: true }} }}) {{ totalCount }}
            about: activities(filter: {{ node: {{ eq: "{theme}" }} }}) {{ totalCount }}
            byId: themes(filter: {{ id: {{ eq: "{theme}" }} }}) {{ totalCount }}
        }}"#
        );
        let anonymous = hub.query(&document).await;
        let data = anonymous.data();
        assert_eq!(data["theme"], Value::Null);
        assert_eq!(data["node"], Value::Null);
        assert_eq!(data["activity"], Value::Null);
        assert_eq!(data["nodes"], json!([null]));
        let open = json!({ "totalCount": 1, "nodes": [{ "slug": "open-theme" }] });
        assert_eq!(data["themes"], open);
        assert_eq!(data["search"], open);
        assert_eq!(
            data["project"]["themes"],
            json!({ "totalCount": 0, "nodes": [] })
        );
        assert_eq!(data["activities"]["totalCount"], 2);
        assert_eq!(data["byId"]["totalCount"], 0);
        // A filter by what is hidden tells nothing of the links to it.
        assert_eq!(data["byTheme"]["totalCount"], 0);
        assert_eq!(data["themeless"]["totalCount"], 1);
        assert_eq!(data["about"]["totalCount"], 0);
        assert!(
            !anonymous.json.to_string().contains(&theme),
            "{:#}",
            anonymous.json
        );

        let member = hub.seeing(&["public", "network"], &document).await;
        let data = member.data();
        assert_eq!(data["theme"]["id"], theme.as_str());
        assert_eq!(data["node"]["id"], theme.as_str());
        assert_eq!(data["activity"]["id"], activity.as_str());
        assert_eq!(data["themes"]["totalCount"], 2);
        assert_eq!(data["search"]["totalCount"], 2);
        assert_eq!(data["project"]["themes"]["totalCount"], 1);
        assert_eq!(data["activities"]["totalCount"], 3);
        assert_eq!(data["byId"]["totalCount"], 1);
        assert_eq!(data["byTheme"]["totalCount"], 1);
        assert_eq!(data["themeless"]["totalCount"], 0);
        assert_eq!(data["about"]["totalCount"], 2);
    }
}

/// A reference to what is hidden is null, and takes nothing along.
#[tokio::test]
async fn a_reference_to_what_is_hidden_is_null() {
    for hub in Hub::empty().await {
        let city = "mutation { recordCity(input: { slug: \"hidden\", visibility: NETWORK,
            content: [{ locale: \"en\", title: \"Hidden\" }], countryCode: \"FR\", continent: EUROPE,
            latitude: 0, longitude: 0, timeZone: \"Europe/Paris\", membership: INVITED }) { node { id } } }";
        let reply = hub.as_operator(city, json!({})).await;
        let city = reply.data()["recordCity"]["node"]["id"].clone();
        let project = "mutation ($city: ID!) { recordProject(input: { slug: \"lab\", kind: COOPERATION,
            content: [{ locale: \"en\", title: \"Lab\" }], leadCity: $city }) { errors { message } } }";
        let reply = hub.as_operator(project, json!({ "city": city })).await;
        assert_eq!(reply.data()["recordProject"]["errors"], json!([]));
        let document = "{ project(slug: \"lab\") { title leadCity { name } cities { totalCount nodes { name } } }
            activities(last: 1) { nodes { summary } } }";
        let anonymous = hub.query(document).await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(anonymous.data(), @r#"
            {
              "project": {
                "title": "Lab",
                "leadCity": null,
                "cities": {
                  "totalCount": 0,
                  "nodes": []
                }
              },
              "activities": {
                "nodes": [
                  {
                    "summary": "The project “Lab”, led by something that is not public, entered the record"
                  }
                ]
              }
            }
            "#);
        }
        let member = hub.seeing(&["public", "network"], document).await;
        assert_eq!(member.data()["project"]["leadCity"]["name"], "Hidden");
        assert_eq!(member.data()["project"]["cities"]["totalCount"], 1);
    }
}

/// Asks for one specimen of every kind, through every door that there is to it. What differs from what
/// the viewer's audiences say comes back, in sentences.
async fn look(
    specimens: &Specimens,
    viewer: &Viewer<'_>,
    audience: &str,
    sees: bool,
) -> Vec<String> {
    let mut document = "{".to_owned();
    let doors: Vec<_> = (Kind::ALL.iter())
        .flat_map(|kind| specimens.doors(*kind).into_iter().map(|door| (*kind, door)))
        .collect();
    for (_, door) in &doors {
        writeln!(document, "{}: {}", door.alias, door.field).unwrap();
    }
    document += "}";
    let reply = viewer.caller.query(&document).await;
    let data = reply.data();
    let mut wrong = Vec::new();
    for (kind, door) in &doors {
        let answer = &data[&door.alias];
        let says = viewer.says;
        let expected = sees && (viewer.is_the_person() || !door.is_own);
        if answer
            .to_string()
            .contains(&specimens.node(*kind).to_string())
            != expected
        {
            let verb = if expected { "does not see" } else { "sees" };
            wrong.push(format!(
                "{says} {verb} what is for {audience}: {} {answer}",
                door.alias
            ));
        }
        counts_agree(answer, &mut |list| {
            wrong.push(format!("{says}, {audience}, {}: {list}", door.alias));
        });
    }
    wrong
}

/// Finds lists, however deep, whose count is another than that of their rows.
fn counts_agree(answer: &Value, wrong: &mut impl FnMut(&Value)) {
    if let (Some(total), Some(nodes)) = (answer["totalCount"].as_u64(), answer["nodes"].as_array())
        && total != nodes.len() as u64
    {
        wrong(answer);
    }
    for inner in answer
        .as_object()
        .into_iter()
        .flat_map(|object| object.values())
    {
        counts_agree(inner, wrong);
    }
}

/// Every kind of row, for every audience, is seen by those who belong to it, and by nobody else, through
/// every door.
#[tokio::test(flavor = "multi_thread")]
async fn who_sees_what_is_the_same_through_every_door() {
    let look_around = async |hub: Hub| {
        let (person, viewers) = viewers::everybody(&hub).await;
        let specimens = Specimens::of(&hub, &person).await;
        let mut wrong = Vec::new();
        for (column, audience) in viewers::audiences(&hub, &person).await.iter().enumerate() {
            specimens.show_to(&hub, audience).await;
            for viewer in &viewers {
                wrong.extend(look(&specimens, viewer, audience, viewer.belongs_to(column)).await);
            }
        }
        assert!(
            wrong.is_empty(),
            "{} wrong:\n{}",
            wrong.len(),
            wrong.join("\n")
        );
    };
    // There is much to ask: both databases at the same time.
    join_all(Hub::with_demo().await.into_iter().map(look_around)).await;
}

/// What is a person's own business is not read by a program that may not read.
#[tokio::test]
async fn a_program_that_may_not_read_reads_what_anybody_may() {
    for hub in Hub::with_demo().await {
        let officer = hub.officer_of("cuneo").await;
        let city = hub.id_of(Kind::City, "cuneo").await;
        officer
            .call("updatePerson", json!({ "locale": "it" }), "person { id }")
            .await;
        let follow =
            "mutation ($city: ID!) { follow(input: { node: $city }) { errors { message } } }";
        officer
            .query_with(follow, json!({ "city": city }))
            .await
            .data();
        let program = officer.token(&["ACCOUNT", "PROJECTS"], None).await;
        let document = "{ viewer { person { id email locale } signIns { isCurrent }
            following { totalCount } feed { totalCount } apiTokens { totalCount }
            scopes mandates { role } mandate { role } }
            city(slug: \"cuneo\") { viewerFollows } }";
        let reply = program.query(document).await;
        let mut data = reply.data().clone();
        assert_eq!(data["viewer"]["person"]["id"], officer.id.as_str());
        data["viewer"]["person"]["id"] = json!("…");
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(data, @r#"
            {
              "viewer": {
                "person": {
                  "id": "…",
                  "email": null,
                  "locale": null
                },
                "signIns": [],
                "following": {
                  "totalCount": 0
                },
                "feed": {
                  "totalCount": 0
                },
                "apiTokens": {
                  "totalCount": 0
                },
                "scopes": [
                  "ACCOUNT",
                  "PROJECTS"
                ],
                "mandates": [
                  {
                    "role": "OFFICER"
                  }
                ],
                "mandate": {
                  "role": "OFFICER"
                }
              },
              "city": {
                "viewerFollows": false
              }
            }
            "#);
        }
        let reply = officer.query(document).await;
        let viewer = &reply.data()["viewer"];
        assert_eq!(viewer["person"]["locale"], "it");
        assert_eq!(viewer["following"]["totalCount"], 1);
        assert_eq!(viewer["apiTokens"]["totalCount"], 1);
        assert_eq!(reply.data()["city"]["viewerFollows"], true);
    }
}
