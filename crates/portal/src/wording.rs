//! What the pages say of a network in its own words: the operator gives messages that take the place of
//! those in `locales/`.

use std::{
    fmt,
    sync::{Arc, LazyLock},
};

use fluent_bundle::FluentArgs;
use include_dir::{Dir, include_dir};
use kernel::{
    locale::Locale,
    messages::{BadMessages, Messages, Source},
};

use crate::{language::LANGUAGES, pages::text};

static LOCALES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/locales");
static PLAIN: LazyLock<Wording> = LazyLock::new(|| Wording(Arc::new(Messages::load(&LOCALES))));

/// All that the pages say, in every language.
#[derive(Clone)]
pub struct Wording(Arc<Messages>);

impl fmt::Debug for Wording {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Wording")
    }
}

/// What can be said of any network.
impl Default for Wording {
    fn default() -> Self {
        PLAIN.clone()
    }
}

impl Wording {
    /// What can be said of any network, and in its place what this one says of itself: its name, and
    /// messages of its own, of which later ones take the place of earlier ones.
    ///
    /// # Errors
    /// When a source is of a language that the pages do not have, is no Fluent, or has a message that
    /// no page says or that fills in what is not there: which one, and where.
    pub fn of(name: &str, own: Vec<Source>) -> Result<Self, BadMessages> {
        let plain = Self::default();
        for source in &own {
            check(source, &plain.0)?;
        }
        let all = Source::all(&LOCALES).into_iter();
        let all = all.chain(named(name)).chain(own);
        Ok(Self(Arc::new(Messages::of(all)?)))
    }

    pub(crate) fn format(&self, locales: &[Locale], id: &str, args: &FluentArgs<'_>) -> String {
        self.find(locales, id, args).unwrap_or_else(|| {
            tracing::error!(id, "there is no such message");
            id.to_owned()
        })
    }

    pub(crate) fn find(
        &self,
        locales: &[Locale],
        id: &str,
        args: &FluentArgs<'_>,
    ) -> Option<String> {
        self.0.format(locales, id, args)
    }
}

/// The name of the network, in every language.
fn named(name: &str) -> impl Iterator<Item = Source> {
    // Within a string of Fluent, these two mean something
    // (<https://projectfluent.org/fluent/guide/special.html>); a name has no line breaks.
    let name = name.replace('\\', "\\\\").replace('"', "\\\"");
    let name = name.replace(char::is_control, " ");
    let text = format!("network-name = {{ \"{name}\" }}\n");
    LANGUAGES.iter().map(move |language| Source {
        file: "the name of the network".to_owned(),
        locale: language.locale(),
        text: text.clone(),
    })
}

fn check(source: &Source, plain: &Messages) -> Result<(), BadMessages> {
    let ids = source.ids()?;
    let tag = source.locale.tag();
    if !LANGUAGES.iter().any(|language| language.tag == tag) {
        let known: Vec<&str> = LANGUAGES.iter().map(|language| language.tag).collect();
        let known = known.join(", ");
        let first = ids.first().map_or("", String::as_str);
        return Err(source.bad(
            first,
            format!("the pages are not in `{tag}`, but in {known}"),
        ));
    }
    let own = Messages::of([source.clone()])?;
    let english = Locale::english();
    for id in ids {
        if plain.format(&[], &id, &FluentArgs::new()).is_none() && !text::is_part(&id) {
            return Err(source.bad(&id, format!("no page says `{id}`")));
        }
        let there = plain.filled_in(&english, &id);
        let filled = own.filled_in(&source.locale, &id);
        // A message may say another one: the name of the network, say.
        let says = |name: &String| plain.format(&[], name, &FluentArgs::new()).is_some();
        if let Some(name) = filled
            .iter()
            .find(|name| !there.contains(name) && !says(name))
        {
            let reason = format!("`{id}` fills in `{name}`, which is not there");
            return Err(source.bad(&id, reason));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
