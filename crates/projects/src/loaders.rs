//! What is loaded for many projects at once.

mod matching;

use std::{collections::HashMap, sync::Arc};

use kernel::{Batch, ClientError, Reader, list::ById};
use uuid::Uuid;

use crate::{
    BudgetLine, Document, Goal, Milestone, Need, Partnership, Project, Statement, Update,
    store::item,
};

pub(crate) use matching::{Match, PartnersFor, ProjectsFor, Sought};

/// A project by its key, if the viewer may see it.
pub type ProjectById = ById<Project>;

/// A milestone by its key, if the viewer may see it.
pub type MilestoneById = ById<Milestone>;

/// News by their key, if the viewer may see them.
pub type UpdateById = ById<Update>;

/// An offer between a project and a party by its key, if the viewer may see it.
pub type PartnershipById = ById<Partnership>;

/// A need or an offer of a project by its key, if the viewer may see it.
pub type NeedById = ById<Need>;

macro_rules! of_projects {
    ($($(#[$doc:meta])* $name:ident: $row:ty, $list:literal, $load:path;)*) => {$(
        $(#[$doc])*
        pub(crate) struct $name;

        impl Batch for $name {
            type Key = Uuid;
            type Value = Arc<Vec<$row>>;

            async fn load(
                reader: &Reader,
                keys: &[Uuid],
            ) -> Result<HashMap<Uuid, Self::Value>, ClientError> {
                for key in keys {
                    reader.reads().list($list, Some(*key));
                }
                let found = $load(&mut reader.conn().await?, keys).await?;
                Ok(found.into_iter().map(|(key, rows)| (key, Arc::new(rows))).collect())
            }
        }
    )*};
}

// Who sees a project sees all of these.
of_projects! {
    /// What projects came to, or why they were given up.
    OutcomeOf: Statement, "Project.outcome", item::outcomes;
    /// The documents of projects.
    DocumentsOf: Document, "Project.documents", item::documents;
    /// The public figures of projects.
    BudgetOf: BudgetLine, "Project.budget", item::budgets;
    /// The goals of projects.
    GoalsOf: Goal, "Project.goals", item::goals;
}
