//! What the operator does with the register: all of what they name, or nothing, with every mistake.

use serde_json::json;
use testkit::Hub;

use super::{CITY, done, post, refused, sha256};

#[tokio::test]
async fn documents_are_added_listed_and_removed() {
    for hub in Hub::empty().await {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        std::fs::create_dir(path.join("pages")).unwrap();
        std::fs::write(path.join("pages/city.graphql"), CITY).unwrap();
        std::fs::write(path.join("home.gql"), "{ __typename }").unwrap();
        std::fs::write(path.join("notes.txt"), "not looked at").unwrap();
        let add = ["add", path.to_str().unwrap()];
        assert_eq!(done(&hub, &["list"]).await, "");
        assert_eq!(
            done(&hub, &add).await,
            "Added: 2 new, 0 replaced, 0 as they were.\n"
        );
        assert_eq!(
            done(&hub, &add).await,
            "Added: 0 new, 0 replaced, 2 as they were.\n"
        );
        let listed = done(&hub, &["list"]).await;
        let rows: Vec<Vec<&str>> = (listed.lines())
            .map(|line| line.split_whitespace().take(2).collect())
            .collect();
        let (home, city) = (sha256("{ __typename }"), sha256(CITY));
        assert_eq!(
            rows,
            [
                ["home", &format!("sha256:{home}")],
                ["pages.city", &format!("sha256:{city}")],
            ]
        );
        assert_eq!(
            done(&hub, &["check"]).await,
            "All 2 documents are good for this graph.\n"
        );
        assert_eq!(
            done(&hub, &["remove", &format!("sha256:{city}"), "home"]).await,
            "Removed: 2.\n"
        );
        assert_eq!(done(&hub, &["list"]).await, "");
        assert_eq!(
            done(&hub, &["check"]).await,
            "All 0 documents are good for this graph.\n"
        );
    }
}

#[tokio::test]
async fn a_document_that_is_wrong_is_refused_with_the_place_and_nothing_is_added() {
    for hub in Hub::empty().await {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        for (name, text) in [
            ("good", CITY),
            ("unread", "query {\n  city(slug: \"x\" {\n"),
            (
                "unknown",
                "query A { __typename }\nquery B {\n  nothing\n  city { nothing }\n}",
            ),
            (
                "deep",
                &format!(
                    "{{ cities(first: 1) {{ nodes {{ {} slug {} }} }} }}",
                    "projects(first: 1) { nodes { leadCity { ".repeat(7),
                    "} } } ".repeat(7)
                ),
            ),
            ("fragment", "fragment F on City { slug }"),
            ("empty", ""),
            ("null", "{ __typename } # \0"),
        ] {
            std::fs::write(path.join(format!("{name}.graphql")), text).unwrap();
        }
        let said = refused(&hub, &["add", path.to_str().unwrap()], path).await;
        let of = |name: &str| {
            let start = format!("{name}.graphql: ");
            let lines = said.iter().filter(|line| line.starts_with(&start));
            lines
                .map(|line| line[start.len()..].to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(of("good"), [""; 0]);
        assert!(
            of("unread")[0].starts_with("line 2, column 18: "),
            "{said:#?}"
        );
        let unknown = of("unknown");
        assert!(
            unknown[0].starts_with("line 3, column 3: Unknown field \"nothing\" on type \"Query\""),
            "{said:#?}"
        );
        assert!(
            unknown
                .iter()
                .any(|line| line.starts_with("line 4, column 10: ")),
            "{said:#?}"
        );
        for name in ["deep", "fragment", "empty", "null"] {
            assert!(!of(name).is_empty(), "{name}: {said:#?}");
        }
        assert!(of("deep")[0].contains("at most 20 levels"), "{said:#?}");
        assert_eq!(of("null"), ["the text has a null character"]);
        let last = said.last().unwrap();
        assert!(
            last.starts_with("passerelle: nothing was added: ") && last.ends_with(" mistakes"),
            "{last}"
        );
        assert_eq!(done(&hub, &["list"]).await, "");
    }
}

#[tokio::test]
async fn a_name_has_one_document_until_it_is_replaced() {
    for hub in Hub::empty().await {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        let file = path.join("Home.graphql");
        let add = ["add", file.to_str().unwrap()];
        std::fs::write(&file, "{ __typename }").unwrap();
        done(&hub, &add).await;
        std::fs::write(&file, "{ nodes(ids: []) { id } }").unwrap();
        assert_eq!(
            refused(&hub, &add, path).await,
            [
                "Home.graphql: the name `Home` is taken by another document; --replace puts this one \
                 in its place",
                "passerelle: nothing was added: 1 mistake",
            ]
        );
        let (_, _, data) = post(&hub, &json!({ "documentId": "Home" })).await;
        assert_eq!(data, json!({ "__typename": "Query" }));
        assert_eq!(
            done(&hub, &["add", "--replace", file.to_str().unwrap()]).await,
            "Added: 0 new, 1 replaced, 0 as they were.\n"
        );
        // Two of one name in one go.
        std::fs::create_dir(path.join("other")).unwrap();
        let other = path.join("other/Home.graphql");
        std::fs::write(&other, "{ __typename }").unwrap();
        let both = [
            "add",
            "--replace",
            file.to_str().unwrap(),
            other.to_str().unwrap(),
        ];
        let said = refused(&hub, &both, path).await;
        assert_eq!(
            said,
            [
                "other/Home.graphql: the name `Home` is that of another document, of Home.graphql",
                "passerelle: nothing was added: 1 mistake",
            ]
        );
    }
}

#[tokio::test]
async fn what_is_not_there_cannot_be_removed_and_then_nothing_is() {
    for hub in Hub::empty().await {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        let file = path.join("Home.graphql");
        std::fs::write(&file, "{ __typename }").unwrap();
        done(&hub, &["add", file.to_str().unwrap()]).await;
        assert_eq!(
            refused(&hub, &["remove", "Home", "Nothing"], path).await,
            [
                "there is no document `Nothing`",
                "passerelle: nothing was removed: 1 mistake"
            ]
        );
        assert!(done(&hub, &["list"]).await.starts_with("Home "));
    }
}

/// A later version of the graph may not have what a document asks for.
#[tokio::test]
async fn a_check_finds_what_is_good_no_more() {
    for hub in Hub::empty().await {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        let file = path.join("Home.graphql");
        std::fs::write(&file, "{ __typename }").unwrap();
        done(&hub, &["add", file.to_str().unwrap()]).await;
        hub.change(kernel::db::Sql::new(
            "update trusted_document set body = '{ gone }'",
        ))
        .await;
        let said = refused(&hub, &["check"], path).await;
        assert!(
            said[0].starts_with("Home: line 1, column 3: Unknown field \"gone\""),
            "{said:?}"
        );
        assert_eq!(
            said[1],
            "passerelle: 1 of 1 documents is not good for this graph"
        );
    }
}
