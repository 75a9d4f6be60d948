//! What happens, as Atom (RFC 4287).

use atom_syndication::{Entry, Feed, Generator, Link, Person, Text};
use axum::{extract::Path, response::Response};

use super::page;
use crate::{
    answer::Trouble,
    contract::*,
    entries::{Subject as _, entries},
    pages,
    visit::Visit,
};

document!(AtomNetwork, "pages/atom.graphql");
document!(AtomCity, "pages/atom.graphql");
document!(AtomProject, "pages/atom.graphql");
entries!(atom_network::ActivitySubject);
entries!(atom_city::ActivitySubject);
entries!(atom_project::ActivitySubject);

const TYPE: &str = "application/atom+xml; charset=utf-8";

/// What happened, as an entry says it.
struct Item {
    id: String,
    at: DateTime,
    summary: String,
    path: Option<String>,
}

/// What a feed is about.
struct About {
    /// Its page, without a language.
    path: String,
    title: String,
    items: Vec<Item>,
}

/// The items of a list of activities, which has another type in each document.
macro_rules! items {
    ($activities:expr) => {
        ($activities)
            .map(|activity| Item {
                path: activity.subject.as_ref().and_then(|subject| subject.path()),
                id: activity.id,
                at: activity.at,
                summary: activity.summary,
            })
            .collect()
    };
}

/// `GET /activity.atom`.
pub(crate) async fn network(visit: Visit) -> Response {
    let shown = of_network(&visit).await.map(|about| write(&visit, about));
    pages::answer(&visit, shown)
}

/// `GET /cities/…/activity.atom`.
pub(crate) async fn city(Path(slug): Path<String>, visit: Visit) -> Response {
    let shown = of_city(&visit, slug)
        .await
        .map(|about| write(&visit, about));
    pages::answer(&visit, shown)
}

/// `GET /projects/…/activity.atom`.
pub(crate) async fn project(Path(slug): Path<String>, visit: Visit) -> Response {
    let shown = of_project(&visit, slug)
        .await
        .map(|about| write(&visit, about));
    pages::answer(&visit, shown)
}

async fn of_network(visit: &Visit) -> Result<About, Trouble> {
    let data = visit.ask::<AtomNetwork>(atom_network::Variables {}).await?;
    Ok(About {
        path: "/activity".to_owned(),
        title: visit.words.say("feed-activity"),
        // The log itself is in the order of time.
        items: items!(data.activities.nodes.into_iter().rev()),
    })
}

async fn of_city(visit: &Visit, slug: String) -> Result<About, Trouble> {
    let path = format!("/cities/{slug}");
    let data = visit.ask::<AtomCity>(atom_city::Variables { slug }).await?;
    let city = data.city.ok_or(Trouble::NotFound)?;
    Ok(About {
        path,
        title: city.name,
        items: items!(city.activities.nodes.into_iter()),
    })
}

async fn of_project(visit: &Visit, slug: String) -> Result<About, Trouble> {
    let path = format!("/projects/{slug}");
    let data = visit
        .ask::<AtomProject>(atom_project::Variables { slug })
        .await?;
    let project = data.project.ok_or(Trouble::NotFound)?;
    Ok(About {
        path,
        title: project.title,
        items: items!(project.activities.nodes.into_iter()),
    })
}

fn write(visit: &Visit, about: About) -> Response {
    let words = &visit.words;
    let link = |rel: &str, href: String, mime_type: &str| Link {
        rel: rel.to_owned(),
        href,
        mime_type: Some(mime_type.to_owned()),
        ..Link::default()
    };
    let here = format!("{}{}", visit.visitor.base, visit.path);
    let newest = about.items.first().map(|item| item.at);
    let feed = Feed {
        id: here.clone(),
        title: Text::plain(about.title),
        subtitle: Some(Text::plain(words.say("site-description"))),
        // Where nothing has happened yet, the feed is as old as time.
        updated: newest.unwrap_or_default().fixed_offset(),
        lang: Some(words.language.tag.to_owned()),
        authors: vec![Person {
            name: words.say("network-name"),
            ..Person::default()
        }],
        generator: Some(Generator {
            value: "Passerelle".to_owned(),
            ..Generator::default()
        }),
        links: vec![
            link("self", here, "application/atom+xml"),
            link("alternate", page(visit, &about.path), "text/html"),
        ],
        entries: (about.items.into_iter())
            .map(|item| entry(visit, &about.path, item))
            .collect(),
        ..Feed::default()
    };
    visit.text(TYPE, feed.to_string())
}

fn entry(visit: &Visit, path: &str, item: Item) -> Entry {
    let path = item.path.as_deref().unwrap_or(path);
    Entry {
        // The same in every language, and wherever the hub moves to.
        id: format!("urn:passerelle:{}", item.id),
        title: Text::plain(item.summary),
        updated: item.at.fixed_offset(),
        published: Some(item.at.fixed_offset()),
        links: vec![Link {
            rel: "alternate".to_owned(),
            href: page(visit, path),
            mime_type: Some("text/html".to_owned()),
            ..Link::default()
        }],
        ..Entry::default()
    }
}
