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
    from: "organisation o join node n on n.id = o.id",
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

/// Writes what is known of an organisation, over what was.
pub(crate) async fn write_organisation(
    conn: &mut Conn<'_>,
    id: Uuid,
    city: Option<Uuid>,
    organisation: &RecordOrganisationInput,
) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>(
            "insert into organisation (id, kind, city_id, country_code, website) \
             values ($1, $2, $3, $4, $5) \
             on conflict (id) do update set kind = excluded.kind, city_id = excluded.city_id, \
             country_code = excluded.country_code, website = excluded.website",
        )
        .bind(id)
        .bind(organisation.kind)
        .bind(city)
        .bind(&organisation.country_code)
        .bind(&organisation.website)
        .execute(c)
        .await
        .map(drop)
    })
}
