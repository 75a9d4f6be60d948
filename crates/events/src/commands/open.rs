//! What the writes on an event share: how one begins, what it may, and how it ends.

use access::{Action, Permit, Resource};
use activity::{Begun, Draft, Failure, Frame, Log, Outcome, Write};
use async_graphql::OneofObject;
use kernel::{
    Actor, IdOf, Kind, NodeRef, Party, UserError, UserErrorCode, entity::kinds, validate::Mistakes,
};
use record::input::{expect, key, require, unknown, wrong_state};
use serde::Serialize;
use uuid::Uuid;

use crate::{EventStatus, Held, Network, store::held};

pub(super) const EVENT: &str = "input.event";

/// A city, an organisation or the secretariat: exactly one of these.
#[derive(OneofObject, Clone, Debug, Serialize)]
pub enum EventPartyInput {
    /// This city.
    City(IdOf<kinds::City>),
    /// This organisation.
    Organisation(IdOf<kinds::Organisation>),
    /// The secretariat of the network: always `true`.
    Secretariat(bool),
}

impl EventPartyInput {
    /// The party, or what is wrong with it.
    pub(super) fn check(&self, path: &str, mistakes: &mut Mistakes) -> Party {
        match self {
            EventPartyInput::City(id) => Party::City(key(id, &format!("{path}.city"), mistakes)),
            EventPartyInput::Organisation(id) => {
                Party::Organisation(key(id, &format!("{path}.organisation"), mistakes))
            }
            EventPartyInput::Secretariat(is) => {
                mistakes.check(
                    *is,
                    UserErrorCode::Invalid,
                    &format!("{path}.secretariat"),
                    "Say `true`, or name another.",
                );
                Party::Secretariat
            }
        }
    }
}

/// What a write comes to when it is not a replay.
pub(super) type Step<T> = Result<Result<T, Outcome>, Failure>;

/// Goes on with a write, or hands back what the same call came to before.
macro_rules! begun {
    ($step:expr) => {
        match $step.await? {
            Ok(begun) => begun,
            Err(outcome) => return Ok(outcome),
        }
    };
}
pub(super) use begun;

/// A write as it was called.
pub(super) struct Call<'a, I> {
    pub(super) log: &'a Log,
    pub(super) actor: Actor,
    pub(super) input: &'a I,
    pub(super) idempotency_key: Option<&'a str>,
}

/// A write that has begun, and was not yet allowed. An action has the name of its mutation.
pub(super) struct Asked {
    action: Action,
    frame: Frame,
    pub(super) write: Write,
}

/// A write on an event that was allowed.
pub(super) struct Open {
    frame: Frame,
    permit: Permit,
    pub(super) write: Write,
    /// The event, locked until the write ends.
    pub(super) held: Held,
    /// What else happens, behind the activity of the write.
    pub(super) also: Vec<Draft>,
}

impl<I: Serialize> Call<'_, I> {
    /// Begins the write, unless the same call was done before.
    pub(super) async fn ask(self, action: Action) -> Step<Asked> {
        let frame = Frame::new(
            action.as_str(),
            self.actor,
            self.idempotency_key,
            self.input,
        );
        Ok(match frame.begin(self.log).await? {
            Begun::Fresh(write) => Ok(Asked {
                action,
                frame,
                write,
            }),
            Begun::Replayed(outcome) => Err(outcome),
        })
    }

    /// Begins a write on the event that the input names, unless something is wrong with what it says.
    pub(super) async fn on(
        self,
        action: Action,
        event: &IdOf<kinds::Event>,
        mut mistakes: Mistakes,
    ) -> Step<Open> {
        let event = key(event, EVENT, &mut mistakes);
        mistakes.none()?;
        self.open(action, event).await
    }

    /// Begins a write on an event, and asks whether the actor may do it there.
    pub(super) async fn open(self, action: Action, event: Uuid) -> Step<Open> {
        let mut asked = match self.ask(action).await? {
            Ok(asked) => asked,
            Err(outcome) => return Ok(Err(outcome)),
        };
        let held = asked.lock(event, EVENT).await?;
        Ok(Ok(asked.on_event(held)?))
    }
}

impl Asked {
    /// Locks an event, or says at `path` that there is none.
    pub(super) async fn lock(&mut self, event: Uuid, path: &str) -> Result<Held, Failure> {
        let found = held::lock(&mut self.write.conn(), event).await?;
        found.ok_or_else(|| unknown("event", path).into())
    }

    /// Asks whether the actor may do it to the event.
    pub(super) fn on_event(self, held: Held) -> Result<Open, Failure> {
        let resource = held.resource();
        self.on(&resource, held)
    }

    /// Asks whether the actor may do it for this party.
    pub(super) fn for_party(self, party: Party, held: Held) -> Result<Open, Failure> {
        self.on(&Resource::Party(party), held)
    }

    fn on(self, resource: &Resource, held: Held) -> Result<Open, Failure> {
        let permit = self.write.authorize(self.action, resource)?;
        Ok(Open {
            frame: self.frame,
            permit,
            write: self.write,
            held,
            also: Vec::new(),
        })
    }
}

impl Open {
    /// The key of the event.
    pub(super) fn id(&self) -> Uuid {
        self.held.event.node.id
    }

    /// Refuses whoever has seen another version of the event.
    pub(super) fn expect(&self, version: Option<i32>) -> Result<(), Failure> {
        expect(version, self.held.event.node.version)
    }

    /// Takes the event to its next state, or says why it cannot go there.
    pub(super) fn go_to(&mut self, next: EventStatus) -> Result<(), Failure> {
        let status = self.held.event.status;
        if status.leads_to(next) {
            self.held.event.status = next;
            return Ok(());
        }
        let (status, next) = (status.as_str(), next.as_str());
        let message = format!("The event is {status}; from there it cannot become {next}.");
        Err(wrong_state(EVENT, message).into())
    }

    /// An activity of the event, for those who see the event; it concerns who makes and hosts it.
    pub(super) fn draft(&self, verb: &'static str) -> Draft {
        Draft::of(verb, self.held.node())
            .related(self.held.makers())
            .audience(&self.held.event.node.audience)
    }

    /// Lets those see the event whom it was meant for from the start.
    pub(super) async fn show(&mut self) -> Result<(), Failure> {
        if let Some(visibility) = self.held.visibility {
            let id = self.id();
            let audience = visibility.audience();
            audience.clone_into(&mut self.held.event.node.audience);
            held::set_audience(&mut self.write.conn(), id, audience).await?;
        }
        Ok(())
    }

    /// Writes the event as it is now held, and counts the change.
    pub(super) async fn save(&mut self) -> Result<(), Failure> {
        held::write(&mut self.write.conn(), &self.held)
            .await
            .map_err(|error| Failure::of(error, EDITION))?;
        self.touch().await
    }

    /// Counts a change of the event.
    pub(super) async fn touch(&mut self) -> Result<(), Failure> {
        let (id, now) = (self.id(), self.write.now());
        Ok(record::part::touch(&mut self.write.conn(), id, now).await?)
    }

    /// Commits what was written with its activity; `node` is what the mutation answers.
    pub(super) async fn finish(mut self, node: NodeRef, draft: Draft) -> Result<Outcome, Failure> {
        self.write.record(draft);
        for draft in self.also {
            self.write.record(draft);
        }
        self.frame.commit(self.write, self.permit, node).await
    }

    /// As [`Open::finish`], with the event for an answer.
    pub(super) async fn finish_event(self, draft: Draft) -> Result<Outcome, Failure> {
        let node = self.held.node();
        self.finish(node, draft).await
    }
}

/// What a series cannot have twice.
pub(super) const EDITION: &[kernel::db::Constraint] = &[kernel::db::Constraint {
    name: "event_series_id_edition_key",
    code: UserErrorCode::Taken,
    path: "input.edition",
    message: "Another event is this edition of the series.",
}];

/// For whom the actor does this: whom they name, or else for whom their mandate is.
pub(super) fn acting_for(actor: &Actor, named: Option<Party>) -> Result<Party, Failure> {
    let own = (actor.person())
        .and_then(|acting| acting.mandate.as_ref())
        .map(|mandate| mandate.party);
    named.or(own).ok_or_else(|| {
        let message = "Say for whom: you act under no mandate, or hold several and named none.";
        UserError::new(UserErrorCode::Blank, "input.party", message).into()
    })
}

/// Refuses parties that do not exist, or are not of the network now; each with its place in the input.
pub(super) async fn require_in_network(
    write: &mut Write,
    network: &dyn Network,
    parties: &[(Party, String)],
) -> Result<(), Failure> {
    let nodes: Vec<(NodeRef, String)> = (parties.iter())
        .filter_map(|(party, path)| Some((party.node()?, path.clone())))
        .collect();
    require(write, &nodes).await?;
    let asked: Vec<Party> = parties.iter().map(|(party, _)| *party).collect();
    let found = network.in_network(&mut write.conn(), &asked).await?;
    let mut mistakes = Mistakes::default();
    for (_, path) in parties.iter().filter(|(party, _)| !found.contains(party)) {
        let message = "This city is no member of the network, or its membership rests.";
        mistakes.add(wrong_state(path, message));
    }
    Ok(mistakes.none()?)
}

/// These keys as nodes of a kind, each with its place in a list of the input.
pub(super) fn as_nodes(kind: Kind, keys: &[Uuid], path: &str) -> Vec<(NodeRef, String)> {
    let node = |(i, key): (usize, &Uuid)| (NodeRef::new(kind, *key), format!("{path}.{i}"));
    keys.iter().enumerate().map(node).collect()
}
