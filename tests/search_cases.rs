//! Search: one list of cases for both databases, with what must be found, in which order, and what
//! must not.

use serde_json::json;
use testkit::Hub;

async fn found(hub: &Hub, query: &str, types: Option<&[&str]>) -> Vec<String> {
    let document = "query ($query: String!, $types: [SearchType!]) {
        search(query: $query, types: $types, first: 6) { nodes { __typename
            ... on City { slug } ... on Theme { slug } ... on Project { slug } ... on Event { slug }
            ... on Organisation { slug } ... on Update { id } ... on Session { id } } } }";
    let reply = hub
        .query_with(document, json!({ "query": query, "types": types }))
        .await;
    (reply.data()["search"]["nodes"].as_array().unwrap().iter())
        .map(|node| {
            let slug = node["slug"].as_str().unwrap_or("*");
            format!("{} {slug}", node["__typename"].as_str().unwrap())
        })
        .collect()
}

/// The texts of scripts that the demonstration network lacks.
async fn add_scripts(hub: &Hub) {
    let theme = "mutation ($input: RecordThemeInput!) { recordTheme(input: $input) { errors { message } } }";
    for (slug, locale, title, summary) in [
        (
            "shanghai-water",
            "zh",
            "上海市的水资源",
            "城市之间的合作项目",
        ),
        ("beijing-roads", "zh", "北京的道路", "公共交通与出行"),
        (
            "tokyo-festival",
            "ja",
            "東京フェスティバル2024",
            "音楽とダンス",
        ),
        ("korat", "th", "นครราชสีมา", "เมือง"),
        ("kremenchuk-theme", "uk", "Кременчук", "Місто на Дніпрі"),
        ("strasse", "de", "Straßenbahn für alle", "Größe zählt"),
        ("lodz", "pl", "Łódź i Żary", "Miasta"),
        ("athens", "el", "Αθήνα", "Πόλη"),
    ] {
        let content = json!([{ "locale": locale, "title": title, "summary": summary }]);
        let input = json!({ "input": { "slug": slug, "content": content } });
        let reply = hub.as_operator(theme, input).await;
        assert_eq!(reply.data()["recordTheme"]["errors"], json!([]));
    }
}

#[tokio::test]
async fn the_same_is_found_in_the_same_order_on_both_databases() {
    // Each query with what it must find first, in this order; and what it must not find at all.
    #[rustfmt::skip]
    let cases: &[(&str, &[&str], &[&str])] = &[
        // Whole words, in any case, with and without accents.
        ("cuneo", &["City cuneo"], &["City karlsruhe"]),
        ("CUNEO", &["City cuneo"], &[]),
        ("Coni", &["City cuneo"], &[]),
        ("querétaro", &["City queretaro"], &["City cuneo"]),
        ("queretaro", &["City queretaro"], &[]),
        ("QUERETARO", &["City queretaro"], &[]),
        ("Zalau", &["City zalau"], &[]),
        ("Zalău", &["City zalau"], &[]),
        ("leon", &["City leon"], &[]),
        ("ｃｕｎｅｏ", &["City cuneo"], &[]),
        // Beginnings of words; a whole word counts more.
        ("clermo", &["City clermont-ferrand"], &["City cuneo"]),
        ("vito", &["City vitoria-gasteiz"], &[]),
        ("kuen", &["Organisation kuenstlerhaus-andreasstadel"], &[]),
        ("mobil", &["Project mobility-lab", "Theme mobility"], &[]),
        ("residen", &["Project cross-artist-residencies"], &[]),
        // Not the middle of words, and not one letter as a beginning.
        ("ermont", &[], &["City clermont-ferrand"]),
        ("uneo", &[], &["City cuneo"]),
        ("q", &[], &["City queretaro"]),
        // Every word must be found, in any text and language of the node.
        ("clermont ferrand", &["City clermont-ferrand"], &["City cuneo"]),
        ("ferrand clermont", &["City clermont-ferrand"], &[]),
        ("cuneo karlsruhe", &[], &["City cuneo", "City karlsruhe"]),
        ("queretaro declaration", &["Project queretaro-declaration"], &["City queretaro"]),
        ("déclaration de Querétaro", &["Project queretaro-declaration"], &[]),
        ("résidences d'artistes croisées", &["Project cross-artist-residencies"], &[]),
        ("residences artistes croisees", &["Project cross-artist-residencies"], &[]),
        ("cross artist residencies", &["Project cross-artist-residencies"], &[]),
        // Common words are passed over, unless alone.
        ("the city of anderson", &["Organisation city-of-anderson", "City anderson"], &[]),
        ("la ville de cuneo", &["City cuneo"], &[]),
        // Countries.
        ("IT cuneo", &["City cuneo"], &[]),
        // Chinese and Japanese, without spaces.
        ("上海", &["Theme shanghai-water"], &["Theme beijing-roads"]),
        ("上海市", &["Theme shanghai-water"], &["Theme beijing-roads"]),
        ("上", &["Theme shanghai-water"], &["Theme beijing-roads"]),
        ("水资源", &["Theme shanghai-water"], &[]),
        ("海上", &[], &["Theme shanghai-water"]),
        ("城市合作", &[], &["Theme shanghai-water"]),
        ("城市 合作", &["Theme shanghai-water"], &[]),
        ("北京 道路", &["Theme beijing-roads"], &["Theme shanghai-water"]),
        ("東京", &["Theme tokyo-festival"], &[]),
        ("フェスティバル", &["Theme tokyo-festival"], &[]),
        ("東京2024", &["Theme tokyo-festival"], &[]),
        ("ﾀﾞﾝｽ", &["Theme tokyo-festival"], &[]),
        ("タンス", &[], &["Theme tokyo-festival"]),
        // Other scripts.
        ("นครราชสีมา", &["Theme korat"], &[]),
        ("ราช", &["Theme korat"], &[]),
        ("кременчук", &["Theme kremenchuk-theme"], &["City kremenchuk"]),
        ("КРЕМЕН", &["Theme kremenchuk-theme"], &[]),
        ("αθηνα", &["Theme athens"], &[]),
        // Letters that are more than a letter and an accent.
        ("strassenbahn", &["Theme strasse"], &[]),
        ("STRAßENBAHN", &["Theme strasse"], &[]),
        ("grosse", &["Theme strasse"], &[]),
        ("lodz", &["Theme lodz"], &[]),
        ("zary", &["Theme lodz"], &[]),
        // Nothing.
        ("atlantis", &[], &["City cuneo"]),
        ("cuneoo", &[], &["City cuneo"]),
    ];
    assert!(cases.len() >= 40);
    let hubs = Hub::with_demo().await;
    for hub in &hubs {
        add_scripts(hub).await;
    }
    for (query, first, never) in cases {
        let answers = {
            let mut answers = Vec::new();
            for hub in &hubs {
                answers.push(found(hub, query, None).await);
            }
            answers
        };
        assert!(
            answers.iter().all(|answer| *answer == answers[0]),
            "{query}: {answers:#?}"
        );
        let answer = &answers[0];
        assert!(
            answer.len() >= first.len() && answer[..first.len()] == **first,
            "{query}: {answer:#?}"
        );
        if first.is_empty() {
            assert_eq!(*answer, [""; 0], "{query}");
        }
        for wrong in *never {
            assert!(
                !answer.iter().any(|found| found == wrong),
                "{query}: {answer:#?}"
            );
        }
    }
}

#[tokio::test]
async fn a_search_can_be_for_some_types_only() {
    for hub in Hub::with_demo().await {
        let all = found(&hub, "queretaro", None).await;
        assert!(
            all.iter().any(|node| node.starts_with("Project")),
            "{all:?}"
        );
        let cities = found(&hub, "queretaro", Some(&["CITY"])).await;
        assert_eq!(cities[0], "City queretaro");
        assert!(
            cities.iter().all(|node| node.starts_with("City")),
            "{cities:?}"
        );
        assert_eq!(found(&hub, "queretaro", Some(&[])).await, [""; 0]);
    }
}

#[tokio::test]
async fn pages_of_a_search_put_together_are_the_search() {
    for hub in Hub::with_demo().await {
        let document = "query ($first: Int!, $after: String) { search(query: \"city\", first: $first, after: $after) {
            totalCount edges { cursor score node { id } } pageInfo { hasNextPage endCursor } } }";
        let whole = hub.query_with(document, json!({ "first": 100 })).await;
        let whole = &whole.data()["search"];
        let edges = whole["edges"].as_array().unwrap();
        assert_eq!(whole["totalCount"], edges.len());
        assert!(edges.len() > 10);
        let scores: Vec<i64> = edges
            .iter()
            .map(|edge| edge["score"].as_i64().unwrap())
            .collect();
        assert!(scores.iter().rev().is_sorted(), "{scores:?}");
        let mut put_together = Vec::new();
        let mut after = serde_json::Value::Null;
        loop {
            let page = hub
                .query_with(document, json!({ "first": 3, "after": after }))
                .await;
            let page = page.data()["search"].clone();
            put_together.extend(page["edges"].as_array().unwrap().clone());
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = page["pageInfo"]["endCursor"].clone();
        }
        assert_eq!(put_together, *edges);
    }
}

#[tokio::test]
async fn a_corrected_text_is_found_by_its_new_words_only() {
    for hub in Hub::empty().await {
        let record = async |title: &str| {
            let document = "mutation ($title: String!) { recordTheme(input: { slug: \"x\",
                content: [{ locale: \"en\", title: $title }] }) { errors { message } } }";
            hub.as_operator(document, json!({ "title": title }))
                .await
                .data();
        };
        record("Bicycles").await;
        assert_eq!(found(&hub, "bicycles", None).await, ["Theme x"]);
        record("Trams").await;
        assert_eq!(found(&hub, "bicycles", None).await, [""; 0]);
        assert_eq!(found(&hub, "trams", None).await, ["Theme x"]);
    }
}
