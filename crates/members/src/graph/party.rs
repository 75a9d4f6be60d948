//! Whom people act for, in the graph.

use async_graphql::{Context, Enum, Object};
use kernel::{ClientError, ContextExt, Party, Ref, entity::kinds};
use uuid::Uuid;

use crate::loaders::PartyOfMandate;

/// Whom people act for: a city, an organisation, or the secretariat.
pub struct PartyFields(pub Party);

/// What a party is.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartyKind {
    /// A city.
    City,
    /// An organisation.
    Organisation,
    /// The network's secretariat.
    Secretariat,
}

/// Whom people act for: a city, an organisation, or the secretariat.
#[Object(name = "Party")]
impl PartyFields {
    /// What it is.
    async fn kind(&self) -> PartyKind {
        match self.0 {
            Party::City(_) => PartyKind::City,
            Party::Organisation(_) => PartyKind::Organisation,
            Party::Secretariat => PartyKind::Secretariat,
        }
    }

    /// The city; null for the others, or when you may not see it.
    async fn city(&self) -> Option<Ref<kinds::City>> {
        match self.0 {
            Party::City(id) => Some(Ref::new(id)),
            _ => None,
        }
    }

    /// The organisation; null for the others, or when you may not see it.
    async fn organisation(&self) -> Option<Ref<kinds::Organisation>> {
        match self.0 {
            Party::Organisation(id) => Some(Ref::new(id)),
            _ => None,
        }
    }
}

/// For whom something was done: what mandates contribute to an activity.
pub struct ActivityParty(pub Option<Uuid>);

/// For whom something was done.
#[Object]
impl ActivityParty {
    /// For whom it was done; null when a person did it for themselves, or the hub did it.
    async fn acting_for(&self, ctx: &Context<'_>) -> Option<Result<PartyFields, ClientError>> {
        let party = ctx.load::<PartyOfMandate>(self.0?).await;
        party.map(|party| party.map(PartyFields)).transpose()
    }
}
