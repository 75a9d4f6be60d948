//! What those who register are asked, as it is said and what can be wrong with it.

use async_graphql::InputObject;
use kernel::{
    UserErrorCode,
    validate::{self, Mistakes},
};
use serde::Serialize;

use super::registration_input::{self as input, LabelInput, at_most};
use crate::{Choice, Question, QuestionKind, RegistrationType};

/// How many questions an event asks at most.
pub(super) const MOST_QUESTIONS: usize = 20;

/// A question to those who register.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct QuestionInput {
    /// Its name among the questions: lower-case letters, digits and single hyphens, at most 80.
    pub key: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// Whether it must be answered.
    #[graphql(default)]
    pub required: bool,
    /// How it reads; the first is the original.
    pub label: Vec<LabelInput>,
    /// Between what one chooses, with `CHOICE`: from 2 to 50.
    #[graphql(default)]
    pub options: Vec<ChoiceInput>,
    /// Who is asked; everybody, unless told.
    #[graphql(default)]
    pub types: Vec<RegistrationType>,
}

/// One thing to choose.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct ChoiceInput {
    /// Its name among the options: lower-case letters, digits and single hyphens, at most 80.
    pub key: String,
    /// How it reads; the first is the original.
    pub label: Vec<LabelInput>,
}

/// The questions, with everything that is wrong with them.
pub(super) fn questions(asked: &[QuestionInput], m: &mut Mistakes) -> Vec<Question> {
    at_most(MOST_QUESTIONS, asked.len(), "input.questions", m);
    let keys = asked.iter().map(|question| &question.key);
    validate::distinct(keys, "input.questions", m);
    let asked = asked.iter().enumerate();
    asked
        .map(|(i, one)| question(one, &format!("input.questions.{i}"), m))
        .collect()
}

fn question(asked: &QuestionInput, at: &str, m: &mut Mistakes) -> Question {
    validate::slug(&asked.key, &format!("{at}.key"), m);
    let options = format!("{at}.options");
    let good = match asked.kind {
        QuestionKind::Choice => (2..=50).contains(&asked.options.len()),
        QuestionKind::Text | QuestionKind::YesNo => asked.options.is_empty(),
    };
    let message = "A question of kind CHOICE has from 2 to 50 options, another one has none.";
    m.check(good, UserErrorCode::Invalid, &options, message);
    validate::distinct(asked.options.iter().map(|option| &option.key), &options, m);
    validate::distinct(asked.types.iter(), &format!("{at}.types"), m);
    let option = |(i, option): (usize, &ChoiceInput), m: &mut Mistakes| {
        let at = format!("{options}.{i}");
        validate::slug(&option.key, &format!("{at}.key"), m);
        Choice {
            key: option.key.clone(),
            label: input::label(&option.label, &format!("{at}.label"), m),
        }
    };
    Question {
        key: asked.key.clone(),
        kind: asked.kind,
        required: asked.required,
        label: input::label(&asked.label, &format!("{at}.label"), m),
        options: (asked.options.iter().take(50).enumerate())
            .map(|one| option(one, m))
            .collect(),
        types: asked.types.clone(),
    }
}
