//! What an activity is.

use std::collections::BTreeMap;

use async_graphql::Enum;
use chrono::{DateTime, Utc};
use kernel::{NodeRef, date::PartialDate, locale::Locale};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One thing that happened in the network.
#[derive(Clone, Debug, PartialEq)]
pub struct Activity {
    /// Its place in the log, from 1, without gaps, in the order of commits.
    pub position: i64,
    /// Its key.
    pub id: Uuid,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// When it happened, as precisely as that is known.
    pub occurred_on: Option<PartialDate>,
    /// What happened: `city.recorded`.
    pub verb: String,
    /// The prefix of the kind of what it happened to.
    pub subject_kind: String,
    /// What it happened to.
    pub subject_id: Uuid,
    /// Who did it.
    pub actor: ActivityActor,
    /// The person, if it was one.
    pub person_id: Option<Uuid>,
    /// The mandate it was done under.
    pub mandate_id: Option<Uuid>,
    /// Who may see it.
    pub audience: String,
    /// Ids and codes for the summary, never a person's name or free text.
    pub data: sqlx::types::Json<Data>,
}

/// Ids and codes by name; an id stands for the title of its node.
pub type Data = BTreeMap<String, String>;

/// Who did something.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ActivityActor {
    /// The hub itself, or its operator.
    System,
    /// A person, under a mandate.
    Person,
}

/// An activity in the making. It has no position yet: the commit gives it one.
#[derive(Clone, Debug)]
pub struct Draft {
    pub(crate) verb: &'static str,
    pub(crate) subject: NodeRef,
    pub(crate) related: Vec<NodeRef>,
    pub(crate) occurred_on: Option<PartialDate>,
    pub(crate) audience: String,
    pub(crate) data: Data,
    pub(crate) unattended: bool,
}

impl Draft {
    /// Something public that happened to a node.
    pub fn of(verb: &'static str, subject: NodeRef) -> Self {
        Self {
            verb,
            subject,
            related: Vec::new(),
            occurred_on: None,
            audience: kernel::viewer::PUBLIC.to_owned(),
            data: Data::new(),
            unattended: false,
        }
    }

    /// As what the hub did itself, whoever's write it followed from: whom it concerns is not told who
    /// else did what.
    #[must_use]
    pub fn unattended(mut self) -> Self {
        self.unattended = true;
        self
    }

    /// With nodes that it concerns, too: it stands in their lists of activities.
    #[must_use]
    pub fn related(mut self, nodes: impl IntoIterator<Item = NodeRef>) -> Self {
        self.related.extend(nodes);
        self
    }

    /// With when it happened, as precisely as that is known.
    #[must_use]
    pub fn occurred_on(mut self, date: Option<PartialDate>) -> Self {
        self.occurred_on = date;
        self
    }

    /// With who may see it.
    #[must_use]
    pub fn audience(mut self, audience: &str) -> Self {
        audience.clone_into(&mut self.audience);
        self
    }

    /// With a node for the summary, shown by its title.
    #[must_use]
    pub fn node(mut self, name: &str, node: NodeRef) -> Self {
        self.data.insert(name.to_owned(), node.to_string());
        self
    }

    /// With a language for the summary, by its tag.
    #[must_use]
    pub fn language(mut self, name: &str, locale: &Locale) -> Self {
        self.data.insert(name.to_owned(), locale.tag());
        self
    }

    /// With a code for the summary.
    #[must_use]
    pub fn code(mut self, name: &str, code: &'static str) -> Self {
        self.data.insert(name.to_owned(), code.to_owned());
        self
    }
}
