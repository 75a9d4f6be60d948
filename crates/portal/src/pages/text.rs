//! Pages that only say something: about the network, its data, and this hub. What they say is in
//! `locales/`, as messages `about-1-heading`, `about-1-text`, and so on.

use askama::Template;
use axum::response::Response;

use crate::{answer::Trouble, frame::Frame, visit::Visit, words::Words};

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
    /// How many parts it has.
    pub(crate) parts: usize,
    /// What is linked after a part: its number, the id of what is said, and the address.
    pub(crate) links: &'static [(usize, &'static str, &'static str)],
}

/// All of them, by their addresses.
pub(crate) const TEXTS: &[Text] = &[
    Text {
        name: "about",
        parts: 3,
        links: &[(3, "nav-join", "/join"), (3, "nav-data", "/data")],
    },
    Text {
        name: "join",
        parts: 4,
        links: &[
            (4, "nav-cities", "/cities"),
            (4, "nav-projects", "/projects"),
        ],
    },
    Text {
        name: "data",
        parts: 4,
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
        parts: 3,
        links: &[
            (1, "credits-geonames", "https://www.geonames.org/"),
            (
                2,
                "credits-natural-earth",
                "https://www.naturalearthdata.com/",
            ),
            (2, "credits-cldr", "https://cldr.unicode.org/"),
        ],
    },
    Text {
        name: "accessibility",
        parts: 4,
        links: &[],
    },
    Text {
        name: "privacy",
        parts: 4,
        links: &[],
    },
];

pub(crate) async fn show(visit: &Visit, text: &Text) -> Result<Response, Trouble> {
    let words = &visit.words;
    let frame = visit.frame(words.say(&format!("nav-{}", text.name)));
    let part = |number: usize| Part {
        heading: (number > 1).then(|| words.say(&format!("{}-{number}-heading", text.name))),
        paragraphs: paragraphs(words, &format!("{}-{number}-text", text.name)),
        links: (text.links.iter())
            .filter(|(of, ..)| *of == number)
            .map(|(_, said, address)| (words.say(said), address_of(&frame, address)))
            .collect(),
    };
    let parts = (1..=text.parts).map(part).collect();
    visit.page(&Page { parts, frame })
}

fn paragraphs(words: &Words, id: &str) -> Vec<String> {
    words.say(id).split("\n\n").map(str::to_owned).collect()
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
