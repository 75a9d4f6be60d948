//! Messages in the reader's language, from Fluent files
//! (<https://projectfluent.org>). A language is added by adding its file.

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use include_dir::Dir;

use crate::locale::Locale;

/// The messages of one crate, in every language it has a file for.
pub struct Messages(Vec<(String, FluentBundle<FluentResource>)>);

impl Messages {
    /// The messages of a folder with a file for each language: `en.ftl`, `fr.ftl`.
    ///
    /// # Panics
    /// When a file cannot be read; the files are part of the program, and a test loads them all.
    pub fn load(dir: &'static Dir<'static>) -> Self {
        let bundle = |file: &include_dir::File<'static>| {
            let name = file.path().file_stem()?.to_str()?.to_owned();
            let locale: Locale = name
                .parse()
                .unwrap_or_else(|_| panic!("{name}.ftl is of no language"));
            let resource = FluentResource::try_new(file.contents_utf8()?.to_owned())
                .unwrap_or_else(|(_, errors)| panic!("{name}.ftl: {errors:?}"));
            let mut bundle = FluentBundle::new_concurrent(vec![locale.identifier().clone()]);
            // Texts go into JSON and feeds, where the invisible isolation marks only confuse.
            bundle.set_use_isolating(false);
            bundle
                .add_resource(resource)
                .unwrap_or_else(|errors| panic!("{name}.ftl: {errors:?}"));
            Some((locale.tag(), bundle))
        };
        Self(dir.files().filter_map(bundle).collect())
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
