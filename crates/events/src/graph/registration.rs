//! A registration in the graph.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use kernel::{
    ClientError, Connection, ContextExt, Item, Kind, Listed, NodeRef, Ref, connection,
    cursor::Key,
    entity::kinds,
    filter::{self, BooleanFilter, Filter, IdFilter, IntFilter, StringFilter, Terms},
    list::{ListSpec, PageArgs},
    locale::LocaleArg,
};
use uuid::Uuid;

use super::{registration_certificate::Certificate, registration_settings::picked};
use crate::{
    Answer, Event, EventStatus, Registration, RegistrationState, RegistrationType,
    loaders::registration::{PlaceOf, RegistrationOf, SessionsOf},
    store::registration as store,
};

impl Listed for Registration {
    type Node = Item<kinds::Registration>;
    const SPEC: ListSpec = store::REGISTRATIONS;
    const ID: &'static str = "r.id";
    const KIND: Option<Kind> = Some(Kind::Registration);

    fn id(&self) -> Uuid {
        self.id
    }

    fn key(&self, column: &str) -> Key {
        match column {
            "REGISTERED_AT" => Key::Time(self.registered_at),
            _ => Key::Int(self.number.into()),
        }
    }

    fn node(self: &Arc<Self>) -> Item<kinds::Registration> {
        Item::with_row(self.id, self.clone())
    }
}

kernel::enum_filter!(
    /// Compares as what somebody comes. All given comparisons must hold.
    RegistrationTypeFilter,
    RegistrationType
);
kernel::enum_filter!(
    /// Compares what a registration is now. All given comparisons must hold.
    RegistrationStateFilter,
    RegistrationState
);

/// Which registrations. All given conditions must hold.
#[derive(InputObject, Clone, Debug, Default)]
pub struct RegistrationFilter {
    /// All of these hold.
    pub and: Option<Vec<RegistrationFilter>>,
    /// One of these holds.
    pub or: Option<Vec<RegistrationFilter>>,
    /// This does not hold.
    pub not: Option<Box<RegistrationFilter>>,
    /// As what they come.
    #[graphql(name = "type")]
    pub kind: Option<RegistrationTypeFilter>,
    /// What it is now.
    pub state: Option<RegistrationStateFilter>,
    /// Its place in the order of the event.
    pub number: Option<IntFilter>,
    /// What stands on the badge.
    pub name: Option<StringFilter>,
    /// What is shown at the door, as it stands there: twelve capital letters and digits.
    pub code: Option<StringFilter>,
    /// The delegation they come with.
    pub delegation: Option<IdFilter<kinds::EventDelegation>>,
    /// Whether they have come.
    pub checked_in: Option<BooleanFilter>,
}

impl Filter for RegistrationFilter {
    fn terms(&self, terms: &mut Terms<'_>) -> Result<(), ClientError> {
        terms.nested(self.and.as_deref(), self.or.as_deref(), self.not.as_deref())?;
        terms.compare("type", self.kind.as_ref(), "r.type")?;
        terms.compare("state", self.state.as_ref(), "r.state")?;
        terms.compare("number", self.number.as_ref(), "r.number")?;
        terms.compare("name", self.name.as_ref(), "r.name")?;
        terms.compare("code", self.code.as_ref(), "r.code")?;
        terms.compare("delegation", self.delegation.as_ref(), "r.delegation_id")?;
        let came = "(r.checked_in_at is not null)";
        terms.compare("checkedIn", self.checked_in.as_ref(), came)
    }
}

kernel::order_by!(
    /// How to order registrations.
    RegistrationOrder,
    /// What registrations can be ordered by.
    RegistrationOrderField {
        /// Their place in the order of their event.
        Number => store::NUMBER,
        /// When they were made.
        RegisteredAt => store::REGISTERED_AT,
    }
);

/// A page of any list of registrations.
pub(super) async fn registrations(
    ctx: &Context<'_>,
    spec: ListSpec,
    of: Uuid,
    filter: Option<RegistrationFilter>,
    order_by: Option<Vec<RegistrationOrder>>,
    page: PageArgs,
) -> Result<Connection<Item<kinds::Registration>>, ClientError> {
    let filter = filter::predicate(filter.as_ref())?;
    let order = RegistrationOrder::or(order_by, store::BY_NUMBER)?;
    connection::page::<Registration>(ctx, spec, Some(of), filter, order, page).await
}

/// What somebody has at an event: a seat, or a place in the waiting list.
pub struct RegistrationFields(pub Arc<Registration>);

impl RegistrationFields {
    /// Which node it is.
    pub fn node(&self) -> NodeRef {
        self.0.as_node()
    }
}

/// What somebody has at an event: a seat, or a place in the waiting list.
///
/// It is seen by whoever comes, the head of their delegation, who makes or hosts the event, and the secretariat.
#[Object]
impl RegistrationFields {
    /// The id of this node in the whole graph.
    async fn id(&self) -> ID {
        self.node().to_id()
    }

    /// The event; null when you may not see it.
    async fn event(&self) -> Option<Ref<kinds::Event>> {
        Some(Ref::new(self.0.event_id))
    }

    /// Its place in the order of the event, from 1. Whoever takes the seat over keeps it.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// As what they come.
    #[graphql(name = "type")]
    async fn kind(&self) -> RegistrationType {
        self.0.kind
    }

    /// What it is now.
    async fn state(&self) -> RegistrationState {
        self.0.state
    }

    /// Its place in the waiting list of its type, from 1; null when it does not wait.
    async fn place(&self, ctx: &Context<'_>) -> Option<Result<i32, ClientError>> {
        if self.0.state != RegistrationState::Waiting {
            return None;
        }
        let place = ctx.load::<PlaceOf>(self.0.id).await.transpose()?;
        Some(place.map(|place| i32::try_from(place).unwrap_or(i32::MAX)))
    }

    /// What stands on the badge; null when they were erased.
    async fn name(&self) -> Option<&str> {
        self.0.name.as_deref()
    }

    /// Their address; null when nobody gave one, or they were erased.
    async fn email(&self) -> Option<&str> {
        self.0.email.as_deref()
    }

    /// Who comes; null as long as nobody has taken it up, when they were erased, or you may not see them.
    async fn person(&self) -> Option<Ref<kinds::Person>> {
        self.0.person_id.map(Ref::new)
    }

    /// The delegation they come with; null when they come without one.
    async fn delegation(&self) -> Option<Ref<kinds::EventDelegation>> {
        self.0.delegation_id.map(Ref::new)
    }

    /// What they answered, by the name of the question.
    async fn answers(&self) -> Vec<AnswerFields> {
        let mut answers = Vec::new();
        for (question, answer) in &self.0.answers.0 {
            answers.push(AnswerFields {
                event: self.0.event_id,
                question: question.clone(),
                answer: answer.clone(),
            });
        }
        answers
    }

    /// What is shown at the door: twelve letters and digits. A QR code of it holds them, and nothing else.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// When it was made, in UTC.
    async fn registered_at(&self) -> DateTime<Utc> {
        self.0.registered_at
    }

    /// When it got its seat, in UTC; null when it never had one.
    async fn seated_at(&self) -> Option<DateTime<Utc>> {
        self.0.seated_at
    }

    /// When it was cancelled, in UTC; null when it was not.
    async fn cancelled_at(&self) -> Option<DateTime<Utc>> {
        self.0.cancelled_at
    }

    /// When they came, in UTC; null when they have not.
    async fn checked_in_at(&self) -> Option<DateTime<Utc>> {
        self.0.checked_in_at
    }

    /// Who let them in; null when nobody has, or you may not see them.
    async fn checked_in_by(&self) -> Option<Ref<kinds::Person>> {
        self.0.checked_in_by.map(Ref::new)
    }

    /// To whom the seat is offered; null when it is offered to nobody.
    async fn offer(&self) -> Option<SeatOfferMade> {
        Some(SeatOfferMade {
            at: self.0.offered_at?,
            email: self.0.offered_email.clone(),
            person: self.0.offered_to,
        })
    }

    /// What a certificate of attendance says; null until the event is over, and for who has not come.
    async fn certificate(&self, ctx: &Context<'_>) -> Option<Result<Certificate, ClientError>> {
        self.0.checked_in_at?;
        let event = match ctx.load::<kernel::list::ById<Event>>(self.0.event_id).await {
            Ok(event) => event.filter(|event| event.status == EventStatus::Held)?,
            Err(error) => return Some(Err(error)),
        };
        let sessions = ctx.load::<SessionsOf>(self.0.event_id).await;
        Some(sessions.map(|found| Certificate {
            registration: self.0.clone(),
            event,
            sessions: found.unwrap_or_default(),
        }))
    }
}

/// An answer to a question of an event.
pub struct AnswerFields {
    event: Uuid,
    question: String,
    answer: Answer,
}

/// An answer to a question of an event.
#[Object(name = "Answer")]
impl AnswerFields {
    /// The `key` of the question.
    async fn question(&self) -> &str {
        &self.question
    }

    /// How the question reads; null when it is asked no longer.
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language; the request's, unless told.")] locale: Option<LocaleArg>,
    ) -> Option<Result<String, ClientError>> {
        let languages = match ctx.languages(locale) {
            Ok(languages) => languages,
            Err(error) => return Some(Err(error)),
        };
        let registration = ctx.load::<RegistrationOf>(self.event).await.transpose()?;
        registration
            .map(|registration| {
                let questions = &registration.questions.0;
                let question = questions.iter().find(|one| one.key == self.question);
                question.map(|question| picked(&question.label, &languages))
            })
            .transpose()
    }

    /// In one's own words; null when it was answered otherwise. It is never HTML.
    async fn text(&self) -> Option<&str> {
        match &self.answer {
            Answer::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The `key` of the option that was chosen; null when it was answered otherwise.
    async fn choice(&self) -> Option<&str> {
        match &self.answer {
            Answer::Choice(option) => Some(option),
            _ => None,
        }
    }

    /// Yes or no; null when it was answered otherwise.
    async fn yes(&self) -> Option<bool> {
        match &self.answer {
            Answer::Yes(yes) => Some(*yes),
            _ => None,
        }
    }
}

/// To whom a seat is offered.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct SeatOfferMade {
    /// When it was offered, in UTC.
    at: DateTime<Utc>,
    /// The address it is offered to; null when it is offered to a person.
    email: Option<String>,
    #[graphql(skip)]
    person: Option<Uuid>,
}

/// To whom a seat is offered.
#[async_graphql::ComplexObject]
impl SeatOfferMade {
    /// The person it is offered to; null when it is offered to an address, or you may not see them.
    async fn person(&self) -> Option<Ref<kinds::Person>> {
        self.person.map(Ref::new)
    }
}
