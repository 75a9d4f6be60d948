#![doc = include_str!("../README.md")]

use access::{Action, authorize};
use activity::{Begun, Draft, Failure, Frame, Log, Outcome, Write};
use kernel::{
    Actor, Clock, Conn, Kind, NodeRef, UserError, UserErrorCode,
    db::Constraint,
    node::{self, NodeInput, Recorded},
    validate::Mistakes,
};
use search::Texts;
use serde::Serialize;
use uuid::Uuid;

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
pub enum Step {
    /// It is done: the same was recorded before.
    Done(Outcome),
    /// The domain writes its part.
    Write(Box<Open>),
}

/// A recording whose node is written, and whose domain's part is not.
pub struct Open {
    write: Write,
    frame: Frame,
    node: NodeRef,
    input: NodeInput,
    others: Vec<String>,
    draft: Draft,
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
    pub async fn begin(
        &self,
        log: &Log,
        actor: Actor,
        idempotency_key: Option<&str>,
        input: &impl Serialize,
        node: &NodeInput,
        mut mistakes: Mistakes,
    ) -> Result<Step, Failure> {
        authorize(&actor, self.action)?;
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
        let subject = NodeRef::new(self.kind, id);
        let draft = Draft::of(verb, subject)
            .occurred_on(node.occurred_on)
            .audience(node.visibility.audience());
        let (input, others) = (node.clone(), Vec::new());
        Ok(Step::Write(Box::new(Open {
            write,
            frame,
            node: subject,
            input,
            others,
            draft,
        })))
    }
}

impl Open {
    /// The key of the node.
    pub fn id(&self) -> Uuid {
        self.node.id
    }

    /// The connection for the domain's store.
    pub fn conn(&mut self) -> Conn<'_> {
        self.write.conn()
    }

    /// The clock, for the ids of the node's parts.
    pub fn clock(&self) -> Clock {
        self.write.clock()
    }

    /// Adds nodes that the activity concerns, too.
    pub fn relate(&mut self, nodes: impl IntoIterator<Item = NodeRef>) {
        self.draft = self.draft.clone().related(nodes);
    }

    /// Adds a node for the activity's summary, shown by its title.
    pub fn name(&mut self, name: &str, node: NodeRef) {
        self.draft = self.draft.clone().node(name, node);
    }

    /// Adds a code for the activity's summary.
    pub fn code(&mut self, name: &str, code: &'static str) {
        self.draft = self.draft.clone().code(name, code);
    }

    /// Adds a word that the node is found by.
    pub fn also_found_by(&mut self, word: &str) {
        self.others.push(word.to_owned());
    }

    /// Refuses the input unless all of these nodes exist; each with its place in the input.
    ///
    /// # Errors
    /// A mistake for each node that does not.
    pub async fn require(&mut self, nodes: &[(NodeRef, String)]) -> Result<(), Failure> {
        let wanted: Vec<NodeRef> = nodes.iter().map(|(node, _)| *node).collect();
        let missing = node::missing(&mut self.conn(), &wanted).await?;
        let mistake = |(node, path): &(NodeRef, String)| {
            let message = format!("There is no {} with the id {node}.", node.kind.type_name());
            UserError::new(UserErrorCode::NotFound, path, message)
        };
        let mistakes: Vec<UserError> = nodes
            .iter()
            .filter(|(node, _)| missing.contains(node))
            .map(mistake)
            .collect();
        if mistakes.is_empty() {
            Ok(())
        } else {
            Err(mistakes.into())
        }
    }

    /// Writes a part of the node that is a node itself: a milestone, an update, a session.
    ///
    /// # Errors
    /// What the database says.
    pub async fn write_part(
        &mut self,
        kind: Kind,
        content: &[kernel::content::ContentInput],
    ) -> Result<Uuid, kernel::sqlx::Error> {
        let part = NodeRef::new(kind, self.write.clock().new_id());
        let title = search::fold(&content[0].title);
        let now = self.write.now();
        let mut conn = self.write.conn();
        node::insert_part(&mut conn, part, content, &title, &self.input, now).await?;
        search::index(
            &mut conn,
            part.id,
            &Texts {
                contents: content,
                ..Texts::default()
            },
        )
        .await?;
        Ok(part.id)
    }

    /// Makes it found, and commits it with its activity.
    ///
    /// # Errors
    /// When the database fails; then nothing was written.
    pub async fn finish(mut self) -> Result<Outcome, Failure> {
        let texts = Texts {
            slug: Some(&self.input.slug),
            contents: &self.input.content,
            others: self.others.iter().map(String::as_str).collect(),
        };
        search::index(&mut self.write.conn(), self.node.id, &texts).await?;
        self.write.record(self.draft);
        self.frame.commit(self.write, self.node).await
    }
}
