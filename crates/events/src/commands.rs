//! Each write on events: validate, authorize, one transaction, return.

mod check;
mod create;
mod days;
mod edit;
mod open;
mod place;
mod postpone;
mod record;
mod result;
mod role;
mod said;
mod series;
mod session;
mod speaker;
mod status;

use std::sync::LazyLock;

use include_dir::{Dir, include_dir};
use kernel::messages::Messages;

pub(crate) use check::Links;
pub use create::{CreateEventInput, EventVisibility, create_event};
pub use edit::{EditEventInput, edit_event};
pub use open::EventPartyInput;
pub use place::{MoveSessionInput, RemoveSessionInput, move_session, remove_session};
pub use postpone::{HoldEventInput, PostponeEventInput, hold_event, postpone_event};
pub use record::{
    ParticipatingCityInput, RecordEventInput, SessionInput, record_event, record_events,
};
pub use result::{EventDocumentInput, SetEventResultsInput, set_event_results};
pub use role::{
    AcceptEventRoleInput, DeclineEventRoleInput, EventRole, accept_event_role, decline_event_role,
};
pub use said::EventPlaceInput;
pub use series::{RecordEventSeriesInput, record_event_series};
pub use session::{AddSessionInput, EditSessionInput, add_session, edit_session};
pub use speaker::{
    AgreeToSpeakInput, DeclineToSpeakInput, SpeakerInput, agree_to_speak, decline_to_speak,
};
pub use status::{AnnounceEventInput, CancelEventInput, announce_event, cancel_event};

static LOCALES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/locales");

/// The messages of this domain's activities.
pub static MESSAGES: LazyLock<Messages> = LazyLock::new(|| Messages::load(&LOCALES));

/// What can happen in this domain.
pub const VERBS: &[&str] = &[
    "event.recorded",
    "event.corrected",
    "event.created",
    "event.announced",
    "event.edited",
    "event.postponed",
    "event.held",
    "event.cancelled",
    "event.results",
    "host.accepted",
    "host.declined",
    "organiser.joined",
    "organiser.declined",
    "organiser.left",
    "session.added",
    "session.edited",
    "session.moved",
    "session.removed",
    "speaker.asked",
    "speaker.agreed",
    "speaker.declined",
    "series.recorded",
    "series.corrected",
];
