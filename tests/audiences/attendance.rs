//! A registration, and a delegation: past the commands, so that nobody has anything to do with them.

use kernel::{Kind, NodeRef, db::Sql, db::Value as Bound};
use testkit::Hub;

/// A registration for the second event, in a delegation to it that anybody may see; and a delegation to
/// the first event. It is of nobody, and nobody heads the delegation: so only its audience counts.
pub(super) async fn fill(hub: &Hub, events: [&str; 2]) -> [String; 2] {
    let clock = hub.graph.log().clock();
    let city: NodeRef = hub.id_of(Kind::City, "anderson").await.parse().unwrap();
    let mut made = Vec::new();
    for event in events {
        let event: NodeRef = event.parse().unwrap();
        let mut sql = Sql::new(
            "insert into event_registration (event_id, opens_at, closes_at, questions, \
             invites_members, last_number, seated, held, waiting, checked_in, version) values (",
        );
        let (now, later) = (clock.now(), clock.now() + chrono::TimeDelta::days(1));
        sql.bind(event.id.into())
            .push(", ")
            .bind(now.into())
            .push(", ")
            .bind(later.into());
        sql.push(", '[]', ")
            .bind(Bound::Bool(false))
            .push(", 1, 1, 0, 0, 0, 1)");
        hub.change(sql).await;
        let delegation = clock.new_id();
        let mut sql = Sql::new(
            "insert into delegation (id, event_id, city_id, seated, waiting, checked_in, since) values (",
        );
        sql.bind(delegation.into())
            .push(", ")
            .bind(event.id.into())
            .push(", ");
        sql.bind(city.id.into())
            .push(", 1, 0, 0, ")
            .bind(now.into())
            .push(")");
        hub.change(sql).await;
        made.push((event.id, delegation));
    }
    let [(_, specimen), (event, delegation)] = made[..] else {
        unreachable!("two events");
    };
    let registration = clock.new_id();
    let mut sql = Sql::new(
        "insert into registration (id, event_id, number, type, state, delegation_id, answers, code, \
         registered_at, activity_id, audience) values (",
    );
    sql.bind(registration.into()).push(", ").bind(event.into());
    sql.push(", 1, 'DELEGATE', 'SEATED', ")
        .bind(delegation.into());
    sql.push(", '{}', '0123456789AB', ")
        .bind(clock.now().into());
    sql.push(", ").bind(registration.into()).push(", 'public')");
    hub.change(sql).await;
    [
        NodeRef::new(Kind::Registration, registration).to_string(),
        NodeRef::new(Kind::EventDelegation, specimen).to_string(),
    ]
}
