//! Who takes part in a project is asked, and answers.

use access::Action;
use activity::{Draft, Failure, Log, Outcome};
use async_graphql::InputObject;
use kernel::{
    Actor, IdOf, Kind, NodeRef, Party, UserError, UserErrorCode, entity::kinds, validate::Mistakes,
};
use serde::Serialize;

use super::open::{
    self, Open, PartnerInput, StatementInput, begun, require_in_network, wrong_state,
};
use crate::{
    CityRole, Network, OrganisationRole, Partnership, PartnershipKind, PartnershipState, Statement,
    store::{held, partnership as store},
};

/// A city or an organisation to be invited to a project.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct InvitePartnerInput {
    /// The project.
    pub project: IdOf<kinds::Project>,
    /// Whom to invite: a city of the network, or an organisation.
    pub party: PartnerInput,
    /// What an organisation is to do there; it is a partner, unless told. A coordinator leads the
    /// project, too. A city is a partner.
    pub role: Option<OrganisationRole>,
    /// What to say with it.
    pub message: Option<StatementInput>,
}

/// The lead of a project, to be handed over.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct ChangeProjectLeadInput {
    /// The project.
    pub project: IdOf<kinds::Project>,
    /// The partner city that is to lead it.
    pub city: IdOf<kinds::City>,
    /// What to say with it.
    pub message: Option<StatementInput>,
}

/// An offer to be taken back by the project that made it, or the interest of a party by that party.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct WithdrawPartnershipInput {
    /// The offer, which is open.
    pub partnership: IdOf<kinds::Partnership>,
}

/// Invites a city or an organisation to take part.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn invite_partner(
    log: &Log,
    network: &dyn Network,
    actor: Actor,
    input: &InvitePartnerInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let m = &mut mistakes;
    let id = open::key(&input.project, "input.project", m);
    let party = open::party(&input.party, "input.party", m);
    let role = match (&input.party, input.role) {
        (PartnerInput::City(_), role) => {
            m.check(
                role.is_none_or(|role| role == OrganisationRole::Partner),
                UserErrorCode::Invalid,
                "input.role",
                "A city takes part as a partner: other roles are for organisations.",
            );
            None
        }
        (PartnerInput::Organisation(_), role) => Some(role.unwrap_or(OrganisationRole::Partner)),
    };
    let message = message(input.message.as_ref(), m);
    mistakes.none()?;
    let action = Action::InvitePartner;
    let mut open = begun!(open::open(log, actor, action, input, idempotency_key, id));
    open.is_under_way("input.project")?;
    require_in_network(&mut open.write, network, party, "input.party").await?;
    takes_no_part(&open, party)?;
    let kind = PartnershipKind::Invitation;
    let audience = open.held.circle();
    offer(
        open,
        "partner.invited",
        kind,
        party,
        role,
        message,
        &audience,
    )
    .await
}

/// Offers the lead to a partner city. It leads once it has accepted: nobody is made to lead. Until
/// then the one that leads goes on.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn change_project_lead(
    log: &Log,
    network: &dyn Network,
    actor: Actor,
    input: &ChangeProjectLeadInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = open::key(&input.project, "input.project", &mut mistakes);
    let city = open::key(&input.city, "input.city", &mut mistakes);
    let message = message(input.message.as_ref(), &mut mistakes);
    mistakes.none()?;
    let action = Action::ChangeProjectLead;
    let mut open = begun!(open::open(log, actor, action, input, idempotency_key, id));
    open.is_under_way("input.project")?;
    let party = Party::City(city);
    require_in_network(&mut open.write, network, party, "input.city").await?;
    if !open.held.partners().contains(&party) {
        let message = "Only a city that is a partner of the project can be asked to lead it.";
        return Err(wrong_state("input.city", message).into());
    }
    let audience = open.held.circle();
    let kind = PartnershipKind::Lead;
    offer(open, "lead.offered", kind, party, None, message, &audience).await
}

/// Takes back what a project has offered, or a party's interest.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn withdraw_partnership(
    log: &Log,
    actor: Actor,
    input: &WithdrawPartnershipInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let id = open::key(&input.partnership, "input.partnership", &mut mistakes);
    mistakes.none()?;
    let action = Action::WithdrawPartnership;
    let mut asked = begun!(open::ask(log, actor, action, input, idempotency_key));
    let (offer, held) = super::answer::lock_offer(&mut asked, id).await?;
    let open = match offer.kind {
        PartnershipKind::Interest => asked
            .asking(Action::WithdrawFromProject)
            .for_party(offer.party(), held)?,
        PartnershipKind::Invitation | PartnershipKind::Lead => asked.on_project(held)?,
    };
    let verb = match offer.kind {
        PartnershipKind::Invitation => "partner.invitation-withdrawn",
        PartnershipKind::Lead => "lead.withdrawn",
        PartnershipKind::Interest => "partner.interest-withdrawn",
    };
    super::answer::close(open, &offer, PartnershipState::Withdrawn, verb).await
}

pub(super) fn message(
    input: Option<&StatementInput>,
    mistakes: &mut Mistakes,
) -> Option<Statement> {
    input.map(|input| input.check("input.message", mistakes))
}

/// Refuses who takes part already.
pub(super) fn takes_no_part(open: &Open, party: Party) -> Result<(), Failure> {
    if !open.held.has(party) {
        return Ok(());
    }
    let message = "This city or organisation takes part already.";
    Err(UserError::new(UserErrorCode::Taken, "input.party", message).into())
}

/// Writes an offer, unless one is open with this party.
pub(super) async fn offer(
    mut open: Open,
    verb: &'static str,
    kind: PartnershipKind,
    party: Party,
    role: Option<OrganisationRole>,
    message: Option<Statement>,
    audience: &str,
) -> Result<Outcome, Failure> {
    let project_id = open.id();
    if store::open_of(&mut open.write.conn(), project_id, party)
        .await?
        .is_some()
    {
        let message = "Something is open between the project and this party: it is answered first.";
        return Err(UserError::new(UserErrorCode::Taken, "input.party", message).into());
    }
    let (city_id, organisation_id) = match party {
        Party::City(id) => (Some(id), None),
        Party::Organisation(id) => (None, Some(id)),
        Party::Secretariat => (None, None),
    };
    let (locale, message) = message.map(|said| (said.locale, said.text)).unzip();
    let offer = Partnership {
        id: open.write.clock().new_id(),
        project_id,
        kind,
        city_id,
        organisation_id,
        role,
        state: PartnershipState::Open,
        locale,
        message,
        offered_at: open.write.now(),
        answered_at: None,
        audience: audience.to_owned(),
    };
    store::insert(&mut open.write.conn(), &offer).await?;
    let draft = tell(&open, verb, &offer).audience(audience);
    open.finish(NodeRef::new(Kind::Partnership, offer.id), draft)
        .await
}

/// An activity about an offer: it concerns the party, too.
pub(super) fn tell(open: &Open, verb: &'static str, offer: &Partnership) -> Draft {
    name(open.draft(verb), offer.party()).related([NodeRef::new(Kind::Partnership, offer.id)])
}

/// Names a party in an activity that concerns it.
pub(super) fn name(draft: Draft, party: Party) -> Draft {
    match party.node() {
        Some(node) => draft.node("party", node).related([node]),
        None => draft,
    }
}

/// Makes a party a partner of the project.
pub(super) async fn join(
    open: &mut Open,
    party: Party,
    role: Option<OrganisationRole>,
) -> Result<(), Failure> {
    match party {
        Party::City(id) => open.held.cities.push((id, CityRole::Partner)),
        Party::Organisation(id) => {
            let role = role.unwrap_or(OrganisationRole::Partner);
            open.held.organisations.push((id, role));
        }
        Party::Secretariat => {}
    }
    held::write_parties(&mut open.write.conn(), &open.held).await?;
    open.touch().await
}
