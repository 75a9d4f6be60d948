//! The types of the graph: each kind of node, made of the parts that the domains contribute.

use std::sync::Arc;

use activity::{ActivityFields, NodeActivities};
use async_graphql::{Context, ContextSelectionSet, ID, Interface, MergedObject};
use cities::{CityFields, ThemeFields};
use events::{
    CityEvents, EventAttendance, EventDelegationFields, EventFields, ProjectEvents,
    RegistrationFields, SeriesFields, SessionFields, ThemeEvents,
};
use kernel::{
    ClientError, ContextExt, Kind, Listed, Loaders, NodeRef, Resolvers,
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

/// A city of the network, or one that may join it.
#[derive(MergedObject)]
pub struct City(
    NodeFields,
    CityFields,
    CityProjects,
    CityEvents,
    CityOrganisations,
    CityMandates,
    Followable,
    TextHistory,
    NodeActivities,
);

/// A subject that the network works on.
#[derive(MergedObject)]
pub struct Theme(
    NodeFields,
    TextFields,
    ThemeFields,
    ThemeProjects,
    ThemeEvents,
    Followable,
    TextHistory,
    NodeActivities,
);

/// A cooperation project, or a good practice of one city.
#[derive(MergedObject)]
pub struct Project(
    NodeFields,
    TextFields,
    ProjectFields,
    ProjectEvents,
    Followable,
    TextHistory,
    NodeActivities,
);

/// A step that a project set itself.
#[derive(MergedObject)]
pub struct Milestone(NodeFields, TextFields, MilestoneFields, TextHistory);

/// News that a project published.
#[derive(MergedObject)]
pub struct Update(NodeFields, TextFields, UpdateFields, TextHistory);

/// What was offered between a project and a city or an organisation: a part in it, or its lead.
#[derive(MergedObject)]
pub struct Partnership(PartnershipFields);

/// What a project looks for, or has to give.
#[derive(MergedObject)]
pub struct Need(NeedFields);

/// A conference, an assembly, a visit, a workshop.
#[derive(MergedObject)]
pub struct Event(
    NodeFields,
    TextFields,
    EventFields,
    EventAttendance,
    Followable,
    TextHistory,
    NodeActivities,
);

/// Events that belong together, each an edition of it.
#[derive(MergedObject)]
pub struct EventSeries(
    NodeFields,
    TextFields,
    SeriesFields,
    TextHistory,
    NodeActivities,
);

/// What somebody has at an event: a seat, or a place in the waiting list.
#[derive(MergedObject)]
pub struct Registration(RegistrationFields);

/// Who comes to an event for a city or an organisation, under a head.
#[derive(MergedObject)]
pub struct EventDelegation(EventDelegationFields, NodeActivities);

/// A part of an event's programme.
#[derive(MergedObject)]
pub struct Session(NodeFields, TextFields, SessionFields, TextHistory);

/// A university, a company, an association, a local government.
#[derive(MergedObject)]
pub struct Organisation(
    NodeFields,
    OrganisationFields,
    OrganisationProjects,
    OrganisationMandates,
    Followable,
    TextHistory,
    NodeActivities,
);

/// One thing that happened in the network.
#[derive(MergedObject)]
pub struct Activity(ActivityFields, ActivityParty);

/// Someone who takes part in the network, for a city, an organisation or the secretariat.
#[derive(MergedObject)]
pub struct Person(PersonFields, PersonMandates, NodeActivities);

/// A person's mandate to act for a city, an organisation or the secretariat.
#[derive(MergedObject)]
pub struct Mandate(MandateFields, NodeActivities);

/// An invitation to take up a mandate.
#[derive(MergedObject)]
pub struct Invitation(InvitationFields);

/// A token that a program shows to act for a person.
#[derive(MergedObject)]
pub struct ApiToken(TokenFields);

/// Whatever has an id in the whole graph.
#[derive(Interface)]
#[graphql(field(
    name = "id",
    ty = "ID",
    desc = "The id of this node in the whole graph."
))]
pub enum Node {
    /// A city.
    City(City),
    /// A theme.
    Theme(Theme),
    /// A project.
    Project(Project),
    /// A milestone of a project.
    Milestone(Milestone),
    /// News of a project.
    Update(Update),
    /// What was offered between a project and a city or an organisation.
    Partnership(Partnership),
    /// What a project looks for, or has to give.
    Need(Need),
    /// An event.
    Event(Event),
    /// A series of events.
    EventSeries(EventSeries),
    /// A session of an event.
    Session(Session),
    /// What somebody has at an event.
    Registration(Registration),
    /// Who comes to an event for a city or an organisation.
    EventDelegation(EventDelegation),
    /// An organisation.
    Organisation(Organisation),
    /// An activity.
    Activity(Activity),
    /// A person.
    Person(Person),
    /// A mandate.
    Mandate(Mandate),
    /// An invitation.
    Invitation(Invitation),
    /// A token.
    ApiToken(ApiToken),
}

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
            fn of($r: Arc<$row>) -> Self {
                $parts
            }

            // What the interface asks for.
            async fn id(&self, _: &Context<'_>) -> async_graphql::Result<ID> {
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

/// Binds every kind of node to its type.
pub(crate) fn resolvers() -> Resolvers {
    Resolvers::default()
        .bind::<City>(Kind::City)
        .bind::<Theme>(Kind::Theme)
        .bind::<Project>(Kind::Project)
        .bind::<Milestone>(Kind::Milestone)
        .bind::<Update>(Kind::Update)
        .bind::<Partnership>(Kind::Partnership)
        .bind::<Need>(Kind::Need)
        .bind::<Event>(Kind::Event)
        .bind::<EventSeries>(Kind::EventSeries)
        .bind::<Session>(Kind::Session)
        .bind::<Registration>(Kind::Registration)
        .bind::<EventDelegation>(Kind::EventDelegation)
        .bind::<Organisation>(Kind::Organisation)
        .bind::<Activity>(Kind::Activity)
        .bind::<Person>(Kind::Person)
        .bind::<Mandate>(Kind::Mandate)
        .bind::<Invitation>(Kind::Invitation)
        .bind::<ApiToken>(Kind::ApiToken)
}

/// Finds the nodes of the interface's kinds.
pub(crate) async fn find(ctx: &Context<'_>, node: NodeRef) -> Result<Option<Node>, ClientError> {
    macro_rules! find {
        ($($kind:ident: $row:ty,)*) => {
            match node.kind {
                $(Kind::$kind => ctx.load::<ById<$row>>(node.id).await?
                    .map(|row| Node::$kind($kind::of(row))),)*
            }
        };
    }
    Ok(find! {
        City: cities::City,
        Theme: cities::Theme,
        Project: projects::Project,
        Milestone: projects::Milestone,
        Update: projects::Update,
        Partnership: projects::Partnership,
        Need: projects::Need,
        Event: events::Event,
        EventSeries: events::Series,
        Session: events::Session,
        Registration: events::Registration,
        EventDelegation: events::EventDelegation,
        Organisation: members::Organisation,
        Activity: activity::Activity,
        Person: members::Person,
        Mandate: members::StoredMandate,
        Invitation: members::Invitation,
        ApiToken: members::ApiToken,
    })
}
