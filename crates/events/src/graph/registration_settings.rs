//! How one registers for an event, in the graph.

use std::sync::Arc;

use async_graphql::{Context, Object};
use chrono::{DateTime, Utc};
use kernel::{
    ClientError, ContextExt, NodeRef,
    locale::{Locale, LocaleArg},
};

use crate::{
    Choice, EventRegistration, Question, QuestionKind, RegistrationPhase, RegistrationType,
    TypeSeats,
    loaders::registration::{InviteesOf, TypesOf},
    model::registration_question::Label,
};

/// A text of an event's own in the first of these languages it has, else as it was written first.
pub(super) fn picked(label: &Label, languages: &[Locale]) -> String {
    let exactly = |wanted: &Locale| label.iter().find(|(tag, _)| *tag == wanted.tag());
    let nearly = |wanted: &Locale| {
        let language = |tag: &str| tag.split('-').next() == Some(wanted.language());
        label.iter().find(|(tag, _)| language(tag))
    };
    let found = languages
        .iter()
        .find_map(|wanted| exactly(wanted).or_else(|| nearly(wanted)));
    found
        .or(label.first())
        .map(|(_, text)| text.clone())
        .unwrap_or_default()
}

/// How one registers for an event, and how many have.
pub struct EventRegistrationFields(pub Arc<EventRegistration>);

/// How one registers for an event, and how many have.
#[Object(name = "EventRegistration")]
impl EventRegistrationFields {
    /// From when on one can register, in UTC (the event's `timeZone` says what the clocks show there).
    async fn opens_at(&self) -> DateTime<Utc> {
        self.0.opens_at
    }

    /// Until when one can register, in UTC.
    async fn closes_at(&self) -> DateTime<Utc> {
        self.0.closes_at
    }

    /// Whether one can register now.
    async fn phase(&self, ctx: &Context<'_>) -> RegistrationPhase {
        self.0.phase(ctx.reader().now())
    }

    /// How many seats there are; null when there is no limit.
    async fn capacity(&self) -> Option<i32> {
        self.0.capacity
    }

    /// How many seats are taken.
    async fn seated(&self) -> i32 {
        self.0.seated
    }

    /// How many seats are held for delegations, and not taken.
    async fn held(&self) -> i32 {
        self.0.held
    }

    /// How many wait for a seat.
    async fn waiting(&self) -> i32 {
        self.0.waiting
    }

    /// How many have come.
    async fn checked_in(&self) -> i32 {
        self.0.checked_in
    }

    /// As what one can register.
    async fn types(&self, ctx: &Context<'_>) -> Result<Vec<TypeSeatsFields>, ClientError> {
        let found = ctx.load::<TypesOf>(self.0.event_id).await?;
        let found = found.iter().flat_map(|found| found.iter());
        Ok(found.cloned().map(TypeSeatsFields).collect())
    }

    /// What those who register are asked.
    async fn questions(&self) -> Vec<QuestionFields> {
        let questions = self.0.questions.iter().cloned();
        questions.map(QuestionFields).collect()
    }

    /// Whether every city may send a delegation that is a member of the network.
    async fn invites_members(&self) -> bool {
        self.0.invites_members
    }

    /// The cities and organisations that may send a delegation beside them, by name; at most 600.
    async fn invited(&self, ctx: &Context<'_>) -> Result<Vec<Option<NodeRef>>, ClientError> {
        let found = ctx.load::<InviteesOf>(self.0.event_id).await?;
        Ok(found
            .iter()
            .flat_map(|found| found.iter())
            .copied()
            .map(Some)
            .collect())
    }

    /// Until when the seats of delegations are held, in UTC. Then those that nobody has taken go to who
    /// waits.
    async fn held_until(&self) -> DateTime<Utc> {
        self.0.release_at()
    }

    /// Counts the changes of what is said here, from 1.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// As what one can register for an event, and how many have.
pub struct TypeSeatsFields(TypeSeats);

/// As what one can register for an event, and how many have.
#[Object(name = "RegistrationTypeSeats")]
impl TypeSeatsFields {
    /// As what.
    #[graphql(name = "type")]
    async fn kind(&self) -> RegistrationType {
        self.0.kind
    }

    /// How many seats there are for it; null when there is no limit but that of the event.
    async fn capacity(&self) -> Option<i32> {
        self.0.capacity
    }

    /// How many seats are taken.
    async fn seated(&self) -> i32 {
        self.0.seated
    }

    /// How many seats are held for delegations, and not taken.
    async fn held(&self) -> i32 {
        self.0.held
    }

    /// How many wait for a seat.
    async fn waiting(&self) -> i32 {
        self.0.waiting
    }

    /// Whether who makes or hosts the event confirms each who registers as this, before they stand in the
    /// line.
    async fn confirmed(&self) -> bool {
        self.0.confirmed
    }

    /// How many wait for that.
    async fn requested(&self) -> i32 {
        self.0.requested
    }
}

/// A question to those who register.
pub struct QuestionFields(Question);

/// A question to those who register.
#[Object(name = "Question")]
impl QuestionFields {
    /// Its name among the questions.
    async fn key(&self) -> &str {
        &self.0.key
    }

    /// How it is answered.
    async fn kind(&self) -> QuestionKind {
        self.0.kind
    }

    /// Whether it must be answered.
    async fn required(&self) -> bool {
        self.0.required
    }

    /// How it reads: in the language asked for, or else as it was written first. It is never HTML.
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language; the request's, unless told.")] locale: Option<LocaleArg>,
    ) -> Result<String, ClientError> {
        Ok(picked(&self.0.label, &ctx.languages(locale)?))
    }

    /// Between what one chooses; empty unless its kind is `CHOICE`.
    async fn options(&self) -> Vec<ChoiceFields> {
        self.0.options.iter().cloned().map(ChoiceFields).collect()
    }

    /// Who is asked; everybody when this is empty.
    async fn types(&self) -> &[RegistrationType] {
        &self.0.types
    }
}

/// One thing to choose.
pub struct ChoiceFields(Choice);

/// One thing to choose.
#[Object(name = "QuestionOption")]
impl ChoiceFields {
    /// Its name among the options.
    async fn key(&self) -> &str {
        &self.0.key
    }

    /// How it reads: in the language asked for, or else as it was written first. It is never HTML.
    async fn label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language; the request's, unless told.")] locale: Option<LocaleArg>,
    ) -> Result<String, ClientError> {
        Ok(picked(&self.0.label, &ctx.languages(locale)?))
    }
}
