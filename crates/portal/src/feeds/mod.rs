//! What other programs follow and show: news readers, calendars, maps. Each is made of one document of
//! the graph, as the pages are.

pub(crate) mod atom;
pub(crate) mod calendar;
pub(crate) mod cities;

use crate::visit::Visit;

/// An address of a page in the language of the feed, whole.
pub(crate) fn page(visit: &Visit, path: &str) -> String {
    format!("{}/{}{path}", visit.visitor.base, visit.words.language.tag)
}
