//! What a viewer may not see is nowhere: not in lists, counts, search, by id, by slug, as a
//! reference, or in the log.

use serde_json::{Value, json};
use testkit::Hub;

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
