//! The types of the graph: each kind of node, made of the parts that the domains contribute.

mod made;
mod node;

use activity::{ActivityFields, NodeActivities};
use async_graphql::MergedObject;
use cities::{CityFields, ThemeFields};
use events::{
    CityEvents, EventAttendance, EventDelegationFields, EventFields, ProjectEvents,
    RegistrationFields, SeriesFields, SessionFields, ThemeEvents,
};
use kernel::node::{NodeFields, TextFields};
use members::{
    ActivityParty, CityMandates, CityOrganisations, Followable, InvitationFields, MandateFields,
    OrganisationFields, OrganisationMandates, PersonFields, PersonMandates, TokenFields,
};
use projects::{
    CityProjects, MilestoneFields, NeedFields, OrganisationProjects, PartnershipFields,
    ProjectFields, ThemeProjects, UpdateFields,
};
use texts::TextHistory;

pub use node::Node;
pub(crate) use node::{find, resolvers};

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
