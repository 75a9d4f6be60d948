//! The organisations that take part.

use askama::Template;
use axum::response::Response;

use crate::{
    answer::Trouble,
    contract::*,
    filter::Filter,
    frame::Frame,
    query::{Pager, Place},
    visit::Visit,
};

document!(Organisations, "pages/organisations.graphql");

const KINDS: &[&str] = &[
    "LOCAL_GOVERNMENT",
    "GOVERNMENT",
    "UNIVERSITY",
    "SCHOOL",
    "COMPANY",
    "BUSINESS_ASSOCIATION",
    "INNOVATION_AGENCY",
    "ASSOCIATION",
    "FOUNDATION",
    "CULTURAL_VENUE",
    "NETWORK",
    "OTHER",
];

#[derive(Template)]
#[template(path = "organisations.html")]
struct Page {
    frame: Frame,
    filters: Vec<Filter>,
    pager: Pager,
    data: organisations::ResponseData,
}

pub(crate) async fn show(visit: &Visit) -> Result<Response, Trouble> {
    let (query, words) = (&visit.query, &visit.words);
    let place = Place::of(query, 40);
    let variables = organisations::Variables {
        first: place.first,
        after: place.after,
        last: place.last,
        before: place.before,
        kind: query
            .code("kind")
            .map(|kind| organisations::OrganisationKindFilter {
                eq: Some(Code(kind)),
                ..Default::default()
            }),
        country_code: query
            .get("country")
            .map(|code| organisations::StringFilter {
                eq: Some(code.to_owned()),
                ..Default::default()
            }),
    };
    let data = visit.ask::<Organisations>(variables.clone()).await?;
    let codes = data
        .cities
        .nodes
        .iter()
        .map(|city| city.country_code.as_str());
    let page = &data.organisations.page_info;
    visit.page(&Page {
        frame: (visit.frame(words.say("nav-organisations")))
            .described(Some(&words.say("organisations-lead")))
            .asked::<Organisations>(variables),
        filters: vec![
            Filter::codes(
                query,
                words,
                ("kind", "filter-kind", "organisation-kind"),
                KINDS,
            ),
            Filter::countries(query, words, codes),
        ],
        pager: Pager::new(
            query,
            (page.has_previous_page, page.start_cursor.as_deref()),
            (page.has_next_page, page.end_cursor.as_deref()),
        ),
        data,
    })
}
