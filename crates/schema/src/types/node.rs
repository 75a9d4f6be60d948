//! Whatever has an id: the interface of all kinds of nodes, and how one is found.

use async_graphql::{Context, ID, Interface};
use kernel::{ClientError, ContextExt, Kind, NodeRef, Resolvers, list::ById};

use super::{
    Activity, ApiToken, City, Event, EventDelegation, EventSeries, Invitation, Mandate, Milestone,
    Need, Organisation, Partnership, Person, Project, Registration, Session, Theme, Update,
};

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
