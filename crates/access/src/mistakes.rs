//! What is wrong with a policy file, in sentences that say where.

use std::collections::BTreeMap;

use cedar_policy::{ParseErrors, PolicySet, ValidationError};
use miette::Diagnostic;

/// What is not Cedar.
pub(crate) fn unreadable(text: &str, errors: &ParseErrors) -> String {
    let found = errors.iter().map(|error| {
        let place = place(error);
        (place, sentence(text, place, None, &error.to_string()))
    });
    all(found)
}

/// What speaks of what there is not, or compares what cannot be compared.
pub(crate) fn unfit<'e>(
    text: &str,
    policies: &PolicySet,
    errors: impl Iterator<Item = &'e ValidationError>,
) -> String {
    let found = errors.map(|error| {
        let id = error.policy_id();
        let what = error.to_string();
        // The board knows its policies by their names, not by Cedar's numbers.
        let what = what
            .strip_prefix(&format!("for policy `{id}`, "))
            .unwrap_or(&what);
        let place = place(error);
        (
            place,
            sentence(text, place, policies.annotation(id, "id"), what),
        )
    });
    all(found)
}

/// The mistakes in the order of the text. Of one place, one is said: Cedar says it for every action
/// that the policy is about.
fn all(found: impl Iterator<Item = (Option<usize>, String)>) -> String {
    let mut sorted: Vec<_> = found.collect();
    sorted.sort();
    let mut first = BTreeMap::new();
    for (place, sentence) in sorted {
        first.entry(place).or_insert(sentence);
    }
    first.into_values().collect::<Vec<_>>().join("; ")
}

fn sentence(text: &str, place: Option<usize>, policy: Option<&str>, what: &str) -> String {
    let before = place.and_then(|place| text.get(..place));
    let line = before.map(|before| format!("line {}", before.matches('\n').count() + 1));
    let policy = policy.map(|policy| format!("“{policy}”"));
    let whereabouts: Vec<String> = line.into_iter().chain(policy).collect();
    match whereabouts.as_slice() {
        [] => what.to_owned(),
        places => format!("{}: {what}", places.join(", ")),
    }
}

/// How many bytes into the text a mistake is.
fn place(error: &dyn Diagnostic) -> Option<usize> {
    Some(error.labels()?.next()?.offset())
}
