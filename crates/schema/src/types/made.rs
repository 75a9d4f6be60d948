//! Of what row each kind of node is made, and what it is called.

use std::sync::Arc;

use activity::{ActivityFields, NodeActivities};
use async_graphql::{Context, ContextSelectionSet, ID};
use cities::{CityFields, ThemeFields};
use events::{
    CityEvents, EventAttendance, EventDelegationFields, EventFields, ProjectEvents,
    RegistrationFields, SeriesFields, SessionFields, ThemeEvents,
};
use kernel::{
    ClientError, ContextExt, Kind, Listed, Loaders, NodeRef,
    list::ById,
    locale::Locale,
    node::{self, NodeFields, TextFields},
    reference::{LoadedRow, Resolve},
};
use members::{
    ActivityParty, CityMandates, CityOrganisations, Followable, InvitationFields, MandateFields,
    OrganisationFields, OrganisationMandates, PersonFields, PersonMandates, TokenFields,
};
use projects::{
    CityProjects, MilestoneFields, NeedFields, OrganisationProjects, PartnershipFields,
    ProjectFields, ThemeProjects, UpdateFields,
};
use texts::TextHistory;
use uuid::Uuid;

use super::{
    Activity, ApiToken, City, Event, EventDelegation, EventSeries, Invitation, Mandate, Milestone,
    Need, Organisation, Partnership, Person, Project, Registration, Session, Theme, Update,
};

fn texts(kind: Kind, id: Uuid) -> TextFields {
    TextFields(NodeRef::new(kind, id))
}

/// What a node is called.
enum Title {
    /// By its texts, in the reader's language.
    Texts,
    /// By its name, in every language.
    Name(String),
    /// It has no name.
    None,
}

/// Says of what row a kind of node is made, and how; and what it is called.
macro_rules! made_of {
    ($($name:ident: $row:ty, $title:expr, |$r:ident| $parts:expr;)*) => {$(
        impl $name {
            pub(super) fn of($r: Arc<$row>) -> Self {
                $parts
            }

            // What the interface asks for.
            pub(super) async fn id(&self, _: &Context<'_>) -> async_graphql::Result<ID> {
                Ok(self.0.node_ref().to_id())
            }
        }

        impl Resolve for $name {
            async fn find(
                ctx: &ContextSelectionSet<'_>,
                id: Uuid,
                row: Option<LoadedRow>,
            ) -> Result<Option<Self>, ClientError> {
                if let Some(row) = row.and_then(|row| row.downcast::<$row>().ok()) {
                    return Ok(Some(Self::of(row)));
                }
                Ok(ctx.load::<ById<$row>>(id).await?.map(Self::of))
            }

            async fn title(
                loaders: &Loaders,
                id: Uuid,
                languages: &[Locale],
            ) -> Result<Option<String>, ClientError> {
                let Some(row) = loaders.load::<ById<$row>>(id).await? else {
                    return Ok(None);
                };
                let title: fn(&$row) -> Title = $title;
                match (title(&row), row.node_ref()) {
                    (Title::Texts, Some(node)) => {
                        node::title(loaders, node, languages).await.map(Some)
                    }
                    (Title::Name(name), _) => Ok(Some(name)),
                    (Title::Texts | Title::None, _) => Ok(None),
                }
            }
        }
    )*};
}

fn fields(kind: Kind, meta: &node::NodeMeta) -> NodeFields {
    NodeFields {
        node: NodeRef::new(kind, meta.id),
        meta: meta.clone(),
    }
}

made_of! {
    City: cities::City, |_| Title::Texts, |row| {
        let id = row.node.id;
        Self(
            fields(Kind::City, &row.node), CityFields(row), CityProjects(id), CityEvents(id),
            CityOrganisations(id), CityMandates(id), Followable(id), TextHistory(id), NodeActivities(id),
        )
    };
    Theme: cities::Theme, |_| Title::Texts, |row| {
        let id = row.node.id;
        Self(
            fields(Kind::Theme, &row.node), texts(Kind::Theme, row.node.id), ThemeFields(row), ThemeProjects(id), ThemeEvents(id),
            Followable(id), TextHistory(id), NodeActivities(id),
        )
    };
    Project: projects::Project, |_| Title::Texts, |row| {
        let id = row.node.id;
        Self(
            fields(Kind::Project, &row.node), texts(Kind::Project, row.node.id), ProjectFields(row), ProjectEvents(id),
            Followable(id), TextHistory(id), NodeActivities(id),
        )
    };
    Milestone: projects::Milestone, |_| Title::Texts, |row| {
        let id = row.node.id;
        Self(fields(Kind::Milestone, &row.node), texts(Kind::Milestone, row.node.id), MilestoneFields(row), TextHistory(id))
    };
    Update: projects::Update, |_| Title::Texts, |row| {
        let id = row.node.id;
        Self(fields(Kind::Update, &row.node), texts(Kind::Update, id), UpdateFields(row), TextHistory(id))
    };
    Partnership: projects::Partnership, |_| Title::None, |row| Self(PartnershipFields(row));
    Need: projects::Need, |_| Title::None, |row| Self(NeedFields(row));
    Event: events::Event, |_| Title::Texts, |row| {
        let id = row.node.id;
        Self(fields(Kind::Event, &row.node), texts(Kind::Event, row.node.id), EventFields(row), EventAttendance(id), Followable(id), TextHistory(id), NodeActivities(id))
    };
    EventSeries: events::Series, |_| Title::Texts, |row| {
        let id = row.node.id;
        Self(fields(Kind::EventSeries, &row.node), texts(Kind::EventSeries, id), SeriesFields(row), TextHistory(id), NodeActivities(id))
    };
    Session: events::Session, |_| Title::Texts, |row| {
        let id = row.node.id;
        Self(fields(Kind::Session, &row.node), texts(Kind::Session, id), SessionFields(row), TextHistory(id))
    };
    Registration: events::Registration, |_| Title::None, |row| Self(RegistrationFields(row));
    EventDelegation: events::EventDelegation, |_| Title::None, |row| {
        let id = row.id;
        Self(EventDelegationFields(row), NodeActivities(id))
    };
    Organisation: members::Organisation, |_| Title::Texts, |row| {
        let id = row.node.id;
        Self(
            fields(Kind::Organisation, &row.node), OrganisationFields(row),
            OrganisationProjects(id), OrganisationMandates(id), Followable(id), TextHistory(id), NodeActivities(id),
        )
    };
    Activity: activity::Activity, |_| Title::None, |row| {
        let mandate = row.mandate_id;
        Self(ActivityFields(row), ActivityParty(mandate))
    };
    Person: members::Person, |row| Title::Name(row.name.clone()), |row| {
        let id = row.node.id;
        Self(PersonFields(row), PersonMandates(id), NodeActivities(id))
    };
    Mandate: members::StoredMandate, |_| Title::None, |row| {
        let id = row.id;
        Self(MandateFields(row), NodeActivities(id))
    };
    Invitation: members::Invitation, |_| Title::None, |row| Self(InvitationFields(row));
    ApiToken: members::ApiToken, |_| Title::None, |row| Self(TokenFields(row));
}

/// A part that knows which node it is of.
trait PartOf {
    fn node_ref(&self) -> NodeRef;
}

impl PartOf for NodeFields {
    fn node_ref(&self) -> NodeRef {
        self.node
    }
}

impl PartOf for ActivityFields {
    fn node_ref(&self) -> NodeRef {
        NodeRef::new(Kind::Activity, self.0.id)
    }
}

macro_rules! parts_that_know {
    ($($part:ident),*) => {$(
        impl PartOf for $part {
            fn node_ref(&self) -> NodeRef {
                self.node()
            }
        }
    )*};
}

parts_that_know!(
    PersonFields,
    MandateFields,
    InvitationFields,
    TokenFields,
    PartnershipFields,
    NeedFields,
    RegistrationFields,
    EventDelegationFields
);
