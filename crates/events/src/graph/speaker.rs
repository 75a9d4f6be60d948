//! Who speaks in a session, in the graph.

use async_graphql::Object;
use kernel::{Ref, entity::kinds};

use crate::Speaker;

/// Who speaks in a session: by their office, for a city or an organisation.
pub(crate) struct SpeakerFields {
    pub(crate) speaker: Speaker,
    pub(crate) is_named: bool,
}

/// Who speaks in a session: by their office, for a city or an organisation.
#[Object(name = "Speaker")]
impl SpeakerFields {
    /// The office, in the words of who makes the event; null when it was not said.
    async fn role(&self) -> Option<&str> {
        self.speaker.role.as_deref()
    }

    /// The city that is spoken for; null when it is none.
    async fn city(&self) -> Option<Ref<kinds::City>> {
        self.speaker.city_id.map(Ref::new)
    }

    /// The organisation that is spoken for; null when it is none.
    async fn organisation(&self) -> Option<Ref<kinds::Organisation>> {
        self.speaker.organisation_id.map(Ref::new)
    }

    /// The person; null when nobody is named, as long as they have not agreed, and when you may not see
    /// them.
    async fn person(&self) -> Option<Ref<kinds::Person>> {
        let person = self.speaker.person_id.filter(|_| self.is_named);
        person.map(Ref::new)
    }

    /// Whether the person agreed to be named; false when nobody was asked.
    async fn has_agreed(&self) -> bool {
        self.speaker.agreed_at.is_some()
    }
}
