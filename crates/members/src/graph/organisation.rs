//! An organisation in the graph.

use std::sync::Arc;

use async_graphql::{Context, Object};
use kernel::{
    ClientError, Item, Kind, Listed, NodeRef, Ref, cursor::Key, entity::kinds, list::ListSpec,
    locale::LocaleArg, node,
};
use uuid::Uuid;

use crate::{Organisation, OrganisationKind, store};

impl Listed for Organisation {
    type Node = Item<kinds::Organisation>;
    const SPEC: ListSpec = store::ORGANISATIONS;
    const KIND: Option<Kind> = Some(Kind::Organisation);

    fn id(&self) -> Uuid {
        self.node.id
    }

    fn key(&self, column: &str) -> Key {
        self.node.key(column)
    }

    fn node(self: &Arc<Self>) -> Item<kinds::Organisation> {
        Item::with_row(self.node.id, self.clone())
    }
}

/// A university, a company, an association, a local government.
pub struct OrganisationFields(pub Arc<Organisation>);

impl OrganisationFields {
    fn node(&self) -> NodeRef {
        NodeRef::new(Kind::Organisation, self.0.node.id)
    }
}

/// A university, a company, an association, a local government.
#[Object]
impl OrganisationFields {
    /// Its name in addresses.
    async fn slug(&self) -> &str {
        self.0.node.slug.as_deref().unwrap_or_default()
    }

    /// Its name in the language that suits the reader best.
    async fn name(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language to read in; the request's languages come after it.")]
        locale: Option<LocaleArg>,
    ) -> Result<String, ClientError> {
        node::title_field(ctx, self.node(), locale).await
    }

    /// What it does in the network, in a sentence or two, in the language that suits the reader
    /// best; null when nobody wrote them.
    async fn summary(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language to read in; the request's languages come after it.")]
        locale: Option<LocaleArg>,
    ) -> Option<Result<String, ClientError>> {
        node::summary_field(ctx, self.node(), locale).await
    }

    /// What it is.
    async fn kind(&self) -> OrganisationKind {
        self.0.kind
    }

    /// The city it has its seat in, or acts for; null when it has none in the network, when that
    /// is unknown, or when you may not see it.
    async fn city(&self) -> Option<Ref<kinds::City>> {
        self.0.city_id.map(Ref::new)
    }

    /// Its country, by ISO 3166-1 (two letters); null when unknown, or when it works across
    /// countries.
    async fn country_code(&self) -> Option<&str> {
        self.0.country_code.as_deref()
    }

    /// The address of its own site; null when unknown.
    async fn website(&self) -> Option<&str> {
        self.0.website.as_deref()
    }
}
