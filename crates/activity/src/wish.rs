//! Which activities somebody wants to be told of: asked of the database for what is behind, and of
//! each activity in memory for what comes, with the same answers.

use std::{collections::HashSet, sync::Arc};

use kernel::{
    Batch as _, ClientError, NodeRef, Reader, Viewer,
    db::Value,
    filter::{Link, Predicate, Row},
    list::{ListArgs, ListKey, PageArgs, Pages},
};
use uuid::Uuid;

use crate::{Activity, Entry, Log, Place, store};

/// A node that an activity concerns.
pub(crate) const CONCERNS: Link = Link {
    row: "a.position",
    from: "activity_node f",
    key: "f.position",
    when: None,
    node: "f.node_id",
};

/// A node that an activity concerns, and that the viewer follows.
const FOLLOWED: Link = Link {
    from: "activity_node f join follow w on w.node_id = f.node_id",
    ..CONCERNS
};

/// That it concerns something the viewer follows.
pub(crate) fn followed() -> Predicate {
    Predicate::Linked(FOLLOWED, Box::new(Predicate::Own("w.person_id")))
}

/// What a stream of activities was opened for.
#[derive(Clone, Debug, PartialEq)]
pub struct Wish {
    predicate: Predicate,
    /// Where to begin; none for now.
    pub after: Option<Place>,
}

impl Wish {
    /// The activities of which this holds, that come after this place.
    pub fn new(predicate: Predicate, after: Option<Place>) -> Self {
        Self { predicate, after }
    }

    /// The same, of what concerns this node.
    pub(crate) fn of_node(link: Link, node: Uuid, after: Option<Place>) -> Self {
        let is = Predicate::Compare(link.node, "=", node.into());
        Self::new(Predicate::Linked(link, Box::new(is)), after)
    }

    /// Whether it depends on what the viewer follows.
    pub fn follows(&self) -> bool {
        fn own(predicate: &Predicate) -> bool {
            match predicate {
                Predicate::And(terms) | Predicate::Or(terms) => terms.iter().any(own),
                Predicate::Not(term)
                | Predicate::Linked(_, term)
                | Predicate::Lacks(_, _, term) => own(term),
                Predicate::Own(_) => true,
                _ => false,
            }
        }
        own(&self.predicate)
    }

    /// Whether this activity is for this viewer, who follows these nodes.
    ///
    /// # Errors
    /// When it has to be asked which nodes the viewer may see, and the database fails.
    pub async fn wants(
        &self,
        log: &Log,
        entry: &Entry,
        viewer: &Viewer,
        follows: &HashSet<Uuid>,
    ) -> Result<bool, ClientError> {
        if !viewer.sees(&entry.activity.audience) {
            return Ok(false);
        }
        let row = Looking {
            entry,
            viewer,
            follows,
        };
        if let Ok(wanted) = self.predicate.holds(&row) {
            return Ok(wanted);
        }
        entry.audiences(log.db()).await?;
        let unseen = |_| ClientError::internal("the audiences of an activity's nodes are unknown");
        self.predicate.holds(&row).map_err(unseen)
    }

    /// The activities of which it holds for this reader, behind one position and up to another; at
    /// most `most`, the oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn page(
        &self,
        log: &Log,
        reader: &Reader,
        after: i64,
        upto: i64,
        most: i32,
    ) -> Result<Vec<Arc<Activity>>, ClientError> {
        let page = PageArgs {
            first: Some(most),
            after: Some(log.cursor(after)),
            before: Some(log.cursor(upto.saturating_add(1))),
            last: None,
        };
        let args = ListArgs::with_cursors(
            store::LOG,
            self.predicate.clone(),
            Vec::new(),
            &page,
            log.cursor_name(),
        )?;
        let key = ListKey::new(args, None);
        let mut pages = Pages::<Activity>::load(reader, std::slice::from_ref(&key)).await?;
        let mut rows = pages
            .remove(&key)
            .map(Arc::unwrap_or_clone)
            .unwrap_or_default();
        // There is one more, which tells whether the page is the last.
        rows.truncate(usize::try_from(most).unwrap_or(0));
        Ok(rows)
    }
}

/// An activity in memory, as a viewer looks at it.
struct Looking<'a> {
    entry: &'a Entry,
    viewer: &'a Viewer,
    follows: &'a HashSet<Uuid>,
}

impl Row for Looking<'_> {
    fn value(&self, column: &str) -> Option<Value> {
        let activity = &self.entry.activity;
        match column {
            "a.verb" => Some(activity.verb.as_str().into()),
            "a.at" => Some(activity.at.into()),
            "a.occurred_on" => activity.occurred_on.map(Into::into),
            _ => None,
        }
    }

    fn linked(&self, link: &Link) -> Vec<Uuid> {
        let followed = *link == FOLLOWED;
        let tied = |node: &&NodeRef| !followed || self.follows.contains(&node.id);
        self.entry
            .nodes
            .iter()
            .filter(tied)
            .map(|node| node.id)
            .collect()
    }

    fn sees(&self, node: Uuid) -> Option<bool> {
        let audiences = self.entry.known_audiences()?;
        Some(
            audiences
                .get(&node)
                .is_some_and(|audience| self.viewer.sees(audience)),
        )
    }
}
