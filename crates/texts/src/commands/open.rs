//! What writing and restoring a text share: one text of one node is locked, looked up, asked the
//! policy about, and written.

use access::{Action, Permit};
use activity::{Begun, Draft, Failure, Frame, Outcome, Write};
use kernel::{
    ClientError, NodeRef, UserError, UserErrorCode,
    content::{self, Content, Origin},
    node::{self, NodeMeta},
    validate::Mistakes,
};
use search::Texts;
use serde::Serialize;

use super::{Asking, target::Target};
use crate::{Owners, TextPart, owners::node_of};

/// What the text must be like, for the change to make sense.
#[derive(Clone, Copy)]
pub(super) struct Expected {
    pub(super) revision: Option<i32>,
    pub(super) version: Option<i32>,
}

/// How a command goes on.
pub(super) enum Step<'a> {
    Done(Outcome),
    Write(Box<Open<'a>>),
}

/// A text that may be written now.
pub(super) struct Open<'a> {
    pub(super) write: Write,
    pub(super) target: Target,
    /// The node's texts in all their languages.
    contents: Vec<Content>,
    meta: NodeMeta,
    /// What the node is a part of.
    above: Option<NodeRef>,
    owners: &'a dyn Owners,
    frame: Frame,
    permit: Permit,
}

/// The words of a text, and who made them.
pub(super) struct Words {
    pub(super) title: String,
    pub(super) summary: Option<String>,
    pub(super) description: Option<String>,
    pub(super) origin: Origin,
}

impl<'a> Open<'a> {
    /// Opens the write of a text. The policy is asked for the original or for a translation,
    /// whichever it is; what the viewer may not see is not found.
    pub(super) async fn begin(
        asking: Asking<'a>,
        operation: &'static str,
        input: &impl Serialize,
        target: Option<Target>,
        expected: Expected,
    ) -> Result<Step<'a>, Failure> {
        let Some(target) = target else {
            return Err(ClientError::internal("no target, and no mistake").into());
        };
        let frame = Frame::new(operation, asking.actor, asking.idempotency_key, input);
        let mut write = match frame.begin(asking.log).await? {
            Begun::Fresh(write) => write,
            Begun::Replayed(outcome) => return Ok(Step::Done(outcome)),
        };
        let owners = asking.owners;
        let node = target.node;
        let not_found = || {
            let message = format!("There is no {} with this id.", node.kind.type_name());
            UserError::new(UserErrorCode::NotFound, "input.node", message)
        };
        // First what it is a part of, as `record…` does, which writes the parts anew.
        let found = owners.resource(&mut write.conn(), node).await?;
        let above = found
            .as_ref()
            .and_then(node_of)
            .filter(|above| *above != node);
        if let Some(above) = above {
            node::lock(&mut write.conn(), above).await?;
        }
        let meta = node::lock(&mut write.conn(), node).await?;
        let meta =
            (meta.filter(|meta| asking.viewer.sees(&meta.audience))).ok_or_else(not_found)?;
        // Read behind the locks: it cannot change any more.
        let resource = owners.resource(&mut write.conn(), node).await?;
        let resource = resource.ok_or_else(not_found)?;
        let action = if target.locale.tag() == meta.original_locale {
            Action::WriteText
        } else {
            Action::TranslateText
        };
        let permit = write.authorize(action, &resource)?;
        let contents = content::of_node(&mut write.conn(), node.id).await?;
        let open = Self {
            write,
            target,
            contents,
            meta,
            above,
            owners,
            frame,
            permit,
        };
        open.meets(expected)?;
        Ok(Step::Write(Box::new(open)))
    }

    fn meets(&self, expected: Expected) -> Result<(), Vec<UserError>> {
        let mut mistakes = Mistakes::default();
        let version = self.meta.version;
        mistakes.check(
            expected.version.is_none_or(|expected| expected == version),
            UserErrorCode::Conflict,
            "input.expectedVersion",
            &format!("The node has version {version} by now."),
        );
        let revision = self.before().map_or(0, |before| before.revision);
        mistakes.check(
            expected
                .revision
                .is_none_or(|expected| expected == revision),
            UserErrorCode::Conflict,
            "input.expectedRevision",
            &format!("The text has revision {revision} by now."),
        );
        mistakes.none()
    }

    /// The text as it is now; none in a language that the node has no texts in.
    pub(super) fn before(&self) -> Option<&Content> {
        let tag = self.target.locale.tag();
        self.contents.iter().find(|content| content.locale == tag)
    }

    /// Writes these words, unless they stand there already. `of` is the revision of the original that
    /// they translate, where it is not the present one.
    pub(super) async fn finish(
        mut self,
        verb: &'static str,
        words: Words,
        of: Option<i32>,
    ) -> Result<Outcome, Failure> {
        let node = self.target.node;
        let tag = self.target.locale.tag();
        let before = self.before().cloned();
        let original = (self.contents.iter())
            .find(|content| content.locale == self.meta.original_locale)
            .map_or(1, |original| original.revision);
        let is_original = tag == self.meta.original_locale;
        let changed = words.changed(before.as_ref());
        if let Some(before) = &before {
            // A person who reads a machine's words and leaves them makes them their own.
            let same_origin = before.origin == words.origin
                || (before.origin, words.origin) == (Origin::Imported, Origin::Human);
            // A translation that is stale is up to date again once somebody says that it holds.
            let confirms = of.is_none() && !is_original && before.original_revision < original;
            if changed.is_empty() && same_origin && !confirms {
                return Ok(Outcome {
                    node,
                    activity: None,
                    position: None,
                });
            }
        } else if self.contents.len() >= content::MAX_LANGUAGES {
            let message = format!("At most {} languages.", content::MAX_LANGUAGES);
            return Err(UserError::new(UserErrorCode::TooLong, "input.locale", message).into());
        }
        let kept = content::last_revisions(&mut self.write.conn(), node.id).await?;
        let last = before.as_ref().map_or(0, |before| before.revision);
        let revision = last.max(kept.get(&tag).copied().unwrap_or(0)) + 1;
        let after = Content {
            node_id: node.id,
            locale: tag,
            title: words.title,
            summary: words.summary,
            description: words.description,
            origin: words.origin,
            revision,
            original_revision: if is_original {
                revision
            } else {
                of.unwrap_or(original)
            },
            changed_at: self.write.now(),
        };
        let activity = self.write.first_id();
        content::write(&mut self.write.conn(), before.as_ref(), &after, activity).await?;
        let sort_key = if is_original {
            search::fold(&after.title)
        } else {
            self.meta.sort_key.clone()
        };
        self.contents
            .retain(|content| content.locale != after.locale);
        self.contents.push(after);
        self.index().await?;
        let now = self.write.now();
        let touched = [(node.id, sort_key)].into_iter();
        node::touch(&mut self.write.conn(), touched, now).await?;
        self.tell(verb, before.is_none(), &changed);
        self.frame.commit(self.write, self.permit, node).await
    }

    /// Makes the node found by its texts in every language.
    async fn index(&mut self) -> Result<(), sqlx::Error> {
        let node = self.target.node;
        let others = self
            .owners
            .also_found_by(&mut self.write.conn(), node)
            .await?;
        let contents: Vec<_> = self.contents.iter().map(Content::to_input).collect();
        let texts = Texts {
            slug: self.meta.slug.as_deref(),
            contents: &contents,
            others: others.iter().map(String::as_str).collect(),
        };
        search::index(&mut self.write.conn(), &[(node.id, texts)]).await
    }

    fn tell(&mut self, verb: &'static str, is_new: bool, changed: &[TextPart]) {
        let what = match changed {
            _ if is_new => "added",
            [] => "confirmed",
            [only] => only.code(),
            _ => "several",
        };
        let mut draft = Draft::of(verb, self.target.node)
            .audience(&self.meta.audience)
            .related(self.above)
            .language("locale", &self.target.locale)
            .code("what", what);
        for part in changed {
            draft = draft.code(part.code(), "changed");
        }
        self.write.record(draft);
    }
}

impl Words {
    /// Which parts are others than in the text before.
    fn changed(&self, before: Option<&Content>) -> Vec<TextPart> {
        let title = before.is_none_or(|before| before.title != self.title);
        let summary = before.and_then(|before| before.summary.as_ref()) != self.summary.as_ref();
        let description =
            before.and_then(|before| before.description.as_ref()) != self.description.as_ref();
        let parts = [
            (title, TextPart::Title),
            (summary, TextPart::Summary),
            (description, TextPart::Description),
        ];
        let changed = parts.into_iter().filter(|(changed, _)| *changed);
        changed.map(|(_, part)| part).collect()
    }
}
