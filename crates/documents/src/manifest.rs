//! Files with documents: documents themselves, and the manifests that clients' tools write.
//!
//! - `.graphql`, `.gql`: one document, called as the file is;
//! - a folder: every such file in it, at any depth, called by its path in the folder with dots;
//! - `.json`: the manifest of Apollo's `generate-persisted-query-manifest`, or a map of names to
//!   documents, as Relay's compiler (`persistConfig`) and GraphQL Code Generator's client preset
//!   (`persistedDocuments`) write it.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::Value;

use crate::model::{Digest, MAX_DOCUMENT, Name};

/// A document that was found in a file.
#[derive(Clone, Debug)]
pub struct Found {
    /// What requests shall call it.
    pub name: Name,
    /// Its text.
    pub body: String,
    /// Where it was found, in words.
    pub place: String,
}

/// Why a file cannot be read, and which.
#[derive(Debug, thiserror::Error)]
#[error("{}: {why}", file.display())]
pub struct Unreadable {
    /// The file.
    pub file: PathBuf,
    /// Why.
    pub why: String,
}

/// The documents in this file or folder.
///
/// # Errors
/// When it cannot be read, or is of no form that is known.
pub fn read(path: &Path) -> Result<Vec<Found>, Unreadable> {
    let unreadable = |why: String| Unreadable {
        file: path.to_owned(),
        why,
    };
    let meta = fs::metadata(path).map_err(|error| unreadable(said(&error)))?;
    if meta.is_dir() {
        let mut found = Vec::new();
        folder(path, "", &mut found)?;
        if found.is_empty() {
            let why = "there is no file .graphql or .gql in this folder";
            return Err(unreadable(why.to_owned()));
        }
        return Ok(found);
    }
    match extension(path) {
        "graphql" | "gql" => document(path, &stem(path)).map(|found| vec![found]),
        "json" => {
            let text = fs::read_to_string(path).map_err(|error| unreadable(said(&error)))?;
            of_json(&text, &path.display().to_string()).map_err(unreadable)
        }
        _ => {
            let why = "this is no .graphql, .gql or .json file";
            Err(unreadable(why.to_owned()))
        }
    }
}

/// Reads the documents of a folder, in the order of their names.
fn folder(path: &Path, prefix: &str, found: &mut Vec<Found>) -> Result<(), Unreadable> {
    let unreadable = |error: io::Error| Unreadable {
        file: path.to_owned(),
        why: said(&error),
    };
    let entries = fs::read_dir(path).map_err(unreadable)?;
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()
        .map_err(unreadable)?;
    paths.sort();
    for path in paths {
        let name = format!("{prefix}{}", stem(&path));
        // Not through links: they may lead around in a circle.
        if path.is_dir() && !path.is_symlink() {
            folder(&path, &format!("{name}."), found)?;
        } else if matches!(extension(&path), "graphql" | "gql") {
            found.push(document(&path, &name)?);
        }
    }
    Ok(())
}

fn document(path: &Path, name: &str) -> Result<Found, Unreadable> {
    let read = || -> Result<Found, String> {
        let size = fs::metadata(path).map_err(|error| said(&error))?.len();
        if size > MAX_DOCUMENT as u64 {
            return Err(too_long());
        }
        Ok(Found {
            name: name.parse()?,
            body: fs::read_to_string(path).map_err(|error| said(&error))?,
            place: path.display().to_string(),
        })
    };
    read().map_err(|why| Unreadable {
        file: path.to_owned(),
        why,
    })
}

/// The documents of a manifest.
fn of_json(text: &str, file: &str) -> Result<Vec<Found>, String> {
    let Pairs(pairs) = serde_json::from_str(text).map_err(|error| match error.classify() {
        serde_json::error::Category::Data => format!("this is no manifest of documents: {error}"),
        _ => format!("this is not JSON: {error}"),
    })?;
    let format = pairs.iter().find(|(key, _)| key == "format");
    match format.map(|(_, value)| value.as_str().unwrap_or_default()) {
        Some("apollo-persisted-query-manifest") => apollo(text, file),
        Some(other) if pairs.iter().any(|(key, _)| key == "operations") => {
            Err(format!("the hub does not know the format `{other}`"))
        }
        _ => map(pairs, file),
    }
}

/// What Apollo's `generate-persisted-query-manifest` writes, as far as it matters here.
#[derive(Deserialize)]
struct Manifest {
    version: u32,
    operations: Vec<Operation>,
}

#[derive(Deserialize)]
struct Operation {
    id: String,
    name: String,
    body: String,
}

fn apollo(text: &str, file: &str) -> Result<Vec<Found>, String> {
    let manifest: Manifest = serde_json::from_str(text)
        .map_err(|error| format!("this is no manifest of Apollo's: {error}"))?;
    if manifest.version != 1 {
        return Err(format!(
            "the hub knows version 1 of this format, not {}",
            manifest.version
        ));
    }
    let found = manifest.operations.into_iter().map(|operation| {
        let place = format!("{file}, {} ({})", operation.name, operation.id);
        found(&operation.id, operation.body, place)
    });
    found.collect()
}

/// A map of names to documents.
fn map(pairs: Vec<(String, Value)>, file: &str) -> Result<Vec<Found>, String> {
    let found = pairs.into_iter().map(|(key, value)| match value {
        Value::String(body) => {
            let place = format!("{file}, {key}");
            found(&key, body, place)
        }
        _ => Err(format!(
            "this is no manifest of documents: `{key}` is not the text of a document"
        )),
    });
    found.collect()
}

fn found(id: &str, body: String, place: String) -> Result<Found, String> {
    if body.len() > MAX_DOCUMENT {
        return Err(format!("{id}: {}", too_long()));
    }
    let digest = Digest::of(&body);
    // A bare hash of the text itself is what the specification calls `sha256:…`.
    let name = if id == digest.as_str() {
        Name::of(&digest)
    } else {
        id.parse()?
    };
    Ok(Found { name, body, place })
}

fn too_long() -> String {
    format!("a document has at most {MAX_DOCUMENT} bytes")
}

fn extension(path: &Path) -> &str {
    let extension = path.extension().and_then(|extension| extension.to_str());
    extension.unwrap_or_default()
}

fn stem(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or_default();
    stem.to_string_lossy().into_owned()
}

fn said(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::InvalidData => "the text is not UTF-8".to_owned(),
        _ => error.to_string(),
    }
}

/// The members of an object, in their order, and twice those that are there twice.
struct Pairs(Vec<(String, Value)>);

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AnObject;
        impl<'de> Visitor<'de> for AnObject {
            type Value = Pairs;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(AnObject)
    }
}
