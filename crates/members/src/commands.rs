//! Each write on organisations and people: validate, authorize, one transaction, return.

mod erase;
mod expire;
mod follow;
mod invitation;
mod mandate;
mod organisation;
mod person;
mod session;
mod sign_in;
mod token;

use std::sync::LazyLock;

use include_dir::{Dir, include_dir};
use kernel::messages::Messages;

pub use erase::{ErasePersonInput, erase_person};
pub use expire::MandatesExpire;
pub use follow::{FollowInput, follow, unfollow};
pub use invitation::{
    INVITATION_DAYS, InviteToMandateInput, WithdrawInvitationInput, invite, invite_by_link,
    withdraw_invitation,
};
pub use mandate::{
    EndMandateInput, GrantMandateInput, LimitMandateInput, MandateTerms, PartyInput, end_mandate,
    grant_mandate, limit_mandate,
};
pub use organisation::{
    RecordOrganisationInput, correct_organisations, record_organisation, record_organisations,
};
pub(crate) use person::oneself;
pub use person::{UpdatePersonInput, update_person};
pub use session::{SignOutInput, end_stolen_session, rotate_session, sign_out};
pub use sign_in::{
    Entered, LINK_MINUTES, Newcomer, SESSION_DAYS, TakeUp, enter, enter_by_link, request_link,
    start_session, take_up,
};
pub use token::{
    CreateApiTokenInput, NewToken, RevokeApiTokenInput, TOKEN_PREFIX, create_api_token,
    person_by_email, revoke_api_token, token_was_used, tokens_of,
};

static LOCALES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/locales");

/// The messages of this domain's activities.
pub static MESSAGES: LazyLock<Messages> = LazyLock::new(|| Messages::load(&LOCALES));

/// What can happen in this domain.
pub const VERBS: &[&str] = &[
    "organisation.recorded",
    "organisation.corrected",
    "person.joined",
    "person.updated",
    "person.erased",
    "person.signed-out",
    "person.followed",
    "person.unfollowed",
    "mandate.granted",
    "mandate.limited",
    "mandate.ended",
    "mandate.expired",
    "invitation.sent",
    "invitation.withdrawn",
    "token.created",
    "token.revoked",
];
