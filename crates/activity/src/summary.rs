//! Summaries in the reader's language: the verb's message in its domain's Fluent file, with the
//! titles of the nodes it names.

use std::sync::LazyLock;

use fluent_bundle::FluentArgs;
use include_dir::{Dir, include_dir};
use kernel::{ClientError, Kind, Loaders, NodeRef, Resolvers, locale::Locale, messages::Messages};

use crate::Activity;

static LOCALES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/locales");
static OWN: LazyLock<Messages> = LazyLock::new(|| Messages::load(&LOCALES));

/// The messages of all domains.
pub struct Summaries(Vec<&'static Messages>);

impl Summaries {
    /// Made of the domains' messages.
    pub fn new(domains: Vec<&'static Messages>) -> Self {
        Self(domains)
    }

    /// What happened, in one sentence.
    ///
    /// # Errors
    /// When the nodes it names cannot be loaded.
    pub async fn summary(
        &self,
        activity: &Activity,
        loaders: &Loaders,
        resolvers: &Resolvers,
        languages: &[Locale],
    ) -> Result<String, ClientError> {
        let mut named = vec![("subject", activity.subject())];
        named.extend(
            activity
                .data
                .iter()
                .map(|(name, id)| (name.as_str(), id.parse().ok())),
        );
        let titles = futures::future::try_join_all(named.iter().map(|(_, node)| async move {
            match node {
                Some(node) => resolvers.title(loaders, *node, languages).await,
                None => Ok(None),
            }
        }))
        .await?;
        let mut args = FluentArgs::new();
        for (name, code) in activity.data.iter() {
            args.set(name.clone(), code.clone());
        }
        for ((name, node), title) in named.iter().zip(titles) {
            let Some(node) = node else { continue };
            let hidden = match node.kind {
                Kind::Person => "hidden-person",
                _ => "hidden",
            };
            let title = title.unwrap_or_else(|| own(hidden, &args, languages));
            args.set(*name, title);
        }
        args.set("verb", activity.verb.clone());
        let id = activity.verb.replace('.', "-");
        let found = self
            .0
            .iter()
            .find_map(|messages| messages.format(languages, &id, &args));
        Ok(found.unwrap_or_else(|| own("unknown", &args, languages)))
    }
}

fn own(id: &str, args: &FluentArgs<'_>, languages: &[Locale]) -> String {
    OWN.format(languages, id, args).unwrap_or_default()
}

impl Activity {
    /// What it happened to; none when a newer version of the hub wrote of a kind unknown here.
    pub fn subject(&self) -> Option<NodeRef> {
        Some(NodeRef::new(
            Kind::from_prefix(&self.subject_kind)?,
            self.subject_id,
        ))
    }
}
