//! What is wrong with the inputs of registrations.

use async_graphql::{InputObject, OneofObject};
use kernel::{
    IdOf, Party, UserError, UserErrorCode,
    entity::kinds,
    locale::Locale,
    validate::{self, Mistakes},
};
pub(super) use record::input::{at_most, impossible, key, unknown, wrong_state};
use serde::Serialize;

use crate::{
    Answer, Question, QuestionKind, RegistrationType,
    model::registration_question::{Answers, Label},
};

/// A city or an organisation: exactly one of these.
#[derive(OneofObject, Clone, Debug, Serialize)]
pub enum DelegationPartyInput {
    /// This city.
    City(IdOf<kinds::City>),
    /// This organisation.
    Organisation(IdOf<kinds::Organisation>),
}

/// A text of an event's own, in one language.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct LabelInput {
    /// The language, a tag of BCP 47.
    pub locale: String,
    /// The text; at most 300 characters, in one line. It is never taken for HTML.
    pub text: String,
}

/// The answer to a question.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct AnswerInput {
    /// The `key` of the question.
    pub question: String,
    /// What is answered.
    pub value: AnswerValueInput,
}

/// What is answered: exactly one of these, as the question is of that kind.
#[derive(OneofObject, Clone, Debug, Serialize)]
pub enum AnswerValueInput {
    /// In one's own words; at most 2,000 characters. It is never taken for HTML.
    Text(String),
    /// The `key` of the option that is chosen.
    Choice(String),
    /// Yes or no.
    Yes(bool),
}

/// The party behind an input, or what is wrong with it.
pub(super) fn party(input: &DelegationPartyInput, path: &str, mistakes: &mut Mistakes) -> Party {
    match input {
        DelegationPartyInput::City(id) => Party::City(key(id, &format!("{path}.city"), mistakes)),
        DelegationPartyInput::Organisation(id) => {
            Party::Organisation(key(id, &format!("{path}.organisation"), mistakes))
        }
    }
}

/// A text of one line that must be there.
pub(super) fn line(value: &str, most: usize, path: &str, mistakes: &mut Mistakes) {
    validate::text(value, most, path, mistakes);
    mistakes.check(
        !value.contains(['\n', '\t']),
        UserErrorCode::Invalid,
        path,
        "This is one line: it has no line breaks and no tabs.",
    );
}

/// How something reads, in every language that is given.
pub(super) fn label(input: &[LabelInput], path: &str, mistakes: &mut Mistakes) -> Label {
    mistakes.check(
        !input.is_empty(),
        UserErrorCode::Blank,
        path,
        "This needs a text in one language at least.",
    );
    at_most(50, input.len(), path, mistakes);
    let mut label = Label::new();
    for (i, said) in input.iter().enumerate() {
        line(&said.text, 300, &format!("{path}.{i}.text"), mistakes);
        let at = format!("{path}.{i}.locale");
        match said.locale.parse::<Locale>() {
            Ok(locale) => label.push((locale.tag(), said.text.clone())),
            Err(error) => mistakes.add(UserError::new(UserErrorCode::Invalid, &at, error.message)),
        }
    }
    validate::distinct(label.iter().map(|(tag, _)| tag), path, mistakes);
    label
}

/// The answers of somebody who comes as this, with everything that is wrong with them.
pub(super) fn answers(
    input: &[AnswerInput],
    questions: &[Question],
    kind: RegistrationType,
    path: &str,
    mistakes: &mut Mistakes,
) -> Answers {
    let mut answers = Answers::new();
    if input.len() > super::registration_question::MOST_QUESTIONS {
        at_most(
            super::registration_question::MOST_QUESTIONS,
            input.len(),
            path,
            mistakes,
        );
        return answers;
    }
    for (i, given) in input.iter().enumerate() {
        let at = format!("{path}.{i}");
        let asked = (questions.iter()).find(|q| q.key == given.question && q.is_for(kind));
        let Some(question) = asked else {
            let message = "Nobody is asked this who registers as this.";
            let at = format!("{at}.question");
            mistakes.add(UserError::new(UserErrorCode::NotFound, &at, message));
            continue;
        };
        if let Some(answer) = answer(&given.value, question, &at, mistakes)
            && answers.insert(question.key.clone(), answer).is_some()
        {
            let message = "This question is answered twice.";
            let at = format!("{at}.question");
            mistakes.add(UserError::new(UserErrorCode::Duplicate, &at, message));
        }
    }
    for question in questions {
        let missing = question.required && question.is_for(kind);
        // What was answered wrongly has its mistake.
        let given = input.iter().any(|given| given.question == question.key);
        if missing && !given {
            let message = format!("The question `{}` must be answered.", question.key);
            mistakes.add(UserError::new(UserErrorCode::Blank, path, message));
        }
    }
    answers
}

fn answer(
    given: &AnswerValueInput,
    question: &Question,
    at: &str,
    mistakes: &mut Mistakes,
) -> Option<Answer> {
    let answer = match given {
        AnswerValueInput::Text(text) => Answer::Text(text.clone()),
        AnswerValueInput::Choice(option) => Answer::Choice(option.clone()),
        AnswerValueInput::Yes(yes) => Answer::Yes(*yes),
    };
    if !answer.suits(question.kind) {
        let message = match question.kind {
            QuestionKind::Text => "This question is answered by a text.",
            QuestionKind::Choice => "This question is answered by a choice.",
            QuestionKind::YesNo => "This question is answered by yes or no.",
        };
        let at = format!("{at}.value");
        mistakes.add(UserError::new(UserErrorCode::Invalid, &at, message));
        return None;
    }
    match &answer {
        Answer::Text(text) => {
            let at = format!("{at}.value.text");
            if question.required {
                validate::text(text, 2_000, &at, mistakes);
            } else {
                validate::optional_text(Some(text), 2_000, &at, mistakes);
            }
        }
        Answer::Choice(option) => mistakes.check(
            question.options.iter().any(|known| known.key == *option),
            UserErrorCode::NotFound,
            &format!("{at}.value.choice"),
            "This is none of the options of the question.",
        ),
        Answer::Yes(_) => {}
    }
    Some(answer)
}
