//! Cities and organisations send delegations: each has a head, who registers its people.

use access::{Action, Resource};
use activity::{Failure, Log, Outcome};
use async_graphql::InputObject;
use kernel::{
    Actor, IdOf, Kind, NodeRef, Party, UserError, UserErrorCode, entity::kinds, node,
    validate::Mistakes,
};
use serde::Serialize;

use super::{
    registration_guest::{DelegateInput, addresses},
    registration_input::{self as input, DelegationPartyInput, wrong_state},
    registration_open::{self as open, Desk, begun},
};
use crate::{
    EventDelegation, People, RegistrationType,
    store::{delegation as store, registration_settings as settings},
};

/// Who is to head a delegation.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct NameDelegationHeadInput {
    /// The event.
    pub event: IdOf<kinds::Event>,
    /// Whose delegation it is; of whom the mandate is for that it is done under, unless told.
    pub party: Option<DelegationPartyInput>,
    /// Who heads it from now on: somebody who acts for that city or organisation.
    pub head: IdOf<kinds::Person>,
}

/// People to be registered under a delegation.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct RegisterDelegationInput {
    /// The delegation.
    pub delegation: IdOf<kinds::EventDelegation>,
    /// Who comes, from 1 to 200. The first have seats as long as there are some; the others wait.
    pub people: Vec<DelegateInput>,
}

/// Names the head of a delegation, which begins by it, or gets another one.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn name_delegation_head(
    log: &Log,
    people: &dyn People,
    actor: Actor,
    asked_for: &NameDelegationHeadInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let event = input::key(&asked_for.event, "input.event", &mut mistakes);
    let head = input::key(&asked_for.head, "input.head", &mut mistakes);
    let named = asked_for.party.as_ref();
    let named = named.map(|named| input::party(named, "input.party", &mut mistakes));
    mistakes.none()?;
    let party = acting_for(&actor, named)?;
    let operation = "nameDelegationHead";
    let mut asked = begun!(open::ask(
        log,
        people,
        actor,
        operation,
        asked_for,
        idempotency_key
    ));
    let held = asked.lock(event, "input.event").await?;
    let resource = Resource::Party(party);
    let permit = asked
        .write
        .authorize(Action::NameDelegationHead, &resource)?;
    let mut desk = asked.desk(permit, held, "input.event").await?;
    desk.is_to_come("input.event")?;
    desk.are_invited(people, &[(party, "input.party".to_owned())])
        .await?;
    let now = desk.write.now();
    if people.person(&mut desk.write.conn(), head).await?.is_none() {
        return Err(input::unknown("person", "input.head").into());
    }
    if !people
        .acts_for(&mut desk.write.conn(), head, party, now)
        .await?
    {
        let message = "Only who acts for the city or the organisation can head its delegation.";
        return Err(UserError::new(UserErrorCode::Invalid, "input.head", message).into());
    }
    let found = store::of_parties(&mut desk.write.conn(), event, &[party]).await?;
    let (verb, row) = match found.into_iter().next() {
        Some(row) if row.head_id == Some(head) => {
            return Err(wrong_state("input.head", "They head it already.").into());
        }
        Some(row) => ("delegation.head-changed", row),
        None => {
            desk.takes_delegates("input.event")?;
            ("delegation.named", desk.begin(party).await?)
        }
    };
    let verb = if row.head_id.is_none() {
        "delegation.named"
    } else {
        verb
    };
    store::set_head(&mut desk.write.conn(), row.id, head).await?;
    store::take_part(&mut desk.write.conn(), [event]).await?;
    // What they may see changes with it, for the one who was as for the one who is.
    let people = row.head_id.into_iter().chain([head]);
    let people: Vec<NodeRef> = people.map(|id| NodeRef::new(Kind::Person, id)).collect();
    let draft = desk.draft_of_delegation(verb, &row).related(people);
    desk.finish(row.as_node(), draft).await
}

/// Registers people under a delegation, in their order.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn register_delegation(
    log: &Log,
    people: &dyn People,
    actor: Actor,
    asked_for: &RegisterDelegationInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let m = &mut mistakes;
    let id = input::key(&asked_for.delegation, DELEGATION, m);
    let emails = addresses(&asked_for.people, "input.people", m);
    if id.is_nil() {
        // Nothing else can be said of what is not named.
        return Err(mistakes.none().err().unwrap_or_default().into());
    }
    let operation = "registerDelegation";
    let mut asked = begun!(open::ask(
        log,
        people,
        actor,
        operation,
        asked_for,
        idempotency_key
    ));
    let (row, held) = asked.lock_delegation(id, DELEGATION).await?;
    let permit = asked.for_delegation(&row, &held)?;
    let mut desk = asked.desk(permit, held, DELEGATION).await?;
    desk.is_open(DELEGATION)?;
    desk.takes_delegates(DELEGATION)?;
    let entries = asked_for.people.iter().zip(&emails);
    let entries: Vec<_> = entries
        .map(|(delegate, email)| (delegate, RegistrationType::Delegate, email.clone()))
        .collect();
    let newcomers = desk
        .newcomers("input.people", entries, Some(id), mistakes)
        .await?;
    desk.join("input.people", newcomers).await?;
    desk.settle().await?;
    let draft = desk.draft_of_delegation("delegation.registered", &row);
    desk.finish(row.as_node(), draft).await
}

pub(super) const DELEGATION: &str = "input.delegation";

/// For whom the actor does this: whom they name, or else for whom their mandate is.
fn acting_for(actor: &Actor, named: Option<Party>) -> Result<Party, Failure> {
    let own = (actor.person())
        .and_then(|acting| acting.mandate.as_ref())
        .map(|mandate| mandate.party);
    match named.or(own) {
        Some(party @ (Party::City(_) | Party::Organisation(_))) => Ok(party),
        Some(Party::Secretariat) | None => {
            let message = "Say of which city or organisation: your mandate is for none.";
            Err(UserError::new(UserErrorCode::Blank, "input.party", message).into())
        }
    }
}

impl Desk<'_> {
    /// Refuses delegations where nobody comes as a delegate.
    pub(super) fn takes_delegates(&self, path: &str) -> Result<(), Failure> {
        if self.seats.types.contains_key(&RegistrationType::Delegate) {
            return Ok(());
        }
        Err(wrong_state(path, "The event takes no delegates.").into())
    }

    /// Refuses parties that do not exist, or that are not invited.
    pub(super) async fn are_invited(
        &mut self,
        people: &dyn People,
        named: &[(Party, String)],
    ) -> Result<(), Failure> {
        let parties: Vec<Party> = named.iter().map(|(party, _)| *party).collect();
        let nodes: Vec<NodeRef> = parties.iter().filter_map(|party| party.node()).collect();
        let (event, members) = (self.id(), self.registration.invites_members);
        let conn = &mut self.write.conn();
        let missing = node::missing(conn, &nodes).await?;
        let listed = settings::invited(conn, event, &parties).await?;
        let cities = parties
            .into_iter()
            .filter(|party| matches!(party, Party::City(_)));
        let cities: Vec<Party> = cities.collect();
        let members = match members {
            true => people.in_network(conn, &cities).await?,
            false => Vec::new(),
        };
        let mut mistakes = Mistakes::default();
        for (party, path) in named {
            let Some(node) = party.node() else { continue };
            if missing.contains(&node) {
                let message = format!("There is no {} with this id.", node.kind.type_name());
                mistakes.add(UserError::new(UserErrorCode::NotFound, path, message));
            } else if !listed.contains(&node.id) && !members.contains(party) {
                let what = node.kind.type_name().to_lowercase();
                let message = format!("This {what} is not invited to send a delegation.");
                mistakes.add(wrong_state(path, message));
            }
        }
        Ok(mistakes.none()?)
    }

    /// A delegation begins.
    pub(super) async fn begin(&mut self, party: Party) -> Result<EventDelegation, Failure> {
        let (city_id, organisation_id) = match party {
            Party::City(id) => (Some(id), None),
            Party::Organisation(id) => (None, Some(id)),
            Party::Secretariat => (None, None),
        };
        let row = EventDelegation {
            id: self.write.clock().new_id(),
            event_id: self.id(),
            city_id,
            organisation_id,
            head_id: None,
            seats: None,
            seated: 0,
            waiting: 0,
            checked_in: 0,
            since: self.write.now(),
        };
        store::insert(&mut self.write.conn(), std::slice::from_ref(&row)).await?;
        self.add_delegation(row.id);
        Ok(row)
    }
}
