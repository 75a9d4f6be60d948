//! How the graph is composed of its parts, and the contract that they come to.

use std::sync::Arc;

use activity::{ActivitySubscription, Log, Summaries};
use async_graphql::{MergedSubscription, ObjectType, Request, Response, SDLExportOptions, Schema};
use futures::{FutureExt as _, StreamExt as _, future::BoxFuture, stream::BoxStream};
use usage::Usage;

use crate::{
    DomainCircles,
    check::{self, Incomplete},
    checker::NotExecuted,
    codes::Codes,
    federation::Federated,
    owners::DomainOwners,
    personal::PERSONAL,
    root::{Mutation, Query},
    types,
    variables::RequiredVariables,
};

/// What can be followed in the network.
#[derive(MergedSubscription, Default)]
pub(crate) struct Subscription(ActivitySubscription);

/// With this root of queries, or with another one.
pub(crate) type HubSchema<Q = Federated<Query>> = Schema<Q, Mutation, Subscription>;

/// A schema that is whole, whatever its root of queries.
pub(crate) trait Runs: Send + Sync {
    /// Runs a query or a mutation.
    fn run(&self, request: Request) -> BoxFuture<'_, Response>;
    /// Runs a subscription.
    fn follow(&self, request: Request) -> BoxStream<'_, Response>;
}

impl<Q: ObjectType + 'static> Runs for HubSchema<Q> {
    fn run(&self, request: Request) -> BoxFuture<'_, Response> {
        self.execute(request).boxed()
    }

    fn follow(&self, request: Request) -> BoxStream<'_, Response> {
        self.execute_stream(request).boxed()
    }
}

/// The contract of the graph, as SDL.
///
/// # Panics
/// When the graph is incomplete; then it cannot be served, either.
pub fn sdl() -> String {
    export::<Query>(SDLExportOptions::new())
}

/// The contract with this root of queries.
pub(crate) fn export<Q: ObjectType + Default + 'static>(options: SDLExportOptions) -> String {
    let schema = build::<Q>(None).unwrap_or_else(|error| panic!("{error}"));
    let mut sdl = schema.sdl_with_options(options.sorted_enum_items());
    sdl.truncate(sdl.trim_end().len());
    sdl.push('\n');
    sdl
}

/// The graph over this log; without one, it is there to be looked at, and runs nothing.
pub(crate) fn build<Q>(bound: Option<(Log, Usage)>) -> Result<HubSchema<Q>, Incomplete>
where
    Q: ObjectType + Default + 'static,
{
    let resolvers = types::resolvers();
    let summaries = Summaries::new(vec![
        &cities::MESSAGES,
        &projects::MESSAGES,
        &events::MESSAGES,
        &members::MESSAGES,
        &texts::MESSAGES,
    ]);
    let mut builder = Schema::build(Q::default(), Mutation::default(), Subscription::default())
        .extension(Codes)
        // The gate has looked at every document before: the library's limits spread fragments out.
        .limit_recursive_depth(usize::MAX)
        .data(summaries)
        .data::<Arc<dyn texts::Owners>>(Arc::new(DomainOwners))
        .data(PERSONAL)
        .data(Arc::new(DomainCircles) as Arc<dyn projects::Network>)
        .data(Arc::new(DomainCircles) as Arc<dyn events::Network>)
        .data(Arc::new(DomainCircles) as Arc<dyn events::People>);
    builder = match bound {
        Some((log, usage)) => builder.data(log).data(usage).extension(RequiredVariables),
        None => builder.extension(NotExecuted),
    };
    // The check needs the bindings, the schema owns them.
    let unchecked = builder.data(types::resolvers()).finish();
    check::complete(&resolvers, &unchecked.sdl())?;
    Ok(unchecked)
}
