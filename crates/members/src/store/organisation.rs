//! All SQL of organisations.

use kernel::{
    Conn,
    connection::TITLE,
    list::{ListSpec, Order},
    on,
};
use uuid::Uuid;

use crate::{Organisation, OrganisationKind, RecordOrganisationInput};

kernel::stored_enum!(OrganisationKind {
    Network = "NETWORK",
    LocalGovernment = "LOCAL_GOVERNMENT",
    Government = "GOVERNMENT",
    University = "UNIVERSITY",
    School = "SCHOOL",
    Company = "COMPANY",
    BusinessAssociation = "BUSINESS_ASSOCIATION",
    InnovationAgency = "INNOVATION_AGENCY",
    Association = "ASSOCIATION",
    CulturalVenue = "CULTURAL_VENUE",
    Foundation = "FOUNDATION",
    Other = "OTHER",
});

kernel::from_row!(Organisation {
    kind, city_id, country_code, website; node
});

/// All organisations.
pub(crate) const ORGANISATIONS: ListSpec = ListSpec {
    name: "Query.organisations",
    columns: concat!(
        kernel::node_columns!(),
        ", o.kind, o.city_id, o.country_code, o.website"
    ),
    from: "organisation o join node n on n.id = o.id and n.kind = 'organisation'",
    parent: None,
    audience: "n.audience",
    tie: "n.id",
    tie_descending: false,
};

/// The organisations of a city.
pub(crate) const OF_CITY: ListSpec = ListSpec {
    name: "City.organisations",
    parent: Some("o.city_id"),
    ..ORGANISATIONS
};

/// By title, unless told.
pub(crate) const BY_TITLE: &[Order] = &[Order::ascending(TITLE)];

/// Writes what is known of organisations, each with the key of its city, over what was.
pub(crate) async fn write_organisations(
    conn: &mut Conn<'_>,
    organisations: &[(Uuid, Option<Uuid>, &RecordOrganisationInput)],
) -> Result<(), sqlx::Error> {
    let row = |(id, city, organisation): &(Uuid, Option<Uuid>, &RecordOrganisationInput)| {
        [
            (*id).into(),
            organisation.kind.into(),
            (*city).into(),
            organisation.country_code.as_deref().into(),
            organisation.website.as_deref().into(),
        ]
    };
    conn.insert(
        "insert into organisation (id, kind, city_id, country_code, website)",
        organisations.iter().map(row).collect(),
        "on conflict (id) do update set kind = excluded.kind, city_id = excluded.city_id, \
         country_code = excluded.country_code, website = excluded.website",
    )
    .await
}

/// What an organisation is found by beside its texts: the code of its country.
///
/// # Errors
/// What the database says.
pub async fn also_found_by(
    conn: &mut Conn<'_>,
    organisation: Uuid,
) -> Result<Option<String>, sqlx::Error> {
    let country: Option<Option<String>> = on!(conn, |c, DB| {
        sqlx::query_scalar::<DB, _>("select country_code from organisation where id = $1")
            .bind(organisation)
            .fetch_optional(c)
            .await
    })?;
    Ok(country.flatten())
}
