//! What is loaded for many cities at once.

use std::collections::HashMap;

use kernel::{Batch, ClientError, Kind, NodeRef, Reader, db::Value, list::ById};
use uuid::Uuid;

use crate::{City, Site, Theme, store};

/// A city by its key, if the viewer may see it.
pub type CityById = ById<City>;

/// A theme by its key, if the viewer may see it.
pub type ThemeById = ById<Theme>;

/// The sites of a city, in the order they were recorded.
pub(crate) struct SitesOf;

impl Batch for SitesOf {
    type Key = Uuid;
    type Value = Vec<Site>;

    async fn load(reader: &Reader, keys: &[Uuid]) -> Result<HashMap<Uuid, Vec<Site>>, ClientError> {
        reader
            .reads()
            .entities(keys.iter().map(|id| NodeRef::new(Kind::City, *id)));
        let mut sql = store::sites();
        sql.bind_list(keys.iter().copied().map(Value::Uuid))
            .push(" order by s.city_id, s.ordinal");
        let mut found: HashMap<Uuid, Vec<Site>> = HashMap::new();
        for site in reader.conn().await?.fetch_all::<Site>(sql).await? {
            found.entry(site.city_id).or_default().push(site);
        }
        Ok(found)
    }
}
