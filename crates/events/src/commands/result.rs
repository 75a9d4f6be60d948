//! What came of an event is said, once it took place.

use access::Action;
use activity::{Failure, Log, Outcome};
use async_graphql::InputObject;
use kernel::{
    Actor, IdOf, Kind, NodeRef, UserError, UserErrorCode,
    db::Constraint,
    entity::kinds,
    validate::{self, Mistakes},
};
use record::{
    StatementInput,
    input::{at_most, key, locale, require, wrong_state},
    statements,
};
use serde::Serialize;
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    check::check_figures,
    open::{Call, EVENT, Open, as_nodes, begun},
    said::ids,
};
use crate::{Document, EventStatus, Figures, store::result as store};

const BORN: &str = "input.bornProjects";

/// A document that is kept elsewhere.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct EventDocumentInput {
    /// What it is called; at most 200 characters.
    pub title: String,
    /// Where it is: the address of a page or a file.
    pub url: String,
    /// The language it is in, a tag of BCP 47.
    pub locale: Option<String>,
}

/// What came of an event. What is left out stays as it is.
#[derive(InputObject, Clone, Debug, Serialize)]
pub struct SetEventResultsInput {
    /// The event, which is HELD.
    pub event: IdOf<kinds::Event>,
    /// What came of it, in the place of what was said; each language once.
    pub recap: Option<Vec<StatementInput>>,
    /// How many took part, as it was published, with the address of the page that says so; in the place of
    /// the figures it has.
    pub figures: Option<Figures>,
    /// Its documents in their order, at most 100, in the place of those it has.
    pub documents: Option<Vec<EventDocumentInput>>,
    /// The projects that were born there, at most 100, in the place of those it has. A project is born at
    /// one event.
    pub born_projects: Option<Vec<IdOf<kinds::Project>>>,
    /// Change only if the event has this version.
    #[serde(skip)]
    pub expected_version: Option<i32>,
}

/// Says what came of an event.
///
/// # Errors
/// The mistakes of the input, or that the actor may not.
pub async fn set_event_results(
    log: &Log,
    actor: Actor,
    input: &SetEventResultsInput,
    idempotency_key: Option<&str>,
) -> Result<Outcome, Failure> {
    let mut mistakes = Mistakes::default();
    let m = &mut mistakes;
    let id = key(&input.event, EVENT, m);
    let recap = (input.recap.as_ref()).map(|said| statements(said, "input.recap", m));
    if let Some(figures) = &input.figures {
        check_figures(figures, m);
        m.check(
            figures.source.is_some() || *figures == Figures::default(),
            UserErrorCode::Blank,
            "input.figures.source",
            "Say where these figures were published.",
        );
    }
    let documents = (input.documents.as_ref()).map(|documents| check_documents(documents, m));
    let born = (input.born_projects.as_ref()).map(|projects| ids(projects, 100, BORN, m));
    m.check(
        recap.is_some() || input.figures.is_some() || documents.is_some() || born.is_some(),
        UserErrorCode::Blank,
        "input",
        "Say what came of it.",
    );
    mistakes.none()?;
    let call = Call {
        log,
        actor,
        input,
        idempotency_key,
    };
    let mut open = begun!(call.open(Action::SetEventResults, id));
    open.expect(input.expected_version)?;
    if open.held.event.status != EventStatus::Held {
        let status = open.held.event.status.as_str();
        let message = format!("The event is {status}: results are of an event that was HELD.");
        return Err(wrong_state(EVENT, message).into());
    }
    if let Some(recap) = recap {
        open.held.details.recap = Json(recap);
    }
    if let Some(figures) = &input.figures {
        open.held.event.figures = Json(figures.clone());
    }
    if let Some(documents) = &documents {
        store::write_documents(&mut open.write.conn(), id, documents).await?;
    }
    let born = born.unwrap_or_default();
    if input.born_projects.is_some() {
        write_births(&mut open, &born).await?;
    }
    open.save().await?;
    let draft = open
        .draft("event.results")
        .related(born.iter().map(|id| NodeRef::new(Kind::Project, *id)));
    open.finish_event(draft).await
}

/// Writes which projects were born there, unless one was born elsewhere.
async fn write_births(open: &mut Open, projects: &[Uuid]) -> Result<(), Failure> {
    let id = open.id();
    require(&mut open.write, &as_nodes(Kind::Project, projects, BORN)).await?;
    let births = store::births(&mut open.write.conn(), projects).await?;
    let mut mistakes = Mistakes::default();
    for (i, project) in projects.iter().enumerate() {
        if births.get(project).is_some_and(|event| *event != id) {
            let path = format!("{BORN}.{i}");
            let message = "This project was born at another event.";
            mistakes.add(UserError::new(UserErrorCode::Taken, &path, message));
        }
    }
    mistakes.none()?;
    store::write_births(&mut open.write.conn(), id, projects)
        .await
        .map_err(|error| Failure::of(error, BORN_ONCE))
}

/// The name that each database gives to the same key.
const BORN_ONCE: &[Constraint] = &[
    born_once("event_born_project_pkey"),
    born_once("event_born_project_project_id_key"),
];

const fn born_once(name: &'static str) -> Constraint {
    Constraint {
        name,
        code: UserErrorCode::Taken,
        path: BORN,
        message: "One of these projects was born at another event.",
    }
}

fn check_documents(input: &[EventDocumentInput], mistakes: &mut Mistakes) -> Vec<Document> {
    at_most(100, input.len(), "input.documents", mistakes);
    let checked = input.iter().enumerate().map(|(i, document)| {
        let path = format!("input.documents.{i}");
        validate::text(&document.title, 200, &format!("{path}.title"), mistakes);
        validate::url(&document.url, &format!("{path}.url"), mistakes);
        let tag = document.locale.as_ref();
        Document {
            title: document.title.clone(),
            url: document.url.clone(),
            locale: tag.map(|tag| locale(tag, &format!("{path}.locale"), mistakes)),
        }
    });
    checked.collect()
}
