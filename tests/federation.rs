//! The hub as a subgraph: what routers ask of it, and that others see nothing of it.

mod composed;

use kernel::Kind;
use serde_json::{Value, json};
use testkit::{Content, Database, Hub, Product};

const ENTITIES: &str = "query ($representations: [_Any!]!) { _entities(representations: $representations) {
    __typename ... on City { id name projects { totalCount } } ... on Project { slug leadCity { name } }
    ... on Event { slug } ... on Organisation { slug } ... on Person { name } } }";

async fn hub() -> Hub {
    Hub::on(Database::new(Product::Sqlite, Content::Demo).await).await
}

#[tokio::test]
async fn entities_are_found_by_their_keys_in_the_order_of_the_representations() {
    for hub in Hub::with_demo().await {
        let officer = hub.officer_of("cuneo").await;
        let representations = json!([
            { "__typename": "Organisation", "id": hub.id_of(Kind::Organisation, "comune-di-cuneo").await },
            { "__typename": "City", "id": hub.id_of(Kind::City, "cuneo").await },
            { "__typename": "Person", "id": officer.id },
            { "__typename": "City", "id": hub.id_of(Kind::City, "braga").await, "slug": "not-a-key" },
            { "__typename": "City", "id": hub.id_of(Kind::City, "cuneo").await },
        ]);
        let document = "query ($representations: [_Any!]!) { _entities(representations: $representations) {
            __typename ... on City { name } ... on Organisation { slug } ... on Person { name } } }";
        let variables = json!({ "representations": representations });
        let reply = officer.query_with(document, variables).await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(reply.data(), @r#"
            {
              "_entities": [
                {
                  "__typename": "Organisation",
                  "slug": "comune-di-cuneo"
                },
                {
                  "__typename": "City",
                  "name": "Cuneo"
                },
                {
                  "__typename": "Person",
                  "name": "Officer of cuneo"
                },
                {
                  "__typename": "City",
                  "name": "Braga"
                },
                {
                  "__typename": "City",
                  "name": "Cuneo"
                }
              ]
            }
            "#);
        }
    }
}

/// As many statements for forty cities, and what belongs to them, as for one.
#[tokio::test]
async fn entities_are_read_in_batches() {
    for hub in Hub::with_demo().await {
        let reply = hub.query("{ cities(first: 40) { nodes { id } } }").await;
        let cities: Vec<Value> = (reply.data()["cities"]["nodes"].as_array().unwrap().iter())
            .map(|city| json!({ "__typename": "City", "id": city["id"] }))
            .collect();
        assert_eq!(cities.len(), 40);
        let ask = async |cities: &[Value]| {
            let reply = hub
                .query_with(ENTITIES, json!({ "representations": cities }))
                .await;
            let found = reply.data()["_entities"].as_array().unwrap().len();
            assert_eq!(found, cities.len());
            reply.statements
        };
        let one = ask(&cities[..1]).await;
        assert_eq!(ask(&cities).await, one);
        assert_eq!(one, 4);
    }
}

/// Each mangled representation fails alone, with a code and its place; the others are answered.
#[tokio::test]
async fn a_mangled_representation_is_refused_and_says_where_it_is_wrong() {
    for hub in Hub::with_demo().await {
        let cuneo = hub.id_of(Kind::City, "cuneo").await;
        let theme = hub.id_of(Kind::Theme, "mobility").await;
        let representations = json!([
            { "__typename": "City", "id": "city_00000000000000000000000000" },
            { "id": "city_00000000000000000000000000" },
            { "__typename": 7, "id": "city_00000000000000000000000000" },
            { "__typename": "Theme", "id": theme },
            { "__typename": "_Entity", "id": theme },
            { "__typename": "City" },
            { "__typename": "City", "slug": "cuneo" },
            { "__typename": "City", "id": 7 },
            { "__typename": "City", "id": { "eq": "x" } },
            { "__typename": "City", "id": "x".repeat(1000) },
            { "__typename": "Project", "id": "city_00000000000000000000000000" },
            "City",
            [],
            { "__typename": "City", "id": cuneo },
        ]);
        let reply = hub
            .query_with(ENTITIES, json!({ "representations": representations }))
            .await;
        let last = reply.json["data"]["_entities"].as_array().unwrap();
        assert_eq!(last.len(), 14);
        assert!(last[..13].iter().all(Value::is_null), "{last:?}");
        assert_eq!(last[13]["name"], "Cuneo");
        let errors: Vec<String> = (reply.json["errors"].as_array().unwrap().iter())
            .map(|error| {
                let extensions = &error["extensions"];
                let message = error["message"].as_str().unwrap().replace(&theme, "…");
                format!(
                    "{} {} {}: {message}",
                    error["path"], extensions["code"], extensions["argument"]
                )
            })
            .collect();
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(errors, @r#"
            [
              "[\"_entities\",1] \"INVALID_ARGUMENT\" \"representations.1.__typename\": A representation says in `__typename` what it stands for.",
              "[\"_entities\",2] \"INVALID_ARGUMENT\" \"representations.2.__typename\": A representation says in `__typename` what it stands for.",
              "[\"_entities\",3] \"INVALID_ARGUMENT\" \"representations.3.__typename\": `Theme` has no key here; City, Project, Event, Organisation, Person have.",
              "[\"_entities\",4] \"INVALID_ARGUMENT\" \"representations.4.__typename\": `_Entity` has no key here; City, Project, Event, Organisation, Person have.",
              "[\"_entities\",5] \"INVALID_ARGUMENT\" \"representations.5.id\": A representation of a City has an `id`.",
              "[\"_entities\",6] \"INVALID_ARGUMENT\" \"representations.6.id\": A representation of a City has an `id`.",
              "[\"_entities\",7] \"INVALID_ARGUMENT\" \"representations.7.id\": A representation of a City has an `id`.",
              "[\"_entities\",8] \"INVALID_ARGUMENT\" \"representations.8.id\": A representation of a City has an `id`.",
              "[\"_entities\",9] \"INVALID_ID\" \"representations.9.id\": `xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx` is not an id of this graph; ids look like `city_01h455vb4pex5vsknk084sn02q`",
              "[\"_entities\",10] \"INVALID_ID\" \"representations.10.id\": `city_00000000000000000000000000` is the id of a City; this takes the id of a Project",
              "[\"_entities\",11] \"INVALID_ARGUMENT\" \"representations.11\": A representation is an object with `__typename` and `id`.",
              "[\"_entities\",12] \"INVALID_ARGUMENT\" \"representations.12\": A representation is an object with `__typename` and `id`."
            ]
            "#);
        }
    }
}

#[tokio::test]
async fn too_many_representations_are_refused_before_any_is_looked_for() {
    let hub = hub().await;
    let cuneo = json!({ "__typename": "City", "id": hub.id_of(Kind::City, "cuneo").await });
    let document =
        "query ($representations: [_Any!]!) { _entities(representations: $representations) {
        __typename } }";
    let ask = async |count: usize| {
        let variables = json!({ "representations": vec![&cuneo; count] });
        hub.query_with(document, variables).await
    };
    assert_eq!(
        ask(1_000).await.data()["_entities"]
            .as_array()
            .unwrap()
            .len(),
        1_000
    );
    assert_eq!(ask(0).await.data()["_entities"], json!([]));
    for count in [1_001, 2_000] {
        let refused = ask(count).await;
        assert_eq!(refused.json["data"], Value::Null);
        assert_eq!(refused.codes(), ["INVALID_ARGUMENT"]);
        assert_eq!(refused.statements, 0);
        let message = format!("At most 1000 representations at once; these are {count}.");
        assert_eq!(refused.json["errors"][0]["message"], message);
        let argument = &refused.json["errors"][0]["extensions"]["argument"];
        assert_eq!(argument, "representations");
    }
    // So many are larger than the variables of a request may be, too.
    let refused = ask(10_000).await;
    assert!(refused.json["data"].is_null(), "{:#}", refused.json);
    let codes = refused.codes();
    assert!(
        codes == ["INVALID_ARGUMENT"] || codes == ["VARIABLES_TOO_LARGE"],
        "{codes:?}"
    );
}

/// All of them together count as rows of the answer.
#[tokio::test]
async fn an_answer_has_no_more_entities_than_rows() {
    let hub = hub().await;
    let cuneo = json!({ "__typename": "City", "id": hub.id_of(Kind::City, "cuneo").await });
    let fields: String = (0..21)
        .map(|i| format!("a{i}: _entities(representations: $r) {{ __typename }} "))
        .collect();
    let document = format!("query ($r: [_Any!]!) {{ {fields} }}");
    let reply = hub
        .query_with(&document, json!({ "r": vec![&cuneo; 1_000] }))
        .await;
    assert_eq!(reply.json["data"], Value::Null);
    assert_eq!(reply.codes(), ["ANSWER_TOO_LARGE"]);
    let argument = &reply.json["errors"][0]["extensions"]["argument"];
    assert_eq!(argument, "representations");
}

#[tokio::test]
async fn what_is_no_list_of_representations_is_refused() {
    let hub = hub().await;
    for document in [
        "{ _entities { __typename } }",
        "{ _entities(representations: null) { __typename } }",
        "{ _entities(representations: [null]) { __typename } }",
        "{ _entities(representations: []) }",
        "{ _entities(representations: []) { name } }",
        "{ _entities(representations: []) { ... on Theme { slug } } }",
        "{ _service }",
        "{ _services { sdl } }",
        "mutation { _entities(representations: []) { __typename } }",
    ] {
        let reply = hub.query(document).await;
        assert_eq!(reply.status, 400, "{document} {:#}", reply.json);
        let codes = reply.codes();
        assert_eq!(codes[0], "GRAPHQL_VALIDATION_FAILED", "{document}");
    }
}

/// The subgraph is the contract with five keys: by the field that routers ask, by the address, and by
/// the command line.
fn without_subscriptions(contract: &str) -> String {
    let at = contract.find("type Subscription {").unwrap();
    let (before, after) = contract.split_at(at);
    let from = before.rfind("\n\n").unwrap();
    let to = after.find("\n}\n").unwrap() + 3;
    format!("{}\n{}", &before[..from], &after[to..])
}

#[tokio::test]
async fn the_subgraph_is_the_contract_with_keys() {
    let hub = hub().await;
    let fetch = async |path: &str| {
        let url = format!("{}{path}", hub.url);
        let answer = hub.client.get(url).send().await.unwrap();
        assert_eq!(
            answer.headers()["content-type"],
            "text/plain; charset=utf-8"
        );
        answer.text().await.unwrap()
    };
    let served = fetch("/schema.graphql?federation").await;
    assert_eq!(fetch("/schema.graphql?federation=v2").await, served);
    assert_eq!(fetch("/schema.graphql?other").await, schema::sdl());
    let asked = hub.query("{ _service { sdl } }").await;
    assert_eq!(asked.data()["_service"]["sdl"], served.as_str());
    let printed = std::process::Command::new(env!("CARGO_BIN_EXE_passerelle"))
        .args(["schema", "--federation"])
        .output()
        .unwrap();
    assert_eq!(String::from_utf8(printed.stdout).unwrap(), served);

    // A router has nobody to follow the log for: clients subscribe at the hub itself.
    let contract = without_subscriptions(&schema::sdl());
    let mut added = Vec::new();
    let mut of_contract = contract.lines().peekable();
    for line in served.lines() {
        if of_contract.next_if_eq(&line).is_none() {
            added.push(line);
            // The same type, without its key.
            of_contract.next_if(|plain| line.starts_with(plain.trim_end_matches(" {")));
        }
    }
    insta::assert_json_snapshot!(added, @r#"
    [
      "type City implements Node @key(fields: \"id\") {",
      "type Event implements Node @key(fields: \"id\") {",
      "type Organisation implements Node @key(fields: \"id\") {",
      "type PageInfo @shareable {",
      "type Person implements Node @key(fields: \"id\") {",
      "type Project implements Node @key(fields: \"id\") {",
      "extend schema @link(",
      "\turl: \"https://specs.apollo.dev/federation/v2.5\",",
      "\timport: [\"@key\", \"@tag\", \"@shareable\", \"@inaccessible\", \"@override\", \"@external\", \"@provides\", \"@requires\", \"@composeDirective\", \"@interfaceObject\", \"@requiresScopes\"]",
      ")"
    ]
    "#);
    // What is left of the contract names the roots, which have their standard names anyway.
    let left: Vec<&str> = of_contract.map(str::trim).collect();
    let left = left.join(" ");
    assert!(
        left.starts_with("schema { query: Query mutation: Mutation"),
        "{left}"
    );
}

/// Whoever reads the contract, or introspects, sees no scaffolding for routers.
#[tokio::test]
async fn the_contract_says_nothing_of_routers() {
    let contract = schema::sdl();
    for word in [
        "_entities",
        "_service",
        "_Any",
        "_Entity",
        "_Service",
        "@key",
        "@link",
    ] {
        assert!(!contract.contains(word), "{word}");
    }
    let hub = hub().await;
    let reply = hub
        .query("{ __schema { types { name } queryType { name fields { name } } directives { name } } any: __type(name: \"_Any\") { name } }")
        .await;
    let data = reply.data();
    assert_eq!(data["any"], Value::Null);
    assert_eq!(data["__schema"]["queryType"]["name"], "Query");
    let names = data.to_string();
    for word in [
        "_entities",
        "_service",
        "_Any",
        "_Entity",
        "_Service",
        "RouterQuery",
        "\"key\"",
    ] {
        assert!(!names.contains(word), "{word}");
    }
}
