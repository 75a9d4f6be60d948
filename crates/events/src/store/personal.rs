//! All SQL of what events keep of people.

use kernel::{Conn, db::Sql};
use uuid::Uuid;

use crate::Speaker;

/// The sessions in which a person was asked to speak.
pub(crate) async fn speaks(conn: &mut Conn<'_>, person: Uuid) -> Result<Vec<Speaker>, sqlx::Error> {
    let mut sql = Sql::new(
        "select p.session_id, p.ordinal, p.role, p.city_id, p.organisation_id, p.person_id, \
         p.agreed_at from session_speaker p where p.person_id = ",
    );
    sql.bind(person.into());
    sql.push(" order by p.session_id, p.ordinal");
    conn.fetch_all(sql).await
}

/// Forgets a person: the office stays, and who was only named goes.
pub(crate) async fn forget(conn: &mut Conn<'_>, person: Uuid) -> Result<(), sqlx::Error> {
    let mut sql = Sql::new("delete from session_speaker where person_id = ");
    sql.bind(person.into());
    sql.push(" and role is null and city_id is null and organisation_id is null");
    conn.execute(sql).await?;
    let mut sql = Sql::new(
        "update session_speaker set person_id = null, agreed_at = null where person_id = ",
    );
    sql.bind(person.into());
    conn.execute(sql).await
}
