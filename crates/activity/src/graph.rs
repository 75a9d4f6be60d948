//! The log in the graph: activities, the log as a list, and what concerns a node.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, Scalar, ScalarType, Value};
use chrono::{DateTime, Utc};
use kernel::{
    ClientError, Code, Connection, ContextExt, Item, Kind, Listed, NodeRef, Ref, Resolvers,
    connection,
    cursor::Key,
    date::PartialDate,
    db,
    entity::kinds,
    filter::{
        self, BooleanFilter, Comparator, DateFilter, Filter, Predicate, StringFilter, Terms,
        TimeFilter,
    },
    list::{ListArgs, ListSpec, Merged, PageArgs},
    locale::LocaleArg,
};
use uuid::Uuid;

use crate::{
    Activity, ActivityActor, Log, Place, Summaries,
    loaders::{Head, NodesOf},
    store, wish,
};

impl Listed for Activity {
    type Node = Item<kinds::Activity>;
    const SPEC: ListSpec = store::LOG;
    const ID: &'static str = "a.id";
    const KIND: Option<Kind> = Some(Kind::Activity);

    fn id(&self) -> Uuid {
        self.id
    }

    fn key(&self, _: &str) -> Key {
        Key::Null
    }

    fn tie(&self) -> Key {
        Key::Int(self.position)
    }

    fn node(self: &Arc<Self>) -> Item<kinds::Activity> {
        Item::with_row(self.id, self.clone())
    }
}

/// A place in the log: a whole number from 1, which may pass the 32 bits of `Int`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position(i64);

/// A place in the log: a whole number from 1, which may pass the 32 bits of `Int`.
#[Scalar]
impl ScalarType for Position {
    fn parse(value: Value) -> async_graphql::InputValueResult<Self> {
        match &value {
            Value::Number(number) if number.is_i64() => Ok(Self(number.as_i64().unwrap_or(0))),
            _ => Err(async_graphql::InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        self.0.into()
    }
}

/// One thing that happened in the network.
pub struct ActivityFields(pub Arc<Activity>);

/// One thing that happened in the network.
#[Object]
impl ActivityFields {
    /// The id of this node in the whole graph.
    async fn id(&self) -> ID {
        NodeRef::new(Kind::Activity, self.0.id).to_id()
    }

    /// Its place in the log, from 1, without gaps, in the order in which changes were committed.
    async fn position(&self) -> Position {
        Position(self.0.position)
    }

    /// The cursor to go on from after this activity, in any list of activities.
    async fn cursor(&self, ctx: &Context<'_>) -> String {
        ctx.data_unchecked::<Log>().cursor(self.0.position)
    }

    /// When it was recorded, in UTC.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// When it happened, as precisely as that is known; null when nobody said.
    async fn occurred_on(&self) -> Option<PartialDate> {
        self.0.occurred_on
    }

    /// What happened, as a code: `city.recorded`. New codes can come at any time.
    async fn verb(&self) -> &str {
        &self.0.verb
    }

    /// What it happened to; null when you may not see it, or it is gone.
    async fn subject(&self) -> Option<NodeRef> {
        self.0.subject()
    }

    /// The other nodes that it concerns; null for those you may not see.
    async fn related(&self, ctx: &Context<'_>) -> Result<Vec<NodeRef>, ClientError> {
        let mut nodes = ctx
            .load::<NodesOf>(self.0.position)
            .await?
            .unwrap_or_default();
        // The mark of the secretariat stands for no node.
        nodes.retain(|node| Some(*node) != self.0.subject() && !node.id.is_nil());
        Ok(nodes)
    }

    /// Who did it.
    async fn actor(&self) -> ActivityActor {
        self.0.actor
    }

    /// The person who did it; null when it was none, when you may not see them, or when they were
    /// erased since.
    async fn person(&self) -> Option<Ref<kinds::Person>> {
        self.0.person_id.map(Ref::new)
    }

    /// The mandate it was done under; null when there was none, or when you may not see it.
    async fn mandate(&self) -> Option<Ref<kinds::Mandate>> {
        self.0.mandate_id.map(Ref::new)
    }

    /// What happened, in one sentence, in the reader's language.
    async fn summary(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language to read in; the request's languages come after it.")]
        locale: Option<LocaleArg>,
    ) -> Result<String, ClientError> {
        let languages = ctx.languages(locale)?;
        let resolvers = ctx.data_unchecked::<Resolvers>();
        let summaries = ctx.data_unchecked::<Summaries>();
        summaries
            .summary(&self.0, ctx.loaders(), resolvers, &languages)
            .await
    }
}

/// Which activities.
#[derive(InputObject, Clone, Debug, Default)]
pub struct ActivityFilter {
    /// All of these hold.
    pub and: Option<Vec<ActivityFilter>>,
    /// One of these holds.
    pub or: Option<Vec<ActivityFilter>>,
    /// This does not hold.
    pub not: Option<Box<ActivityFilter>>,
    /// What happened.
    pub verb: Option<StringFilter>,
    /// When it was recorded.
    pub at: Option<TimeFilter>,
    /// When it happened.
    pub occurred_on: Option<DateFilter>,
    /// A node it concerns, as its subject or otherwise.
    pub node: Option<AnyNodeFilter>,
    /// A city it concerns.
    pub city: Option<AnyNodeFilter>,
    /// A project it concerns.
    pub project: Option<AnyNodeFilter>,
    /// An event it concerns.
    pub event: Option<AnyNodeFilter>,
    /// A theme it concerns.
    pub theme: Option<AnyNodeFilter>,
    /// An organisation it concerns.
    pub organisation: Option<AnyNodeFilter>,
    /// Whether it concerns something that you follow. Who has not signed in follows nothing.
    pub followed: Option<BooleanFilter>,
}

/// Compares the id of a node of any kind. All given comparisons must hold.
#[derive(InputObject, Clone, Debug, Default)]
#[graphql(name = "NodeFilter")]
pub struct AnyNodeFilter {
    /// Is this node.
    pub eq: Option<ID>,
    /// Is one of these nodes; at most 100.
    pub r#in: Option<Vec<ID>>,
}

impl Comparator for AnyNodeFilter {
    fn compare(&self, column: &'static str, terms: &mut Terms<'_>) -> Result<(), ClientError> {
        let key = |id: &ID| id.parse::<NodeRef>().map(|node| db::Value::Uuid(node.id));
        let eq = self.eq.as_ref().map(key).transpose()?;
        let one_of: Option<Vec<db::Value>> = self
            .r#in
            .as_ref()
            .map(|ids| ids.iter().map(key).collect())
            .transpose()?;
        terms.equality(column, eq.as_ref(), None, one_of.as_deref(), None)
    }
}

/// A filter of nodes that are all of one kind.
struct OfKind<'a>(&'a AnyNodeFilter, Kind);

impl Comparator for OfKind<'_> {
    fn compare(&self, column: &'static str, terms: &mut Terms<'_>) -> Result<(), ClientError> {
        let Self(filter, kind) = *self;
        for id in filter.eq.iter().chain(filter.r#in.iter().flatten()) {
            let node: NodeRef = id.parse()?;
            if node.kind != kind {
                let (found, wanted) = (node.kind.type_name(), kind.type_name());
                let message =
                    format!("`{node}` is the id of a {found}; this takes the id of a {wanted}.");
                return Err(ClientError::new(Code::InvalidId, message));
            }
        }
        filter.compare(column, terms)
    }
}

impl Filter for ActivityFilter {
    fn terms(&self, terms: &mut Terms<'_>) -> Result<(), ClientError> {
        terms.nested(self.and.as_deref(), self.or.as_deref(), self.not.as_deref())?;
        terms.compare("verb", self.verb.as_ref(), "a.verb")?;
        terms.compare("at", self.at.as_ref(), "a.at")?;
        terms.compare("occurredOn", self.occurred_on.as_ref(), "a.occurred_on")?;
        terms.linked("node", self.node.as_ref(), wish::CONCERNS)?;
        for (name, filter, kind) in [
            ("city", &self.city, Kind::City),
            ("project", &self.project, Kind::Project),
            ("event", &self.event, Kind::Event),
            ("theme", &self.theme, Kind::Theme),
            ("organisation", &self.organisation, Kind::Organisation),
        ] {
            let of_kind = filter.as_ref().map(|filter| OfKind(filter, kind));
            terms.linked(name, of_kind.as_ref(), wish::CONCERNS)?;
        }
        match self.followed.as_ref().and_then(|followed| followed.eq) {
            Some(true) => terms.add(wish::followed()),
            Some(false) => terms.add(Predicate::Not(Box::new(wish::followed()))),
            None => Ok(()),
        }
    }
}

/// A page of the log, or of a part of it. All of them share the cursors of the log, so that a reader
/// can go on through another one.
///
/// # Errors
/// When the arguments do not go together, or the database fails.
pub async fn log_page<F: Filter>(
    ctx: &Context<'_>,
    spec: ListSpec,
    parent: Option<Uuid>,
    filter: Option<&F>,
    page: PageArgs,
) -> Result<Connection<Item<kinds::Activity>>, ClientError> {
    held(ctx, &spec, &page).await?;
    connection::of_args::<Activity>(ctx, log_args(ctx, spec, filter, &page)?, parent).await
}

/// A page of what happened to several nodes, each activity once.
///
/// # Errors
/// When the arguments do not go together, or the database fails.
pub async fn merged_page<F: Filter>(
    ctx: &Context<'_>,
    spec: ListSpec,
    merged: Merged,
    whose: Uuid,
    filter: Option<&F>,
    page: PageArgs,
) -> Result<Connection<Item<kinds::Activity>>, ClientError> {
    held(ctx, &spec, &page).await?;
    let args = log_args(ctx, spec, filter, &page)?.merging(merged);
    connection::of_args::<Activity>(ctx, args, Some(whose)).await
}

/// Refuses a cursor behind which something is missing that comes later in the log, or to which the log
/// has not come yet.
async fn held(ctx: &Context<'_>, spec: &ListSpec, page: &PageArgs) -> Result<(), ClientError> {
    let log = ctx.data_unchecked::<Log>();
    let (argument, cursor) = if spec.tie_descending {
        ("before", &page.before)
    } else {
        ("after", &page.after)
    };
    let Some(Ok(Place::At(position))) = cursor.as_deref().map(|cursor| log.place(cursor)) else {
        // What is no cursor, or of another epoch, the list refuses itself.
        return Ok(());
    };
    log.must_hold(position)
        .map_err(|error| error.at(argument))?;
    if position <= log.head() || Some(position) <= ctx.load::<Head>(()).await? {
        return Ok(());
    }
    let message = "This cursor is ahead of the log: nothing has come to it yet.";
    Err(ClientError::new(Code::InvalidCursor, message).at(argument))
}

fn log_args<F: Filter>(
    ctx: &Context<'_>,
    spec: ListSpec,
    filter: Option<&F>,
    page: &PageArgs,
) -> Result<ListArgs, ClientError> {
    let filter: Predicate = filter::predicate(filter)?;
    let name = ctx.data_unchecked::<Log>().cursor_name();
    ListArgs::with_cursors(spec, filter, Vec::new(), page, name)
}

/// The fields of the root for the log.
#[derive(Default)]
pub struct ActivityQuery;

/// The fields of the root for the log.
#[Object]
impl ActivityQuery {
    /// The log: what happened in the network, the oldest first. Follow it by asking for what comes
    /// after the last cursor you have; no activity is missed, and none comes twice.
    async fn activities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which activities; all, unless told.")] filter: Option<ActivityFilter>,
    ) -> Result<Connection<Item<kinds::Activity>>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        log_page(ctx, store::LOG, None, filter.as_ref(), page).await
    }
}

/// What happened to one node.
pub struct NodeActivities(pub Uuid);

/// What happened to one node.
#[Object]
impl NodeActivities {
    /// What happened that concerns this node, the newest first.
    async fn activities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which activities; all, unless told.")] filter: Option<ActivityFilter>,
    ) -> Result<Connection<Item<kinds::Activity>>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        log_page(ctx, store::OF_NODE, Some(self.0), filter.as_ref(), page).await
    }
}
