//! What is loaded for many organisations at once.

use kernel::list::ById;

use crate::Organisation;

/// An organisation by its key, if the viewer may see it.
pub type OrganisationById = ById<Organisation>;
