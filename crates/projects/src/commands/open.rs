//! What the writes on a project share: how one begins, what it may, and how it ends.

use access::{Action, Permit, Resource};
use activity::{Begun, Draft, Failure, Frame, Log, Outcome, Write};
use async_graphql::OneofObject;
use kernel::{
    Actor, IdOf, NodeRef, Party, UserError, UserErrorCode, entity::kinds, validate::Mistakes,
};
use serde::Serialize;
use uuid::Uuid;

pub(super) use record::StatementInput;
pub(super) use record::input::{expect, impossible, key, locale, require, unknown, wrong_state};

use crate::{Held, Network, Stage, store::held};

/// A city or an organisation: exactly one of these.
#[derive(OneofObject, Clone, Debug, Serialize)]
pub enum PartnerInput {
    /// This city.
    City(IdOf<kinds::City>),
    /// This organisation.
    Organisation(IdOf<kinds::Organisation>),
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

/// A write that has begun, and was not yet allowed. An action has the name of its mutation.
pub(super) struct Asked {
    action: Action,
    frame: Frame,
    pub(super) write: Write,
}

/// A write on a project that was allowed.
pub(super) struct Open {
    frame: Frame,
    permit: Permit,
    pub(super) write: Write,
    /// The project, locked until the write ends.
    pub(super) held: Held,
}

/// Begins a write, unless the same call was done before.
pub(super) async fn ask(
    log: &Log,
    actor: Actor,
    action: Action,
    input: &impl Serialize,
    idempotency_key: Option<&str>,
) -> Step<Asked> {
    let frame = Frame::new(action.as_str(), actor, idempotency_key, input);
    Ok(match frame.begin(log).await? {
        Begun::Fresh(write) => Ok(Asked {
            action,
            frame,
            write,
        }),
        Begun::Replayed(outcome) => Err(outcome),
    })
}

/// Begins a write on a project, and asks whether the actor may do it there.
pub(super) async fn open(
    log: &Log,
    actor: Actor,
    action: Action,
    input: &impl Serialize,
    idempotency_key: Option<&str>,
    project: Uuid,
) -> Step<Open> {
    let mut asked = match ask(log, actor, action, input, idempotency_key).await? {
        Ok(asked) => asked,
        Err(outcome) => return Ok(Err(outcome)),
    };
    let held = asked.lock(project, "input.project").await?;
    Ok(Ok(asked.on_project(held)?))
}

impl Asked {
    /// Locks a project, or says at `path` that there is none.
    pub(super) async fn lock(&mut self, project: Uuid, path: &str) -> Result<Held, Failure> {
        let found = held::lock(&mut self.write.conn(), project).await?;
        found.ok_or_else(|| unknown("project", path).into())
    }

    /// Asks whether the actor may do it to the project.
    pub(super) fn on_project(self, held: Held) -> Result<Open, Failure> {
        let resource = held.resource();
        self.on(&resource, held)
    }

    /// Asks whether the actor may do it for this party.
    pub(super) fn for_party(self, party: Party, held: Held) -> Result<Open, Failure> {
        self.on(&Resource::Party(party), held)
    }

    /// The same write, of which another thing is asked.
    pub(super) fn asking(mut self, action: Action) -> Self {
        self.action = action;
        self
    }

    fn on(self, resource: &Resource, held: Held) -> Result<Open, Failure> {
        let permit = self.write.authorize(self.action, resource)?;
        Ok(Open {
            frame: self.frame,
            permit,
            write: self.write,
            held,
        })
    }
}

impl Open {
    /// The key of the project.
    pub(super) fn id(&self) -> Uuid {
        self.held.project.node.id
    }

    /// Refuses whoever has seen another version of the project.
    pub(super) fn expect(&self, version: Option<i32>) -> Result<(), Failure> {
        expect(version, self.held.project.node.version)
    }

    /// Takes the project to its next stage, or says why it cannot go there.
    pub(super) fn go_to(&mut self, next: Stage) -> Result<(), Failure> {
        match self.held.project.stage {
            Some(stage) if stage.leads_to(next) => {
                self.held.project.stage = Some(next);
                Ok(())
            }
            Some(stage) => {
                let (stage, next) = (stage.as_str(), next.as_str());
                let message =
                    format!("The project is {stage}; from there it cannot become {next}.");
                Err(wrong_state("input.project", message).into())
            }
            None => {
                let message = "Nobody has recorded how far the project has come.";
                Err(wrong_state("input.project", message).into())
            }
        }
    }

    /// Refuses to change what has ended.
    pub(super) fn is_under_way(&self, path: &str) -> Result<(), Failure> {
        if self.held.project.stage.is_some_and(Stage::is_last) {
            return Err(wrong_state(path, "The project has ended.").into());
        }
        Ok(())
    }

    /// An activity of the project, for those who see the project; it concerns all who take part.
    pub(super) fn draft(&self, verb: &'static str) -> Draft {
        Draft::of(verb, self.held.node())
            .related(self.held.participants())
            .audience(&self.held.project.node.audience)
    }

    /// Writes the project as it is now held, and counts the change.
    pub(super) async fn save(&mut self) -> Result<(), Failure> {
        held::write(&mut self.write.conn(), &self.held).await?;
        self.touch().await
    }

    /// Counts a change of the project.
    pub(super) async fn touch(&mut self) -> Result<(), Failure> {
        let (id, now) = (self.id(), self.write.now());
        Ok(record::part::touch(&mut self.write.conn(), id, now).await?)
    }

    /// Commits what was written with its activity; `node` is what the mutation answers.
    pub(super) async fn finish(mut self, node: NodeRef, draft: Draft) -> Result<Outcome, Failure> {
        self.write.record(draft);
        self.frame.commit(self.write, self.permit, node).await
    }

    /// As [`Open::finish`], with the project for an answer.
    pub(super) async fn finish_project(self, draft: Draft) -> Result<Outcome, Failure> {
        let node = self.held.node();
        self.finish(node, draft).await
    }
}

/// The party behind an input, or what is wrong with it.
pub(super) fn party(input: &PartnerInput, path: &str, mistakes: &mut Mistakes) -> Party {
    match input {
        PartnerInput::City(id) => Party::City(key(id, &format!("{path}.city"), mistakes)),
        PartnerInput::Organisation(id) => {
            Party::Organisation(key(id, &format!("{path}.organisation"), mistakes))
        }
    }
}

/// For whom the actor does this: whom they name, or else for whom their mandate is.
pub(super) fn acting_for(actor: &Actor, named: Option<Party>) -> Result<Party, Failure> {
    let own = (actor.person())
        .and_then(|acting| acting.mandate.as_ref())
        .map(|mandate| mandate.party);
    match named.or(own) {
        Some(party @ (Party::City(_) | Party::Organisation(_))) => Ok(party),
        Some(Party::Secretariat) | None => {
            let message = "Say for which city or organisation: your mandate is for none.";
            Err(UserError::new(UserErrorCode::Blank, "input.party", message).into())
        }
    }
}

/// Refuses a party that does not exist, or is not of the network now.
pub(super) async fn require_in_network(
    write: &mut Write,
    network: &dyn Network,
    party: Party,
    path: &str,
) -> Result<(), Failure> {
    if let Some(node) = party.node() {
        require(write, &[(node, path.to_owned())]).await?;
    }
    let found = network.in_network(&mut write.conn(), &[party]).await?;
    if found.contains(&party) {
        return Ok(());
    }
    let message = "This city is no member of the network, or its membership rests.";
    Err(wrong_state(path, message).into())
}
