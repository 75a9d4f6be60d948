//! What is loaded for many organisations and people at once.

use std::{collections::HashMap, sync::Arc};

use kernel::{
    Batch, ClientError, Kind, NodeRef, Party, Reader, list::ById, viewer::audience_of_person,
};
use uuid::Uuid;

use crate::{
    ApiToken, Invitation, Login, Organisation, Person, StoredMandate,
    store::{follow, login, mandate, person},
};

/// An organisation by its key, if the viewer may see it.
pub type OrganisationById = ById<Organisation>;
/// A person by their key, if the viewer may see them.
pub type PersonById = ById<Person>;
/// A mandate by its key, if the viewer may see it.
pub type MandateById = ById<StoredMandate>;
/// An invitation by its key, if the viewer may see it.
pub type InvitationById = ById<Invitation>;
/// A token by its key, if it is the viewer's.
pub type ApiTokenById = ById<ApiToken>;

/// For whom a mandate is. That a city did something is seen by whoever sees what was done; who did it
/// for the city is not.
pub struct PartyOfMandate;

impl Batch for PartyOfMandate {
    type Key = Uuid;
    type Value = Party;

    async fn load(reader: &Reader, keys: &[Uuid]) -> Result<HashMap<Uuid, Party>, ClientError> {
        let rows = mandate::parties(&mut reader.conn().await?, keys).await?;
        Ok(rows.into_iter().collect())
    }
}

/// How many people follow a node.
pub(crate) struct Followers;

impl Batch for Followers {
    type Key = Uuid;
    type Value = i64;

    async fn load(reader: &Reader, keys: &[Uuid]) -> Result<HashMap<Uuid, i64>, ClientError> {
        for key in keys {
            reader.reads().list("Node.followers", Some(*key));
        }
        let rows = follow::counts(&mut reader.conn().await?, keys).await?;
        Ok(rows.into_iter().collect())
    }
}

/// Whether the person who asks follows a node; nodes that they do not follow are left out.
pub(crate) struct FollowedByViewer;

impl Batch for FollowedByViewer {
    type Key = Uuid;
    type Value = ();

    async fn load(reader: &Reader, keys: &[Uuid]) -> Result<HashMap<Uuid, ()>, ClientError> {
        let viewer = reader.viewer();
        let Some(standing) = viewer.standing() else {
            return Ok(HashMap::new());
        };
        let person = standing.person;
        if !reader.viewer().sees(&audience_of_person(person)) {
            return Ok(HashMap::new());
        }
        reader.reads().list("Viewer.following", Some(person));
        let rows = follow::among(&mut reader.conn().await?, person, keys).await?;
        Ok(rows.into_iter().map(|node| (node, ())).collect())
    }
}

/// The person who asks, whoever else may see them.
pub(crate) struct OwnPerson;

impl Batch for OwnPerson {
    type Key = Uuid;
    type Value = Arc<Person>;

    async fn load(
        reader: &Reader,
        keys: &[Uuid],
    ) -> Result<HashMap<Uuid, Arc<Person>>, ClientError> {
        let Some(own) = own(reader, keys) else {
            return Ok(HashMap::new());
        };
        reader.reads().entities([NodeRef::new(Kind::Person, own)]);
        let found = person::find(&mut reader.conn().await?, own).await?;
        Ok(found
            .map(|found| (own, Arc::new(found)))
            .into_iter()
            .collect())
    }
}

/// A mandate that the person who asks holds now, whoever else may see it: they have to know its id to
/// name it.
pub(crate) struct OwnMandates;

impl Batch for OwnMandates {
    type Key = Uuid;
    type Value = Arc<StoredMandate>;

    async fn load(
        reader: &Reader,
        keys: &[Uuid],
    ) -> Result<HashMap<Uuid, Arc<StoredMandate>>, ClientError> {
        let viewer = reader.viewer();
        let Some(standing) = viewer.standing() else {
            return Ok(HashMap::new());
        };
        let person = standing.person;
        reader.reads().list("Viewer.mandates", Some(person));
        let held = mandate::of_person(&mut reader.conn().await?, person, reader.now()).await?;
        let asked = held.into_iter().filter(|held| keys.contains(&held.id));
        Ok(asked.map(|held| (held.id, Arc::new(held))).collect())
    }
}

/// The sessions of the person who asks.
pub(crate) struct OwnLogins;

impl Batch for OwnLogins {
    type Key = Uuid;
    type Value = Arc<Vec<Login>>;

    async fn load(
        reader: &Reader,
        keys: &[Uuid],
    ) -> Result<HashMap<Uuid, Arc<Vec<Login>>>, ClientError> {
        let Some(own) = own(reader, keys) else {
            return Ok(HashMap::new());
        };
        reader.reads().list("Viewer.signIns", Some(own));
        let now = reader.now();
        let found = login::of_person(&mut reader.conn().await?, own, now).await?;
        Ok(HashMap::from([(own, Arc::new(found))]))
    }
}

/// The person who asks, if it is one of these: nobody else is ever loaded.
fn own(reader: &Reader, keys: &[Uuid]) -> Option<Uuid> {
    let own = reader.viewer().standing()?.person;
    keys.contains(&own).then_some(own)
}
