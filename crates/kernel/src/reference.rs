//! References: how a domain's part of the graph points at a node of another domain that it does
//! not know. In the schema a [`Ref<City>`](Ref) is the type `City` itself; when it is resolved, it
//! asks the [`Resolvers`], which the `schema` crate has bound, for the node behind the id.

use std::{any::Any, borrow::Cow, collections::HashMap, fmt, marker::PhantomData, sync::Arc};

use async_graphql::{
    ContextSelectionSet, OutputType, Positioned, ServerError, ServerResult, Value,
    parser::types::Field, registry::Registry,
};
use futures::future::BoxFuture;
use uuid::Uuid;

use crate::{ClientError, Entity, Kind, NodeRef, locale::Locale};

/// A row of a node that a list has already read, handed on so that it is not loaded again.
pub type LoadedRow = Arc<dyn Any + Send + Sync>;

/// A reference to a node, nullable in the schema: what the viewer may not see, or what is gone, is
/// null.
pub struct Ref<E>(Uuid, PhantomData<fn() -> E>);

impl<E: Entity> Ref<E> {
    /// A reference to the node with this key.
    pub const fn new(id: Uuid) -> Self {
        Self(id, PhantomData)
    }
}

/// An element of a list, which the list has found visible: not nullable.
pub struct Item<E> {
    /// The node's key.
    pub id: Uuid,
    row: Option<LoadedRow>,
    entity: PhantomData<fn() -> E>,
}

impl<E: Entity> Item<E> {
    /// An element of which only the key is known.
    pub const fn new(id: Uuid) -> Self {
        Self {
            id,
            row: None,
            entity: PhantomData,
        }
    }

    /// An element whose row the list has read.
    pub fn with_row(id: Uuid, row: LoadedRow) -> Self {
        Self {
            id,
            row: Some(row),
            entity: PhantomData,
        }
    }
}

impl<E> Clone for Item<E> {
    fn clone(&self) -> Self {
        Self {
            id: self.id,
            row: self.row.clone(),
            entity: PhantomData,
        }
    }
}

impl<E> fmt::Debug for Item<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.id.fmt(f)
    }
}

type ResolveNode = for<'a> fn(
    &'a ContextSelectionSet<'a>,
    &'a Positioned<Field>,
    Uuid,
    Option<LoadedRow>,
) -> BoxFuture<'a, ServerResult<Option<Value>>>;

/// A merged type of the schema, which can be found by a node's key.
pub trait Resolve: OutputType + Sized {
    /// Finds the node, if the viewer may see it. `row` is what a list has read of it already.
    fn find(
        ctx: &ContextSelectionSet<'_>,
        id: Uuid,
        row: Option<LoadedRow>,
    ) -> impl Future<Output = Result<Option<Self>, ClientError>> + Send;

    /// What the node is called, in these languages.
    fn title(
        loaders: &crate::Loaders,
        id: Uuid,
        languages: &[Locale],
    ) -> impl Future<Output = Result<Option<String>, ClientError>> + Send;
}

type TitleOf = for<'a> fn(
    &'a crate::Loaders,
    Uuid,
    &'a [Locale],
) -> BoxFuture<'a, Result<Option<String>, ClientError>>;

/// Which type of the schema stands for each kind of node.
#[derive(Default)]
pub struct Resolvers(HashMap<Kind, Bound>);

#[derive(Clone, Copy)]
struct Bound {
    resolve: ResolveNode,
    title: TitleOf,
}

impl Resolvers {
    /// Binds a kind to its type.
    #[must_use]
    pub fn bind<T: Resolve + 'static>(mut self, kind: Kind) -> Self {
        fn resolve<'a, T: Resolve + 'static>(
            ctx: &'a ContextSelectionSet<'a>,
            field: &'a Positioned<Field>,
            id: Uuid,
            row: Option<LoadedRow>,
        ) -> BoxFuture<'a, ServerResult<Option<Value>>> {
            Box::pin(async move {
                match T::find(ctx, id, row).await {
                    Ok(Some(node)) => node.resolve(ctx, field).await.map(Some),
                    Ok(None) => Ok(None),
                    Err(error) => Err(failed(ctx, field, error)),
                }
            })
        }
        fn title<'a, T: Resolve + 'static>(
            loaders: &'a crate::Loaders,
            id: Uuid,
            languages: &'a [Locale],
        ) -> BoxFuture<'a, Result<Option<String>, ClientError>> {
            Box::pin(T::title(loaders, id, languages))
        }
        self.0.insert(
            kind,
            Bound {
                resolve: resolve::<T>,
                title: title::<T>,
            },
        );
        self
    }

    /// The kinds that nobody bound: a schema that has any must not be served.
    pub fn unbound(&self) -> Vec<Kind> {
        Kind::ALL
            .iter()
            .copied()
            .filter(|kind| !self.0.contains_key(kind))
            .collect()
    }

    /// What a node is called, in these languages; `None` when the viewer may not see it.
    ///
    /// # Errors
    /// When it cannot be loaded.
    pub async fn title(
        &self,
        loaders: &crate::Loaders,
        node: NodeRef,
        languages: &[Locale],
    ) -> Result<Option<String>, ClientError> {
        match self.0.get(&node.kind) {
            Some(bound) => (bound.title)(loaders, node.id, languages).await,
            None => Err(ClientError::internal(format!(
                "nobody bound {:?}",
                node.kind
            ))),
        }
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
        node: NodeRef,
        row: Option<LoadedRow>,
    ) -> ServerResult<Option<Value>> {
        match self.0.get(&node.kind) {
            Some(bound) => (bound.resolve)(ctx, field, node.id, row).await,
            None => {
                let error = ClientError::internal(format!("nobody bound {:?}", node.kind));
                Err(failed(ctx, field, error))
            }
        }
    }
}

fn failed(
    ctx: &ContextSelectionSet<'_>,
    field: &Positioned<Field>,
    error: impl Into<async_graphql::Error>,
) -> ServerError {
    ctx.set_error_path(error.into().into_server_error(field.pos))
}

impl<E: Entity> OutputType for Ref<E> {
    fn type_name() -> Cow<'static, str> {
        E::TYPE.into()
    }

    fn qualified_type_name() -> String {
        E::TYPE.to_owned()
    }

    // Names the type and defines nothing: `schema` defines it, from the parts of all domains.
    fn create_type_info(_: &mut Registry) -> String {
        Self::qualified_type_name()
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        let node = NodeRef::new(E::KIND, self.0);
        let resolvers = ctx.data_unchecked::<Resolvers>();
        Ok(resolvers
            .resolve(ctx, field, node, None)
            .await?
            .unwrap_or(Value::Null))
    }
}

impl<E: Entity> OutputType for Item<E> {
    fn type_name() -> Cow<'static, str> {
        E::TYPE.into()
    }

    fn create_type_info(_: &mut Registry) -> String {
        Self::qualified_type_name()
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        let node = NodeRef::new(E::KIND, self.id);
        let resolvers = ctx.data_unchecked::<Resolvers>();
        match resolvers
            .resolve(ctx, field, node, self.row.clone())
            .await?
        {
            Some(value) => Ok(value),
            // It was there when the list was read: a race, and the element may not be null.
            None => Err(failed(
                ctx,
                field,
                ClientError::internal(format!("{node} vanished")),
            )),
        }
    }
}

// As the interface `Node`, nullable like `Ref`.
impl OutputType for NodeRef {
    fn type_name() -> Cow<'static, str> {
        "Node".into()
    }

    fn qualified_type_name() -> String {
        "Node".to_owned()
    }

    fn introspection_type_name(&self) -> Cow<'static, str> {
        self.kind.type_name().into()
    }

    fn create_type_info(_: &mut Registry) -> String {
        Self::qualified_type_name()
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        let resolvers = ctx.data_unchecked::<Resolvers>();
        Ok(resolvers
            .resolve(ctx, field, *self, None)
            .await?
            .unwrap_or(Value::Null))
    }
}
