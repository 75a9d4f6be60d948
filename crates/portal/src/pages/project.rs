//! A project: what it is for, who takes part, how far it has come.

use askama::Template;
use axum::response::Response;
use serde_json::json;

use crate::{
    answer::Trouble,
    contract::*,
    entries::{Entry, entries},
    frame::Frame,
    map::{Dot, Map},
    visit::Visit,
};

document!(Project, "pages/project.graphql");
document!(ProjectLive, "pages/project_live.graphql");
entries!(project::ProjectProjectActivitiesNodesSubject);

#[derive(Template)]
#[template(path = "project.html")]
struct Page {
    frame: Frame,
    map: Option<Map>,
    entries: Vec<Entry>,
    project: project::ProjectProject,
}

pub(crate) async fn show(visit: &Visit, slug: String) -> Result<Response, Trouble> {
    let variables = project::Variables { slug };
    let data = visit.ask::<Project>(variables.clone()).await?;
    let project = data.project.ok_or(Trouble::NotFound)?;
    let dot = |city: &project::ProjectProjectCitiesNodes| {
        let at = (city.coordinates.latitude, city.coordinates.longitude);
        Dot::new(&city.slug, &city.content.title, None, at)
    };
    let entry = |activity: &project::ProjectProjectActivitiesNodes| {
        Entry::new(
            visit,
            activity.at,
            &activity.summary,
            activity.subject.as_ref(),
        )
    };
    let newest = project
        .activities
        .nodes
        .first()
        .map(|activity| activity.cursor.clone());
    let described = json!({
        "@context": "https://schema.org",
        "@type": "Project",
        "name": project.content.title,
        "description": project.content.summary,
        "url": project.website,
        "foundingDate": project.started_on,
    });
    let dots: Vec<Dot> = project.cities.nodes.iter().map(dot).collect();
    visit.page(&Page {
        frame: (visit.frame(&*project.content.title))
            .described(project.content.summary.as_deref())
            .feed(
                format!("/projects/{}/activity.atom", project.slug),
                "application/atom+xml",
                "feed-project",
            )
            .data(&described)
            .live::<ProjectLive>(project_live::Variables {
                project: project.id.clone(),
                after: newest,
                locale: Some(visit.words.language.tag.to_owned()),
            })
            .asked::<Project>(variables),
        map: (!dots.is_empty()).then(|| Map::plain(dots)),
        entries: project.activities.nodes.iter().map(entry).collect(),
        project,
    })
}
