//! Each write on cities and themes: validate, authorize, one transaction, return.

mod check;
mod membership;
mod record;
mod update;

use std::sync::LazyLock;

use activity::{Failure, Write};
use include_dir::{Dir, include_dir};
use kernel::{UserError, UserErrorCode, messages::Messages};
use uuid::Uuid;

pub use membership::{
    AdmitCityInput, ApplyForMembershipInput, DeclineMembershipInput, InviteCityInput,
    LeaveNetworkInput, RefuseCityInput, ReinstateCityInput, StepFacts, StepInput, SuspendCityInput,
    take_step,
};
pub use record::{RecordCityInput, RecordThemeInput, SiteInput, record_city, record_theme};
pub use update::{UpdateCityInput, update_city};

use crate::{City, store};

static LOCALES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/locales");

/// The messages of this domain's activities.
pub static MESSAGES: LazyLock<Messages> = LazyLock::new(|| Messages::load(&LOCALES));

/// What can happen in this domain.
pub const VERBS: &[&str] = &[
    "city.recorded",
    "city.corrected",
    "city.invited",
    "city.declined",
    "city.applied",
    "city.admitted",
    "city.refused",
    "city.suspended",
    "city.reinstated",
    "city.left",
    "city.updated",
    "theme.recorded",
    "theme.corrected",
];

/// The city that a mutation is about, locked until the write ends, if it has the version that is
/// expected.
async fn lock(write: &mut Write, id: Uuid, expected: Option<i32>) -> Result<City, Failure> {
    let Some(city) = store::lock_city(&mut write.conn(), id).await? else {
        let message = "There is no city with this id.";
        return Err(UserError::new(UserErrorCode::NotFound, "input.city", message).into());
    };
    let version = city.node.version;
    if expected.is_some_and(|expected| expected != version) {
        let message = format!("The node has version {version} by now.");
        let path = "input.expectedVersion";
        return Err(UserError::new(UserErrorCode::Conflict, path, message).into());
    }
    Ok(city)
}
