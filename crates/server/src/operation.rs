//! One operation of a door that stays open: a subscription, or a question with one answer.

use std::{sync::Arc, time::Duration};

use async_graphql::Response;
use axum::body::Bytes;
use futures::{Stream, StreamExt as _, stream};
use identity::Basis;
use live::{End, Event, Subscription};
use schema::{Admitted, Answer};
use serde_json::{Value, json};

use crate::{
    error::DoorError,
    graphql::{Prepared, text, was_executed},
    router::Hub,
};

/// What has become of an operation that was begun.
pub(crate) enum Begun {
    /// It goes on. Its position is fixed.
    Live(Subscription),
    /// It has one answer, and this is it, as JSON.
    Whole(Bytes),
    /// Nothing was executed: the errors, as a list of JSON.
    Refused(Value),
    /// Nothing was executed: what was shown to say who asks has ended.
    RightsEnded,
}

/// What a door has to tell its client.
#[derive(Debug)]
pub(crate) enum Item {
    /// A subscription is open. Nothing has to be said.
    Opened,
    /// A result, as JSON, and the cursor to go on from after it.
    Next(Bytes, Option<Arc<str>>),
    /// Nothing was executed, and nothing comes: the errors, as a list of JSON.
    Refused(Value),
    /// Nothing comes any more.
    Complete,
    /// Nothing comes any more: what was shown to say who asks has ended.
    RightsEnded,
}

impl Hub {
    /// Begins an operation that was let in. A question is answered when this returns; a subscription is
    /// open, and goes on from `resume` where its client knows how far it has come.
    pub(crate) async fn begin(
        &self,
        prepared: Prepared,
        basis: Option<Basis>,
        resume: Option<String>,
    ) -> Begun {
        if !prepared.streams {
            return Begun::of_answer(&self.graph.answer(prepared.admitted).await);
        }
        let Admitted {
            request,
            asker,
            admission,
            ..
        } = prepared.admitted;
        let opened = self.live.subscribe(request, asker, basis, resume).await;
        // It waits from here on: its turn is somebody else's.
        drop(admission);
        match opened {
            Ok(subscription) => Begun::Live(subscription),
            // Whatever keeps it from opening, nothing was executed (GraphQL specification, 6.2.3.1).
            Err(answer) => Begun::Refused(json!(answer.response.errors)),
        }
    }

    /// Begins an operation that is not watched by anybody else: one that takes too long is given up.
    pub(crate) async fn begin_in_time(
        &self,
        prepared: Prepared,
        basis: Option<Basis>,
        resume: Option<String>,
        limit: Duration,
    ) -> Begun {
        let begun = self.begin(prepared, basis, resume);
        tokio::time::timeout(limit, begun)
            .await
            .unwrap_or_else(|_| Begun::refused("TIMEOUT", "The request took too long."))
    }
}

impl Begun {
    fn of_answer(answer: &Answer) -> Self {
        match &answer.refused {
            Some(refused) => Self::of_door(&DoorError::refused(refused)),
            None => Self::of(&answer.response),
        }
    }

    fn of(response: &Response) -> Self {
        if !was_executed(response) {
            return Self::Refused(json!(response.errors));
        }
        match text(response) {
            Ok(payload) => Self::Whole(payload.into()),
            Err(error) => Self::of_door(&error),
        }
    }

    /// What the door itself has refused.
    pub(crate) fn of_door(error: &DoorError) -> Self {
        Self::Refused(error.body()["errors"].take())
    }

    pub(crate) fn refused(code: &str, message: &str) -> Self {
        Self::Refused(errors(code, message))
    }

    /// What there is to tell, in its order.
    pub(crate) fn items(self) -> impl Stream<Item = Item> + Send {
        let (first, subscription) = match self {
            Self::Live(subscription) => (vec![Item::Opened], Some(subscription)),
            Self::Whole(payload) => (vec![Item::Next(payload, None), Item::Complete], None),
            Self::Refused(errors) => (vec![Item::Refused(errors)], None),
            Self::RightsEnded => (vec![Item::RightsEnded], None),
        };
        let live = stream::iter(subscription).flatten().map(Item::from);
        stream::iter(first).chain(live)
    }
}

impl Item {
    /// How many bytes there are to tell, but for a few.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Next(payload, _) => payload.len(),
            _ => 0,
        }
    }
}

impl From<Event> for Item {
    fn from(event: Event) -> Self {
        match event {
            Event::Next { payload, cursor } => Self::Next(payload, cursor),
            Event::End(End::Complete) => Self::Complete,
            Event::End(End::RightsEnded) => Self::RightsEnded,
        }
    }
}

/// A list of errors with one in it.
pub(crate) fn errors(code: &str, message: &str) -> Value {
    json!([{ "message": message, "extensions": { "code": code } }])
}

/// The errors of who may not listen any more.
pub(crate) fn rights_ended() -> Value {
    let message = "What you have shown to say who you are is not valid any more: sign in again.";
    errors(kernel::Code::CredentialEnded.as_str(), message)
}

/// A GraphQL answer of nothing but errors.
pub(crate) fn only_errors(errors: &Value) -> Bytes {
    json!({ "errors": errors }).to_string().into()
}
