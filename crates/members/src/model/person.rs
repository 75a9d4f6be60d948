//! What is kept of a person.

use kernel::node::NodeMeta;

/// Someone who takes part in the network. People act for a city, an organisation or the secretariat
/// by their mandates; they own nothing themselves.
#[derive(Clone, Debug)]
pub struct Person {
    /// What every node has. A person has no texts: `original_locale` is of no use here.
    pub node: NodeMeta,
    /// What they are called.
    pub name: String,
    /// Where they get their letters, in its normal form; none when they only come through an
    /// identity provider that tells none.
    pub email: Option<String>,
    /// The language they read in, by BCP 47.
    pub locale: Option<String>,
}
