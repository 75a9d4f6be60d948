//! Which text is meant.

use async_graphql::ID;
use kernel::{NodeRef, UserError, UserErrorCode, locale::Locale, validate::Mistakes};

use crate::TextKind;

/// Which text: of which node, in which language.
pub(super) struct Target {
    pub(super) node: NodeRef,
    pub(super) locale: Locale,
}

/// How long a language tag may be: as RFC 5646 (4.4.1) advises.
const MAX_TAG: usize = 35;

/// The text that is meant, or what is wrong with its node and its language.
pub(super) fn target(node: &ID, locale: &str, mistakes: &mut Mistakes) -> Option<Target> {
    let mut refuse = |path, message: String| {
        mistakes.add(UserError::new(UserErrorCode::Invalid, path, message));
    };
    let node = match node.parse::<NodeRef>() {
        Ok(node) if TextKind::of(node.kind).is_some() => Some(node),
        Ok(node) => {
            let message = format!("A {} has no texts to write.", node.kind.type_name());
            refuse("input.node", message);
            None
        }
        Err(error) => {
            refuse("input.node", error.message);
            None
        }
    };
    let locale = match locale.parse::<Locale>() {
        Ok(locale) if locale.tag().len() <= MAX_TAG => Some(locale),
        Ok(_) => {
            let message = format!("A language tag has at most {MAX_TAG} characters.");
            refuse("input.locale", message);
            None
        }
        Err(error) => {
            refuse("input.locale", error.message);
            None
        }
    };
    Some(Target {
        node: node?,
        locale: locale?,
    })
}
