//! What the pages say, held against what they need.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

use kernel::{locale::Locale, messages::Source};
use server::Wording;
use testkit::{Content, Database, Hub, Product, Setup};

use super::{PAGES, open};

fn crate_of_pages() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../portal"))
}

/// The ids of the messages of a language, with what each fills in.
fn messages(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let path = crate_of_pages().join(format!("locales/{language}.ftl"));
    let text = fs::read_to_string(path).unwrap();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = None;
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some((id, _)) = line.split_once(" =")
            && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        {
            found.entry(id.to_owned()).or_default();
            current = Some(id.to_owned());
        }
        let Some(id) = &current else { continue };
        let filled = line.split('$').skip(1).map(|rest| {
            let end = rest
                .find(|c: char| !c.is_ascii_alphanumeric())
                .unwrap_or(rest.len());
            rest[..end].to_owned()
        });
        found.get_mut(id).unwrap().extend(filled);
    }
    found
}

/// The program knows no network: what is said of one is its own.
#[tokio::test]
async fn a_network_says_what_it_is_in_its_own_words() {
    for product in Product::available() {
        let said = Source {
            file: "en.ftl".to_owned(),
            locale: Locale::english(),
            text: "home-lead = Cities on one river.\nabout-3-text = https://rivers.example/\n"
                .to_owned(),
        };
        let setup = Setup {
            server: server::Options {
                wording: Wording::of("River Cities", vec![said]).unwrap(),
                ..server::Options::default()
            },
            ..Setup::default()
        };
        let hub = Hub::set_up(Database::new(product, Content::EmptyNetwork).await, setup).await;
        let read = async |path: &str| open(&hub, path, &[]).await.text().await.unwrap();
        let home = read("/en").await;
        assert!(home.contains("<title>River Cities · "), "{home}");
        assert!(home.contains("Cities on one river."), "{home}");
        assert!(read("/zh").await.contains("<title>River Cities · "));
        let about = read("/en/about").await;
        let link = "<a href=\"https://rivers.example/\">https://rivers.example/</a>";
        assert!(about.contains(link), "{about}");
        assert!(read("/activity.atom").await.contains("River Cities"));
        for path in PAGES.iter().filter(|path| path.matches('/').count() < 2) {
            for language in portal::LANGUAGES {
                let page = read(&format!("/{}{path}", language.tag)).await;
                for other in ["Michelin", "米其林", "GeoNames", "Clermont"] {
                    assert!(!page.contains(other), "{path} in {}: {other}", language.tag);
                }
            }
        }
    }
}

#[test]
fn english_and_french_are_complete_and_no_language_says_what_nobody_asks() {
    let english = messages("en");
    assert!(english.len() > 200, "{}", english.len());
    for language in portal::LANGUAGES {
        let theirs = messages(language.tag);
        let unknown: Vec<_> = theirs
            .keys()
            .filter(|id| !english.contains_key(*id))
            .collect();
        assert!(unknown.is_empty(), "{}: {unknown:?}", language.tag);
        for (id, filled) in &theirs {
            let known = filled.is_subset(&english[id]) || filled.contains("day");
            assert!(known, "{}: {id} fills in {filled:?}", language.tag);
        }
        let navigation = [
            "nav-",
            "filter-",
            "count-",
            "stage-",
            "membership-",
            "event-kind-",
            "date-",
        ];
        let missing: Vec<_> = (english.keys())
            .filter(|id| !theirs.contains_key(*id))
            .filter(|id| language.tag == "fr" || navigation.iter().any(|part| id.starts_with(part)))
            .collect();
        assert!(missing.is_empty(), "{}: {missing:?}", language.tag);
    }
}

#[test]
fn every_value_of_an_enum_that_pages_show_has_a_name() {
    let english = messages("en");
    let sdl = include_str!("../../schema.graphql");
    for (of, prefix) in [
        ("Membership", "membership"),
        ("Stage", "stage"),
        ("ProjectKind", "project-kind"),
        ("EventKind", "event-kind"),
        ("EventStatus", "event-status"),
        ("EventMode", "event-mode"),
        ("SessionKind", "session-kind"),
        ("RegistrationPhase", "registration-phase"),
        ("OrganisationKind", "organisation-kind"),
        ("OrganisationRole", "role"),
        ("NeedKind", "need-kind"),
        ("SiteKind", "site-kind"),
        ("Continent", "continent"),
        ("SearchType", "type"),
        ("Goal", "goal"),
    ] {
        let (_, rest) = sdl.split_once(&format!("\nenum {of} {{")).unwrap();
        let (values, _) = rest.split_once("\n}").unwrap();
        let values = values.lines().map(str::trim);
        let codes = values.filter(|line| {
            !line.is_empty() && line.chars().all(|c| c.is_ascii_uppercase() || c == '_')
        });
        let mut count = 0;
        for code in codes {
            count += 1;
            let id = format!("{prefix}-{}", code.to_lowercase().replace('_', "-"));
            assert!(
                english.contains_key(&id),
                "{of}.{code} needs the message {id}"
            );
        }
        assert!(count > 1, "{of}");
    }
}

#[test]
fn every_message_that_a_page_says_exists() {
    let english = messages("en");
    let mut said = 0;
    let folders =
        ["pages", "src", "src/pages", "src/feeds"].map(|path| crate_of_pages().join(path));
    let files = folders
        .iter()
        .flat_map(|folder| fs::read_dir(folder).unwrap());
    for file in files
        .map(|file| file.unwrap().path())
        .filter(|path| path.is_file())
    {
        let text = fs::read_to_string(&file).unwrap();
        for call in [".say(\"", ".count(\"", ".with(\"", ".with_all(\""] {
            // What tests say is said to nobody.
            let text = text.split("#[cfg(test)]").next().unwrap();
            for part in text.split(call).skip(1) {
                let (id, _) = part.split_once('"').unwrap();
                said += 1;
                assert!(english.contains_key(id), "{}: {id}", file.display());
            }
        }
    }
    assert!(said > 150, "{said}");
}
