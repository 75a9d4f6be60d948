//! What a text was, and which translation is needed.

use async_graphql::Enum;
use chrono::{DateTime, Utc};
use kernel::{Kind, content::Origin};
use uuid::Uuid;

macro_rules! text_kinds {
    ($($(#[$doc:meta])* $kind:ident = $prefix:literal,)*) => {
        /// A kind of node that has texts.
        #[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
        pub enum TextKind { $($(#[$doc])* $kind,)* }

        kernel::stored_enum!(TextKind { $($kind = $prefix,)* });

        impl TextKind {
            /// Every kind of node that has texts.
            pub const ALL: &[TextKind] = &[$(TextKind::$kind,)*];

            /// The kind of node.
            pub const fn kind(self) -> Kind {
                match self { $(TextKind::$kind => Kind::$kind,)* }
            }
        }
    };
}

text_kinds! {
    /// Cities.
    City = "city",
    /// Themes.
    Theme = "theme",
    /// Projects and good practices.
    Project = "project",
    /// Milestones of projects.
    Milestone = "milestone",
    /// News of projects.
    Update = "update",
    /// Events.
    Event = "event",
    /// Series of events.
    EventSeries = "series",
    /// Sessions of events.
    Session = "session",
    /// Organisations.
    Organisation = "organisation",
}

impl TextKind {
    /// This kind, if its nodes have texts.
    pub fn of(kind: Kind) -> Option<Self> {
        TextKind::ALL
            .iter()
            .copied()
            .find(|text| text.kind() == kind)
    }
}

/// A part of a node's texts.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextPart {
    /// The title or name.
    Title,
    /// The sentence or two.
    Summary,
    /// The long text.
    Description,
}

impl TextPart {
    /// As activities name it.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            TextPart::Title => "title",
            TextPart::Summary => "summary",
            TextPart::Description => "description",
        }
    }
}

/// What the texts of a node in one language were at one revision.
#[derive(Clone, Debug)]
pub struct TextVersion {
    /// The node.
    pub node_id: Uuid,
    /// The prefix of its kind.
    pub kind: String,
    /// Its place among the versions of the node's texts, in all languages, from 1.
    pub ordinal: i32,
    /// The language.
    pub locale: String,
    /// The revision of the texts in this language.
    pub revision: i32,
    /// The title or name.
    pub title: String,
    /// A sentence or two.
    pub summary: Option<String>,
    /// The long text.
    pub description: Option<String>,
    /// Who made it.
    pub origin: Origin,
    /// When it was written.
    pub changed_at: DateTime<Utc>,
    /// The activity that wrote it; none for what was recorded.
    pub activity_id: Option<Uuid>,
    /// Whether the title is another than in the version before.
    pub title_changed: bool,
    /// Whether the summary is.
    pub summary_changed: bool,
    /// Whether the description is.
    pub description_changed: bool,
}

/// Why a translation is needed.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum TranslationState {
    /// There is none.
    Missing,
    /// The original changed after it was made.
    Stale,
}
