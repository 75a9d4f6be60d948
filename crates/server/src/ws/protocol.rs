//! The protocol `graphql-transport-ws` of one socket, as a state machine: what a message leads to,
//! without a socket, a clock or a graph.
//! (<https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md>)

use std::collections::HashSet;

use super::{
    close::Close,
    message::{ClientMessage, Id, Object},
};

/// The state of one connection.
#[derive(Debug)]
pub(crate) struct Protocol {
    phase: Phase,
    active: HashSet<Id>,
    max_operations: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// Nobody has said anything yet.
    Opened,
    /// Somebody wants to be let in.
    Asked,
    /// They are in.
    Acknowledged,
}

/// What is to be done next.
#[derive(Debug, PartialEq)]
pub(crate) enum Step {
    /// Nothing.
    Nothing,
    /// Find out who this is; then [`Protocol::acknowledge`], or close.
    Recognise(Object),
    /// Answer a ping.
    Pong(Option<Object>),
    /// Run this.
    Start(Id, Object),
    /// Refuse to run this: there is too much under way.
    TooMany(Id),
    /// Run this no more.
    Stop(Id),
    /// Close the socket.
    Close(Close),
}

impl Protocol {
    /// A connection that was just opened, with room for so many operations at a time.
    pub(crate) fn new(max_operations: usize) -> Self {
        Self {
            phase: Phase::Opened,
            active: HashSet::new(),
            max_operations,
        }
    }

    /// The client has sent a text.
    pub(crate) fn text(&mut self, text: &str) -> Step {
        let message = match ClientMessage::read(text) {
            Ok(message) => message,
            Err(close) => return Step::Close(close),
        };
        match message {
            ClientMessage::ConnectionInit(payload) => match self.phase {
                Phase::Opened => {
                    self.phase = Phase::Asked;
                    Step::Recognise(payload)
                }
                Phase::Asked | Phase::Acknowledged => Step::Close(Close::TOO_MANY_INITS),
            },
            ClientMessage::Ping(payload) => Step::Pong(payload),
            ClientMessage::Pong => Step::Nothing,
            ClientMessage::Subscribe(..) if self.phase != Phase::Acknowledged => {
                Step::Close(Close::UNAUTHORIZED)
            }
            ClientMessage::Subscribe(id, payload) => {
                if self.active.contains(&id) {
                    Step::Close(Close::id_in_use(&id))
                } else if self.active.len() >= self.max_operations {
                    Step::TooMany(id)
                } else {
                    self.active.insert(id.clone());
                    Step::Start(id, payload)
                }
            }
            // The hub may have completed it while the message was on its way.
            ClientMessage::Complete(id) => match self.active.take(&id) {
                Some(id) => Step::Stop(id),
                None => Step::Nothing,
            },
        }
    }

    /// The client has sent bytes, which the protocol does not have.
    pub(crate) fn binary() -> Step {
        Step::Close(Close::invalid("Invalid message: messages are text"))
    }

    /// Time is up for the client to say who it is.
    pub(crate) fn init_timeout(&self) -> Step {
        match self.phase {
            Phase::Opened | Phase::Asked => Step::Close(Close::INIT_TIMEOUT),
            Phase::Acknowledged => Step::Nothing,
        }
    }

    /// The client is let in, and is told so next.
    pub(crate) fn acknowledge(&mut self) {
        self.phase = Phase::Acknowledged;
    }

    /// An operation has ended by itself: its id is free.
    pub(crate) fn ended(&mut self, id: &Id) {
        self.active.remove(id);
    }
}

#[cfg(test)]
mod tests;
