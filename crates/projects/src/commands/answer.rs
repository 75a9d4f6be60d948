//! What was offered is answered; and partners leave.

use access::Action;
use activity::{Failure, Log, Outcome};
use async_graphql::InputObject;
use kernel::{Actor, IdOf, Kind, NodeRef, Party, entity::kinds, validate::Mistakes};
use serde::Serialize;
use uuid::Uuid;

use super::{
    open::{
        self, Asked, Open, PartnerInput, acting_for, begun, require_in_network, unknown,
        wrong_state,
    },
    partner::{join, name, tell},
};
use crate::{
    CityRole, Held, Network, Partnership, PartnershipKind, PartnershipState,
    store::{held, partnership as store},
};

/// What is offered to a city or an organisation, to be accepted.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct AcceptPartnershipInput {
    /// The invitation, or the offer of the lead; it is open.
    pub partnership: IdOf<kinds::Partnership>,
}

/// What is offered to a city or an organisation, to be declined.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct DeclinePartnershipInput {
    /// The invitation, or the offer of the lead; it is open.
    pub partnership: IdOf<kinds::Partnership>,
}

/// A partner that leaves a project.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct WithdrawFromProjectInput {
    /// The project.
    pub project: IdOf<kinds::Project>,
    /// Who leaves; the party of the mandate it is done under, unless told.
    pub party: Option<PartnerInput>,
}

/// Accepts a part in a project, or its lead.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn accept_partnership(
    log: &Log,
    network: &dyn Network,
    actor: Actor,
    input: &AcceptPartnershipInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = open::key(&input.partnership, "input.partnership", &mut mistakes);
    mistakes.none()?;
    let action = Action::AcceptPartnership;
    let mut asked = begun!(open::ask(log, actor, action, input, idempotency_key));
    let (offer, held) = lock_offer(&mut asked, id).await?;
    let party = offer.party();
    let mut open = asked.for_party(party, held)?;
    must_be_open(&offer)?;
    offered_by_the_project(&offer)?;
    open.is_under_way(OFFER)?;
    require_in_network(&mut open.write, network, party, OFFER).await?;
    let verb = match offer.kind {
        PartnershipKind::Lead => {
            pass_lead(&mut open, party).await?;
            "lead.changed"
        }
        PartnershipKind::Invitation | PartnershipKind::Interest => {
            join(&mut open, party, offer.role).await?;
            "partner.joined"
        }
    };
    accepted(open, &offer, verb).await
}

/// Declines a part in a project, or its lead.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn decline_partnership(
    log: &Log,
    actor: Actor,
    input: &DeclinePartnershipInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = open::key(&input.partnership, "input.partnership", &mut mistakes);
    mistakes.none()?;
    let action = Action::DeclinePartnership;
    let mut asked = begun!(open::ask(log, actor, action, input, idempotency_key));
    let (offer, held) = lock_offer(&mut asked, id).await?;
    let open = asked.for_party(offer.party(), held)?;
    offered_by_the_project(&offer)?;
    let verb = match offer.kind {
        PartnershipKind::Lead => "lead.declined",
        PartnershipKind::Invitation | PartnershipKind::Interest => "partner.declined",
    };
    close(open, &offer, PartnershipState::Declined, verb).await
}

/// A partner leaves a project. Who leads it hands it over first, or gives it up.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn withdraw_from_project(
    log: &Log,
    actor: Actor,
    input: &WithdrawFromProjectInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = open::key(&input.project, "input.project", &mut mistakes);
    let named =
        (input.party.as_ref()).map(|named| open::party(named, "input.party", &mut mistakes));
    mistakes.none()?;
    let party = acting_for(&actor, named)?;
    let action = Action::WithdrawFromProject;
    let mut asked = begun!(open::ask(log, actor, action, input, idempotency_key));
    let held = asked.lock(id, "input.project").await?;
    let mut open = asked.for_party(party, held)?;
    open.is_under_way("input.project")?;
    let leads = open.held.leads();
    if leads == [party] || (leads.contains(&party) && matches!(party, Party::City(_))) {
        let message = "Who leads a project hands it over first, or gives it up.";
        return Err(wrong_state("input.party", message).into());
    }
    if !open.held.has(party) {
        let message = "This city or organisation takes no part in the project.";
        return Err(wrong_state("input.party", message).into());
    }
    let draft = name(open.draft("partner.left"), party);
    open.held
        .cities
        .retain(|(city, _)| Party::City(*city) != party);
    open.held
        .organisations
        .retain(|(other, _)| Party::Organisation(*other) != party);
    let now = open.write.now();
    held::write_parties(&mut open.write.conn(), &open.held).await?;
    store::close(&mut open.write.conn(), id, None, Some(party), now).await?;
    open.touch().await?;
    open.finish_project(draft).await
}

pub(super) const OFFER: &str = "input.partnership";

/// An offer with its project, which is locked: so nobody else answers it before this write ends.
pub(super) async fn lock_offer(
    asked: &mut Asked,
    id: Uuid,
) -> Result<(Partnership, Held), Failure> {
    let found = store::find(&mut asked.write.conn(), id).await?;
    let project = found.ok_or_else(|| unknown("offer", OFFER))?.project_id;
    let held = asked.lock(project, OFFER).await?;
    let found = store::find(&mut asked.write.conn(), id).await?;
    Ok((found.ok_or_else(|| unknown("offer", OFFER))?, held))
}

/// Says what became of an offer that changes nothing else.
pub(super) async fn close(
    mut open: Open,
    offer: &Partnership,
    state: PartnershipState,
    verb: &'static str,
) -> Result<Outcome, Failure> {
    must_be_open(offer)?;
    let now = open.write.now();
    store::answer(&mut open.write.conn(), offer.id, state, now).await?;
    let draft = tell(&open, verb, offer).audience(&offer.audience);
    open.finish(NodeRef::new(Kind::Partnership, offer.id), draft)
        .await
}

pub(super) async fn accepted(
    mut open: Open,
    offer: &Partnership,
    verb: &'static str,
) -> Result<Outcome, Failure> {
    let now = open.write.now();
    let state = PartnershipState::Accepted;
    store::answer(&mut open.write.conn(), offer.id, state, now).await?;
    let draft = tell(&open, verb, offer);
    open.finish(NodeRef::new(Kind::Partnership, offer.id), draft)
        .await
}

pub(super) fn must_be_open(offer: &Partnership) -> Result<(), Failure> {
    if offer.state == PartnershipState::Open {
        return Ok(());
    }
    let message = format!("This is {} already.", offer.state.as_str());
    Err(wrong_state(OFFER, message).into())
}

fn offered_by_the_project(offer: &Partnership) -> Result<(), Failure> {
    if offer.kind != PartnershipKind::Interest {
        return Ok(());
    }
    let message = "This is an interest: those who lead the project answer it.";
    Err(wrong_state(OFFER, message).into())
}

/// Makes a partner city the one that leads; the one that led is a partner from now on. What
/// organisations do there stays as it is.
async fn pass_lead(open: &mut Open, party: Party) -> Result<(), Failure> {
    let partner = |(city, _): &(Uuid, CityRole)| Party::City(*city) == party;
    if !open.held.cities.iter().any(partner) {
        let message = "This city is no partner of the project any more.";
        return Err(wrong_state(OFFER, message).into());
    }
    for city in &mut open.held.cities {
        city.1 = if Party::City(city.0) == party {
            CityRole::Lead
        } else {
            CityRole::Partner
        };
    }
    let (id, now) = (open.id(), open.write.now());
    // The same offer to others was made by those who led.
    store::close(
        &mut open.write.conn(),
        id,
        Some(PartnershipKind::Lead),
        None,
        now,
    )
    .await?;
    held::write_parties(&mut open.write.conn(), &open.held).await?;
    open.touch().await
}
