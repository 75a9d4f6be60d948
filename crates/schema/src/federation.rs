//! The hub as a subgraph of Apollo Federation v2: what a router asks of it, beside what anybody may
//! (<https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/subgraph-spec>).
//!
//! Answered here, and not by the library: that fails a whole request for one entity that is not found,
//! and its fields would show in the contract. In this way they can be asked for, and neither the contract
//! nor introspection shows them; [`subgraph_sdl`] is for routers.
//!
//! To give another kind of node a key: a line in `entities!`.

use std::sync::LazyLock;

use async_graphql::{
    Any, Context, ContextSelectionSet, Object, ObjectType, OutputType, Positioned,
    SDLExportOptions, ServerResult, SimpleObject, Union, Value,
    indexmap::IndexMap,
    parser::types::Field,
    registry::{MetaDirectiveInvocation, MetaType, Registry},
    resolver_utils::{ContainerType, resolve_container},
};
use kernel::{ClientError, Code, ContextExt as _, Kind, NodeRef};

use crate::{
    compose,
    root::Query,
    types::{self, City, Event, Node, Organisation, Person, Project},
};

/// How many entities a router can ask for at once. One that joins a page of a hundred rows with another
/// subgraph asks for a hundred.
const MAX_REPRESENTATIONS: usize = 1_000;

/// What other subgraphs may define, too: a list of theirs that follows Relay needs it by this name.
const SHARED: &[&str] = &["PageInfo"];

macro_rules! entities {
    ($($kind:ident),*) => {
        /// What other subgraphs can add fields to: they know it by its id.
        #[derive(Union)]
        #[graphql(name = "_Entity", visible = false)]
        enum Entity {
            $($kind($kind),)*
        }

        /// The kinds that have a key.
        pub(crate) const KEYED: &[Kind] = &[$(Kind::$kind),*];

        impl Entity {
            fn of(node: Node) -> Option<Self> {
                match node {
                    $(Node::$kind(node) => Some(Self::$kind(node)),)*
                    _ => None,
                }
            }
        }
    };
}

entities!(City, Project, Event, Organisation, Person);

/// The contract as a subgraph has it: with the keys, and with what routers need to read them.
pub fn subgraph_sdl() -> &'static str {
    static SDL: LazyLock<String> =
        LazyLock::new(|| compose::export::<Federated<Query>>(SDLExportOptions::new().federation()));
    &SDL
}

/// The contract with all that can be asked for, also what only routers do.
pub(crate) fn whole_sdl() -> String {
    compose::export::<Federated<Query>>(SDLExportOptions::new())
}

/// The root of queries, with what a router asks for.
#[derive(Default)]
pub(crate) struct Federated<Q>(Q);

impl<Q: ObjectType> OutputType for Federated<Q> {
    fn type_name() -> std::borrow::Cow<'static, str> {
        Q::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        let name = Q::create_type_info(registry);
        let asked = registry.create_fake_output_type::<RouterQuery>();
        registry.types.remove(&*RouterQuery::type_name());
        if let MetaType::Object { fields: asked, .. } = asked
            && let Some(MetaType::Object { fields, .. }) = registry.types.get_mut(&*Q::type_name())
        {
            fields.extend(asked);
        }
        for kind in KEYED {
            let fields = ("fields".to_owned(), Value::from("id"));
            mark(registry, kind.type_name(), "key", [fields].into());
        }
        for name in SHARED {
            mark(registry, name, "shareable", IndexMap::new());
        }
        name
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        _: &Positioned<Field>,
    ) -> ServerResult<Value> {
        resolve_container(ctx, self).await
    }
}

impl<Q: ObjectType> ContainerType for Federated<Q> {
    async fn resolve_field(&self, ctx: &Context<'_>) -> ServerResult<Option<Value>> {
        if ctx.item.node.name.node.starts_with('_') {
            return RouterQuery.resolve_field(ctx).await;
        }
        self.0.resolve_field(ctx).await
    }
}

impl<Q: ObjectType> ObjectType for Federated<Q> {}

/// Writes a directive at a type, as it stands in the SDL.
fn mark(registry: &mut Registry, ty: &str, directive: &str, args: IndexMap<String, Value>) {
    if let Some(MetaType::Object {
        directive_invocations,
        ..
    }) = registry.types.get_mut(ty)
    {
        directive_invocations.push(MetaDirectiveInvocation {
            name: directive.to_owned(),
            args,
        });
    }
}

/// This subgraph.
#[derive(SimpleObject)]
#[graphql(name = "_Service", visible = false)]
struct Service {
    /// Its contract, with the keys.
    sdl: &'static str,
}

/// What a router asks for.
struct RouterQuery;

/// What a router asks for.
#[Object]
impl RouterQuery {
    /// This subgraph.
    #[graphql(name = "_service", visible = false)]
    async fn service(&self) -> Service {
        Service {
            sdl: subgraph_sdl(),
        }
    }

    /// The nodes that these representations stand for, in this order; null for each that you may not see.
    #[graphql(name = "_entities", visible = false)]
    async fn entities(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Objects with `__typename` and `id`, at most 1,000; whatever else is in them is left alone."
        )]
        representations: Vec<Any>,
    ) -> Result<Vec<Option<Result<Entity, ClientError>>>, ClientError> {
        let asked = representations.len();
        if asked > MAX_REPRESENTATIONS {
            let message = format!(
                "At most {MAX_REPRESENTATIONS} representations at once; these are {asked}."
            );
            return Err(ClientError::new(Code::InvalidArgument, message).at("representations"));
        }
        // Several of these fields in one document are one answer.
        let counted = ctx.reader().reads().rows(asked);
        counted
            .map_err(|error| ClientError::new(error.code, error.message).at("representations"))?;
        let find = |(i, representation): (usize, &Any)| {
            let node = read(&representation.0).map_err(|error| ClientError {
                argument: Some(match error.argument {
                    Some(key) => format!("representations.{i}.{key}"),
                    None => format!("representations.{i}"),
                }),
                ..error
            });
            async move {
                match node {
                    Ok(node) => {
                        let found = types::find(ctx, node).await;
                        found.map(|node| node.and_then(Entity::of)).transpose()
                    }
                    Err(error) => Some(Err(error)),
                }
            }
        };
        Ok(futures::future::join_all(representations.iter().enumerate().map(find)).await)
    }
}

/// Which node a representation stands for.
fn read(representation: &Value) -> Result<NodeRef, ClientError> {
    let invalid = |message: String| ClientError::new(Code::InvalidArgument, message);
    let Value::Object(fields) = representation else {
        return Err(invalid(
            "A representation is an object with `__typename` and `id`.".to_owned(),
        ));
    };
    let kind = match fields.get("__typename") {
        Some(Value::String(name)) => {
            let mut kinds = KEYED.iter();
            kinds.find(|kind| kind.type_name() == name).ok_or_else(|| {
                let names: Vec<_> = KEYED.iter().map(|kind| kind.type_name()).collect();
                let shown: String = name.chars().take(60).collect();
                let message = format!("`{shown}` has no key here; {} have.", names.join(", "));
                invalid(message).at("__typename")
            })?
        }
        _ => {
            let message = "A representation says in `__typename` what it stands for.";
            return Err(invalid(message.to_owned()).at("__typename"));
        }
    };
    let Some(Value::String(id)) = fields.get("id") else {
        let message = format!("A representation of a {} has an `id`.", kind.type_name());
        return Err(invalid(message).at("id"));
    };
    NodeRef::parse_as(id, *kind).map_err(|error| error.at("id"))
}
