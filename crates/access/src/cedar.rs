//! How a question becomes Cedar's: entities built directly, not from JSON, which is what a decision
//! would spend its time on.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    str::FromStr as _,
    sync::LazyLock,
};

use cedar_policy::{
    Entity, EntityAttrEvaluationError, EntityId, EntityTypeName, EntityUid, RestrictedExpression,
};
use kernel::{Actor, actor::Scope};

use crate::resource::reference;

/// A question that cannot be put into Cedar's words: a mistake of ours.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Broken {
    #[error("no entity type is called {0}")]
    Type(&'static str),
    #[error(transparent)]
    Attribute(#[from] Box<EntityAttrEvaluationError>),
    #[error("{0}")]
    Other(String),
}

impl From<EntityAttrEvaluationError> for Broken {
    fn from(error: EntityAttrEvaluationError) -> Self {
        Broken::Attribute(Box::new(error))
    }
}

/// The names of the types, parsed once.
static TYPES: LazyLock<HashMap<&'static str, EntityTypeName>> = LazyLock::new(|| {
    [
        "Action",
        "Anonymous",
        "Event",
        "Mandate",
        "Network",
        "Operator",
        "Party",
        "Person",
        "Project",
        "Registration",
    ]
    .into_iter()
    .filter_map(|name| Some((name, EntityTypeName::from_str(name).ok()?)))
    .collect()
});

pub(crate) fn uid(kind: &'static str, id: &str) -> Result<EntityUid, Broken> {
    let name = TYPES.get(kind).ok_or(Broken::Type(kind))?;
    Ok(EntityUid::from_type_name_and_id(
        name.clone(),
        EntityId::new(id),
    ))
}

/// Who acts, as the policies see them.
pub(crate) fn principal(actor: &Actor) -> Result<(EntityUid, Entity), Broken> {
    let mut attributes = HashMap::new();
    let name = match actor {
        Actor::Anonymous => uid("Anonymous", "anonymous")?,
        Actor::System => uid("Operator", "operator")?,
        Actor::Person(acting) => {
            if let Some(mandate) = &acting.mandate {
                let mut fields = vec![
                    ("party".to_owned(), reference(mandate.party)?),
                    ("role".to_owned(), text(mandate.role.as_str())),
                ];
                fields.extend(
                    (mandate.scopes.as_ref()).map(|limits| ("scopes".to_owned(), scopes(limits))),
                );
                let record = RestrictedExpression::new_record(fields)
                    .map_err(|error| Broken::Other(error.to_string()))?;
                attributes.insert("mandate".to_owned(), record);
            }
            if let Some(limits) = &acting.scopes {
                attributes.insert("token".to_owned(), scopes(limits));
            }
            uid("Person", &acting.person.to_string())?
        }
    };
    let entity = Entity::new(name.clone(), attributes, HashSet::new())?;
    Ok((name, entity))
}

pub(crate) fn text(value: &str) -> RestrictedExpression {
    RestrictedExpression::new_string(value.to_owned())
}

fn scopes(scopes: &BTreeSet<Scope>) -> RestrictedExpression {
    RestrictedExpression::new_set(scopes.iter().map(|scope| text(scope.as_str())))
}
