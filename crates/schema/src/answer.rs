//! Who asks, what was let in, and what came of it.

use async_graphql::{Request, Response};
use kernel::{Viewer, locale::Locale, reader::ReadSet, waves::Spent};
use limits::{Admission, Operation, Refused, Standing};
use tokio::sync::OwnedSemaphorePermit;

/// A request that was let in: it is within the limits, and its client has the points and the turn for
/// it. [`crate::Graph::answer`] runs it.
#[derive(Debug)]
pub struct Admitted {
    /// What is asked.
    pub request: Request,
    /// The operation that is asked for; none when that is not clear, or there is no document.
    pub operation: Option<Operation>,
    /// Who asks.
    pub asker: Asker,
    /// What it takes; given back when this is dropped.
    pub admission: Admission,
}

/// Who asks, and in which languages they read.
#[derive(Clone, Debug)]
pub struct Asker {
    /// Who asks.
    pub viewer: Viewer,
    /// Their languages, the preferred one first.
    pub languages: Vec<Locale>,
    /// Whether they want to know how the database answers each statement.
    pub explain: bool,
}

impl Asker {
    /// Anybody, with no language preferred.
    pub fn anonymous() -> Self {
        Self {
            viewer: Viewer::anonymous(),
            languages: Vec::new(),
            explain: false,
        }
    }

    /// The operator of the hub. Never made from a request.
    pub fn system() -> Self {
        Self {
            viewer: Viewer::system(),
            languages: Vec::new(),
            explain: false,
        }
    }
}

/// An answer, and what was read for it.
#[derive(Debug)]
pub struct Answer {
    /// The answer.
    pub response: Response,
    /// What was read.
    pub reads: ReadSet,
    /// What that took.
    pub spent: Spent,
    /// What its client has left; none where that is not limited.
    pub standing: Option<Standing>,
    /// The limit that kept it from being run, or from being run to its end.
    pub refused: Option<Refused>,
    /// Its client's turn, and what it takes of what the process can run at once.
    pub(crate) _held: Option<(Admission, OwnedSemaphorePermit)>,
}

impl Answer {
    pub(crate) fn of_refused(refused: Refused) -> Self {
        Self {
            response: refused.response(),
            reads: ReadSet::default(),
            spent: Spent::default(),
            standing: refused.standing,
            refused: Some(refused),
            _held: None,
        }
    }
}
