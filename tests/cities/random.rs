//! Random steps by random callers, beside a small model: the rules hold, and so do the log's.

use cities::{Membership, StepKind};
use kernel::on;
use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::{Value, json};
use testkit::{Caller, Hub, Person};

use super::{city, head};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Who {
    Secretary,
    Representative,
    Officer,
    Moderator,
    Neighbour,
    Anybody,
}

impl Who {
    /// What the board has decided, in other words than the policies'.
    fn may(self, step: StepKind) -> bool {
        let by_the_city = matches!(
            step,
            StepKind::Declined | StepKind::Applied | StepKind::Left
        );
        match self {
            Who::Secretary => !by_the_city,
            Who::Representative => by_the_city,
            Who::Officer | Who::Moderator | Who::Neighbour | Who::Anybody => false,
        }
    }
}

fn sequences() -> impl Strategy<Value = (Membership, Vec<(Who, StepKind)>)> {
    let who = prop_oneof![
        8 => Just(Who::Secretary),
        6 => Just(Who::Representative),
        1 => Just(Who::Officer),
        1 => Just(Who::Moderator),
        1 => Just(Who::Neighbour),
        1 => Just(Who::Anybody),
    ];
    let step = prop::sample::select(StepKind::ALL);
    let from = prop::sample::select(Membership::ALL);
    (from, prop::collection::vec((who, step), 1..30))
}

struct People<'h> {
    secretary: Person<'h>,
    representative: Person<'h>,
    officer: Person<'h>,
    moderator: Person<'h>,
    neighbour: Person<'h>,
    anybody: Caller<'h>,
}

impl<'h> People<'h> {
    async fn of(hub: &'h Hub) -> Self {
        Self {
            secretary: hub.secretary().await,
            representative: hub.representative_of("cuneo").await,
            officer: hub.officer_of("cuneo").await,
            moderator: hub.moderator().await,
            neighbour: hub.representative_of("magog").await,
            anybody: hub.anybody(),
        }
    }

    fn find(&self, who: Who) -> &Caller<'h> {
        match who {
            Who::Secretary => &self.secretary.caller,
            Who::Representative => &self.representative.caller,
            Who::Officer => &self.officer.caller,
            Who::Moderator => &self.moderator.caller,
            Who::Neighbour => &self.neighbour.caller,
            Who::Anybody => &self.anybody,
        }
    }
}

/// What is so after each step.
async fn standing(hub: &Hub) -> Value {
    let reply = hub
        .query(
            "{ city(slug: \"cuneo\") { membership version joinedOn membershipSteps(first: 1) {
               totalCount nodes { kind after } } } }",
        )
        .await;
    reply.data()["city"].clone()
}

/// What must be true of the database after any steps: nothing of a step without its activity, and no
/// activity of a step without its row.
async fn apart(hub: &Hub) -> i64 {
    let mut conn = hub.db.read().await.unwrap();
    let (count,): (i64,) = on!(&mut conn, |c, DB| {
        sqlx::query_as::<DB, _>(
            "select (select count(*) from membership_step s where not exists (select 1 from activity a \
             where a.id = s.activity_id and a.subject_id = s.city_id and a.at = s.at)) \
             + (select count(*) from activity a where a.verb in ('city.invited', 'city.declined', \
             'city.applied', 'city.admitted', 'city.refused', 'city.suspended', 'city.reinstated', \
             'city.left') and not exists \
             (select 1 from membership_step s where s.activity_id = a.id))",
        )
        .fetch_one(c)
        .await
    })
    .unwrap();
    count
}

async fn positions(hub: &Hub) -> Vec<i64> {
    let mut conn = hub.db.read().await.unwrap();
    let rows: Vec<(i64,)> = on!(&mut conn, |c, DB| {
        sqlx::query_as::<DB, _>("select position from activity order by position")
            .fetch_all(c)
            .await
    })
    .unwrap();
    rows.into_iter().map(|(position,)| position).collect()
}

/// Takes a step, and compares what comes of it with what must.
async fn take(
    hub: &Hub,
    people: &People<'_>,
    id: &str,
    (who, step): (Who, StepKind),
) -> Result<(), TestCaseError> {
    let before = standing(hub).await;
    let from: Membership = before["membership"].as_str().unwrap().parse().unwrap();
    let log_before = head(hub).await;
    let mutation = step.mutation();
    let input_type = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    let document = format!(
        "mutation ($input: {input_type}!) {{ {mutation}(input: $input) {{
         activity {{ verb position }} errors {{ code }} }} }}"
    );
    let variables = json!({ "input": { "city": id } });
    let reply = people.find(who).query_with(&document, variables).await;
    let after = standing(hub).await;
    let Some(to) = from.after(step).filter(|_| who.may(step)) else {
        let refused = match reply.codes().first() {
            Some(code) => code.clone(),
            None => reply.data()[mutation]["errors"][0]["code"].to_string(),
        };
        let expected = match who {
            Who::Anybody => "UNAUTHENTICATED",
            who if who.may(step) => "\"WRONG_STATE\"",
            _ => "FORBIDDEN",
        };
        prop_assert_eq!(refused, expected);
        prop_assert_eq!(after, before);
        prop_assert_eq!(head(hub).await, log_before);
        return Ok(());
    };
    let payload = &reply.data()[mutation];
    let told = json!({
        "activity": { "verb": step.verb(), "position": log_before + 1 }, "errors": [],
    });
    prop_assert_eq!(payload, &told);
    prop_assert_eq!(head(hub).await, log_before + 1);
    let count = before["membershipSteps"]["totalCount"].as_i64().unwrap() + 1;
    prop_assert_eq!(&after["membership"], to.as_str());
    prop_assert_eq!(
        &after["version"],
        &json!(before["version"].as_i64().unwrap() + 1)
    );
    prop_assert_eq!(
        &after["membershipSteps"],
        &json!({ "totalCount": count, "nodes": [{ "kind": step.as_str(), "after": to.as_str() }] })
    );
    let joined = step == StepKind::Admitted;
    prop_assert_eq!(
        joined || after["joinedOn"] == before["joinedOn"],
        true,
        "only an admission sets the day"
    );
    prop_assert!(!joined || after["joinedOn"].is_string());
    Ok(())
}

#[test]
fn random_steps_by_random_callers_keep_the_rules_and_the_log() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for hub in runtime.block_on(Hub::empty()) {
        let (id, people) = runtime.block_on(async {
            let id = city(&hub, "cuneo", "ELIGIBLE").await;
            city(&hub, "magog", "MEMBER").await;
            (id, People::of(&hub).await)
        });
        let mut runner = TestRunner::new(ProptestConfig {
            cases: 12,
            failure_persistence: None,
            ..ProptestConfig::default()
        });
        let result = runner.run(&sequences(), |(from, steps)| {
            runtime.block_on(async {
                city(&hub, "cuneo", from.as_str()).await;
                for step in steps {
                    take(&hub, &people, &id, step).await?;
                }
                let expected: Vec<i64> = (1..=head(&hub).await).collect();
                prop_assert_eq!(positions(&hub).await, expected);
                prop_assert_eq!(apart(&hub).await, 0);
                Ok(())
            })
        });
        result.unwrap_or_else(|error| panic!("{:?}: {error}", hub.product()));
    }
}
