//! Many nodes in one write.

use access::{Action, Permit, Resource};
use activity::{Draft, Failure, Frame, Log, Write};
use kernel::{
    Actor, ClientError, Clock, Conn, Kind, NodeRef, UserError, UserErrorCode,
    content::{self, ContentInput},
    date::PartialDate,
    node::{self, NewNode, NodeInput},
    sqlx,
    validate::Mistakes,
};
use search::Texts;
use serde::Serialize;
use uuid::Uuid;

use crate::{Recording, SLUG};

/// A write in which many nodes are recorded, each with its activity: all of them are, or none.
///
/// A domain that offers this has a function beside its `record…` command, for inputs that are many
/// and new: it checks them, calls [`Bulk::record`], writes its part of all of them by the function
/// that the command calls for one, and calls [`Bulk::finish`].
pub struct Bulk {
    pub(crate) write: Write,
    permit: Option<Permit>,
    last: Option<NodeRef>,
}

/// A node being recorded, and what its activity will say.
pub struct Entry<'a> {
    pub(crate) node: NodeRef,
    input: &'a NodeInput,
    others: Vec<&'a str>,
    draft: Draft,
}

impl<'a> Entry<'a> {
    pub(crate) fn new(verb: &'static str, node: NodeRef, input: &'a NodeInput) -> Self {
        let draft = Draft::of(verb, node)
            .occurred_on(input.occurred_on)
            .audience(input.visibility.audience());
        let others = Vec::new();
        Self {
            node,
            input,
            others,
            draft,
        }
    }

    /// The key of the node.
    pub fn id(&self) -> Uuid {
        self.node.id
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
    pub fn also_found_by(&mut self, word: &'a str) {
        self.others.push(word);
    }
}

/// The input of one node, and the mistakes in its domain's part.
pub struct Checked<'a, I> {
    /// The whole input.
    pub input: &'a I,
    /// What every node has.
    pub node: &'a NodeInput,
    /// What is wrong with the rest.
    pub mistakes: Mistakes,
}

/// A node of which the texts in one language are written anew.
#[derive(Debug)]
pub struct Correction<'a, I> {
    /// Its key.
    pub id: Uuid,
    /// All that is known of it, the new texts included.
    pub input: &'a I,
    /// The language of the new texts. Where it is the original, the translations are stale now.
    pub locale: &'a str,
    /// When it was corrected.
    pub occurred_on: Option<PartialDate>,
}

impl<'a, I> Correction<'a, I> {
    /// The same, of a part of the input.
    pub fn with<J>(&self, input: &'a J) -> Correction<'a, J> {
        Correction {
            id: self.id,
            input,
            locale: self.locale,
            occurred_on: self.occurred_on,
        }
    }
}

impl Bulk {
    pub(crate) fn new(write: Write, permit: Option<Permit>) -> Self {
        Self {
            write,
            permit,
            last: None,
        }
    }

    /// The write, and that it may be committed: nothing is committed that nobody asked for.
    pub(crate) fn permitted(self) -> Result<(Write, Permit), Failure> {
        match self.permit {
            Some(permit) => Ok((self.write, permit)),
            None => Err(ClientError::internal("a bulk that was never authorized").into()),
        }
    }

    /// Opens the write.
    ///
    /// # Errors
    /// When who acts may not act any more, or the database fails.
    pub async fn begin(log: &Log, actor: Actor) -> Result<Self, Failure> {
        Ok(Self::new(Write::begin(log, actor).await?, None))
    }

    /// The connection for the domain's store.
    pub fn conn(&mut self) -> Conn<'_> {
        self.write.conn()
    }

    /// The clock, for new ids.
    pub fn clock(&self) -> Clock {
        self.write.clock()
    }

    /// Refuses what the actor may not do.
    ///
    /// # Errors
    /// That the actor may not.
    pub fn authorize(&mut self, action: Action) -> Result<(), Failure> {
        self.permit = Some(self.write.authorize(action, &Resource::Network)?);
        Ok(())
    }

    /// Checks, authorizes, and writes what every node has. All of them must be new.
    ///
    /// # Errors
    /// The mistakes of the first input that has some, that a slug is taken, or that the actor may
    /// not.
    pub async fn record<'a, I: Serialize + 'a>(
        &mut self,
        recording: &Recording,
        inputs: impl IntoIterator<Item = Checked<'a, I>>,
    ) -> Result<Vec<Entry<'a>>, Failure> {
        self.authorize(recording.action)?;
        let (mut entries, mut digests) = (Vec::new(), Vec::new());
        for Checked {
            input,
            node,
            mut mistakes,
        } in inputs
        {
            node.check(&mut mistakes);
            mistakes.none()?;
            let id = NodeRef::new(recording.kind, self.write.clock().new_id());
            entries.push(Entry::new(recording.recorded, id, node));
            digests.push(
                Frame::new(recording.operation, self.write.actor().clone(), None, input).digest,
            );
        }
        let nodes: Vec<NewNode<'_>> = (entries.iter().zip(&digests))
            .map(|(entry, digest)| NewNode {
                node: entry.node,
                named: Some((&entry.input.slug, digest)),
                content: &entry.input.content,
                sort_key: search::fold(&entry.input.content[0].title),
                visibility: entry.input.visibility,
                provenance: entry.input.provenance.as_ref(),
            })
            .collect();
        let now = self.write.now();
        node::insert(&mut self.conn(), &nodes, now)
            .await
            .map_err(|error| Failure::of(error, SLUG))?;
        Ok(entries)
    }

    /// Checks, authorizes, and writes the texts of nodes in one language anew.
    ///
    /// # Errors
    /// The mistakes of the first texts that have some, or that the actor may not.
    pub async fn correct<'a>(
        &mut self,
        recording: &Recording,
        corrections: impl IntoIterator<Item = Correction<'a, NodeInput>>,
    ) -> Result<Vec<Entry<'a>>, Failure> {
        self.authorize(recording.action)?;
        let (mut entries, mut texts) = (Vec::new(), Vec::new());
        for correction in corrections {
            let mut mistakes = Mistakes::default();
            correction.input.check(&mut mistakes);
            mistakes.none()?;
            let node = NodeRef::new(recording.kind, correction.id);
            let mut entry = Entry::new(recording.corrected, node, correction.input);
            entry.draft = entry.draft.occurred_on(correction.occurred_on);
            let new = |content: &&ContentInput| content.locale == correction.locale;
            texts.extend(
                correction
                    .input
                    .content
                    .iter()
                    .find(new)
                    .map(|new| (node.id, new)),
            );
            entries.push(entry);
        }
        let now = self.write.now();
        let titled = |entry: &Entry<'_>| {
            let title = search::fold(&entry.input.content[0].title);
            (entry.node.id, title)
        };
        content::revise(&mut self.conn(), &texts, None, now).await?;
        node::touch(&mut self.conn(), entries.iter().map(titled), now).await?;
        Ok(entries)
    }

    /// Refuses the input unless all of these nodes exist; each with its place in the input.
    ///
    /// # Errors
    /// A mistake for each node that does not.
    pub async fn require(&mut self, nodes: &[(NodeRef, String)]) -> Result<(), Failure> {
        let mut wanted: Vec<NodeRef> = nodes.iter().map(|(node, _)| *node).collect();
        wanted.sort_unstable();
        wanted.dedup();
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

    /// Writes parts of nodes that are nodes themselves: milestones, updates, sessions. Each is given
    /// by what is recorded of the node above it, and its texts.
    ///
    /// # Errors
    /// What the database says.
    pub async fn write_parts(
        &mut self,
        kind: Kind,
        parts: &[(&NodeInput, &[ContentInput])],
    ) -> Result<Vec<Uuid>, sqlx::Error> {
        let clock = self.write.clock();
        let nodes: Vec<NewNode<'_>> = (parts.iter())
            .map(|(above, content)| NewNode {
                node: NodeRef::new(kind, clock.new_id()),
                named: None,
                content,
                sort_key: search::fold(&content[0].title),
                visibility: above.visibility,
                provenance: above.provenance.as_ref(),
            })
            .collect();
        let now = self.write.now();
        node::insert(&mut self.conn(), &nodes, now).await?;
        let texts: Vec<_> = (nodes.iter())
            .map(|node| {
                let contents = node.content;
                let texts = Texts {
                    contents,
                    ..Texts::default()
                };
                (node.node.id, texts)
            })
            .collect();
        search::index(&mut self.conn(), &texts).await?;
        Ok(nodes.iter().map(|node| node.node.id).collect())
    }

    /// Makes the nodes found, and takes up their activities.
    ///
    /// # Errors
    /// What the database says.
    pub async fn finish(&mut self, entries: Vec<Entry<'_>>) -> Result<(), sqlx::Error> {
        let texts: Vec<_> = (entries.iter())
            .map(|entry| {
                let texts = Texts {
                    slug: Some(&entry.input.slug),
                    contents: &entry.input.content,
                    others: entry.others.clone(),
                };
                (entry.node.id, texts)
            })
            .collect();
        search::index(&mut self.conn(), &texts).await?;
        for entry in entries {
            self.tell(entry.node, entry.draft);
        }
        Ok(())
    }

    /// Takes up an activity about this node.
    pub fn tell(&mut self, node: NodeRef, activity: Draft) {
        self.last = Some(node);
        self.write.record(activity);
    }

    /// Commits the nodes with their activities; the log's position after them, if there was any.
    ///
    /// # Errors
    /// When the database fails; then nothing was written.
    pub async fn commit(self) -> Result<Option<i64>, Failure> {
        let Some(node) = self.last else {
            return Ok(None);
        };
        let (write, permit) = self.permitted()?;
        Ok(write.commit(permit, node).await?.position)
    }
}
