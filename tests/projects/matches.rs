//! Who suits a project, and which project suits a city: ranked, with the reasons.

use kernel::Kind;
use serde_json::{Value, json};
use testkit::{Caller, Hub};

use super::{proposed, said};

/// The matches in lines: who, the score, the reasons.
async fn partners(who: &Caller<'_>, project: &str, most: i32) -> Vec<String> {
    let query = "query ($project: ID!, $most: Int!) { partnerMatches(project: $project, atMost: $most) {
        city { slug } organisation { slug } score reasons { kind points themes { slug } goals words } } }";
    let variables = json!({ "project": project, "most": most });
    let reply = who.query_with(query, variables).await;
    lines(&reply.data()["partnerMatches"])
}

fn lines(matches: &Value) -> Vec<String> {
    let line = |found: &Value| {
        let slug = ["city", "organisation", "project"]
            .iter()
            .find_map(|kind| found[kind]["slug"].as_str());
        let reason = |reason: &Value| {
            let mut what: Vec<String> = Vec::new();
            for theme in reason["themes"].as_array().unwrap() {
                what.push(theme["slug"].as_str().unwrap().to_owned());
            }
            for word in reason["goals"]
                .as_array()
                .unwrap()
                .iter()
                .chain(reason["words"].as_array().unwrap())
            {
                what.push(word.as_str().unwrap().to_owned());
            }
            what.sort();
            let what = if what.is_empty() {
                String::new()
            } else {
                format!(" ({})", what.join(" "))
            };
            format!(
                "{} {}{what}",
                reason["kind"].as_str().unwrap(),
                reason["points"]
            )
        };
        let reasons: Vec<String> = found["reasons"]
            .as_array()
            .unwrap()
            .iter()
            .map(reason)
            .collect();
        format!(
            "{} {}: {}",
            slug.unwrap(),
            found["score"],
            reasons.join(", ")
        )
    };
    matches.as_array().unwrap().iter().map(line).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_project_finds_those_who_suit_it_with_the_reasons() {
    for hub in Hub::with_demo().await {
        let cuneo = hub.officer_of("cuneo").await;
        let braga = hub.officer_of("braga").await;
        // Braga has to give what Cuneo looks for.
        let offers = proposed(&hub, &braga, "Empty halls").await;
        let input = json!({ "kind": "OFFER", "text": said("Two studios and a workshop") });
        offers.done(&braga, "addNeed", input).await;
        let project = proposed(&hub, &cuneo, "Artists in residence").await;
        let input = json!({ "kind": "NEED", "text": said("We look for studios in other cities.") });
        project.done(&cuneo, "addNeed", input).await;
        let culture = hub.id_of(Kind::Theme, "culture").await;
        let input = json!({ "themes": [culture], "goals": ["SUSTAINABLE_CITIES"] });
        project.done(&cuneo, "updateProject", input).await;
        let found = partners(&hub.anybody(), &project.id, 6).await;
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(found, @r#"
            [
              "braga 33: SHARED_THEMES 10 (culture), NEED_MEETS_OFFER 8 (studios), WORKED_TOGETHER 5, SAME_CONTINENT 5, SIMILAR_SIZE 5",
              "clermont-ferrand 25: SHARED_THEMES 10 (culture), WORKED_TOGETHER 5, SAME_CONTINENT 5, SIMILAR_SIZE 5",
              "pirot 25: SHARED_THEMES 10 (culture), SIMILAR_SIZE 10, SAME_CONTINENT 5",
              "regensburg 25: SHARED_THEMES 10 (culture), WORKED_TOGETHER 5, SAME_CONTINENT 5, SIMILAR_SIZE 5",
              "anderson 20: SHARED_THEMES 10 (culture), WORKED_TOGETHER 5, SIMILAR_SIZE 5",
              "aranda-de-duero 20: SIMILAR_SIZE 10, WORKED_TOGETHER 5, SAME_CONTINENT 5"
            ]
            "#);
        }
        assert!(found.iter().all(|line| !line.starts_with("cuneo ")));

        let query =
            "query ($city: ID!) { projectMatches(city: $city, atMost: 3) { project { slug } score
            reasons { kind points themes { slug } goals words } } }";
        let city = hub.id_of(Kind::City, "braga").await;
        let reply = hub.query_with(query, json!({ "city": city })).await;
        let found = lines(&reply.data()["projectMatches"]);
        insta::allow_duplicates! {
            insta::assert_json_snapshot!(found, @r#"
            [
              "artists-in-residence 33: SHARED_THEMES 10 (culture), NEED_MEETS_OFFER 8 (studios), WORKED_TOGETHER 5, SAME_CONTINENT 5, SIMILAR_SIZE 5"
            ]
            "#);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_hidden_speaks_for_nobody_and_members_alone_are_found() {
    for hub in Hub::with_demo().await {
        let cuneo = hub.officer_of("cuneo").await;
        let norman = hub.officer_of("norman").await;
        let hidden = super::start(&hub, &norman, "Hidden").await;
        let input = json!({ "kind": "OFFER", "text": said("Zeppelins") });
        hidden.done(&norman, "addNeed", input).await;
        let project = proposed(&hub, &cuneo, "In the air").await;
        let input = json!({ "kind": "NEED", "text": said("Zeppelins") });
        project.done(&cuneo, "addNeed", input).await;
        let seen_by = async |who: &Caller<'_>| {
            let found = partners(who, &project.id, 50).await;
            found.iter().any(|line| line.contains("zeppelins"))
        };
        assert!(!seen_by(&hub.anybody()).await);
        assert!(!seen_by(&cuneo).await);
        assert!(seen_by(&norman).await);
        super::set_membership(&hub, "norman", "SUSPENDED").await;
        assert!(!seen_by(&norman).await);
        // Of what one may not see, one learns nothing.
        assert_eq!(partners(&cuneo, &hidden.id, 5).await, Vec::<String>::new());
        for most in [0, 51] {
            let query = "query ($project: ID!, $most: Int!) { partnerMatches(project: $project, atMost: $most) { score } }";
            let reply = hub
                .query_with(query, json!({ "project": project.id, "most": most }))
                .await;
            assert_eq!(reply.codes(), ["INVALID_ARGUMENT"]);
        }
        let city = hub.id_of(Kind::City, "cuneo").await;
        let query = "query ($project: ID!) { partnerMatches(project: $project) { score } }";
        assert_eq!(
            hub.query_with(query, json!({ "project": city }))
                .await
                .codes(),
            ["INVALID_ID"]
        );
    }
}
