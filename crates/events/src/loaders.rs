//! What is loaded for many events at once.

pub(crate) mod registration;

use std::{collections::HashMap, sync::Arc};

use kernel::{Batch, ClientError, Reader, list::ById};
use uuid::Uuid;

use crate::{
    Details, Document, Event, Organiser, Series, Session, Speaker,
    store::{held, party, result, series, session},
};

/// An event by its key, if the viewer may see it.
pub type EventById = ById<Event>;

/// A series of events by its key, if the viewer may see it.
pub type SeriesById = ById<Series>;

/// A session by its key, if the viewer may see it.
pub type SessionById = ById<Session>;

/// What is kept of events beside what their lists show. Who sees an event sees it.
pub(crate) struct DetailsOf;

impl Batch for DetailsOf {
    type Key = Uuid;
    type Value = Arc<Details>;

    async fn load(
        reader: &Reader,
        keys: &[Uuid],
    ) -> Result<HashMap<Uuid, Arc<Details>>, ClientError> {
        reads(reader, "Event.details", keys);
        let found = held::details(&mut reader.conn().await?, keys).await?;
        let shared = |(id, details)| (id, Arc::new(details));
        Ok(found.into_iter().map(shared).collect())
    }
}

/// Who makes events, or is asked to.
pub(crate) struct OrganisersOf;

impl Batch for OrganisersOf {
    type Key = Uuid;
    type Value = Arc<Vec<Organiser>>;

    async fn load(
        reader: &Reader,
        keys: &[Uuid],
    ) -> Result<HashMap<Uuid, Arc<Vec<Organiser>>>, ClientError> {
        reads(reader, "Event.organisers", keys);
        let found = party::organisers(&mut reader.conn().await?, keys).await?;
        let shared = |(id, organisers)| (id, Arc::new(organisers));
        Ok(found.into_iter().map(shared).collect())
    }
}

/// The editions before and after events in their series, of those that the viewer may see.
pub(crate) struct NeighboursOf;

impl Batch for NeighboursOf {
    type Key = Uuid;
    type Value = series::Neighbours;

    async fn load(
        reader: &Reader,
        keys: &[Uuid],
    ) -> Result<HashMap<Uuid, series::Neighbours>, ClientError> {
        reads(reader, "EventSeries.editions", keys);
        let mut conn = reader.conn().await?;
        Ok(series::neighbours(&mut conn, &reader.viewer(), keys).await?)
    }
}

/// The documents of events.
pub(crate) struct DocumentsOf;

impl Batch for DocumentsOf {
    type Key = Uuid;
    type Value = Arc<Vec<Document>>;

    async fn load(
        reader: &Reader,
        keys: &[Uuid],
    ) -> Result<HashMap<Uuid, Arc<Vec<Document>>>, ClientError> {
        reads(reader, "Event.documents", keys);
        let found = result::documents(&mut reader.conn().await?, keys).await?;
        let shared = |(id, documents)| (id, Arc::new(documents));
        Ok(found.into_iter().map(shared).collect())
    }
}

/// The events at which projects were born.
pub(crate) struct BirthOf;

impl Batch for BirthOf {
    type Key = Uuid;
    type Value = Uuid;

    async fn load(reader: &Reader, keys: &[Uuid]) -> Result<HashMap<Uuid, Uuid>, ClientError> {
        reads(reader, "Project.bornAt", keys);
        Ok(result::births(&mut reader.conn().await?, keys).await?)
    }
}

/// Who speaks in sessions.
pub(crate) struct SpeakersOf;

impl Batch for SpeakersOf {
    type Key = Uuid;
    type Value = Arc<Vec<Speaker>>;

    async fn load(
        reader: &Reader,
        keys: &[Uuid],
    ) -> Result<HashMap<Uuid, Arc<Vec<Speaker>>>, ClientError> {
        reads(reader, "Session.speakers", keys);
        let found = session::speakers(&mut reader.conn().await?, keys).await?;
        let shared = |(id, speakers)| (id, Arc::new(speakers));
        Ok(found.into_iter().map(shared).collect())
    }
}

fn reads(reader: &Reader, list: &'static str, keys: &[Uuid]) {
    for key in keys {
        reader.reads().list(list, Some(*key));
    }
}
