//! Query plans: on a large network, no list, filter, order or search reads a large table through.
//!
//! The questions are made from the contract itself, so that a filter or an order that is added later
//! is asked for here, too.

mod people;

use std::collections::BTreeMap;

use kernel::Viewer;
use serde_json::{Value, json};
use testkit::{Content, Database, Hub, Product};
use uuid::Uuid;

/// A table with more rows must not be read through.
const LARGE: i64 = 1_000;
/// Large enough for every table that can be large to be so.
const SCALE: u32 = 25;

/// The network, one of its people who follows all of it, and how many rows each table has.
async fn large_network(product: Product) -> (Hub, Uuid, BTreeMap<String, i64>) {
    let mut database = Database::new(product, Content::Demo).await;
    if product == Product::Postgres {
        // A table of a hundred pages may well be read through; one of a million may not. So this
        // asks whether there is another way.
        database.url.push_str("?options[enable_seqscan]=off");
    }
    let before = Hub::on(database.of_a_replica()).await;
    demo::generate(before.graph.log(), SCALE, &|_| {})
        .await
        .unwrap();
    let person = people::fill(&before).await;
    let mut tx = before.db.begin().await.unwrap();
    kernel::on!(&mut tx.conn(), |c, DB| sqlx::query::<DB>("analyze")
        .execute(c)
        .await
        .map(drop))
    .unwrap();
    tx.commit().await.unwrap();
    // A connection of SQLite that was open before plans by what was known then.
    before.db.close().await;
    let hub = Hub::on(database).await;
    let mut conn = hub.db.read().await.unwrap();
    let mut rows = BTreeMap::new();
    for table in [
        "node",
        "content",
        "text_version",
        "search_token",
        "activity",
        "activity_node",
        "city",
        "city_site",
        "membership_step",
        "theme",
        "organisation",
        "project",
        "project_city",
        "project_organisation",
        "project_theme",
        "milestone",
        "project_update",
        "project_goal",
        "project_need",
        "project_document",
        "project_budget",
        "project_outcome",
        "partnership",
        "event",
        "event_city",
        "event_theme",
        "event_project",
        "session",
        "event_registration",
        "event_registration_type",
        "event_invitee",
        "delegation",
        "registration",
        "event_series",
        "event_organiser",
        "event_document",
        "event_born_project",
        "session_speaker",
        "session_project",
        "person",
        "mandate",
        "invitation",
        "api_token",
        "follow",
        "deprecated_usage",
    ] {
        let count: (i64,) = kernel::on!(&mut conn, |c, DB| {
            sqlx::query_as::<DB, _>(sqlx::AssertSqlSafe(format!("select count(*) from {table}")))
                .fetch_one(c)
                .await
        })
        .unwrap();
        rows.insert(table.to_owned(), count.0);
    }
    drop(conn);
    (hub, person, rows)
}

/// The large table that a line of a plan reads through, if it does.
fn scanned(
    product: Product,
    plan: &kernel::db::Plan,
    line: &str,
    rows: &BTreeMap<String, i64>,
) -> Option<String> {
    let rest = match product {
        // `SCAN p`, but not `SCAN p USING INDEX …`, which goes along an order.
        Product::Sqlite => line
            .strip_prefix("SCAN ")
            .filter(|rest| !rest.contains(" USING "))?,
        // `Seq Scan on project p  (cost=…`.
        Product::Postgres => line.split_once("Seq Scan on ")?.1,
    };
    let name = rest.split_whitespace().next()?;
    let table = match product {
        Product::Sqlite => table_of(name, &plan.statement, rows)?,
        Product::Postgres => name.to_owned(),
    };
    let count = rows.get(&table);
    let count = count.unwrap_or_else(|| panic!("{line}: name {table} in `large_network`"));
    // The log is kept in the order of its positions: without a sort, a page is read along it.
    let along = table == "activity" && !plan.statement.contains("count(*)");
    (*count > LARGE && !along).then_some(table)
}

/// SQLite names the alias: the table that the statement gives it to. None for what the statement has
/// made itself.
fn table_of(alias: &str, statement: &str, rows: &BTreeMap<String, i64>) -> Option<String> {
    let words: Vec<&str> = statement.split_whitespace().collect();
    let named = words.windows(3).find(|words| {
        let alias_here = words[2].trim_matches(|c: char| !c.is_alphanumeric() && c != '_');
        ["from", "join"].contains(&words[0].trim_start_matches('(')) && alias_here == alias
    });
    match named {
        Some(words) => Some(words[1].to_owned()),
        None if rows.contains_key(alias) => Some(alias.to_owned()),
        None => {
            let made = ["page", "hit", "found", "CONSTANT"];
            assert!(
                made.contains(&alias) || alias.starts_with('('),
                "{alias} in {statement}"
            );
            None
        }
    }
}

/// What can be asked of every list of the root: its orders, and one question for each comparator of
/// its filter.
async fn questions(hub: &Hub) -> Vec<(String, Value)> {
    let contract = hub
        .query(
            "{ query: __type(name: \"Query\") { fields { name args { name type { name ofType { name ofType { name } } } }
                 type { name ofType { name } } } }
               __schema { types { name kind enumValues { name }
                 inputFields { name type { name kind ofType { name kind ofType { name kind } } } } } } }",
        )
        .await;
    let types = contract.data()["__schema"]["types"]
        .as_array()
        .unwrap()
        .clone();
    let find = |name: &str| types.iter().find(|ty| ty["name"] == name).unwrap().clone();
    let mut questions = Vec::new();
    for field in contract.data()["query"]["fields"].as_array().unwrap() {
        let list = field["name"].as_str().unwrap();
        let argument = |name: &str| {
            let args = field["args"].as_array().unwrap();
            args.iter()
                .find(|arg| arg["name"] == name)
                .map(|arg| arg["type"].clone())
        };
        // These need an argument more: they are asked for below.
        let apart = ["search", "translationsNeeded"].contains(&list);
        if argument("first").is_none() || apart {
            continue;
        }
        // Not everything that is listed is a node.
        let key = match list {
            "deprecatedUsage" => "member",
            _ => "id",
        };
        // (A count of a whole list reads all of it; that is what was asked.)
        for page in ["first: 20", "last: 20", "first: 0"] {
            questions.push((
                format!("{{ {list}({page}) {{ nodes {{ {key} }} }} }}"),
                json!({}),
            ));
        }
        if let Some(order) = argument("orderBy") {
            let order = order["ofType"]["ofType"]["name"].as_str().unwrap();
            for value in find(&format!("{order}Field"))["enumValues"]
                .as_array()
                .unwrap()
            {
                for direction in ["ASC", "DESC"] {
                    let order = format!(
                        "{{ field: {}, direction: {direction} }}",
                        value["name"].as_str().unwrap()
                    );
                    questions.push((
                        format!("{{ {list}(orderBy: [{order}]) {{ nodes {{ {key} }} }} }}"),
                        json!({}),
                    ));
                }
            }
        }
        let filter = argument("filter").unwrap()["name"]
            .as_str()
            .unwrap()
            .to_owned();
        for field in find(&filter)["inputFields"].as_array().unwrap() {
            let name = field["name"].as_str().unwrap();
            let comparator = field["type"]["name"].as_str().unwrap_or_default();
            if comparator.is_empty() || comparator == filter {
                continue;
            }
            for operator in find(comparator)["inputFields"].as_array().unwrap() {
                let value = value_for(list, name, operator, &find);
                let operator = operator["name"].as_str().unwrap();
                // What excludes little must read most, and stops when the page is full.
                if ["notEq", "notIn"].contains(&operator) {
                    continue;
                }
                let query = format!(
                    "query ($filter: {filter}) {{ {list}(first: 20, filter: $filter) {{ nodes {{ {key} }} }} }}"
                );
                questions.push((query, json!({ "filter": { name: { operator: value } } })));
            }
        }
    }
    questions
}

/// A value that the comparator takes, and that few rows have.
fn value_for(list: &str, field: &str, operator: &Value, find: &impl Fn(&str) -> Value) -> Value {
    let ty = &operator["type"];
    let name = ty["name"].as_str().or(ty["ofType"]["name"].as_str());
    let name = name.or(ty["ofType"]["ofType"]["name"].as_str()).unwrap();
    let kind = match (list, field) {
        (_, "city" | "hostCity" | "leadCity" | "node") | ("cities", "id") => "city",
        (_, "theme") | ("themes", "id") => "theme",
        (_, "project") | ("projects", "id") => "project",
        (_, "person") | ("people", "id") => "person",
        (_, "mandate") | ("mandates", "id") => "mandate",
        (_, "series") | ("eventSeriesList", "id") => "series",
        (_, "organisation") | ("organisations", "id") => "organisation",
        _ => "event",
    };
    let one = match name {
        "ID" => json!(format!("{kind}_01h2xcejqtf2nbrexx3vqjhp41")),
        "String" => json!("cuneo"),
        "Int" => json!(3),
        // Most projects have no end: to ask for those that have none is to ask for most.
        "Boolean" => json!(field != "endedOn"),
        "Date" | "NaiveDate" => json!("2024-02-03"),
        "DateTime" => json!("2024-02-03T04:05:06Z"),
        other => find(other)["enumValues"][0]["name"].clone(),
    };
    if ty["kind"] == "LIST" {
        json!([one])
    } else {
        one
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_list_filter_order_or_search_reads_a_large_table_through() {
    for product in Product::available() {
        let (hub, person, rows) = large_network(product).await;
        for table in [
            "node",
            "content",
            "search_token",
            "activity",
            "project",
            "organisation",
            "project_update",
            "registration",
            "person",
            "mandate",
            "invitation",
            "api_token",
            "follow",
        ] {
            assert!(rows[table] > LARGE, "{table} is not large: {rows:?}");
        }
        let mut questions = questions(&hub).await;
        assert!(questions.len() > 100, "{}", questions.len());
        for query in ["water", "generated", "cuneo mobility", "resid", "上海"] {
            questions.push((
                format!("{{ search(query: \"{query}\") {{ nodes {{ id }} totalCount }} }}"),
                json!({}),
            ));
        }
        for page in [
            "first: 20",
            "last: 20",
            "first: 20, filter: { kind: { eq: PROJECT } }",
        ] {
            for locale in ["fr", "ja"] {
                let list = format!("translationsNeeded(locale: \"{locale}\", {page})");
                let node = "state original { title } translation { title } node { id }";
                questions.push((format!("{{ {list} {{ nodes {{ {node} }} }} }}"), json!({})));
            }
        }
        for nested in [
            "{ projects(first: 20) { nodes { textHistory(first: 5) { nodes { title changed activity { id } } totalCount } } } }",
            "{ cities(first: 3) { nodes { projects(first: 5) { nodes { id } totalCount } events(first: 5) { nodes { id } }
                organisations(first: 5) { nodes { id } totalCount } activities(first: 5) { nodes { id summary } }
                membershipSteps(first: 5) { nodes { activity { id } } totalCount } } } }",
            "{ projects(first: 20) { nodes { title leadCity { name } partnerCities(first: 5) { nodes { name } }
                participations(first: 5) { nodes { organisation { name } } totalCount } milestones { nodes { title } }
                updates(first: 5) { nodes { title } totalCount } themes { nodes { title } } events { nodes { id } }
                activities(first: 5) { nodes { related { id } } } outcome { text } documents { title } budget { label } goals
                needs(first: 5) { nodes { text { text } } totalCount } partnerships(first: 5) { nodes { state } totalCount } } } }",
            "{ organisations(first: 10) { nodes { projects(first: 5) { nodes { title } totalCount } city { name } } } }",
            "{ themes(first: 2) { nodes { projects(first: 5) { nodes { id } } events(first: 5) { nodes { id } } } } }",
            "{ events(first: 20) { nodes { cities { nodes { name } } sessions { nodes { title } } projects { nodes { id } } } } }",
            "{ events(first: 20) { nodes { series { title } previousEdition { id } nextEdition { id } organisers { state }
                documents { title } recap { text } notice { text } accessibility { text }
                bornProjects(first: 5) { nodes { id bornAt { id } } totalCount }
                sessions(first: 20) { nodes { speakers { role } projects(first: 5) { nodes { id } totalCount } } } } } }",
            "{ eventSeriesList(first: 5) { nodes { events(first: 5) { nodes { id } totalCount } } } }",
            "{ project(slug: \"queretaro-declaration\") { id } }",
            "{ cities(first: 5) { nodes { mandates(first: 5) { nodes { person { name mandates(first: 5) { nodes { id } totalCount }
                activities(first: 5) { nodes { id } } } party { city { name } } } totalCount } viewerFollows followerCount } } }",
            "{ organisations(first: 10) { nodes { mandates(first: 5, filter: { role: { eq: REPRESENTATIVE } }) { nodes { id } totalCount } } } }",
            "{ activities(last: 20) { nodes { person { name } mandate { role } actingFor { kind city { name } } } } }",
            "{ viewer { person { name } feed(first: 20) { nodes { verb summary person { name } } } } }",
            "{ viewer { feed(last: 20) { nodes { id } } following(first: 20) { nodes { node { id } } } apiTokens(first: 20) { nodes { name } totalCount } signIns { isCurrent } } }",
            "{ viewer { following { totalCount } } }",
            "{ events(first: 20) { nodes { registration { seated types { seated } invited { id } } registeredDelegations(first: 20) {
                nodes { city { name } head { name } registrations(first: 5) { nodes { place answers { label } } totalCount } } totalCount }
                registrations(first: 20) { nodes { name person { name } delegation { seated } } totalCount } } } }",
            "{ events(first: 2) { nodes { registrations(filter: { code: { eq: \"0\" } }) { nodes { id certificate { hours } } }
                byName: registrations(filter: { name: { startsWith: \"Person 1\" }, checkedIn: { eq: false }, state: { eq: WAITING } }, orderBy: [{ field: REGISTERED_AT }]) { nodes { id } } checkInList } } }",
            "{ viewer { registrations(first: 20) { nodes { id } totalCount } seatOffers { registrationId } } }",
            "{ partnerMatches(project: \"project_01h2xcejqtf2nbrexx3vqjhp41\") { score } }",
            "{ projectMatches(city: \"city_01h2xcejqtf2nbrexx3vqjhp41\") { score } }",
        ] {
            questions.push((nested.to_owned(), json!({})));
        }
        let mut wrong = BTreeMap::new();
        let viewers = [Viewer::anonymous(), people::viewer(person)];
        for ((query, variables), viewer) in (questions.iter())
            .flat_map(|question| viewers.iter().map(move |viewer| (question, viewer.clone())))
        {
            let reply = hub.explain_to(viewer, query, variables.clone()).await;
            reply.data();
            for plan in reply.reads.unwrap().plans.unwrap() {
                for line in &plan.lines {
                    if let Some(table) = scanned(product, &plan, line.trim_start(), &rows) {
                        let asked = format!("{table} is read through for {query} {variables}");
                        wrong.entry(asked).or_insert_with(|| {
                            format!("{}\n{}", plan.statement, plan.lines.join("\n"))
                        });
                    }
                }
            }
        }
        assert!(
            wrong.is_empty(),
            "{product:?}: {} of them: {wrong:#?}",
            wrong.len()
        );
    }
}
