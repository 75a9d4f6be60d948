//! Who was asked to host an event, or to make it together with others, answers.

use access::Action;
use activity::{Failure, Log, Outcome};
use async_graphql::{Enum, InputObject};
use kernel::{Actor, IdOf, Party, UserError, entity::kinds, validate::Mistakes};
use record::input::{key, unknown, wrong_state};
use serde::{Deserialize, Serialize};

use super::open::{Call, EVENT, EventPartyInput, Open, acting_for, begun, require_in_network};
use crate::{EventStatus, Network, Organiser, OrganiserState, store::party as store};

/// As what a party has to do with an event.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EventRole {
    /// The city that hosts it.
    Host,
    /// One of those who make it.
    Organiser,
}

/// An answer to who asked to host an event or to make it.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct AcceptEventRoleInput {
    /// The event, which is to take place.
    pub event: IdOf<kinds::Event>,
    /// As what one was asked.
    pub role: EventRole,
    /// Who was asked. The party of the mandate it is done under, unless told.
    pub party: Option<EventPartyInput>,
}

/// Who does not host an event or make it, or does so no longer.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct DeclineEventRoleInput {
    /// The event, which is to take place.
    pub event: IdOf<kinds::Event>,
    /// As what.
    pub role: EventRole,
    /// Who. The party of the mandate it is done under, unless told.
    pub party: Option<EventPartyInput>,
}

/// Accepts to host an event, or to make it together with others.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn accept_event_role(
    log: &Log,
    network: &dyn Network,
    actor: Actor,
    input: &AcceptEventRoleInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let call = Call {
        log,
        actor,
        input,
        idempotency_key,
    };
    let action = Action::AcceptEventRole;
    let (mut open, party) = begun!(open(call, action, &input.event, input.party.as_ref()));
    require_in_network(
        &mut open.write,
        network,
        &[(party, "input.party".to_owned())],
    )
    .await?;
    let verb = match input.role {
        EventRole::Host => {
            let (Party::City(city), Some(asked)) = (party, open.held.details.asked_host_id) else {
                return Err(not_asked(&open).into());
            };
            if city != asked {
                return Err(not_asked(&open).into());
            }
            open.held.details.asked_host_id = None;
            open.held.event.host_city_id = Some(city);
            let id = open.id();
            store::write_host(&mut open.write.conn(), id, Some(city)).await?;
            "host.accepted"
        }
        EventRole::Organiser => {
            let asked = |organiser: &&mut Organiser| {
                organiser.party == party && organiser.state == OrganiserState::Asked
            };
            match open.held.organisers.iter_mut().find(asked) {
                Some(organiser) => organiser.state = OrganiserState::Accepted,
                None => return Err(not_asked(&open).into()),
            }
            store::write_organisers(&mut open.write.conn(), &open.held).await?;
            "organiser.joined"
        }
    };
    let audience = open.held.event.node.audience.clone();
    finish(open, verb, party, &audience).await
}

/// Declines to host an event or to make it, or leaves those who make it.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn decline_event_role(
    log: &Log,
    actor: Actor,
    input: &DeclineEventRoleInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let call = Call {
        log,
        actor,
        input,
        idempotency_key,
    };
    let action = Action::DeclineEventRole;
    let (mut open, party) = begun!(open(call, action, &input.event, input.party.as_ref()));
    let (circle, audience) = (open.held.circle(), open.held.event.node.audience.clone());
    let (verb, audience) = match input.role {
        EventRole::Host => {
            let asked = open.held.details.asked_host_id.map(Party::City) == Some(party);
            if !asked && open.held.host() != Some(party) {
                return Err(not_asked(&open).into());
            }
            if asked {
                open.held.details.asked_host_id = None;
                ("host.declined", circle)
            } else {
                gives_way(
                    &open,
                    "Who announced to host an event does not leave it: cancel it.",
                )?;
                open.held.event.host_city_id = None;
                let id = open.id();
                store::write_host(&mut open.write.conn(), id, None).await?;
                ("host.declined", circle)
            }
        }
        EventRole::Organiser => {
            let found = (open.held.organisers.iter()).find(|organiser| organiser.party == party);
            let Some(state) = found.map(|organiser| organiser.state) else {
                return Err(not_asked(&open).into());
            };
            open.held
                .organisers
                .retain(|organiser| organiser.party != party);
            if open.held.organisers().is_empty() {
                let message =
                    "Nobody else makes this event: cancel it, or have others accept first.";
                return Err(wrong_state(EVENT, message).into());
            }
            store::write_organisers(&mut open.write.conn(), &open.held).await?;
            match state {
                OrganiserState::Asked => ("organiser.declined", circle),
                OrganiserState::Accepted => ("organiser.left", audience),
            }
        }
    };
    finish(open, verb, party, &audience).await
}

/// Begins an answer, for whom the actor names or acts.
async fn open<I: Serialize>(
    call: Call<'_, I>,
    action: Action,
    event: &IdOf<kinds::Event>,
    party: Option<&EventPartyInput>,
) -> super::open::Step<(Open, Party)> {
    let mut mistakes = Mistakes::default();
    let event = key(event, EVENT, &mut mistakes);
    let named = party.map(|party| party.check("input.party", &mut mistakes));
    mistakes.none()?;
    let party = acting_for(&call.actor, named)?;
    let mut asked = match call.ask(action).await? {
        Ok(asked) => asked,
        Err(outcome) => return Ok(Err(outcome)),
    };
    let held = asked.lock(event, EVENT).await?;
    let open = asked.for_party(party, held)?;
    if open.held.event.status.is_last() {
        return Err(wrong_state(EVENT, "The event was held or cancelled.").into());
    }
    Ok(Ok((open, party)))
}

/// That nobody asked: of a draft, not even that it is there.
fn not_asked(open: &Open) -> UserError {
    match open.held.event.status {
        EventStatus::Draft => unknown("event", EVENT),
        _ => wrong_state(EVENT, "This party was not asked, or has answered."),
    }
}

/// Refuses to leave what others were told of.
fn gives_way(open: &Open, message: &str) -> Result<(), Failure> {
    match open.held.event.status {
        EventStatus::Draft => Ok(()),
        _ => Err(wrong_state(EVENT, message).into()),
    }
}

async fn finish(
    mut open: Open,
    verb: &'static str,
    party: Party,
    audience: &str,
) -> Result<Outcome, Failure> {
    open.save().await?;
    let draft = open.draft(verb).audience(audience).related([party.mark()]);
    let draft = match party.node() {
        Some(node) => draft.code("by", "party").node("party", node),
        None => draft.code("by", "secretariat"),
    };
    open.finish_event(draft).await
}
