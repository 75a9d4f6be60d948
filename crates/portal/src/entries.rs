//! Activities, as pages list them.

use crate::visit::Visit;

/// A line of what happened.
pub(crate) struct Entry {
    pub(crate) at: String,
    pub(crate) day: String,
    pub(crate) summary: String,
    pub(crate) address: Option<String>,
}

/// What an activity is about, as an address without its language.
pub(crate) trait Subject {
    fn path(&self) -> Option<String>;
}

impl Entry {
    pub(crate) fn new(
        visit: &Visit,
        at: chrono::DateTime<chrono::Utc>,
        summary: &str,
        subject: Option<&impl Subject>,
    ) -> Self {
        let path = subject.and_then(Subject::path);
        Self {
            at: at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            day: visit.words.day_of(&at),
            summary: summary.to_owned(),
            address: path.map(|path| format!("/{}{path}", visit.words.language.tag)),
        }
    }
}

/// The entries of a list of activities in the data of a document, whose module is named.
macro_rules! entries {
    ($module:ident :: $subject:ident) => {
        impl crate::entries::Subject for $module::$subject {
            fn path(&self) -> Option<String> {
                use $module::$subject as On;
                match self {
                    On::City(city) => Some(format!("/cities/{}", city.slug)),
                    On::Project(project) => Some(format!("/projects/{}", project.slug)),
                    On::Event(event) => Some(format!("/events/{}", event.slug)),
                    On::Organisation(organisation) => {
                        Some(format!("/organisations/{}", organisation.slug))
                    }
                    On::Theme(theme) => Some(format!("/themes/{}", theme.slug)),
                    // What has no page of its own is on that of what it belongs to.
                    On::Update(update) => {
                        let project = update.project.as_ref()?;
                        Some(format!("/projects/{}", project.slug))
                    }
                    On::Milestone(milestone) => {
                        let project = milestone.project.as_ref()?;
                        Some(format!("/projects/{}", project.slug))
                    }
                    On::Session(session) => {
                        let event = session.event.as_ref()?;
                        Some(format!("/events/{}", event.slug))
                    }
                    _ => None,
                }
            }
        }
    };
}
pub(crate) use entries;
