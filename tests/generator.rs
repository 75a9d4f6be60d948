//! The generated network: as large as was asked for, the same everywhere, and marked as what it is.

use std::collections::BTreeSet;

use kernel::{Db, db::Sql};
use serde_json::json;
use testkit::{Content, Database, Hub, Product};

/// What is in the demonstration network before.
const REAL: i64 = 187;

async fn generate(hub: &Hub, scale: u32) -> demo::Loaded {
    let told = std::sync::Mutex::new(Vec::new());
    let progress = |progress: demo::Progress| told.lock().unwrap().push(progress.done);
    let loaded = demo::generate(hub.graph.log(), scale, &progress)
        .await
        .unwrap();
    let told = told.into_inner().unwrap();
    assert!(told.is_sorted());
    assert_eq!(told.last(), Some(&(loaded.recorded + loaded.unchanged)));
    loaded
}

async fn lines(db: &Db, sql: &str) -> Vec<String> {
    let mut conn = db.read().await.unwrap();
    let rows: Vec<(String,)> = conn.fetch_all(Sql::new(sql)).await.unwrap();
    rows.into_iter().map(|(line,)| line).collect()
}

async fn count(db: &Db, sql: &str) -> i64 {
    let mut conn = db.read().await.unwrap();
    let rows: Vec<(i64,)> = conn.fetch_all(Sql::new(sql)).await.unwrap();
    rows[0].0
}

/// Everything that is generated, without the ids.
async fn dump(hub: &Hub) -> BTreeSet<String> {
    let mut dump = BTreeSet::new();
    for sql in [
        "select n.kind || ' ' || coalesce(n.slug, '') || ' ' || c.locale || ' ' || c.title || ' ' \
         || coalesce(c.summary, '') || ' ' || c.origin || cast(c.revision as text) \
         || cast(c.original_revision as text) from node n join content c on c.node_id = n.id",
        "select p.slug || ' ' || o.slug || ' ' || po.role from project_organisation po \
         join node p on p.id = po.project_id join node o on o.id = po.organisation_id",
        "select p.slug || ' ' || c.slug || ' ' || pc.role from project_city pc \
         join node p on p.id = pc.project_id join node c on c.id = pc.city_id",
        "select n.slug || ' ' || t.slug from project_theme x \
         join node n on n.id = x.project_id join node t on t.id = x.theme_id",
        "select n.slug || ' ' || coalesce(p.stage, '') || ' ' || coalesce(p.started_on, '') || ' ' \
         || coalesce(p.ended_on, '') from project p join node n on n.id = p.id",
        "select p.slug || ' ' || u.published_on || ' ' || n.sort_key from project_update u \
         join node n on n.id = u.id join node p on p.id = u.project_id",
        "select n.slug || ' ' || e.starts_on || ' ' || e.ends_on || ' ' || e.mode from event e \
         join node n on n.id = e.id where n.slug like 'generated-%'",
        "select e.slug || ' ' || c.slug || ' ' || ec.role || ' ' \
         || coalesce(cast(ec.delegation_size as text), '') from event_city ec \
         join node e on e.id = ec.event_id join node c on c.id = ec.city_id",
        "select e.slug || ' ' || p.slug from event_project ep \
         join node e on e.id = ep.event_id join node p on p.id = ep.project_id",
        "select o.slug || ' ' || coalesce(c.slug, '') from organisation x \
         join node o on o.id = x.id left join node c on c.id = x.city_id",
        "select a.verb || ' ' || n.sort_key || ' ' || coalesce(a.occurred_on, '') \
         from activity a join node n on n.id = a.subject_id",
        "select n.sort_key || ' ' || t.token || ' ' || cast(t.weight as text) \
         from search_token t join node n on n.id = t.node_id",
    ] {
        dump.extend(lines(&hub.db, sql).await);
    }
    dump
}

#[tokio::test]
async fn the_same_scale_gives_the_same_network_and_a_larger_one_only_adds() {
    let at_once = Hub::on(Database::new(Product::Sqlite, Content::Demo).await).await;
    generate(&at_once, 2).await;
    let expected = dump(&at_once).await;
    for hub in Hub::with_demo().await {
        assert_eq!(generate(&hub, 1).await.recorded, 155);
        let (smaller, head) = (dump(&hub).await, hub.graph.log().head());
        let again = generate(&hub, 1).await;
        assert_eq!((again.recorded, again.unchanged), (0, 155));
        assert_eq!(hub.graph.log().head(), head);

        let larger = generate(&hub, 2).await;
        assert_eq!((larger.recorded, larger.unchanged), (155, 155));
        let grown = dump(&hub).await;
        assert!(smaller.is_subset(&grown));
        let differ: Vec<_> = grown.symmetric_difference(&expected).take(5).collect();
        assert_eq!(differ, [""; 0]);
    }
}

#[tokio::test]
async fn it_is_as_large_as_was_asked_for_and_says_what_it_is() {
    for hub in Hub::with_demo().await {
        generate(&hub, 1).await;
        let generated = "where n.slug like 'generated-%'";
        for (kind, least) in [("project", 50), ("organisation", 100), ("event", 5)] {
            let sql =
                format!("select count(*) from {kind} x join node n on n.id = x.id {generated}");
            assert_eq!(count(&hub.db, &sql).await, least, "{kind}");
        }
        let sql = format!(
            "select count(*) from project_organisation x join node n on n.id = x.project_id {generated}"
        );
        assert_eq!(count(&hub.db, &sql).await, 600);
        let sql = format!(
            "select count(*) from project_update x join node n on n.id = x.project_id {generated}"
        );
        assert_eq!(count(&hub.db, &sql).await, 200);
        assert_eq!(
            count(&hub.db, "select count(*) from activity").await,
            REAL + 505
        );

        // Whatever is not of the real network, whatever it is a part of.
        let unmarked = lines(
            &hub.db,
            "select n.kind || ' ' || n.sort_key from node n join content c on c.node_id = n.id \
             where (n.slug like 'generated-%' or c.title like '%(generated%' or c.title like '%(généré%') \
             and (cast(n.provenance as text) not like '%true%' or cast(n.provenance as text) not like '%not a fact%' \
             or n.audience <> 'public' or c.title not like '%(gen%' and c.title not like '%(gén%')",
        )
        .await;
        assert_eq!(unmarked, [""; 0]);
    }
}

#[tokio::test]
async fn every_generated_node_has_its_activity_in_a_log_without_gaps() {
    for hub in Hub::with_demo().await {
        generate(&hub, 1).await;
        let head = hub.graph.log().head();
        assert_eq!(head, REAL + 505);
        let sql = "select count(distinct position) from activity where position > 0";
        assert_eq!(count(&hub.db, sql).await, head);
        let sql = "select max(position) from activity";
        assert_eq!(count(&hub.db, sql).await, head);
        let sql = "select position from log_head";
        assert_eq!(count(&hub.db, sql).await, head);
        // Milestones and sessions belong to what they are part of.
        let silent = lines(
            &hub.db,
            "select n.kind from node n where n.kind not in ('milestone', 'session') \
             and (n.slug is null or n.slug like 'generated-%') \
             and n.sort_key not like 'example%' and not exists (select 1 from activity a \
             join activity_node an on an.position = a.position and an.node_id = n.id \
             where a.subject_id = n.id and a.verb = n.kind || '.recorded')",
        )
        .await;
        assert_eq!(silent, [""; 0]);
    }
}

/// What a number comes to is pinned: another version of the random numbers would make another
/// network of the same name.
#[tokio::test]
async fn a_generated_project_can_be_found_and_read_like_any_other() {
    for hub in Hub::with_demo().await {
        generate(&hub, 1).await;
        let reply = hub
            .query(
                r#"{ search(query: "farmers market station generated", first: 1) { nodes { ... on Project {
                    slug title fr: title(locale: "fr") zh: title(locale: "zh")
                    content(locale: "fr") { isStale } provenance { isExample note }
                    participations(first: 2) { totalCount nodes { role organisation { slug name } } }
                    updates(first: 1) { totalCount nodes { title publishedOn } }
                    activities(first: 100) { nodes { verb } } } } }
                  news: activities(first: 1, filter: { verb: { eq: "update.recorded" } }) { nodes {
                    summary fr: summary(locale: "fr") } } }"#,
            )
            .await;
        let data = reply.data();
        let project = &data["search"]["nodes"][0];
        assert_eq!(project["slug"], "generated-project-1");
        assert_eq!(
            project["title"],
            "Farmers' market around the station (generated 1)"
        );
        assert_eq!(project["fr"], "Marché paysan autour de la gare (généré 1)");
        assert_eq!(project["zh"], "农夫市集 (generated 1)");
        assert_eq!(project["content"], json!({ "isStale": true }));
        assert_eq!(project["provenance"]["isExample"], true);
        assert_eq!(project["participations"]["totalCount"], 12);
        assert_eq!(project["updates"]["totalCount"], 4);
        let mut verbs: Vec<&str> = (project["activities"]["nodes"].as_array().unwrap().iter())
            .filter_map(|activity| activity["verb"].as_str())
            .collect();
        verbs.retain(|verb| *verb != "event.recorded");
        assert_eq!(
            verbs,
            [
                "project.corrected",
                "update.recorded",
                "update.recorded",
                "update.recorded",
                "update.recorded",
                "project.recorded",
            ]
        );
        assert_eq!(
            data["news"]["nodes"][0],
            json!({
                "fr": "Le projet « Marché paysan autour de la gare (généré 1) » a publié \
                       « L'essai a commencé (généré, projet 1) »",
                "summary": "The project “Farmers' market around the station (generated 1)” published \
                            “The trial has begun (generated, project 1)”",
            })
        );
    }
}
