//! The audit trail: who acted for whom, and when. It has every activity that was done under a mandate,
//! also those that the secretariat may not see otherwise; of these it shows who, for whom, when and
//! what kind of thing, and nothing of what it was done to.

use activity::{LOG, log_page};
use async_graphql::{Context, InputObject, Object};
use kernel::{
    ClientError, Connection, Item,
    entity::kinds,
    filter::{Filter, IdFilter, Link, StringFilter, Terms, TimeFilter},
    list::{ListSpec, PageArgs},
};

/// The activities done under mandates, for the secretariat: the audience is a constant, so that
/// others find none.
const AUDIT: ListSpec = ListSpec {
    name: "Query.audit",
    from: "activity a join mandate m on m.id = a.mandate_id",
    audience: "'secretariat'",
    tie_descending: true,
    ..LOG
};

/// Which entries of the audit trail. All given conditions must hold.
#[derive(InputObject, Clone, Debug, Default)]
pub struct AuditFilter {
    /// All of these hold.
    pub and: Option<Vec<AuditFilter>>,
    /// One of these holds.
    pub or: Option<Vec<AuditFilter>>,
    /// This does not hold.
    pub not: Option<Box<AuditFilter>>,
    /// Who acted.
    pub person: Option<IdFilter<kinds::Person>>,
    /// The mandate they acted under.
    pub mandate: Option<IdFilter<kinds::Mandate>>,
    /// The city they acted for.
    pub city: Option<IdFilter<kinds::City>>,
    /// The organisation they acted for.
    pub organisation: Option<IdFilter<kinds::Organisation>>,
    /// What they did.
    pub verb: Option<StringFilter>,
    /// When it was recorded.
    pub at: Option<TimeFilter>,
}

impl Filter for AuditFilter {
    fn terms(&self, terms: &mut Terms<'_>) -> Result<(), ClientError> {
        terms.nested(self.and.as_deref(), self.or.as_deref(), self.not.as_deref())?;
        terms.compare("person", self.person.as_ref(), "a.person_id")?;
        terms.compare("mandate", self.mandate.as_ref(), "a.mandate_id")?;
        let by = |row| Link {
            row,
            from: "node f",
            key: "f.id",
            when: None,
            node: "f.id",
        };
        terms.linked("city", self.city.as_ref(), by("m.city_id"))?;
        terms.linked(
            "organisation",
            self.organisation.as_ref(),
            by("m.organisation_id"),
        )?;
        terms.compare("verb", self.verb.as_ref(), "a.verb")?;
        terms.compare("at", self.at.as_ref(), "a.at")
    }
}

/// The fields of the root for the audit trail.
#[derive(Default)]
pub struct AuditQuery;

/// The fields of the root for the audit trail.
#[Object]
impl AuditQuery {
    /// Who acted for whom, and when, the newest first. For the secretariat; empty for others.
    async fn audit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, from 0 to 100; 20 unless told.")] first: Option<
            i32,
        >,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 0 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which entries; all, unless told.")] filter: Option<AuditFilter>,
    ) -> Result<Connection<Item<kinds::Activity>>, ClientError> {
        let page = PageArgs::new(first, after, last, before);
        log_page(ctx, AUDIT, None, filter.as_ref(), page).await
    }
}
