//! How requests of GraphQL are taken (docs/graphql.md).

use std::time::Duration;

use clap::Args;
use documents::OnlyTrusted;

#[derive(Args, Clone, Debug)]
pub(crate) struct Graphql {
    /// How many operations of GraphQL a request may have, as a list; with 0, lists are not taken.
    #[arg(long, env = "PASSERELLE_MAX_BATCH", default_value_t = 0)]
    pub(crate) max_batch: usize,
    /// For how many seconds browsers and proxies may keep an answer to anybody without asking again.
    #[arg(long, env = "PASSERELLE_PUBLIC_MAX_AGE", default_value_t = 0)]
    pub(crate) public_max_age: u32,
    /// For whom nothing is run but documents that were registered with `documents add`: nobody,
    /// anonymous, all-but-secretariat or everybody.
    #[arg(
        long,
        env = "PASSERELLE_ONLY_TRUSTED_DOCUMENTS",
        value_name = "WHOM",
        default_value = "nobody"
    )]
    pub(crate) only_trusted_documents: OnlyTrusted,
    /// How many bytes of documents are kept that clients name by their hash, after they have sent them
    /// once; with 0, none are.
    #[arg(long, env = "PASSERELLE_PERSISTED_QUERY_CACHE", value_name = "BYTES",
        default_value_t = 16 * 1024 * 1024)]
    pub(crate) persisted_query_cache: u64,
}

impl Graphql {
    pub(crate) fn set(&self, options: &mut server::Options) {
        options.max_batch = self.max_batch;
        options.public_max_age = Duration::from_secs(self.public_max_age.into());
        options.documents = documents::Options {
            only_trusted: self.only_trusted_documents,
            automatic_bytes: self.persisted_query_cache,
        };
    }
}
