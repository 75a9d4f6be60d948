//! The files hold together, and load.

use std::collections::HashSet;

use activity::Log;
use events::RecordEventInput;
use kernel::{
    Actor, Clock, Db, Kind, NodeRef, UserError,
    content::ContentInput,
    db::{self, Options},
    node::NodeInput,
    provenance::Provenance,
    validate::{self, Mistakes},
};
use projects::RecordProjectInput;
use tempfile::TempDir;
use uuid::Uuid;

use crate::{
    Loaded,
    data::Facts,
    examples,
    inputs::{self, GEONAMES, Ids},
    links::LINKS,
    load, people,
};

/// How many nodes with a slug there are, the series of the conferences and the two examples included.
const NODES: usize = 17 + 47 + 63 + 25 + 1 + 32 + 2;

fn facts() -> Facts {
    Facts::read().expect("the files can be read")
}

/// Ids as if everything were recorded.
fn ids(facts: &Facts) -> Ids {
    let themes = facts.themes.iter().map(|row| (Kind::Theme, &row.slug));
    let cities = facts.cities.iter().map(|row| (Kind::City, &row.slug));
    let organisations = facts.organisations.iter();
    let organisations = organisations.map(|row| (Kind::Organisation, &row.slug));
    let projects = facts.projects.iter().map(|row| (Kind::Project, &row.slug));
    let rows = themes.chain(cities).chain(organisations).chain(projects);
    let mut ids = Ids::default();
    for (i, (kind, slug)) in (1..).zip(rows) {
        ids.add(slug, NodeRef::new(kind, Uuid::from_u128(i)));
    }
    let example = NodeRef::new(Kind::Project, Uuid::from_u128(0));
    ids.add("example-mobility-lab", example);
    let series = NodeRef::new(Kind::EventSeries, Uuid::from_u128(0));
    ids.add("international-conference", series);
    ids
}

/// What every node of the files has, the examples left out.
fn nodes(facts: &Facts) -> Vec<(Kind, NodeInput)> {
    let ids = ids(facts);
    let mut nodes = Vec::new();
    for row in &facts.themes {
        nodes.push((Kind::Theme, inputs::theme(row).expect(&row.slug).node));
    }
    for row in &facts.cities {
        nodes.push((Kind::City, inputs::city(row).expect(&row.slug).node));
    }
    for row in &facts.organisations {
        let input = inputs::organisation(row, facts, &ids).expect(&row.slug);
        nodes.push((Kind::Organisation, input.node));
    }
    for row in &facts.projects {
        let input = inputs::project(row, &ids).expect(&row.slug);
        nodes.push((Kind::Project, input.node));
    }
    let series = inputs::series(facts).expect("the series");
    nodes.push((Kind::EventSeries, series.node));
    for row in &facts.events {
        let input = inputs::event(row, facts, &ids).expect(&row.slug);
        nodes.push((Kind::Event, input.node));
    }
    nodes
}

fn provenance(node: &NodeInput) -> &Provenance {
    node.provenance.as_ref().expect("everything has provenance")
}

#[test]
fn the_files_have_what_their_readme_says() {
    let facts = facts();
    let rows = [
        facts.cities.len(),
        facts.events.len(),
        facts.projects.len(),
        facts.organisations.len(),
        facts.themes.len(),
    ];
    assert_eq!(rows, [47, 32, 25, 63, 17]);
}

#[test]
fn every_reference_resolves_and_no_slug_stands_twice() {
    let nodes = nodes(&facts());
    let slugs: HashSet<_> = (nodes.iter())
        .map(|(kind, node)| (*kind, node.slug.as_str()))
        .collect();
    assert_eq!(slugs.len(), nodes.len());
    for (event, project) in LINKS {
        assert!(slugs.contains(&(Kind::Event, *event)), "{event}");
        assert!(slugs.contains(&(Kind::Project, *project)), "{project}");
    }
}

#[test]
fn nothing_is_without_a_source() {
    for (_, node) in nodes(&facts()) {
        let provenance = provenance(&node);
        let found = |source: &&String| !source.contains("geonames.org");
        assert!(
            provenance.sources.iter().any(|s| found(&s)),
            "{}",
            node.slug
        );
        assert!(provenance.confidence.is_some(), "{}", node.slug);
        assert!(!provenance.is_example, "{}", node.slug);
        let mut mistakes = Mistakes::default();
        for source in &provenance.sources {
            validate::url(source, &node.slug, &mut mistakes);
        }
        assert_eq!(mistakes.none(), Ok::<_, Vec<UserError>>(()));
    }
}

#[test]
fn who_uses_geonames_credits_it() {
    let facts = facts();
    let without: Vec<&str> = (facts.cities.iter())
        .filter(|row| {
            let node = inputs::city(row).expect(&row.slug).node;
            provenance(&node).credit.as_deref() != Some(GEONAMES)
        })
        .map(|row| row.slug.as_str())
        .collect();
    // The one place that GeoNames' list of cities does not have.
    assert_eq!(without, ["kings-county"]);
}

#[test]
fn figures_and_dates_are_read_as_they_are_written() {
    let facts = facts();
    let ids = ids(&facts);
    for row in &facts.events {
        let input = inputs::event(row, &facts, &ids).expect(&row.slug);
        let figures = input.figures.unwrap_or_default();
        let figures = serde_json::to_value(figures).expect("an object");
        let known = figures.as_object().expect("an object").iter();
        let known: HashSet<_> = known.filter(|(_, value)| !value.is_null()).collect();
        assert_eq!(known, row.figures.iter().collect(), "{}", row.slug);
        let start = row.start_date.as_deref().map(str::len);
        let length = match row.date_precision.as_str() {
            "year" => 4,
            "month" => 7,
            _ => 10,
        };
        assert_eq!(start, Some(length), "{}", row.slug);
    }
}

#[test]
fn examples_say_so_wherever_they_are_seen() {
    let RecordProjectInput {
        node,
        milestones,
        updates,
        lead_city,
        partner_cities,
        organisations,
        ..
    } = examples::project().expect("a project");
    assert!(provenance(&node).is_example);
    assert!(lead_city.is_none() && partner_cities.is_empty() && organisations.is_empty());
    assert_eq!((milestones.len(), updates.len()), (3, 2));
    let mut texts = node.content;
    texts.extend(milestones.into_iter().flat_map(|part| part.content));
    texts.extend(updates.into_iter().flat_map(|part| part.content));

    let RecordEventInput {
        node,
        sessions,
        host_city,
        participating_cities,
        ..
    } = examples::event(&ids(&facts())).expect("an event");
    assert!(provenance(&node).is_example);
    assert!(host_city.is_none() && participating_cities.is_empty());
    assert_eq!(sessions.len(), 6);
    texts.extend(node.content);
    texts.extend(sessions.into_iter().flat_map(|part| part.content));

    for ContentInput { locale, title, .. } in texts {
        let word = if locale == "en" { "Example" } else { "Exemple" };
        assert!(title.starts_with(word), "{title}");
    }
}

async fn open() -> (TempDir, Log) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = format!("sqlite://{}", folder.path().join("demo.db").display());
    let db = Db::connect(&Options::new(url)).await.expect("a database");
    db::migrate(&db).await.expect("the migrations run");
    let log = Log::open(db, Clock::system()).await.expect("a log");
    (folder, log)
}

#[tokio::test]
async fn loading_twice_changes_nothing() {
    let (_folder, log) = open().await;
    let first = load(&log).await.expect("it loads");
    let recorded = Loaded {
        recorded: NODES,
        ..Loaded::default()
    };
    assert_eq!(first, recorded);
    let head = log.head();
    assert_eq!(usize::try_from(head), Ok(NODES));

    let again = load(&log).await.expect("it loads again");
    let unchanged = Loaded {
        unchanged: NODES,
        ..Loaded::default()
    };
    assert_eq!(again, unchanged);
    assert_eq!(log.head(), head);
}

#[tokio::test]
async fn the_examples_of_people_are_let_in_once_and_act_for_whom_they_say() {
    let (_folder, log) = open().await;
    let log = log.guarded(std::sync::Arc::new(members::PeopleGuard));
    load(&log).await.expect("it loads");
    let new = people::let_in(&log).await.expect("they come in");
    assert_eq!(new, people::PEOPLE.len());
    let head = log.head();
    let again = people::let_in(&log).await.expect("they are in");
    assert_eq!((again, log.head()), (0, head));
    for example in people::PEOPLE {
        assert!(example.name.starts_with("Example"), "{}", example.name);
        assert!(example.email.ends_with("example.org"), "{}", example.email);
    }
}

#[tokio::test]
async fn loading_goes_on_where_it_was_cut_short_and_corrects_what_differs() {
    let (_folder, log) = open().await;
    let facts = facts();
    for row in &facts.themes[..2] {
        let mut input = inputs::theme(row).expect(&row.slug);
        if row.slug == facts.themes[0].slug {
            input.used_in.clear();
        }
        let outcome = cities::record_theme(&log, Actor::System, &input, None).await;
        outcome.expect("it is recorded");
    }
    let loaded = load(&log).await.expect("it loads");
    let expected = Loaded {
        recorded: NODES - 2,
        corrected: 1,
        unchanged: 1,
    };
    assert_eq!(loaded, expected);
}
