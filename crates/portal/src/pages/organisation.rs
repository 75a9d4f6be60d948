//! An organisation, and the projects that it takes part in.

use askama::Template;
use axum::response::Response;
use serde_json::json;

use crate::{answer::Trouble, contract::*, frame::Frame, visit::Visit};

document!(Organisation, "pages/organisation.graphql");

#[derive(Template)]
#[template(path = "organisation.html")]
struct Page {
    frame: Frame,
    organisation: organisation::OrganisationOrganisation,
}

pub(crate) async fn show(visit: &Visit, slug: String) -> Result<Response, Trouble> {
    let variables = organisation::Variables { slug };
    let data = visit.ask::<Organisation>(variables.clone()).await?;
    let organisation = data.organisation.ok_or(Trouble::NotFound)?;
    let described = json!({
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": organisation.content.title,
        "description": organisation.content.summary,
        "url": organisation.website,
    });
    visit.page(&Page {
        frame: (visit.frame(&*organisation.content.title))
            .described(organisation.content.summary.as_deref())
            .data(&described)
            .asked::<Organisation>(variables),
        organisation,
    })
}
