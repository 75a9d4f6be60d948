//! What the inputs of all domains have in common, and how what is wrong with them is said.

use activity::{Failure, Write};
use async_graphql::MaybeUndefined;
use kernel::{
    ClientError, Entity, IdOf, NodeRef, UserError, UserErrorCode,
    content::{self, ContentInput},
    locale::Locale,
    node,
    validate::Mistakes,
};
use serde::{Serialize, Serializer};
use uuid::Uuid;

/// The key behind an id, or what is wrong with it.
pub fn key<E: Entity>(id: &IdOf<E>, path: &str, mistakes: &mut Mistakes) -> Uuid {
    match id.key() {
        Ok(key) => key,
        Err(error) => {
            mistakes.add(UserError::new(UserErrorCode::Invalid, path, error.message));
            Uuid::nil()
        }
    }
}

/// The usual form of a language's tag, or that there is no such language.
pub fn locale(tag: &str, path: &str, mistakes: &mut Mistakes) -> String {
    match tag.parse::<Locale>() {
        Ok(locale) => locale.tag(),
        Err(error) => {
            mistakes.add(UserError::new(UserErrorCode::Invalid, path, error.message));
            String::new()
        }
    }
}

/// Texts in one language, which stand at `input.content`.
pub fn one_content(input: &ContentInput, mistakes: &mut Mistakes) {
    let mut found = Mistakes::default();
    content::check(std::slice::from_ref(input), "input.content", &mut found);
    // It is one, and no list: its place has no number.
    for mut mistake in found.none().err().unwrap_or_default() {
        mistake.path.retain(|step| step != "0");
        mistakes.add(mistake);
    }
}

/// Refuses a list that is too long.
pub fn at_most(most: usize, length: usize, path: &str, mistakes: &mut Mistakes) {
    if length > most {
        let message = format!("At most {most}.");
        mistakes.add(UserError::new(UserErrorCode::TooLong, path, message));
    }
}

/// For the digest of an input: to take something away is another input than to leave it as it is.
///
/// # Errors
/// What the serializer says.
pub fn told<T: Serialize, S: Serializer>(
    value: &MaybeUndefined<T>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let said: &[Option<&T>] = match value {
        MaybeUndefined::Undefined => &[],
        MaybeUndefined::Null => &[None],
        MaybeUndefined::Value(value) => &[Some(value)],
    };
    said.serialize(serializer)
}

/// Changes a value to what was said of it, if anything was.
pub fn change<T: Clone>(value: &mut Option<T>, said: &MaybeUndefined<T>) {
    match said {
        MaybeUndefined::Undefined => {}
        MaybeUndefined::Null => *value = None,
        MaybeUndefined::Value(said) => *value = Some(said.clone()),
    }
}

/// Refuses the input unless all of these nodes exist; each with its place in the input.
///
/// # Errors
/// A mistake for each node that does not.
pub async fn require(write: &mut Write, nodes: &[(NodeRef, String)]) -> Result<(), Failure> {
    let wanted: Vec<NodeRef> = nodes.iter().map(|(node, _)| *node).collect();
    let missing = node::missing(&mut write.conn(), &wanted).await?;
    let mut mistakes = Mistakes::default();
    for (node, path) in nodes.iter().filter(|(node, _)| missing.contains(node)) {
        let message = format!("There is no {} with the id {node}.", node.kind.type_name());
        mistakes.add(UserError::new(UserErrorCode::NotFound, path, message));
    }
    Ok(mistakes.none()?)
}

/// Refuses whoever has seen another version of a node.
///
/// # Errors
/// That the node has another version.
pub fn expect(expected: Option<i32>, version: i32) -> Result<(), Failure> {
    if expected.is_none_or(|expected| expected == version) {
        return Ok(());
    }
    let message = format!("The node has version {version} by now.");
    let path = "input.expectedVersion";
    Err(UserError::new(UserErrorCode::Conflict, path, message).into())
}

/// That this cannot be done from the state something is in.
pub fn wrong_state(path: &str, message: impl Into<String>) -> UserError {
    UserError::new(UserErrorCode::WrongState, path, message)
}

/// That there is no such thing.
pub fn unknown(what: &str, path: &str) -> UserError {
    let message = format!("There is no {what} with this id.");
    UserError::new(UserErrorCode::NotFound, path, message)
}

/// What only a mistake of ours leads to.
pub fn impossible(what: &str) -> Failure {
    ClientError::internal(what).into()
}
