//! Who would like to take part in a project says so, and is answered.

use access::Action;
use activity::{Failure, Log, Outcome};
use async_graphql::InputObject;
use kernel::{
    Actor, IdOf, Party, UserErrorCode,
    entity::kinds,
    validate::Mistakes,
    viewer::{NETWORK, PUBLIC},
};
use serde::Serialize;

use super::{
    answer::{OFFER, accepted, close, lock_offer, must_be_open},
    open::{
        self, PartnerInput, StatementInput, acting_for, begun, require_in_network, unknown,
        wrong_state,
    },
    partner::{join, message, offer, takes_no_part},
};
use crate::{Network, OrganisationRole, PartnershipKind, PartnershipState, Stage};

/// An offer to take part in a project that looks for partners.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct ExpressInterestInput {
    /// The project, which is open to partners.
    pub project: IdOf<kinds::Project>,
    /// Who would like to take part; the party of the mandate it is done under, unless told.
    pub party: Option<PartnerInput>,
    /// Why. The people of the network see it.
    pub message: StatementInput,
}

/// The interest of a city or an organisation, to be answered.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct AnswerInterestInput {
    /// The interest, which is open.
    pub partnership: IdOf<kinds::Partnership>,
    /// Whether they become a partner.
    pub accept: bool,
    /// What an organisation does in the project; it is a partner, unless told.
    pub role: Option<OrganisationRole>,
}

/// Says that a city or an organisation would like to take part.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn express_interest(
    log: &Log,
    network: &dyn Network,
    actor: Actor,
    input: &ExpressInterestInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = open::key(&input.project, "input.project", &mut mistakes);
    let named =
        (input.party.as_ref()).map(|named| open::party(named, "input.party", &mut mistakes));
    let message = message(Some(&input.message), &mut mistakes);
    mistakes.none()?;
    let party = acting_for(&actor, named)?;
    let action = Action::ExpressInterest;
    let mut asked = begun!(open::ask(log, actor, action, input, idempotency_key));
    let held = asked.lock(id, "input.project").await?;
    let mut open = asked.for_party(party, held)?;
    let project = &open.held.project;
    // Of what is not for the network, nobody learns that it is there.
    if ![PUBLIC, NETWORK].contains(&project.node.audience.as_str()) {
        return Err(unknown("project", "input.project").into());
    }
    if !project.open_to_partners || project.stage.is_some_and(Stage::is_last) {
        let message = "The project does not look for partners.";
        return Err(wrong_state("input.project", message).into());
    }
    require_in_network(&mut open.write, network, party, "input.party").await?;
    takes_no_part(&open, party)?;
    let role = matches!(party, Party::Organisation(_)).then_some(OrganisationRole::Partner);
    let kind = PartnershipKind::Interest;
    offer(
        open,
        "partner.interested",
        kind,
        party,
        role,
        message,
        NETWORK,
    )
    .await
}

/// Answers who would like to take part: they become a partner, or not.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn answer_interest(
    log: &Log,
    network: &dyn Network,
    actor: Actor,
    input: &AnswerInterestInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = open::key(&input.partnership, "input.partnership", &mut mistakes);
    mistakes.none()?;
    let action = Action::AnswerInterest;
    let mut asked = begun!(open::ask(log, actor, action, input, idempotency_key));
    let (offer, held) = lock_offer(&mut asked, id).await?;
    let mut open = asked.on_project(held)?;
    must_be_open(&offer)?;
    if offer.kind != PartnershipKind::Interest {
        let message = "This was offered by the project: those answer it to whom it was offered.";
        return Err(wrong_state(OFFER, message).into());
    }
    let party = offer.party();
    let mut mistakes = Mistakes::default();
    mistakes.check(
        input.role.is_none() || (input.accept && matches!(party, Party::Organisation(_))),
        UserErrorCode::Invalid,
        "input.role",
        "A role is for an organisation that becomes a partner.",
    );
    mistakes.none()?;
    if !input.accept {
        let verb = "partner.interest-declined";
        return close(open, &offer, PartnershipState::Declined, verb).await;
    }
    open.is_under_way(OFFER)?;
    require_in_network(&mut open.write, network, party, OFFER).await?;
    join(&mut open, party, input.role.or(offer.role)).await?;
    accepted(open, &offer, "partner.joined").await
}
