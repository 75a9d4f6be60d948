//! A violated constraint is a mistake of the input: here, and only here, it becomes one.

use crate::{UserError, UserErrorCode};

/// What a violated constraint of the database means to who sent the input.
#[derive(Clone, Copy, Debug)]
pub struct Constraint {
    /// Its name in the migrations.
    pub name: &'static str,
    /// What kind of mistake it is.
    pub code: UserErrorCode,
    /// Where in the input, with dots.
    pub path: &'static str,
    /// What to say.
    pub message: &'static str,
}

/// The user's mistake behind a database error, if it is one of these constraints.
pub fn mend(error: &sqlx::Error, constraints: &[Constraint]) -> Option<UserError> {
    let sqlx::Error::Database(error) = error else {
        return None;
    };
    let name = match error.constraint() {
        Some(name) => name.to_owned(),
        None => sqlite_name(error.message())?,
    };
    let found = constraints.iter().find(|c| c.name == name)?;
    Some(UserError::new(found.code, found.path, found.message))
}

/// SQLite names a CHECK, but of a UNIQUE it tells only the columns: by our convention the name is
/// made of them, `node_kind_slug_key`.
fn sqlite_name(message: &str) -> Option<String> {
    if let Some(name) = message.strip_prefix("CHECK constraint failed: ") {
        return Some(name.to_owned());
    }
    let columns = message.strip_prefix("UNIQUE constraint failed: ")?;
    let mut name = String::new();
    for column in columns.split(", ") {
        let (table, column) = column.split_once('.')?;
        if name.is_empty() {
            name.push_str(table);
        }
        name.push('_');
        name.push_str(column);
    }
    name.push_str("_key");
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::sqlite_name;

    #[test]
    fn a_unique_constraint_of_sqlite_has_the_name_it_has_on_postgres() {
        let message = "UNIQUE constraint failed: node.kind, node.slug";
        assert_eq!(sqlite_name(message).as_deref(), Some("node_kind_slug_key"));
    }
}
