//! What the pages say of this network: `--network-name` and the files of `--words`.

use std::{fs, path::Path};

use anyhow::Context as _;
use kernel::{locale::Locale, messages::Source};
use server::Wording;

use crate::cli::People;

/// What the operator says of the network, in the place of what is known of it.
pub(crate) fn of(people: &People, known: Vec<Source>) -> anyhow::Result<Wording> {
    let mut own = known;
    if let Some(folder) = &people.words {
        own.extend(read(folder).with_context(|| format!("--words {}", folder.display()))?);
    }
    Wording::of(&people.network_name, own).context("what the pages say of the network")
}

/// The files of a folder; those of other kinds are passed over.
fn read(folder: &Path) -> anyhow::Result<Vec<Source>> {
    let mut sources = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_none_or(|end| end != "ftl") {
            continue;
        }
        let file = path.display().to_string();
        let tag = path.file_stem().and_then(|name| name.to_str());
        let locale: Option<Locale> = tag.and_then(|tag| tag.parse().ok());
        let locale = locale.with_context(|| format!("{file}: its name is no language"))?;
        let text = fs::read_to_string(&path).with_context(|| file.clone())?;
        sources.push(Source { file, locale, text });
    }
    anyhow::ensure!(!sources.is_empty(), "there is no file such as en.ftl");
    Ok(sources)
}
