//! What every page has around its content: title, navigation, languages, feeds, and the GraphQL
//! document that it was made with.

use askama::Template;
use form_urlencoded::Serializer;
use graphql_client::GraphQLQuery;
use serde_json::Value;

use crate::{
    assets,
    language::{LANGUAGES, Language},
    visit::Visit,
    words::Words,
};

/// The frame of a page.
pub(crate) struct Frame {
    pub(crate) w: Words,
    pub(crate) title: String,
    pub(crate) description: String,
    /// The address without its language.
    pub(crate) path: String,
    /// The query of the address, with its question mark; empty without one.
    pub(crate) search: String,
    pub(crate) base: String,
    pub(crate) signed_in: bool,
    /// Whether search engines may keep it.
    pub(crate) listed: bool,
    /// What it shows on: `/activity.atom`, `Activity`.
    pub(crate) feeds: Vec<Feed>,
    /// schema.org data about what the page shows, as JSON.
    pub(crate) data: Option<String>,
    pub(crate) asked: Option<Asked>,
    /// What readers are told as it happens, and where.
    pub(crate) live: Option<Live>,
}

/// A feed that a page points at.
pub(crate) struct Feed {
    pub(crate) path: String,
    pub(crate) media_type: &'static str,
    pub(crate) title: String,
}

/// The request of GraphQL behind a page.
pub(crate) struct Asked {
    pub(crate) document: &'static str,
    pub(crate) explorer: String,
}

/// A subscription that a page follows.
pub(crate) struct Live {
    /// Its address, whose answer is a stream of events.
    pub(crate) source: String,
}

/// One entry of the navigation.
pub(crate) struct Entry {
    pub(crate) path: &'static str,
    pub(crate) word: &'static str,
}

const NAVIGATION: &[Entry] = &[
    Entry {
        path: "/cities",
        word: "nav-cities",
    },
    Entry {
        path: "/projects",
        word: "nav-projects",
    },
    Entry {
        path: "/events",
        word: "nav-events",
    },
    Entry {
        path: "/organisations",
        word: "nav-organisations",
    },
    Entry {
        path: "/themes",
        word: "nav-themes",
    },
    Entry {
        path: "/activity",
        word: "nav-activity",
    },
];

impl Frame {
    pub(crate) fn new(visit: &Visit, title: String) -> Self {
        let query = visit.query.replacing("", None);
        Self {
            w: visit.words.clone(),
            title,
            description: visit.words.say("site-description"),
            path: visit.path.clone(),
            search: if query.is_empty() {
                query
            } else {
                format!("?{query}")
            },
            base: visit.visitor.base.to_string(),
            signed_in: visit.visitor.signed_in,
            listed: true,
            feeds: vec![Feed {
                path: "/activity.atom".to_owned(),
                media_type: "application/atom+xml",
                title: visit.words.say("feed-activity"),
            }],
            data: None,
            asked: None,
            live: None,
        }
    }

    /// Not for search engines.
    pub(crate) fn unlisted(mut self) -> Self {
        self.listed = false;
        self
    }

    /// With what search engines show of it.
    pub(crate) fn described(mut self, description: Option<&str>) -> Self {
        if let Some(description) = description.filter(|text| !text.is_empty()) {
            description.clone_into(&mut self.description);
        }
        self
    }

    /// With a feed of its own.
    pub(crate) fn feed(mut self, path: String, media_type: &'static str, title: &str) -> Self {
        let title = self.w.say(title);
        self.feeds.insert(
            0,
            Feed {
                path,
                media_type,
                title,
            },
        );
        self
    }

    /// With data for search engines, in the words of schema.org.
    pub(crate) fn data(mut self, data: &Value) -> Self {
        // In a script element only `<` could end it.
        self.data = Some(data.to_string().replace('<', "\\u003c"));
        self
    }

    /// With the document that the page was made with.
    pub(crate) fn asked<Q: GraphQLQuery>(mut self, variables: Q::Variables) -> Self {
        let body = Q::build_query(variables);
        let variables = serde_json::to_value(&body.variables).unwrap_or_default();
        self.asked = Some(Asked {
            document: body.query,
            explorer: explorer(body.query, &variables),
        });
        self
    }

    /// With a subscription that the page follows.
    pub(crate) fn live<Q: GraphQLQuery>(mut self, variables: Q::Variables) -> Self {
        let body = Q::build_query(variables);
        let variables = serde_json::to_value(&body.variables).unwrap_or_default();
        self.live = Some(Live {
            source: request("/graphql", body.query, &variables.to_string()),
        });
        self
    }

    pub(crate) fn navigation(&self) -> &'static [Entry] {
        NAVIGATION
    }

    pub(crate) fn is_under(&self, path: &str) -> bool {
        self.path == path || self.path.starts_with(&format!("{path}/"))
    }

    pub(crate) fn languages(&self) -> &'static [Language] {
        LANGUAGES
    }

    pub(crate) fn tag(&self) -> &'static str {
        self.w.language.tag
    }

    /// An address of the portal in this language.
    pub(crate) fn to(&self, path: &str) -> String {
        let path = if path == "/" { "" } else { path };
        format!("/{}{path}", self.tag())
    }

    /// This page in another language.
    pub(crate) fn in_language(&self, language: &Language) -> String {
        let path = if self.path == "/" { "" } else { &self.path };
        format!("/{}{path}{}", language.tag, self.search)
    }

    /// This page, whole.
    pub(crate) fn canonical(&self) -> String {
        format!("{}{}", self.base, self.in_language(&self.w.language))
    }

    pub(crate) fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    /// Where one comes back to after signing in.
    pub(crate) fn sign_in(&self) -> String {
        let next = format!("{}{}", self.to(&self.path), self.search);
        let query = Serializer::new(String::new())
            .append_pair("next", &next)
            .finish();
        format!("/auth/sign-in?{query}")
    }
}

fn explorer(document: &str, variables: &Value) -> String {
    let variables = serde_json::to_string_pretty(variables).unwrap_or_default();
    request("/graphiql", document, &variables)
}

fn request(path: &str, document: &str, variables: &str) -> String {
    let query = Serializer::new(String::new())
        .append_pair("query", document)
        .append_pair("variables", variables)
        .finish();
    format!("{path}?{query}")
}

/// What went wrong.
#[derive(Template)]
#[template(path = "trouble.html")]
pub(crate) struct TroublePage {
    pub(crate) frame: Frame,
    pub(crate) text: String,
}
