//! The types of the graph: each kind of node, made of the parts that the domains contribute.

use std::sync::Arc;

use activity::{ActivityFields, NodeActivities};
use async_graphql::{Context, ContextSelectionSet, ID, Interface, MergedObject};
use cities::{CityFields, ThemeFields};
use events::{CityEvents, EventFields, ProjectEvents, SessionFields, ThemeEvents};
use kernel::{
    ClientError, ContextExt, Kind, Listed, Loaders, NodeRef, Resolvers,
    list::ById,
    locale::Locale,
    node::{self, NodeFields, TextFields},
    reference::{LoadedRow, Resolve},
};
use members::{CityOrganisations, OrganisationFields};
use projects::{
    CityProjects, MilestoneFields, OrganisationProjects, ProjectFields, ThemeProjects, UpdateFields,
};
use uuid::Uuid;

/// A city of the network, or one that may join it.
#[derive(MergedObject)]
pub struct City(
    NodeFields,
    CityFields,
    CityProjects,
    CityEvents,
    CityOrganisations,
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
    NodeActivities,
);

/// A cooperation project, or a good practice of one city.
#[derive(MergedObject)]
pub struct Project(
    NodeFields,
    TextFields,
    ProjectFields,
    ProjectEvents,
    NodeActivities,
);

/// A step that a project set itself.
#[derive(MergedObject)]
pub struct Milestone(NodeFields, TextFields, MilestoneFields);

/// News that a project published.
#[derive(MergedObject)]
pub struct Update(NodeFields, TextFields, UpdateFields);

/// A conference, an assembly, a visit, a workshop.
#[derive(MergedObject)]
pub struct Event(NodeFields, TextFields, EventFields, NodeActivities);

/// A part of an event's programme.
#[derive(MergedObject)]
pub struct Session(NodeFields, TextFields, SessionFields);

/// A university, a company, an association, a local government.
#[derive(MergedObject)]
pub struct Organisation(
    NodeFields,
    OrganisationFields,
    OrganisationProjects,
    NodeActivities,
);

/// One thing that happened in the network.
#[derive(MergedObject)]
pub struct Activity(ActivityFields);

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
    /// An event.
    Event(Event),
    /// A session of an event.
    Session(Session),
    /// An organisation.
    Organisation(Organisation),
    /// An activity.
    Activity(Activity),
}

fn texts(kind: Kind, id: Uuid) -> TextFields {
    TextFields(NodeRef::new(kind, id))
}

/// Says of what row a kind of node is made, and how.
macro_rules! made_of {
    ($($name:ident: $row:ty, |$r:ident| $parts:expr;)*) => {$(
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
                match row.node_ref() {
                    Some(node) if node.kind != Kind::Activity => {
                        node::title(loaders, node, languages).await.map(Some)
                    }
                    _ => Ok(None),
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
    City: cities::City, |row| {
        let id = row.node.id;
        Self(
            fields(Kind::City, &row.node), CityFields(row), CityProjects(id), CityEvents(id),
            CityOrganisations(id), NodeActivities(id),
        )
    };
    Theme: cities::Theme, |row| {
        let id = row.node.id;
        Self(
            fields(Kind::Theme, &row.node), texts(Kind::Theme, row.node.id), ThemeFields(row), ThemeProjects(id), ThemeEvents(id),
            NodeActivities(id),
        )
    };
    Project: projects::Project, |row| {
        let id = row.node.id;
        Self(
            fields(Kind::Project, &row.node), texts(Kind::Project, row.node.id), ProjectFields(row), ProjectEvents(id),
            NodeActivities(id),
        )
    };
    Milestone: projects::Milestone, |row| {
        Self(fields(Kind::Milestone, &row.node), texts(Kind::Milestone, row.node.id), MilestoneFields(row))
    };
    Update: projects::Update, |row| Self(fields(Kind::Update, &row.node), texts(Kind::Update, row.node.id), UpdateFields(row));
    Event: events::Event, |row| {
        let id = row.node.id;
        Self(fields(Kind::Event, &row.node), texts(Kind::Event, row.node.id), EventFields(row), NodeActivities(id))
    };
    Session: events::Session, |row| Self(fields(Kind::Session, &row.node), texts(Kind::Session, row.node.id), SessionFields(row));
    Organisation: members::Organisation, |row| {
        let id = row.node.id;
        Self(
            fields(Kind::Organisation, &row.node), OrganisationFields(row),
            OrganisationProjects(id), NodeActivities(id),
        )
    };
    Activity: activity::Activity, |row| Self(ActivityFields(row));
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

/// Binds every kind of node to its type.
pub(crate) fn resolvers() -> Resolvers {
    Resolvers::default()
        .bind::<City>(Kind::City)
        .bind::<Theme>(Kind::Theme)
        .bind::<Project>(Kind::Project)
        .bind::<Milestone>(Kind::Milestone)
        .bind::<Update>(Kind::Update)
        .bind::<Event>(Kind::Event)
        .bind::<Session>(Kind::Session)
        .bind::<Organisation>(Kind::Organisation)
        .bind::<Activity>(Kind::Activity)
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
        Event: events::Event,
        Session: events::Session,
        Organisation: members::Organisation,
        Activity: activity::Activity,
    })
}
