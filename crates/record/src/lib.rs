#![doc = include_str!("../README.md")]

mod bulk;
mod contact;
pub mod input;
pub mod part;
mod slug;
mod statement;

use access::{Action, Resource};
use activity::{Begun, Failure, Frame, Log, Outcome};
use kernel::{
    Actor, Conn, Kind, NodeRef, UserErrorCode,
    db::Constraint,
    node::{self, NodeInput, Recorded},
    validate::Mistakes,
};
use serde::Serialize;
use uuid::Uuid;

pub use bulk::{Bulk, Checked, Correction, Entry};
pub use contact::{Contact, contacts};
pub use slug::free_slug;
pub use statement::{Statement, StatementInput, statements};

/// What a `record…` command is made of.
#[derive(Clone, Copy, Debug)]
pub struct Recording {
    /// The mutation's name.
    pub operation: &'static str,
    /// What the policy is asked.
    pub action: Action,
    /// What is recorded.
    pub kind: Kind,
    /// The verb for a node that is new.
    pub recorded: &'static str,
    /// The verb for a node that was known.
    pub corrected: &'static str,
}

/// How a command goes on.
pub enum Step<'a> {
    /// It is done: the same was recorded before.
    Done(Outcome),
    /// The domain writes its part.
    Write(Box<Open<'a>>),
}

/// A recording whose node is written, and whose domain's part is not.
pub struct Open<'a> {
    /// Where the domain's part is written.
    pub bulk: Bulk,
    /// The node, and what its activity will say.
    pub entry: Entry<'a>,
    frame: Frame,
}

const SLUG: &[Constraint] = &[Constraint {
    name: "node_kind_slug_key",
    code: UserErrorCode::Taken,
    path: "input.slug",
    message: "Another node has this slug.",
}];

impl Recording {
    /// Checks, authorizes, and writes what every node has. `mistakes` are those of the domain's
    /// part of the input.
    ///
    /// # Errors
    /// The mistakes of the input, or that the actor may not.
    pub async fn begin<'a>(
        &self,
        log: &Log,
        actor: Actor,
        idempotency_key: Option<&str>,
        input: &impl Serialize,
        node: &'a NodeInput,
        mut mistakes: Mistakes,
    ) -> Result<Step<'a>, Failure> {
        let permit = (log.policy()).authorize(&actor, self.action, &Resource::Network)?;
        node.check(&mut mistakes);
        mistakes.none()?;
        let frame = Frame::new(self.operation, actor, idempotency_key, input);
        let mut write = match frame.begin(log).await? {
            Begun::Fresh(write) => write,
            Begun::Replayed(outcome) => return Ok(Step::Done(outcome)),
        };
        let clock = write.clock();
        let title = search::fold(&node.content[0].title);
        let recorded = node::record(
            &mut write.conn(),
            self.kind,
            node,
            &title,
            &frame.digest,
            &clock,
        )
        .await
        .map_err(|error| Failure::of(error, SLUG))??;
        let (id, verb) = match recorded {
            Recorded::Unchanged(id) => {
                let node = NodeRef::new(self.kind, id);
                return Ok(Step::Done(Outcome {
                    node,
                    activity: None,
                    position: None,
                }));
            }
            Recorded::New(id) => (id, self.recorded),
            Recorded::Corrected(id) => (id, self.corrected),
        };
        let entry = Entry::new(verb, NodeRef::new(self.kind, id), node);
        let bulk = Bulk::new(write, Some(permit));
        Ok(Step::Write(Box::new(Open { bulk, entry, frame })))
    }
}

impl Open<'_> {
    /// The key of the node.
    pub fn id(&self) -> Uuid {
        self.entry.id()
    }

    /// The connection for the domain's store.
    pub fn conn(&mut self) -> Conn<'_> {
        self.bulk.conn()
    }

    /// Refuses the input unless all of these nodes exist; each with its place in the input.
    ///
    /// # Errors
    /// A mistake for each node that does not.
    pub async fn require(&mut self, nodes: &[(NodeRef, String)]) -> Result<(), Failure> {
        self.bulk.require(nodes).await
    }

    /// Makes it found, and commits it with its activity.
    ///
    /// # Errors
    /// When the database fails; then nothing was written.
    pub async fn finish(mut self) -> Result<Outcome, Failure> {
        let node = self.entry.node;
        self.bulk.finish(vec![self.entry]).await?;
        let (write, permit) = self.bulk.permitted()?;
        self.frame.commit(write, permit, node).await
    }
}
