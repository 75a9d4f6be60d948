//! Who asks, as they see themselves.

use std::sync::Arc;

use activity::{ActivityFilter, merged_page};
use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use futures::future::try_join_all;
use kernel::{
    ClientError, Connection, ContextExt, Item, Kind, Listed, NodeRef,
    actor::{Credential, Scope},
    connection,
    cursor::Key,
    entity::kinds,
    filter::Predicate,
    list::{ListArgs, ListSpec, PageArgs},
    viewer::audience_of_person,
};
use uuid::Uuid;

use crate::{
    ApiToken,
    loaders::{OwnLogins, OwnMandates, OwnPerson},
    store::{follow, token},
};

/// Who asks, as they see themselves.
pub struct ViewerFields;

/// A session: where you have signed in.
#[derive(SimpleObject)]
#[graphql(name = "SignIn")]
pub struct SignInObject {
    /// When you signed in, in UTC.
    started_at: DateTime<Utc>,
    /// Until when the session holds, in UTC.
    expires_at: DateTime<Utc>,
    /// Whether it is the one that asks.
    is_current: bool,
}

/// Who asks, as they see themselves.
#[Object]
impl ViewerFields {
    /// The person who has signed in; null for nobody in particular.
    async fn person(&self, ctx: &Context<'_>) -> Option<Result<Item<kinds::Person>, ClientError>> {
        let id = person(ctx)?;
        let found = ctx.load::<OwnPerson>(id).await;
        let item = |row: Arc<crate::Person>| Item::with_row(id, row);
        found.map(|row| row.map(item)).transpose()
    }

    /// The mandates that hold now, and that this request may use; the oldest first.
    async fn mandates(
        &self,
        ctx: &Context<'_>,
    ) -> Result<Vec<Option<Item<kinds::Mandate>>>, ClientError> {
        let viewer = ctx.reader().viewer();
        let standing = viewer.standing();
        let held = standing.into_iter().flat_map(|standing| &standing.mandates);
        try_join_all(held.map(|held| own_mandate(ctx, held.id))).await
    }

    /// The mandate that this request writes under, unless a mutation names another: the one named by
    /// the header `Passerelle-Mandate`, or the only one; null when there is none, or when you hold
    /// several and name none.
    async fn mandate(
        &self,
        ctx: &Context<'_>,
    ) -> Option<Result<Item<kinds::Mandate>, ClientError>> {
        match ctx.actor(None) {
            Ok(actor) => {
                let id = actor.person()?.mandate.as_ref()?.id;
                own_mandate(ctx, id).await.transpose()
            }
            Err(error) => Some(Err(error)),
        }
    }

    /// What the token that this request came with can be used for; null when it came with none, or
    /// with one that is not limited.
    async fn scopes(&self, ctx: &Context<'_>) -> Option<Vec<Scope>> {
        let viewer = ctx.reader().viewer();
        let scopes = viewer.standing()?.scopes.as_ref()?;
        Some(scopes.iter().copied().collect())
    }

    /// Where you have signed in, the newest first; at most 100.
    async fn sign_ins(&self, ctx: &Context<'_>) -> Result<Vec<SignInObject>, ClientError> {
        let Some(id) = reader(ctx) else {
            return Ok(Vec::new());
        };
        let found = ctx.load::<OwnLogins>(id).await?.unwrap_or_default();
        let current = ctx.reader().viewer().standing().map(|s| s.credential);
        let object = |login: &crate::Login| SignInObject {
            started_at: login.started_at,
            expires_at: login.expires_at,
            is_current: current == Some(Credential::Session(login.id)),
        };
        Ok(found.iter().map(object).collect())
    }

    /// Your tokens, the newest first, ended ones too.
    async fn api_tokens(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Item<kinds::ApiToken>>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        let order = token::NEWEST_FIRST.to_vec();
        let of = Some(reader(ctx).unwrap_or_default());
        connection::page::<ApiToken>(ctx, token::OF_PERSON, of, Predicate::always(), order, page)
            .await
    }

    /// What you follow, what you followed last first.
    async fn following(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<FollowFields>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        let args = ListArgs::new(
            follow::FOLLOWED,
            Predicate::always(),
            follow::NEWEST_FIRST.to_vec(),
            &page,
        )?;
        let of = Some(reader(ctx).unwrap_or_default());
        connection::of_args::<Followed>(ctx, args, of).await
    }

    /// What happened to what you follow, the newest first.
    async fn feed(
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
        let whose = reader(ctx).unwrap_or_default();
        merged_page(
            ctx,
            follow::FEED,
            follow::BY_NODE,
            whose,
            filter.as_ref(),
            page,
        )
        .await
    }
}

/// The person who asks; none for nobody in particular.
fn person(ctx: &Context<'_>) -> Option<Uuid> {
    Some(ctx.reader().viewer().standing()?.person)
}

/// The person who asks, if they may read what is theirs: a token without READ reads what anybody may.
fn reader(ctx: &Context<'_>) -> Option<Uuid> {
    let reads = |id: &Uuid| ctx.reader().viewer().sees(&audience_of_person(*id));
    person(ctx).filter(reads)
}

/// A mandate of the person who asks, who sees it whoever else may; none when it has just ended.
async fn own_mandate(
    ctx: &Context<'_>,
    id: Uuid,
) -> Result<Option<Item<kinds::Mandate>>, ClientError> {
    let found = ctx.load::<OwnMandates>(id).await?;
    Ok(found.map(|row| Item::with_row(id, row)))
}

/// Something that a person follows.
#[derive(Clone, Debug)]
pub struct Followed {
    node_id: Uuid,
    since: DateTime<Utc>,
    kind: String,
}

kernel::from_row!(Followed {
    node_id,
    since,
    kind
});

impl Listed for Followed {
    type Node = FollowFields;
    const SPEC: ListSpec = follow::FOLLOWED;
    const ID: &'static str = "f.node_id";
    const KIND: Option<Kind> = None;

    fn id(&self) -> Uuid {
        self.node_id
    }

    fn key(&self, _: &str) -> Key {
        Key::Time(self.since)
    }

    fn node(self: &Arc<Self>) -> FollowFields {
        FollowFields(self.clone())
    }

    fn node_ref(&self) -> Option<NodeRef> {
        Some(NodeRef::new(Kind::from_prefix(&self.kind)?, self.node_id))
    }
}

/// Something that you follow.
#[derive(Clone)]
pub struct FollowFields(Arc<Followed>);

/// Something that you follow.
#[Object(name = "Follow")]
impl FollowFields {
    /// What you follow.
    async fn node(&self) -> Option<NodeRef> {
        self.0.node_ref()
    }

    /// The id of what you follow.
    async fn node_id(&self) -> Option<ID> {
        Some(self.0.node_ref()?.to_id())
    }

    /// Since when, in UTC.
    async fn since(&self) -> DateTime<Utc> {
        self.0.since
    }
}
