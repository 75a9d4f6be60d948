//! What came of an event.

use async_graphql::SimpleObject;

/// A document of an event: the address of a page or a file that is kept elsewhere.
#[derive(SimpleObject, Clone, Debug, PartialEq, Eq)]
#[graphql(name = "EventDocument")]
pub struct Document {
    /// What it is called.
    pub title: String,
    /// Where it is.
    pub url: String,
    /// The language it is in, a tag of BCP 47; null when nobody said.
    pub locale: Option<String>,
}
