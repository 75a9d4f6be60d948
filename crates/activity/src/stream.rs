//! The log as a subscription.
//!
//! A subscription is not one long execution: it is opened once, which checks it and finds out what is
//! wished, and then executed anew for each activity that it is told of, with loaders of that moment.
//! The request says which of the two it is by what it carries: an [`Opening`] or a [`Delivery`].

use std::sync::{Arc, Mutex, PoisonError};

use async_graphql::{Context, Enum, SimpleObject, Subscription};
use futures::stream;
use kernel::{ClientError, Code, ContextExt, IdOf, Item, NodeRef, entity::kinds, filter};
use uuid::Uuid;

use crate::{Activity, ActivityFilter, Log, Place, Wish, loaders::Visible, wish};

/// Where the fields of a subscription that is being opened leave what they wish.
#[derive(Clone, Default)]
pub struct Opening(Arc<Mutex<Vec<Wish>>>);

impl Opening {
    /// What was wished, by each field of the subscription.
    pub fn wishes(&self) -> Vec<Wish> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What a subscription is executed for.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The cursor after it.
    pub cursor: Arc<str>,
    /// What is delivered.
    pub what: Result<Arc<Activity>, Gap>,
}

/// Why activities are missing.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum GapReason {
    /// The log does not hold them any more: the hub keeps activities for a limited time.
    Retention,
    /// The cursor is of another epoch of the log: since then it was restored from a backup, or it is
    /// the log of another hub.
    Epoch,
}

/// Activities that cannot be delivered any more, or are unknown: what you hold is out of date.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq)]
#[graphql(name = "ActivityGap")]
pub struct Gap {
    /// Why.
    pub reason: GapReason,
    /// The cursor from which the log is whole again. The stream goes on from there; read again what
    /// you hold, as of now or later.
    pub restart_after: String,
}

/// What a subscription to activities delivers.
pub struct ActivityEvent(Delivery);

/// What a subscription to activities delivers: an activity, or the notice that some are missing.
#[async_graphql::Object]
impl ActivityEvent {
    /// The cursor to go on from after this event, through any door: as `after` of a subscription or of
    /// a list of activities, and as `Last-Event-ID`.
    async fn cursor(&self) -> &str {
        &self.0.cursor
    }

    /// What happened; null in the notice of a gap.
    async fn activity(&self) -> Option<Item<kinds::Activity>> {
        let activity = self.0.what.as_ref().ok()?;
        Some(Item::with_row(activity.id, activity.clone()))
    }

    /// What it happened to, as it is now; null when you may not see it, when it is gone, and in the
    /// notice of a gap.
    async fn subject(&self) -> Option<NodeRef> {
        self.0.what.as_ref().ok()?.subject()
    }

    /// That activities are missing before the next event; null as long as none is.
    async fn gap(&self) -> Option<&Gap> {
        self.0.what.as_ref().err()
    }
}

/// The activities as they happen.
#[derive(Default)]
pub struct ActivitySubscription;

type Events = stream::Iter<std::option::IntoIter<ActivityEvent>>;

/// The activities as they happen.
#[Subscription]
impl ActivitySubscription {
    /// What happens in the network, as it happens: each activity that you may see, once, in the order
    /// of the log. It is the list `activities`, from its end on; with the same filter and the same
    /// cursors, so that you can go on through another door.
    async fn activity(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which activities; all, unless told.")] filter: Option<ActivityFilter>,
        #[graphql(desc = "From the first after this cursor; from now on, unless told.")]
        after: Option<String>,
    ) -> Result<Events, ClientError> {
        if let Some(event) = delivered(ctx) {
            return Ok(event);
        }
        let wish = Wish::new(filter::predicate(filter.as_ref())?, place(ctx, after)?);
        if wish.follows() && ctx.reader().viewer().standing().is_none() {
            let message = "Sign in first: who is nobody in particular follows nothing.";
            return Err(ClientError::new(Code::Unauthenticated, message).at("filter.followed"));
        }
        open(ctx, wish)
    }

    /// What happens that concerns one project, as it happens.
    async fn project_activity(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The project.")] project: IdOf<kinds::Project>,
        #[graphql(desc = "From the first after this cursor; from now on, unless told.")]
        after: Option<String>,
    ) -> Result<Events, ClientError> {
        let id = project.key().map_err(|error| error.at("project"));
        of_node(ctx, id, "project", after).await
    }

    /// What happens that concerns one event, as it happens.
    async fn event_activity(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The event.")] event: IdOf<kinds::Event>,
        #[graphql(desc = "From the first after this cursor; from now on, unless told.")]
        after: Option<String>,
    ) -> Result<Events, ClientError> {
        let id = event.key().map_err(|error| error.at("event"));
        of_node(ctx, id, "event", after).await
    }
}

async fn of_node(
    ctx: &Context<'_>,
    id: Result<Uuid, ClientError>,
    what: &str,
    after: Option<String>,
) -> Result<Events, ClientError> {
    if let Some(event) = delivered(ctx) {
        return Ok(event);
    }
    let id = id?;
    if ctx.load::<Visible>(id).await?.is_none() {
        let message = format!("There is no {what} with this id that you may see.");
        return Err(ClientError::new(Code::InvalidArgument, message).at(what));
    }
    let after = place(ctx, after)?;
    open(ctx, Wish::of_node(wish::CONCERNS, id, after))
}

fn delivered(ctx: &Context<'_>) -> Option<Events> {
    let delivery = ctx.data_opt::<Delivery>()?.clone();
    Some(stream::iter(Some(ActivityEvent(delivery))))
}

fn place(ctx: &Context<'_>, after: Option<String>) -> Result<Option<Place>, ClientError> {
    let log = ctx.data_unchecked::<Log>();
    let place = after.map(|cursor| log.place(&cursor)).transpose();
    place.map_err(|error| error.at("after"))
}

fn open(ctx: &Context<'_>, wish: Wish) -> Result<Events, ClientError> {
    let Some(Opening(wishes)) = ctx.data_opt::<Opening>() else {
        return Err(ClientError::internal(
            "a subscription was executed and not opened",
        ));
    };
    wishes
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(wish);
    Ok(stream::iter(None))
}
