//! What an operator does with the register: all of what they name, or nothing.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use kernel::Db;
use schema::Checker;

use crate::{
    manifest::Found,
    model::{Digest, Listed, Name},
    store,
};

/// What has become of the documents that were to be added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// That were not there.
    pub new: usize,
    /// That took the place of another one of the same name.
    pub replaced: usize,
    /// That were there already.
    pub unchanged: usize,
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// What is wrong with the documents: where, and what.
    #[error("{}", .0.join("; "))]
    Mistakes(Vec<String>),
    /// The database did not take it.
    #[error("the database cannot be used")]
    Database(#[from] sqlx::Error),
}

/// Adds documents that are good for the graph. `replace` lets a document take the name of another.
///
/// # Errors
/// With every mistake in them; then nothing was added.
pub async fn add(
    db: &Db,
    checker: &Checker,
    found: &[Found],
    replace: bool,
    now: DateTime<Utc>,
) -> Result<Added, Refused> {
    let (documents, mut mistakes) = by_name(found);
    for document in documents.values() {
        if document.body.contains('\0') {
            mistakes.push(format!("{}: the text has a null character", document.place));
            continue;
        }
        for problem in checker.check(&document.body).await {
            mistakes.push(format!("{}: {problem}", document.place));
        }
    }
    if !mistakes.is_empty() {
        return Err(Refused::Mistakes(mistakes));
    }
    let mut tx = db.begin().await?;
    let mut conn = tx.conn();
    store::count_change(&mut conn).await?;
    let names: Vec<&Name> = documents.keys().copied().collect();
    let known = store::digests(&mut conn, &names).await?;
    let known: BTreeMap<String, String> = known.into_iter().collect();
    let mut added = Added::default();
    let mut changed = Vec::new();
    for (name, document) in documents {
        match known.get(name.as_str()) {
            Some(digest) if digest == Digest::of(&document.body).as_str() => {
                added.unchanged += 1;
                continue;
            }
            Some(_) if !replace => mistakes.push(format!(
                "{}: the name `{name}` is taken by another document; --replace puts this one in its \
                 place",
                document.place
            )),
            Some(_) => added.replaced += 1,
            None => added.new += 1,
        }
        changed.push((name, document.body.as_str()));
    }
    if !mistakes.is_empty() {
        return Err(Refused::Mistakes(mistakes));
    }
    if !changed.is_empty() {
        store::put(&mut conn, changed.into_iter(), now).await?;
        drop(conn);
        tx.commit().await?;
    }
    Ok(added)
}

/// The documents, each once, and what is wrong with their names.
fn by_name(found: &[Found]) -> (BTreeMap<&Name, &Found>, Vec<String>) {
    let mut documents: BTreeMap<&Name, &Found> = BTreeMap::new();
    let mut mistakes = Vec::new();
    for document in found {
        let name = &document.name;
        if name
            .digest()
            .is_some_and(|digest| digest != Digest::of(&document.body))
        {
            mistakes.push(format!(
                "{}: its name says that its SHA-256 is another one than {}",
                document.place,
                Digest::of(&document.body).as_str()
            ));
            continue;
        }
        match documents.get(name) {
            Some(other) if other.body != document.body => mistakes.push(format!(
                "{}: the name `{name}` is that of another document, of {}",
                document.place, other.place
            )),
            Some(_) => {}
            None => {
                documents.insert(name, document);
            }
        }
    }
    (documents, mistakes)
}

/// Every document in the register, by name.
///
/// # Errors
/// What the database says.
pub async fn list(db: &Db) -> Result<Vec<Listed>, sqlx::Error> {
    store::all(&mut db.read().await?).await
}

/// Removes the documents of these names; a `sha256:…` is every document of this text. Returns how
/// many that were.
///
/// # Errors
/// When one of them is not there; then nothing was removed.
pub async fn remove(db: &Db, names: &[Name]) -> Result<u64, Refused> {
    let mut tx = db.begin().await?;
    let mut conn = tx.conn();
    store::count_change(&mut conn).await?;
    let mut removed = 0;
    let mut mistakes = Vec::new();
    for name in names {
        match store::remove(&mut conn, name).await? {
            0 => mistakes.push(format!("there is no document `{name}`")),
            some => removed += some,
        }
    }
    if !mistakes.is_empty() {
        return Err(Refused::Mistakes(mistakes));
    }
    drop(conn);
    tx.commit().await?;
    Ok(removed)
}
