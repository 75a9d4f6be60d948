//! Pages that only say something: about the network, its data, and this hub. What they say is in
//! `locales/` and in the network's own words, as messages `about-1-text`, `about-2-heading`,
//! `about-2-text`, and so on, for as many parts as there are. A paragraph that is an address is a link.

use askama::Template;
use axum::response::Response;

use crate::{answer::Trouble, frame::Frame, visit::Visit};

#[derive(Template)]
#[template(path = "text.html")]
struct Page {
    frame: Frame,
    parts: Vec<Part>,
}

#[derive(Default)]
struct Part {
    heading: Option<String>,
    paragraphs: Vec<String>,
    links: Vec<(String, String)>,
}

/// A page of text.
pub(crate) struct Text {
    /// The beginning of its messages.
    pub(crate) name: &'static str,
    /// What is linked after a part: its number or [`LAST`], the id of what is said, and the address.
    pub(crate) links: &'static [(usize, &'static str, &'static str)],
}

/// The last part, however many there are.
const LAST: usize = 0;
/// The most parts that a page has.
const MOST: usize = 30;

/// All of them, by their addresses.
pub(crate) const TEXTS: &[Text] = &[
    Text {
        name: "about",
        links: &[(LAST, "nav-join", "/join"), (LAST, "nav-data", "/data")],
    },
    Text {
        name: "join",
        links: &[
            (LAST, "nav-cities", "/cities"),
            (LAST, "nav-projects", "/projects"),
        ],
    },
    Text {
        name: "data",
        links: &[
            (1, "data-explorer", "/graphiql"),
            (1, "data-schema", "/schema.graphql"),
            (2, "feed-activity", "/activity.atom"),
            (2, "feed-events", "/events.ics"),
            (2, "feed-cities", "/cities.geojson"),
        ],
    },
    Text {
        name: "credits",
        links: &[],
    },
    Text {
        name: "accessibility",
        links: &[],
    },
    Text {
        name: "privacy",
        links: &[],
    },
];

pub(crate) async fn show(visit: &Visit, text: &Text) -> Result<Response, Trouble> {
    let words = &visit.words;
    let frame = visit.frame(words.say(&format!("nav-{}", text.name)));
    let said: Vec<String> = (1..=MOST)
        .map_while(|number| words.try_say(&format!("{}-{number}-text", text.name)))
        .collect();
    let part = |(i, paragraphs): (usize, &String)| {
        let here = |of: usize| of == i + 1 || of == LAST && i + 1 == said.len();
        let links = text.links.iter().filter(|(of, ..)| here(*of));
        let links = links.map(|(_, said, address)| (words.say(said), address_of(&frame, address)));
        Part {
            heading: words.try_say(&format!("{}-{}-heading", text.name, i + 1)),
            paragraphs: paragraphs.split("\n\n").map(str::to_owned).collect(),
            links: links.collect(),
        }
    };
    let parts = said.iter().enumerate().map(part).collect();
    visit.page(&Page { parts, frame })
}

/// Whether this is a message that a page of text says if it is there: `about-7-heading`.
pub(crate) fn is_part(id: &str) -> bool {
    let part = || {
        let (name, rest) = id.split_once('-')?;
        let (number, what) = rest.split_once('-')?;
        let number: usize = number.parse().ok()?;
        let known = TEXTS.iter().any(|text| text.name == name);
        Some(known && (1..=MOST).contains(&number) && ["heading", "text"].contains(&what))
    };
    part().unwrap_or_default()
}

/// Our own pages have a language in their address; other doors of the hub have none.
fn address_of(frame: &Frame, address: &str) -> String {
    let ours = ["/join", "/data", "/cities", "/projects"];
    if ours.contains(&address) {
        frame.to(address)
    } else {
        address.to_owned()
    }
}
