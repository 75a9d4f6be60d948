//! The SQL of membership: where a city stands, and the steps that led there.

use kernel::{
    Conn,
    date::PartialDate,
    db::{Sql, Value},
    list::ListSpec,
    on,
};
use uuid::Uuid;

use crate::{Membership, MembershipReason, MembershipStep, StepKind};

kernel::stored_enum!(Membership {
    Eligible = "ELIGIBLE",
    Invited = "INVITED",
    Applied = "APPLIED",
    Member = "MEMBER",
    Suspended = "SUSPENDED",
    Left = "LEFT",
});
kernel::stored_enum!(StepKind {
    Invited = "INVITED",
    Declined = "DECLINED",
    Applied = "APPLIED",
    Admitted = "ADMITTED",
    Refused = "REFUSED",
    Suspended = "SUSPENDED",
    Reinstated = "REINSTATED",
    Left = "LEFT",
});
kernel::stored_enum!(MembershipReason {
    Priorities = "PRIORITIES",
    Cost = "COST",
    NoSite = "NO_SITE",
    Criteria = "CRITERIA",
    Incomplete = "INCOMPLETE",
    Withdrawn = "WITHDRAWN",
    Fees = "FEES",
    Rules = "RULES",
    Inactive = "INACTIVE",
    Request = "REQUEST",
    Other = "OTHER",
});

kernel::from_row!(MembershipStep {
    city_id,
    ordinal,
    kind,
    state_before,
    state_after,
    at,
    occurred_on,
    reason,
    documents,
    activity_id
});

/// The steps of a city, the last first; whoever may see the city may see them.
pub(crate) const STEPS: ListSpec = ListSpec {
    name: "City.membershipSteps",
    columns: "s.city_id, s.ordinal, s.kind, s.state_before, s.state_after, s.at, s.occurred_on, \
              s.reason, s.documents, s.activity_id",
    from: "membership_step s join node n on n.id = s.city_id",
    parent: Some("s.city_id"),
    audience: "n.audience",
    tie: "s.ordinal",
    tie_descending: true,
};

/// How many steps a city has taken, and when the last of them happened that has a date.
pub(crate) async fn so_far(
    conn: &mut Conn<'_>,
    city: Uuid,
) -> Result<(i32, Option<PartialDate>), sqlx::Error> {
    let (count, last): (Option<i32>, Option<PartialDate>) = on!(conn, |c, DB| {
        sqlx::query_as::<DB, _>(
            "select max(s.ordinal), max(s.occurred_on) from membership_step s where s.city_id = $1",
        )
        .bind(city)
        .fetch_one(c)
        .await
    })?;
    Ok((count.unwrap_or(0), last))
}

/// Writes a step, and where the city stands after it.
pub(crate) async fn take(
    conn: &mut Conn<'_>,
    step: &MembershipStep,
    joined_on: Option<PartialDate>,
) -> Result<(), sqlx::Error> {
    conn.insert(
        "insert into membership_step (city_id, ordinal, kind, state_before, state_after, at, \
         occurred_on, reason, documents, activity_id)",
        vec![[
            step.city_id.into(),
            step.ordinal.into(),
            step.kind.into(),
            step.state_before.into(),
            step.state_after.into(),
            step.at.into(),
            step.occurred_on.into(),
            step.reason.into(),
            Value::Json(serde_json::to_value(&*step.documents).unwrap_or_default()),
            step.activity_id.into(),
        ]],
        "",
    )
    .await?;
    let mut sql = Sql::new("update city set membership = ");
    sql.bind(step.state_after.into()).push(", joined_on = ");
    sql.bind(joined_on.into())
        .push(" where id = ")
        .bind(step.city_id.into());
    conn.execute(sql).await
}
