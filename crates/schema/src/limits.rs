//! What the contract does not say of itself: how long its lists can be that no argument makes shorter,
//! and which of its fields count for more than one value.

use std::sync::{Arc, OnceLock};

use kernel::content::MAX_LANGUAGES;
use limits::{Costs, Hints, NoCosts};

use crate::{Incomplete, federation};

/// For each list: as long as the commands let it be, or as long as it will be at most in practice. A
/// list of the contract that is not here keeps the graph from being built.
const HINTS: Hints = Hints {
    lists: &[
        ("Activity.related", 50),
        ("*.scopes", 8),
        ("*.scope", 8),
        ("City.languages", 10),
        ("City.contacts", 10),
        ("City.sites", 20),
        ("Event.accessibility", MAX_LANGUAGES as u64),
        ("Event.contacts", 10),
        ("Event.documents", 100),
        ("Event.organisers", 20),
        ("Event.recap", MAX_LANGUAGES as u64),
        ("EventRegistration.invited", 300),
        ("EventRegistration.questions", 20),
        ("EventRegistration.types", 5),
        ("MatchReason.themes", 50),
        ("MatchReason.goals", 17),
        ("MatchReason.words", 3),
        ("MembershipStep.documents", 20),
        ("*.reasons", 10),
        ("Project.documents", 100),
        ("Project.budget", 100),
        ("Project.goals", 17),
        ("Provenance.sources", 20),
        ("TextVersion.changed", 3),
        ("Question.options", 50),
        ("Question.types", 5),
        ("RegisterDelegationPayload.registrations", 200),
        ("RegisterGuestsPayload.registrations", 200),
        ("Registration.answers", 20),
        ("Session.interpretation", 20),
        ("Session.speakers", 50),
        ("Theme.usedIn", 20),
        ("*.translations", MAX_LANGUAGES as u64),
        ("UserError.path", 10),
        ("*.errors", 50),
        ("Viewer.mandates", 50),
        ("Viewer.seatOffers", 50),
        ("Viewer.signIns", 100),
    ],
    weights: &[
        // A transaction, a decision of the policies, an activity.
        ("Mutation.*", 10),
        // Up to some ten thousand characters.
        ("*.description", 10),
        // The whole contract, as text.
        ("_Service.sdl", 5_000),
        // Everything that is kept of a person.
        ("Viewer.exportData", 20_000),
    ],
};

/// What each field of the graph can return. Made once for the process: the contract is always the same.
///
/// # Errors
/// When a list has no length.
pub fn costs() -> Result<Arc<Costs>, Incomplete> {
    static COSTS: OnceLock<Result<Arc<Costs>, Arc<NoCosts>>> = OnceLock::new();
    let make = || {
        Costs::of(&federation::whole_sdl(), HINTS)
            .map(Arc::new)
            .map_err(Arc::new)
    };
    COSTS
        .get_or_init(make)
        .clone()
        .map_err(Incomplete::WithoutCost)
}
