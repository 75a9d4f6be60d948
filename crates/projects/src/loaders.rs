//! What is loaded for many projects at once; all relations of a project are lists.

use kernel::list::ById;

use crate::{Milestone, Project, Update};

/// A project by its key, if the viewer may see it.
pub type ProjectById = ById<Project>;

/// A milestone by its key, if the viewer may see it.
pub type MilestoneById = ById<Milestone>;

/// News by their key, if the viewer may see them.
pub type UpdateById = ById<Update>;
