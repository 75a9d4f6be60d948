//! The fields of the root for projects, and how any list of projects is filtered and ordered.

use async_graphql::{Context, InputObject, Object};
use kernel::{
    ClientError, Connection, Item, Ref,
    connection::{self, TITLE},
    entity::kinds,
    filter::{
        self, BooleanFilter, Comparator, DateFilter, Filter, IdFilter, Link, StringFilter, Terms,
    },
    list::{ListSpec, PageArgs},
    node::{self, RECORDED_AT, UPDATED_AT},
};
use uuid::Uuid;

use crate::{Goal, Project, ProjectKind, Stage, store};

kernel::enum_filter!(
    /// Compares what a project is. All given comparisons must hold.
    ProjectKindFilter,
    ProjectKind
);
kernel::enum_filter!(
    /// Compares how far a project has come. All given comparisons must hold.
    StageFilter,
    Stage
);

/// Compares the sustainable development goals of a project. All given comparisons must hold of one of
/// them.
#[derive(InputObject, Clone, Debug, Default)]
pub struct GoalFilter {
    /// Is this.
    pub eq: Option<Goal>,
    /// Is not this.
    pub not_eq: Option<Goal>,
    /// Is one of these; at most 100.
    pub r#in: Option<Vec<Goal>>,
    /// Is none of these; at most 100.
    pub not_in: Option<Vec<Goal>>,
    /// Has none (true), or has some (false).
    pub is_null: Option<bool>,
}

impl Comparator for GoalFilter {
    // A goal is no node: what links a project to its goals is compared, not what it leads to.
    fn compare(&self, link: &'static str, terms: &mut Terms<'_>) -> Result<(), ClientError> {
        terms.equality(
            "fg.goal",
            self.eq.as_ref(),
            self.not_eq.as_ref(),
            self.r#in.as_deref(),
            self.not_in.as_deref(),
        )?;
        terms.null(link, self.is_null)
    }
}

kernel::order_by!(
    /// How to order projects.
    ProjectOrder,
    /// What projects can be ordered by.
    ProjectOrderField {
        /// Their title in the original language.
        Title => TITLE,
        /// When they started.
        StartedOn => store::STARTED_ON,
        /// When they ended, or will.
        EndedOn => store::ENDED_ON,
        /// When they entered the record.
        RecordedAt => RECORDED_AT,
        /// When they were changed last.
        UpdatedAt => UPDATED_AT,
    }
);

/// Which projects. All given conditions must hold.
#[derive(InputObject, Clone, Debug, Default)]
pub struct ProjectFilter {
    /// All of these hold.
    pub and: Option<Vec<ProjectFilter>>,
    /// One of these holds.
    pub or: Option<Vec<ProjectFilter>>,
    /// This does not hold.
    pub not: Option<Box<ProjectFilter>>,
    /// The id.
    pub id: Option<IdFilter<kinds::Project>>,
    /// The name in addresses.
    pub slug: Option<StringFilter>,
    /// What it is.
    pub kind: Option<ProjectKindFilter>,
    /// How far it has come.
    pub stage: Option<StageFilter>,
    /// When it started.
    pub started_on: Option<DateFilter>,
    /// When it ended, or will.
    pub ended_on: Option<DateFilter>,
    /// Whether it looks for more partners.
    pub open_to_partners: Option<BooleanFilter>,
    /// A city that leads it, or is a partner; `isNull` asks whether there is none.
    pub city: Option<IdFilter<kinds::City>>,
    /// The city that leads it; `isNull` asks whether there is none.
    pub lead_city: Option<IdFilter<kinds::City>>,
    /// A theme it works on; `isNull` asks whether there is none.
    pub theme: Option<IdFilter<kinds::Theme>>,
    /// An organisation that takes part; `isNull` asks whether there is none.
    pub organisation: Option<IdFilter<kinds::Organisation>>,
    /// A sustainable development goal it works on; `isNull` asks whether there is none.
    pub goal: Option<GoalFilter>,
}

impl Filter for ProjectFilter {
    fn terms(&self, terms: &mut Terms<'_>) -> Result<(), ClientError> {
        terms.nested(self.and.as_deref(), self.or.as_deref(), self.not.as_deref())?;
        terms.compare("id", self.id.as_ref(), "n.id")?;
        terms.compare("slug", self.slug.as_ref(), "n.slug")?;
        terms.compare("kind", self.kind.as_ref(), "p.kind")?;
        terms.compare("stage", self.stage.as_ref(), "p.stage")?;
        terms.compare("startedOn", self.started_on.as_ref(), "p.started_on")?;
        terms.compare("endedOn", self.ended_on.as_ref(), "p.ended_on")?;
        terms.compare(
            "openToPartners",
            self.open_to_partners.as_ref(),
            "p.open_to_partners",
        )?;
        terms.linked(
            "city",
            self.city.as_ref(),
            Link {
                row: "n.id",
                from: "project_city fc",
                key: "fc.project_id",
                when: None,
                node: "fc.city_id",
            },
        )?;
        terms.linked(
            "leadCity",
            self.lead_city.as_ref(),
            Link {
                row: "n.id",
                from: "project_city fl",
                key: "fl.project_id",
                when: Some("fl.role = 'LEAD'"),
                node: "fl.city_id",
            },
        )?;
        terms.linked(
            "theme",
            self.theme.as_ref(),
            Link {
                row: "n.id",
                from: "project_theme ft",
                key: "ft.project_id",
                when: None,
                node: "ft.theme_id",
            },
        )?;
        terms.linked(
            "organisation",
            self.organisation.as_ref(),
            Link {
                row: "n.id",
                from: "project_organisation fo",
                key: "fo.project_id",
                when: None,
                node: "fo.organisation_id",
            },
        )?;
        terms.linked(
            "goal",
            self.goal.as_ref(),
            Link {
                row: "n.id",
                from: "project_goal fg",
                key: "fg.project_id",
                when: None,
                node: "fg.project_id",
            },
        )
    }
}

/// A list of projects: of the root, or with `parent` of that node.
pub(super) async fn projects(
    ctx: &Context<'_>,
    spec: ListSpec,
    parent: Option<Uuid>,
    filter: Option<ProjectFilter>,
    order_by: Option<Vec<ProjectOrder>>,
    page: PageArgs,
) -> Result<Connection<Item<kinds::Project>>, ClientError> {
    let filter = filter::predicate(filter.as_ref())?;
    let order = ProjectOrder::or(order_by, store::BY_TITLE)?;
    connection::page::<Project>(ctx, spec, parent, filter, order, page).await
}

/// The fields of the root for projects.
#[derive(Default)]
pub struct ProjectQuery;

/// The fields of the root for projects.
#[Object]
impl ProjectQuery {
    /// The project with this slug; null when there is none that you may see.
    async fn project(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its name in addresses: `mobility-lab`.")] slug: String,
    ) -> Option<Result<Ref<kinds::Project>, ClientError>> {
        node::slug_field(ctx, slug).await
    }

    /// Projects and good practices, by title unless told.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a Relay list")]
    async fn projects(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which projects; all, unless told.")] filter: Option<ProjectFilter>,
        #[graphql(desc = "By what, the most important first.")] order_by: Option<Vec<ProjectOrder>>,
    ) -> Result<Connection<Item<kinds::Project>>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        projects(ctx, store::PROJECTS, None, filter, order_by, page).await
    }
}
