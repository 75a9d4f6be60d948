//! Lists as loads: pages, totals and rows by key, each for many at once.

use std::{collections::HashMap, marker::PhantomData, sync::Arc};

use uuid::Uuid;

use super::{ListArgs, visible};
use crate::{
    Batch, ClientError, Kind, Listed, Reader, Viewer,
    db::{self, Sql, Value},
    viewer::audience_of_person,
};

/// One list, of one node or of the root.
#[derive(Clone)]
pub struct ListKey {
    pub(crate) args: Arc<ListArgs>,
    pub(crate) parent: Option<Uuid>,
    fingerprint: Arc<str>,
}

impl ListKey {
    /// The list of `parent`, or of the root.
    pub fn new(args: ListArgs, parent: Option<Uuid>) -> Self {
        let fingerprint = format!("{args:?}").into();
        Self {
            args: Arc::new(args),
            parent,
            fingerprint,
        }
    }
}

impl PartialEq for ListKey {
    fn eq(&self, other: &Self) -> bool {
        self.parent == other.parent && self.fingerprint == other.fingerprint
    }
}

impl Eq for ListKey {}

impl std::hash::Hash for ListKey {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.parent.hash(state);
        self.fingerprint.hash(state);
    }
}

/// The lists of one batch that differ only in their parents.
fn groups(keys: &[ListKey]) -> Vec<(Arc<ListArgs>, Vec<&ListKey>)> {
    let mut groups: Vec<(Arc<ListArgs>, Vec<&ListKey>)> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for key in keys {
        let place = *places.entry(&key.fingerprint).or_insert_with(|| {
            groups.push((key.args.clone(), Vec::new()));
            groups.len() - 1
        });
        groups[place].1.push(key);
    }
    groups
}

fn parents_of(keys: &[&ListKey]) -> Option<Vec<Uuid>> {
    let parents: Vec<Uuid> = keys.iter().filter_map(|key| key.parent).collect();
    (!parents.is_empty()).then_some(parents)
}

/// The rows of pages, each with the row after its end if there is one.
pub struct Pages<R>(PhantomData<fn() -> R>);

impl<R: Listed> Batch for Pages<R> {
    type Key = ListKey;
    type Value = Arc<Vec<Arc<R>>>;

    async fn load(
        reader: &Reader,
        keys: &[ListKey],
    ) -> Result<HashMap<ListKey, Self::Value>, ClientError> {
        let mut conn = reader.conn().await?;
        let mut pages: HashMap<ListKey, Vec<Arc<R>>> = HashMap::new();
        for (args, keys) in groups(keys) {
            for key in &keys {
                reader.reads().list(args.spec.name, key.parent);
                pages.insert((*key).clone(), Vec::new());
            }
            if let Some(merged) = args.merged {
                for key in keys {
                    let whose = key.parent.unwrap_or_default();
                    let sql = args.select_merged(merged, whose, &reader.viewer());
                    let rows = conn.fetch_all::<R>(sql).await?;
                    pages.insert(key.clone(), rows.into_iter().map(Arc::new).collect());
                }
                continue;
            }
            let parents = parents_of(&keys);
            let sql = args.select(parents.as_deref(), &reader.viewer());
            if parents.is_some() {
                let by_parent: HashMap<Option<Uuid>, &ListKey> =
                    keys.iter().map(|key| (key.parent, *key)).collect();
                for db::Page { parent, row } in conn.fetch_all::<db::Page<R>>(sql).await? {
                    if let Some(page) = by_parent.get(&Some(parent)).and_then(|k| pages.get_mut(k))
                    {
                        page.push(Arc::new(row));
                    }
                }
            } else {
                let rows: Vec<Arc<R>> = conn
                    .fetch_all::<R>(sql)
                    .await?
                    .into_iter()
                    .map(Arc::new)
                    .collect();
                for key in &keys {
                    pages.insert((*key).clone(), rows.clone());
                }
            }
        }
        reader
            .reads()
            .entities(pages.values().flatten().filter_map(|row| row.node_ref()));
        Ok(pages
            .into_iter()
            .map(|(key, rows)| (key, Arc::new(rows)))
            .collect())
    }
}

/// How many rows lists have in all.
pub struct Totals;

impl Batch for Totals {
    type Key = ListKey;
    type Value = i64;

    async fn load(reader: &Reader, keys: &[ListKey]) -> Result<HashMap<ListKey, i64>, ClientError> {
        let mut conn = reader.conn().await?;
        let mut totals = HashMap::new();
        for (args, keys) in groups(keys) {
            if let Some(merged) = args.merged {
                for key in keys {
                    reader.reads().list(args.spec.name, key.parent);
                    let whose = key.parent.unwrap_or_default();
                    let sql = args.count_merged(merged, whose, &reader.viewer());
                    let rows: Vec<(i64,)> = conn.fetch_all(sql).await?;
                    totals.insert(key.clone(), rows.first().map_or(0, |(total,)| *total));
                }
                continue;
            }
            let parents = parents_of(&keys);
            let sql = args.count(parents.as_deref(), &reader.viewer());
            let by_parent: HashMap<Option<Uuid>, i64> = if parents.is_some() {
                let rows: Vec<(Uuid, i64)> = conn.fetch_all(sql).await?;
                rows.into_iter()
                    .map(|(parent, total)| (Some(parent), total))
                    .collect()
            } else {
                let rows: Vec<(i64,)> = conn.fetch_all(sql).await?;
                rows.into_iter().map(|(total,)| (None, total)).collect()
            };
            for key in keys {
                reader.reads().list(args.spec.name, key.parent);
                totals.insert(
                    key.clone(),
                    by_parent.get(&key.parent).copied().unwrap_or(0),
                );
            }
        }
        Ok(totals)
    }
}

/// The person who asks, if they may read what is their own.
fn own(viewer: &Viewer) -> Option<Uuid> {
    let person = viewer.standing()?.person;
    viewer.sees(&audience_of_person(person)).then_some(person)
}

/// Rows by their keys, if the viewer may see them. People see themselves.
pub struct ById<R>(PhantomData<fn() -> R>);

impl<R: Listed> Batch for ById<R> {
    type Key = Uuid;
    type Value = Arc<R>;

    async fn load(reader: &Reader, keys: &[Uuid]) -> Result<HashMap<Uuid, Arc<R>>, ClientError> {
        let spec = R::SPEC;
        if let Some(kind) = R::KIND {
            reader
                .reads()
                .entities(keys.iter().map(|id| crate::NodeRef::new(kind, *id)));
        }
        let mut sql = Sql::new("select ");
        sql.push(spec.columns)
            .push(" from ")
            .push(spec.from)
            .push(" where ");
        sql.push(R::ID)
            .push(" in ")
            .bind_list(keys.iter().copied().map(Value::Uuid))
            .push(" and (");
        visible(&mut sql, spec.audience, &reader.viewer());
        if R::KIND == Some(Kind::Person)
            && let Some(own) = own(&reader.viewer())
        {
            // Whoever else may see them.
            sql.push(" or ").push(R::ID).push(" = ").bind(own.into());
        }
        sql.push(")");
        let rows: Vec<R> = reader.conn().await?.fetch_all(sql).await?;
        Ok(rows
            .into_iter()
            .map(|row| (row.id(), Arc::new(row)))
            .collect())
    }
}
