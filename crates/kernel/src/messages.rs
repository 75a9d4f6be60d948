//! Messages in the reader's language, from Fluent files
//! (<https://projectfluent.org>). A language is added by adding its file.

use fluent_bundle::{
    FluentArgs, FluentError, FluentResource,
    concurrent::FluentBundle,
    resolver::{ResolverError, errors::ReferenceKind},
};
use fluent_syntax::ast::Entry;
use include_dir::Dir;

use crate::locale::Locale;

/// The messages of one crate, in every language it has a file for.
pub struct Messages(Vec<(String, Bundle)>);

type Bundle = FluentBundle<FluentResource>;

/// Messages of one language.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file they are from, for who has to mend it.
    pub file: String,
    /// Their language.
    pub locale: Locale,
    /// The messages, as Fluent.
    pub text: String,
}

/// Why messages cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{file}, line {line}: {reason}")]
pub struct BadMessages {
    file: String,
    line: usize,
    reason: String,
}

impl Source {
    /// The files of a folder that is part of the program, one for each language: `en.ftl`, `fr.ftl`.
    ///
    /// # Panics
    /// When the name of a file is no language.
    pub fn all(dir: &'static Dir<'static>) -> Vec<Self> {
        let source = |file: &include_dir::File<'static>| {
            let name = file.path().file_stem()?.to_str()?;
            let locale = name
                .parse()
                .unwrap_or_else(|_| panic!("{name}.ftl is of no language"));
            Some(Self {
                file: format!("{name}.ftl"),
                locale,
                text: file.contents_utf8()?.to_owned(),
            })
        };
        dir.files().filter_map(source).collect()
    }

    /// The ids of its messages.
    ///
    /// # Errors
    /// When it is no Fluent, or says one message twice: where.
    pub fn ids(&self) -> Result<Vec<String>, BadMessages> {
        let resource = self.parse()?;
        let mut ids: Vec<String> = Vec::new();
        for entry in resource.entries() {
            let Entry::Message(message) = entry else {
                continue;
            };
            if ids.iter().any(|id| id == message.id.name) {
                let reason = format!("`{}` is there twice", message.id.name);
                return Err(self.bad(message.id.name, reason));
            }
            ids.push(message.id.name.to_owned());
        }
        Ok(ids)
    }

    /// What is wrong with one of its messages.
    pub fn bad(&self, id: &str, reason: String) -> BadMessages {
        let begins = |line: &str| {
            let rest = line.strip_prefix(id);
            rest.is_some_and(|rest| rest.trim_start().starts_with('='))
        };
        // Of two, the later one.
        let before = self.text.lines().rev().skip_while(|line| !begins(line));
        BadMessages {
            file: self.file.clone(),
            line: before.count(),
            reason,
        }
    }

    fn parse(&self) -> Result<FluentResource, BadMessages> {
        FluentResource::try_new(self.text.clone()).map_err(|(_, errors)| {
            let error = errors.first();
            let start = error.map_or(0, |error| error.pos.start);
            let before = self.text.get(..start).unwrap_or_default();
            BadMessages {
                file: self.file.clone(),
                line: before.matches('\n').count() + 1,
                reason: error.map(ToString::to_string).unwrap_or_default(),
            }
        })
    }
}

impl Messages {
    /// The messages of a folder with a file for each language: `en.ftl`, `fr.ftl`.
    ///
    /// # Panics
    /// When a file cannot be read; the files are part of the program, and a test loads them all.
    pub fn load(dir: &'static Dir<'static>) -> Self {
        Self::of(Source::all(dir)).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The messages of these sources. What a later one says in a language takes the place of what an
    /// earlier one says in it.
    ///
    /// # Errors
    /// When one of them is no Fluent: where.
    pub fn of(sources: impl IntoIterator<Item = Source>) -> Result<Self, BadMessages> {
        let mut bundles: Vec<(String, Bundle)> = Vec::new();
        for source in sources {
            // Nothing is there twice.
            source.ids()?;
            let resource = source.parse()?;
            let tag = source.locale.tag();
            let place = bundles.iter().position(|(known, _)| *known == tag);
            let place = place.unwrap_or_else(|| {
                let mut bundle = Bundle::new_concurrent(vec![source.locale.identifier().clone()]);
                // Texts go into JSON and feeds, where the invisible isolation marks only confuse.
                bundle.set_use_isolating(false);
                bundles.push((tag, bundle));
                bundles.len() - 1
            });
            bundles[place].1.add_resource_overriding(resource);
        }
        Ok(Self(bundles))
    }

    /// A message in the first of these languages that has it, else in English. `None` when there is
    /// no such message at all.
    pub fn format(&self, languages: &[Locale], id: &str, args: &FluentArgs<'_>) -> Option<String> {
        let english = Locale::english();
        languages.iter().chain([&english]).find_map(|wanted| {
            let exact = self.0.iter().find(|(tag, _)| *tag == wanted.tag());
            let (_, bundle) =
                exact.or_else(|| self.0.iter().find(|(tag, _)| tag == wanted.language()))?;
            let pattern = bundle.get_message(id)?.value()?;
            Some(
                bundle
                    .format_pattern(pattern, Some(args), &mut Vec::new())
                    .into_owned(),
            )
        })
    }

    /// What a message fills in, as far as one sees by saying it without: `count`.
    pub fn filled_in(&self, language: &Locale, id: &str) -> Vec<String> {
        let tag = language.tag();
        let mut errors = Vec::new();
        for (_, bundle) in self.0.iter().filter(|(known, _)| *known == tag) {
            if let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) {
                bundle.format_pattern(pattern, None, &mut errors);
            }
        }
        let name = |error: FluentError| match error {
            FluentError::ResolverError(ResolverError::Reference(reference)) => match reference {
                ReferenceKind::Variable { id } | ReferenceKind::Message { id, .. } => Some(id),
                ReferenceKind::Term { id, .. } => Some(format!("-{id}")),
                ReferenceKind::Function { id } => Some(format!("{id}()")),
            },
            _ => None,
        };
        errors.into_iter().filter_map(name).collect()
    }

    /// The languages, and for each the ids of its messages, of those asked for, that are missing.
    pub fn missing<'a>(&self, ids: &[&'a str]) -> Vec<(String, &'a str)> {
        let lacks = |(tag, bundle): &(String, FluentBundle<FluentResource>)| {
            let tag = tag.clone();
            (ids.iter().filter(|id| !bundle.has_message(id)))
                .map(move |id| (tag.clone(), *id))
                .collect::<Vec<_>>()
        };
        self.0.iter().flat_map(lacks).collect()
    }
}
