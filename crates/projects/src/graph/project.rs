//! A project in the graph.

use std::sync::Arc;

use async_graphql::{Context, Object};
use kernel::{
    ClientError, Connection, ContextExt, Entity, Item, Kind, Listed, Ref,
    connection::{self, RefRow},
    cursor::Key,
    date::PartialDate,
    entity::kinds,
    filter::{self, Predicate},
    list::{ListSpec, PageArgs},
};
use uuid::Uuid;

use super::{
    milestone::MilestoneFilter,
    need::NeedFilter,
    participation::{ParticipationFields, ParticipationFilter},
    partnership::{self, PartnershipFilter},
    update::UpdateFilter,
};
use crate::{
    BudgetLine, Document, Goal, Milestone, Need, Participation, Project, ProjectKind, Stage,
    Statement, Update,
    loaders::{BudgetOf, DocumentsOf, GoalsOf, OutcomeOf},
    store::{self, item},
};

impl Listed for Project {
    type Node = Item<kinds::Project>;
    const SPEC: ListSpec = store::PROJECTS;
    const KIND: Option<Kind> = Some(Kind::Project);

    fn id(&self) -> Uuid {
        self.node.id
    }

    fn key(&self, column: &str) -> Key {
        match column {
            "STARTED_ON" => self.started_on.map(PartialDate::stored).into(),
            "ENDED_ON" => self.ended_on.map(PartialDate::stored).into(),
            _ => self.node.key(column),
        }
    }

    fn node(self: &Arc<Self>) -> Item<kinds::Project> {
        Item::with_row(self.node.id, self.clone())
    }
}

/// A list of nodes that other domains own, by title.
async fn references<E: Entity>(
    ctx: &Context<'_>,
    spec: ListSpec,
    project: Uuid,
    page: PageArgs,
) -> Result<Connection<Item<E>>, ClientError> {
    let (all, order) = (Predicate::always(), store::BY_TITLE.to_vec());
    connection::page::<RefRow<E>>(ctx, spec, Some(project), all, order, page).await
}

/// A cooperation project, or a good practice of one city.
pub struct ProjectFields(pub Arc<Project>);

/// A cooperation project, or a good practice of one city.
#[Object]
impl ProjectFields {
    /// Its name in addresses.
    async fn slug(&self) -> &str {
        self.0.node.slug.as_deref().unwrap_or_default()
    }

    /// What it is.
    async fn kind(&self) -> ProjectKind {
        self.0.kind
    }

    /// How far it has come; null when unknown.
    async fn stage(&self) -> Option<Stage> {
        self.0.stage
    }

    /// When it started, as precisely as that is known; null when unknown.
    async fn started_on(&self) -> Option<PartialDate> {
        self.0.started_on
    }

    /// When it ended, or will, as precisely as that is known; null when unknown, or not decided.
    async fn ended_on(&self) -> Option<PartialDate> {
        self.0.ended_on
    }

    /// The address of its own site; null when there is none, or it is unknown.
    async fn website(&self) -> Option<&str> {
        self.0.website.as_deref()
    }

    /// Whether it looks for more partners.
    async fn open_to_partners(&self) -> bool {
        self.0.open_to_partners
    }

    /// The city that leads it; null when that is unknown, or you may not see it.
    async fn lead_city(&self) -> Option<Ref<kinds::City>> {
        self.0.lead_city_id.map(Ref::new)
    }

    /// The cities that are its partners, without the one that leads it; by name.
    async fn partner_cities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Item<kinds::City>>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        references(ctx, store::PARTNER_CITIES, self.0.node.id, page).await
    }

    /// The cities that take part in it, the one that leads it among them; by name.
    async fn cities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Item<kinds::City>>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        references(ctx, store::CITIES, self.0.node.id, page).await
    }

    /// The themes it works on, by title.
    async fn themes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Item<kinds::Theme>>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        references(ctx, store::THEMES, self.0.node.id, page).await
    }

    /// The organisations that take part in it and what each of them does, by the name of the
    /// organisation.
    async fn participations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which participations; all, unless told.")] filter: Option<
            ParticipationFilter,
        >,
    ) -> Result<Connection<ParticipationFields>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        let filter = filter::predicate(filter.as_ref())?;
        let (of, order) = (Some(self.0.node.id), store::BY_TITLE.to_vec());
        connection::page::<Participation>(ctx, store::PARTICIPATIONS, of, filter, order, page).await
    }

    /// The steps that it set itself, in their order.
    async fn milestones(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which milestones; all, unless told.")] filter: Option<MilestoneFilter>,
    ) -> Result<Connection<Item<kinds::Milestone>>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        let filter = filter::predicate(filter.as_ref())?;
        let (of, order) = (Some(self.0.node.id), store::BY_ORDINAL.to_vec());
        connection::page::<Milestone>(ctx, store::MILESTONES, of, filter, order, page).await
    }

    /// The news that it published, the newest first.
    async fn updates(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which news; all, unless told.")] filter: Option<UpdateFilter>,
    ) -> Result<Connection<Item<kinds::Update>>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        let filter = filter::predicate(filter.as_ref())?;
        let (of, order) = (Some(self.0.node.id), store::NEWEST_FIRST.to_vec());
        connection::page::<Update>(ctx, store::UPDATES, of, filter, order, page).await
    }

    /// What it offered to cities and organisations, and they to it; the newest first.
    async fn partnerships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which offers; all that you may see, unless told.")] filter: Option<
            PartnershipFilter,
        >,
    ) -> Result<Connection<Item<kinds::Partnership>>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        partnership::partnerships(
            ctx,
            store::partnership::PARTNERSHIPS,
            self.0.node.id,
            filter,
            page,
        )
        .await
    }

    /// What it looks for and has to give, the oldest first.
    async fn needs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which needs and offers; all, unless told.")] filter: Option<NeedFilter>,
    ) -> Result<Connection<Item<kinds::Need>>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        let filter = filter::predicate(filter.as_ref())?;
        let (of, order) = (Some(self.0.node.id), item::OLDEST_FIRST.to_vec());
        connection::page::<Need>(ctx, item::NEEDS, of, filter, order, page).await
    }

    /// What it came to, or why it was given up, in the words of those who ended it; null when it has
    /// not ended, or nobody said.
    async fn outcome(&self, ctx: &Context<'_>) -> Option<Result<Statement, ClientError>> {
        let found = ctx.load::<OutcomeOf>(self.0.node.id).await;
        found.map(|found| found?.first().cloned()).transpose()
    }

    /// Its documents, which are kept elsewhere, in its order; those of what it came to are the last.
    async fn documents(&self, ctx: &Context<'_>) -> Result<Vec<Document>, ClientError> {
        let found = ctx.load::<DocumentsOf>(self.0.node.id).await?;
        Ok(found.map(|found| found.to_vec()).unwrap_or_default())
    }

    /// The public figures of its budget, in its order.
    async fn budget(&self, ctx: &Context<'_>) -> Result<Vec<BudgetLine>, ClientError> {
        let found = ctx.load::<BudgetOf>(self.0.node.id).await?;
        Ok(found.map(|found| found.to_vec()).unwrap_or_default())
    }

    /// The sustainable development goals of the United Nations that it works on, by their numbers.
    async fn goals(&self, ctx: &Context<'_>) -> Result<Vec<Goal>, ClientError> {
        let found = ctx.load::<GoalsOf>(self.0.node.id).await?;
        Ok(found.map(|found| found.to_vec()).unwrap_or_default())
    }
}
