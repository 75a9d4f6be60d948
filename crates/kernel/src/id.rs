//! Ids as clients see them: a kind's prefix and a UUIDv7, in the form of TypeID
//! (<https://github.com/jetify-com/typeid>), so that a wrong id says what it is.

use std::{borrow::Cow, fmt, marker::PhantomData, str::FromStr};

use async_graphql::{ID, InputType, InputValueError, InputValueResult, Value, registry::Registry};
use type_safe_id::{DynamicType, TypeSafeId};
use uuid::Uuid;

use crate::{ClientError, Code, Entity, Kind};

/// Which node: its kind and its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeRef {
    /// What it is.
    pub kind: Kind,
    /// Its key in the database.
    pub id: Uuid,
}

impl NodeRef {
    /// A node of this kind with this key.
    pub const fn new(kind: Kind, id: Uuid) -> Self {
        Self { kind, id }
    }

    /// The id as clients see it.
    pub fn to_id(self) -> ID {
        ID(self.to_string())
    }

    /// Reads an id, which must be one of this kind.
    ///
    /// # Errors
    /// [`Code::InvalidId`] names the text and the kind that was asked for.
    pub fn parse_as(text: &str, kind: Kind) -> Result<Self, ClientError> {
        let node: NodeRef = text.parse()?;
        if node.kind == kind {
            return Ok(node);
        }
        Err(ClientError::new(
            Code::InvalidId,
            format!(
                "`{text}` is the id of a {}; this takes the id of a {}",
                node.kind.type_name(),
                kind.type_name()
            ),
        ))
    }
}

impl fmt::Display for NodeRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = DynamicType::new(self.kind.prefix()).map_err(|_| fmt::Error)?;
        TypeSafeId::from_type_and_uuid(kind, self.id).fmt(f)
    }
}

impl FromStr for NodeRef {
    type Err = ClientError;

    fn from_str(text: &str) -> Result<Self, ClientError> {
        let refuse = || {
            let shown: String = text.chars().take(60).collect();
            ClientError::new(
                Code::InvalidId,
                format!(
                    "`{shown}` is not an id of this graph; ids look like `city_01h455vb4pex5vsknk084sn02q`"
                ),
            )
        };
        let parsed = TypeSafeId::<DynamicType>::from_str(text).map_err(|_| refuse())?;
        let kind = Kind::from_prefix(parsed.type_prefix()).ok_or_else(refuse)?;
        Ok(Self {
            kind,
            id: parsed.uuid(),
        })
    }
}

/// An argument that takes the id of one kind only; `ID` in the schema.
pub struct IdOf<E>(Result<Uuid, ClientError>, PhantomData<fn() -> E>);

impl<E> Clone for IdOf<E> {
    fn clone(&self) -> Self {
        Self(self.0.clone(), PhantomData)
    }
}

impl<E> fmt::Debug for IdOf<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<E: Entity> IdOf<E> {
    /// The id of a node that is known to be of this kind.
    pub const fn known(id: Uuid) -> Self {
        Self(Ok(id), PhantomData)
    }

    /// The key, or why the text is not an id of this kind.
    ///
    /// # Errors
    /// [`Code::InvalidId`] names the text and the kind that was asked for.
    pub fn key(&self) -> Result<Uuid, ClientError> {
        self.0.clone()
    }

    pub(crate) fn parse_text(text: &str) -> Result<Uuid, ClientError> {
        NodeRef::parse_as(text, E::KIND).map(|node| node.id)
    }
}

// The text is checked when it is used, not while the document is read: so the error carries its
// code, and the path of the field.
impl<E: Entity> InputType for IdOf<E> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        <ID as InputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <ID as InputType>::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let id = <ID as InputType>::parse(value).map_err(InputValueError::propagate)?;
        Ok(Self(Self::parse_text(&id), PhantomData))
    }

    fn to_value(&self) -> Value {
        match &self.0 {
            Ok(id) => Value::String(NodeRef::new(E::KIND, *id).to_string()),
            Err(_) => Value::Null,
        }
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}

// As clients write it, for the digests of inputs; a text that is no id is null.
impl<E: Entity> serde::Serialize for IdOf<E> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Ok(id) => serializer.collect_str(&NodeRef::new(E::KIND, *id)),
            Err(_) => serializer.serialize_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entity::kinds;

    #[test]
    fn an_id_survives_the_way_out_and_back() {
        let node = NodeRef::new(
            Kind::City,
            Uuid::from_u128(0x0188_bac7_4afa_78aa_bc3b_bd1e_ef28_d881),
        );
        assert_eq!(node.to_string(), "city_01h2xcejqtf2nbrexx3vqjhp41");
        assert_eq!(node.to_string().parse::<NodeRef>().unwrap(), node);
    }

    #[test]
    fn an_id_of_another_kind_is_refused_with_both_names() {
        let error =
            IdOf::<kinds::Project>::parse_text("city_01h2xcejqtf2nbrexx3vqjhp41").unwrap_err();
        assert_eq!(
            error.message,
            "`city_01h2xcejqtf2nbrexx3vqjhp41` is the id of a City; this takes the id of a Project"
        );
    }

    #[test]
    fn garbage_is_refused() {
        for text in [
            "",
            "city",
            "city_",
            "city_1",
            "CITY_01h2xcejqtf2nbrexx3vqjhp41",
            "city_81h2xcejqtf2nbrexx3vqjhp41",
            "town_01h2xcejqtf2nbrexx3vqjhp41",
            "'; drop table city",
        ] {
            assert_eq!(
                text.parse::<NodeRef>().unwrap_err().code,
                Code::InvalidId,
                "{text}"
            );
        }
    }
}
