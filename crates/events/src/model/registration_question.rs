//! What those who register are asked, and what they answer.

use std::collections::BTreeMap;

use async_graphql::Enum;
use serde::{Deserialize, Serialize};

use super::registration::RegistrationType;

/// A text of an event's own, in several languages, by their tags; the first is the original.
pub type Label = Vec<(String, String)>;

/// A question to those who register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Its name among the questions of the event.
    pub key: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// Whether it must be answered.
    pub required: bool,
    /// How it reads.
    pub label: Label,
    /// Between what one chooses.
    pub options: Vec<Choice>,
    /// Who is asked; everybody when it is empty.
    pub types: Vec<RegistrationType>,
}

impl Question {
    /// Whether somebody who comes as this is asked.
    pub fn is_for(&self, kind: RegistrationType) -> bool {
        self.types.is_empty() || self.types.contains(&kind)
    }
}

/// One thing to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Its name among the options.
    pub key: String,
    /// How it reads.
    pub label: Label,
}

/// How a question is answered.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum QuestionKind {
    /// In one's own words.
    Text,
    /// By one of its options.
    Choice,
    /// By yes or no.
    YesNo,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// In one's own words.
    Text(String),
    /// The option that was chosen.
    Choice(String),
    /// Yes or no.
    Yes(bool),
}

impl Answer {
    /// Whether a question of this kind is answered so.
    pub fn suits(&self, kind: QuestionKind) -> bool {
        matches!(
            (self, kind),
            (Answer::Text(_), QuestionKind::Text)
                | (Answer::Choice(_), QuestionKind::Choice)
                | (Answer::Yes(_), QuestionKind::YesNo)
        )
    }
}

/// What somebody answered, by the question.
pub type Answers = BTreeMap<String, Answer>;
