//! Each write on events: validate, authorize, one transaction, return.

mod check;
mod checkin;
mod create;
mod days;
mod delegation;
mod delegation_seats;
mod edit;
mod open;
mod place;
mod postpone;
mod record;
mod registration;
mod registration_guest;
mod registration_input;
mod registration_line;
mod registration_offer;
mod registration_open;
mod registration_question;
mod registration_release;
mod registration_request;
mod registration_settings;
mod registration_time;
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
pub use checkin::{CheckInInput, UndoCheckInInput, check_in, undo_check_in};
pub use create::{CreateEventInput, EventVisibility, create_event};
pub use delegation::{
    NameDelegationHeadInput, RegisterDelegationInput, name_delegation_head, register_delegation,
};
pub use delegation_seats::{
    AllotSeatsInput, AllotmentInput, ReleaseSeatsInput, allot_seats, release_seats,
};
pub use edit::{EditEventInput, edit_event};
pub use open::EventPartyInput;
pub use place::{MoveSessionInput, RemoveSessionInput, move_session, remove_session};
pub use postpone::{PostponeEventInput, postpone_event};
pub use record::{
    ParticipatingCityInput, RecordEventInput, SessionInput, record_event, record_events,
};
pub use registration::{
    CancelRegistrationInput, EditRegistrationInput, RegisterInput, cancel_registration,
    edit_registration, register,
};
pub use registration_guest::{DelegateInput, GuestInput, RegisterGuestsInput, register_guests};
pub use registration_input::{AnswerInput, AnswerValueInput, DelegationPartyInput, LabelInput};
pub use registration_offer::{
    AcceptSeatInput, DeclineSeatInput, OfferSeatInput, SeatRecipientInput, WithdrawSeatOfferInput,
    accept_seat, decline_seat, offer_seat, withdraw_seat_offer,
};
pub use registration_question::{ChoiceInput, QuestionInput};
pub use registration_release::{next_release, release_due};
pub use registration_request::{
    ConfirmRegistrationInput, RefuseRegistrationInput, confirm_registration, refuse_registration,
};
pub use registration_settings::{
    InvitedInput, RegistrationTypeInput, SetRegistrationInput, set_registration,
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
pub use status::{
    AnnounceEventInput, CancelEventInput, HoldEventInput, announce_event, cancel_event, hold_event,
};

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
    "registration.announced",
    "registration.changed",
    "registration.made",
    "registration.requested",
    "registration.confirmed",
    "registration.refused",
    "request.made",
    "guests.registered",
    "registration.edited",
    "registration.cancelled",
    "registration.promoted",
    "registration.offered",
    "registration.offer-withdrawn",
    "registration.offer-declined",
    "registration.passed-on",
    "registration.taken",
    "registration.checked-in",
    "registration.check-in-undone",
    "seat.offered",
    "seat.withdrawn",
    "seat.declined",
    "delegation.named",
    "delegation.head-changed",
    "delegation.registered",
    "delegation.seats-released",
    "delegations.allotted",
    "delegations.released",
];
