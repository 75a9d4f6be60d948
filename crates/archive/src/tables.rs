//! What an export holds: every table, with its columns, in the order in which rows can be written.
//!
//! `tests/archive.rs` compares this list with what the migrations make, on both databases: columns,
//! types, nulls, primary keys, references. To add a table or a column with a migration:
//!
//! 1. name it here, behind every table that it refers to;
//! 2. give it the number of that migration: [`Table::since`](field@Table::since), [`Column::since`](field@Column::since);
//! 3. where a column must not be null, say what the rows of an older export get.
//!
//! Only the table of the migrations is not here: each database has its own. `idempotency` is, though
//! it is housekeeping: a client that repeats a mutation across a move must not write twice.

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// A key.
    Uuid,
    /// Text.
    Text,
    /// A whole number.
    Int,
    /// A number.
    Float,
    /// Yes or no.
    Bool,
    /// An instant, to the microsecond.
    Time,
    /// A JSON value.
    Json,
}

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: ColumnKind,
    /// Whether it may be null.
    pub null: bool,
    /// The table whose primary key it refers to.
    pub refers_to: Option<&'static str>,
    /// The migration that added it; 0 for what the first release had.
    pub since: i64,
    /// What the rows of an export from before that get, as JSON.
    pub before: &'static str,
}

/// A table.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// The names of the columns of its primary key, by which its rows are ordered.
    pub key: &'static [&'static str],
    /// Its columns.
    pub columns: &'static [Column],
    /// The migration that added it; 0 for what the first release had.
    pub since: i64,
}

impl Column {
    const fn new(name: &'static str, kind: ColumnKind) -> Self {
        Self {
            name,
            kind,
            null: false,
            refers_to: None,
            since: 0,
            before: "null",
        }
    }

    pub(crate) const fn null(mut self) -> Self {
        self.null = true;
        self
    }

    const fn of(mut self, table: &'static str) -> Self {
        self.refers_to = Some(table);
        self
    }

    /// Added by this migration; rows of older exports get this JSON value.
    pub(crate) const fn since(mut self, migration: i64, before: &'static str) -> Self {
        self.since = migration;
        self.before = before;
        self
    }
}

impl Table {
    /// Added by this migration.
    pub(crate) const fn since(mut self, migration: i64) -> Self {
        self.since = migration;
        self
    }
}

pub(crate) const fn table(
    name: &'static str,
    key: &'static [&'static str],
    columns: &'static [Column],
) -> Table {
    Table {
        name,
        key,
        columns,
        since: 0,
    }
}

const fn uuid(name: &'static str) -> Column {
    Column::new(name, ColumnKind::Uuid)
}

pub(crate) const fn text(name: &'static str) -> Column {
    Column::new(name, ColumnKind::Text)
}

pub(crate) const fn int(name: &'static str) -> Column {
    Column::new(name, ColumnKind::Int)
}

const fn float(name: &'static str) -> Column {
    Column::new(name, ColumnKind::Float)
}

const fn boolean(name: &'static str) -> Column {
    Column::new(name, ColumnKind::Bool)
}

const fn time(name: &'static str) -> Column {
    Column::new(name, ColumnKind::Time)
}

const fn json(name: &'static str) -> Column {
    Column::new(name, ColumnKind::Json)
}

/// The table with the epoch and the last position. It comes first: so an import and a hub that
/// opens the same empty database at the same time cannot both go on.
pub(crate) const LOG_HEAD: &str = "log_head";
/// The log.
pub(crate) const ACTIVITY: &str = "activity";

/// Every table, each behind those that it refers to.
pub const TABLES: &[Table] = &[
    table(
        LOG_HEAD,
        &["id"],
        &[
            int("id"),
            uuid("epoch"),
            int("position"),
            int("pruned").since(12, "0"),
        ],
    ),
    table(
        "node",
        &["id"],
        &[
            uuid("id"),
            text("kind"),
            text("slug").null(),
            text("sort_key"),
            text("audience"),
            text("original_locale"),
            int("version"),
            json("provenance"),
            time("recorded_at"),
            time("updated_at"),
            text("record_digest").null(),
        ],
    ),
    table(
        "content",
        &["node_id", "locale"],
        &[
            uuid("node_id").of("node"),
            text("locale"),
            text("title"),
            text("summary").null(),
            text("description").null(),
            text("origin"),
            int("revision"),
            int("original_revision"),
            time("changed_at"),
        ],
    ),
    table(
        "text_version",
        &["node_id", "ordinal"],
        &[
            uuid("node_id").of("node"),
            int("ordinal"),
            text("locale"),
            int("revision"),
            text("title"),
            text("summary").null(),
            text("description").null(),
            text("origin"),
            int("original_revision"),
            time("changed_at"),
            uuid("activity_id").null(),
        ],
    )
    .since(9),
    table(
        "search_token",
        &["token", "node_id"],
        &[text("token"), uuid("node_id").of("node"), int("weight")],
    ),
    table(
        ACTIVITY,
        &["position"],
        &[
            int("position"),
            uuid("id"),
            time("at"),
            text("occurred_on").null(),
            text("verb"),
            text("subject_kind"),
            uuid("subject_id"),
            text("actor"),
            uuid("person_id").null(),
            uuid("mandate_id").null(),
            text("audience"),
            json("data"),
        ],
    ),
    table(
        "activity_node",
        &["node_id", "position"],
        &[uuid("node_id"), int("position").of(ACTIVITY), text("kind")],
    ),
    table(
        "idempotency",
        &["actor", "key"],
        &[
            text("actor"),
            text("key"),
            text("operation"),
            text("digest"),
            text("node_kind"),
            uuid("node_id"),
            uuid("activity_id"),
            time("expires_at"),
        ],
    ),
    table(
        "lease",
        &["name"],
        &[text("name"), uuid("holder"), time("until")],
    )
    .since(12),
    table("timed", &["name"], &[text("name"), time("done_until")]).since(12),
    table(
        "city",
        &["id"],
        &[
            uuid("id").of("node"),
            text("country_code"),
            text("continent"),
            float("latitude"),
            float("longitude"),
            int("population").null(),
            text("time_zone"),
            text("website").null(),
            text("membership"),
            text("joined_on").null(),
            text("first_evidence_on").null(),
            json("languages").since(7, "[]"),
            json("contacts").since(7, "[]"),
        ],
    ),
    table(
        "membership_step",
        &["city_id", "ordinal"],
        &[
            uuid("city_id").of("city"),
            int("ordinal"),
            text("kind"),
            text("state_before"),
            text("state_after"),
            time("at"),
            text("occurred_on").null(),
            text("reason").null(),
            json("documents"),
            uuid("activity_id"),
        ],
    )
    .since(7),
    table(
        "city_site",
        &["city_id", "ordinal"],
        &[
            uuid("city_id").of("city"),
            int("ordinal"),
            text("kind"),
            text("status").null(),
            text("source").null(),
        ],
    ),
    table("theme", &["id"], &[uuid("id").of("node"), json("used_in")]),
    table(
        "organisation",
        &["id"],
        &[
            uuid("id").of("node"),
            text("kind"),
            uuid("city_id").null().of("city"),
            text("country_code").null(),
            text("website").null(),
        ],
    ),
    table(
        "project",
        &["id"],
        &[
            uuid("id").of("node"),
            text("kind"),
            text("stage").null(),
            text("started_on").null(),
            text("ended_on").null(),
            text("website").null(),
            boolean("open_to_partners"),
            text("visibility").null().since(8, "null"),
        ],
    ),
    table(
        "project_city",
        &["project_id", "city_id"],
        &[
            uuid("project_id").of("project"),
            uuid("city_id").of("city"),
            text("role"),
        ],
    ),
    table(
        "project_organisation",
        &["project_id", "organisation_id"],
        &[
            uuid("project_id").of("project"),
            uuid("organisation_id").of("organisation"),
            text("role"),
        ],
    ),
    table(
        "project_theme",
        &["project_id", "theme_id"],
        &[
            uuid("project_id").of("project"),
            uuid("theme_id").of("theme"),
        ],
    ),
    table(
        "milestone",
        &["id"],
        &[
            uuid("id").of("node"),
            uuid("project_id").of("project"),
            int("ordinal"),
            text("due_on").null(),
            text("reached_on").null(),
            int("progress").null().since(8, "null"),
        ],
    ),
    table(
        "project_update",
        &["id"],
        &[
            uuid("id").of("node"),
            uuid("project_id").of("project"),
            text("published_on"),
        ],
    ),
    table("event_series", &["id"], &[uuid("id").of("node")]).since(13),
    table(
        "event",
        &["id"],
        &[
            uuid("id").of("node"),
            text("kind"),
            text("status"),
            int("edition").null(),
            text("mode"),
            text("venue").null(),
            text("starts_on").null(),
            text("ends_on").null(),
            text("time_zone").null(),
            int("capacity").null(),
            text("website").null(),
            json("figures"),
            uuid("series_id")
                .null()
                .of("event_series")
                .since(13, "null"),
            text("visibility").null().since(13, "null"),
            uuid("asked_host_id").null().of("city").since(13, "null"),
            text("address").null().since(13, "null"),
            float("latitude").null().since(13, "null"),
            float("longitude").null().since(13, "null"),
            json("accessibility").since(13, "[]"),
            text("online_link").null().since(13, "null"),
            json("contacts").since(13, "[]"),
            json("notice").null().since(13, "null"),
            text("postponed_from").null().since(13, "null"),
            text("postponed_until").null().since(13, "null"),
            json("recap").since(13, "[]"),
        ],
    ),
    table(
        "event_city",
        &["event_id", "city_id"],
        &[
            uuid("event_id").of("event"),
            uuid("city_id").of("city"),
            text("role"),
            int("delegation_size").null(),
        ],
    ),
    table(
        "event_theme",
        &["event_id", "theme_id"],
        &[uuid("event_id").of("event"), uuid("theme_id").of("theme")],
    ),
    table(
        "event_project",
        &["event_id", "project_id"],
        &[
            uuid("event_id").of("event"),
            uuid("project_id").of("project"),
        ],
    ),
    table(
        "session",
        &["id"],
        &[
            uuid("id").of("node"),
            uuid("event_id").of("event"),
            text("kind"),
            int("ordinal"),
            time("starts_at").null(),
            time("ends_at").null(),
            text("room").null(),
            text("language").null().since(13, "null"),
            json("interpretation").since(13, "[]"),
            uuid("theme_id").null().of("theme").since(13, "null"),
        ],
    ),
    table(
        "event_organiser",
        &["event_id", "ordinal"],
        &[
            uuid("event_id").of("event"),
            int("ordinal"),
            uuid("city_id").null().of("city"),
            uuid("organisation_id").null().of("organisation"),
            text("state"),
        ],
    )
    .since(13),
    table(
        "event_document",
        &["event_id", "ordinal"],
        &[
            uuid("event_id").of("event"),
            int("ordinal"),
            text("title"),
            text("url"),
            text("locale").null(),
        ],
    )
    .since(13),
    table(
        "event_born_project",
        &["project_id"],
        &[
            uuid("event_id").of("event"),
            uuid("project_id").of("project"),
        ],
    )
    .since(13),
    table(
        "session_project",
        &["session_id", "project_id"],
        &[
            uuid("session_id").of("session"),
            uuid("project_id").of("project"),
        ],
    )
    .since(13),
    table(
        "person",
        &["id"],
        &[
            uuid("id").of("node"),
            text("name"),
            text("email").null(),
            text("locale").null(),
        ],
    )
    .since(6),
    table(
        "session_speaker",
        &["session_id", "ordinal"],
        &[
            uuid("session_id").of("session"),
            int("ordinal"),
            text("role").null(),
            uuid("city_id").null().of("city"),
            uuid("organisation_id").null().of("organisation"),
            uuid("person_id").null().of("person"),
            time("agreed_at").null(),
        ],
    )
    .since(13),
    table(
        "person_identity",
        &["issuer", "subject"],
        &[
            text("issuer"),
            text("subject"),
            uuid("person_id").of("person"),
            time("linked_at"),
        ],
    )
    .since(6),
    table(
        "mandate",
        &["id"],
        &[
            uuid("id"),
            uuid("person_id").null().of("person"),
            uuid("city_id").null().of("city"),
            uuid("organisation_id").null().of("organisation"),
            text("role"),
            json("scopes").null(),
            time("starts_at"),
            time("ends_at").null(),
            time("granted_at"),
            uuid("granted_under").null(),
            text("audience"),
        ],
    )
    .since(6),
    table(
        "invitation",
        &["id"],
        &[
            uuid("id"),
            text("email").null(),
            uuid("city_id").null().of("city"),
            uuid("organisation_id").null().of("organisation"),
            text("role"),
            json("scopes").null(),
            time("mandate_ends_at").null(),
            text("locale").null(),
            text("state"),
            text("secret_digest").null(),
            time("invited_at"),
            uuid("invited_under").null().of("mandate"),
            time("expires_at"),
            uuid("mandate_id").null().of("mandate"),
            text("audience"),
        ],
    )
    .since(6),
    table(
        "login",
        &["id"],
        &[
            uuid("id"),
            uuid("person_id").of("person"),
            text("secret_digest"),
            text("previous_digest").null(),
            time("rotated_at"),
            time("started_at"),
            time("expires_at"),
        ],
    )
    .since(6),
    table(
        "login_link",
        &["secret_digest"],
        &[
            text("secret_digest"),
            text("email"),
            text("next"),
            time("expires_at"),
        ],
    )
    .since(6),
    table(
        "api_token",
        &["id"],
        &[
            uuid("id"),
            uuid("person_id").of("person"),
            uuid("mandate_id").null().of("mandate"),
            text("name"),
            json("scopes"),
            text("secret_digest"),
            time("created_at"),
            time("expires_at"),
            time("last_used_at").null(),
            time("revoked_at").null(),
            text("audience"),
        ],
    )
    .since(6),
    table(
        "letter",
        &["id"],
        &[
            uuid("id"),
            text("email"),
            text("locale").null(),
            text("next").null(),
            uuid("invitation_id").null().of("invitation"),
            time("requested_at"),
            time("due_at"),
            int("attempts"),
            text("news").null().since(14, "null"),
            uuid("registration_id").null().since(14, "null"),
        ],
    )
    .since(6),
    table(
        "follow",
        &["person_id", "node_id"],
        &[
            uuid("person_id").of("person"),
            uuid("node_id").of("node"),
            time("since"),
        ],
    )
    .since(6),
    table(
        "project_outcome",
        &["project_id"],
        &[
            uuid("project_id").of("project"),
            text("locale"),
            text("text"),
        ],
    )
    .since(8),
    table(
        "project_goal",
        &["project_id", "goal"],
        &[uuid("project_id").of("project"), int("goal")],
    )
    .since(8),
    table(
        "project_document",
        &["project_id", "ordinal"],
        &[
            uuid("project_id").of("project"),
            int("ordinal"),
            text("title"),
            text("url"),
            text("locale").null(),
            boolean("is_result"),
        ],
    )
    .since(8),
    table(
        "project_budget",
        &["project_id", "ordinal"],
        &[
            uuid("project_id").of("project"),
            int("ordinal"),
            text("label"),
            text("locale"),
            text("amount"),
            text("currency"),
            text("source").null(),
        ],
    )
    .since(8),
    table(
        "project_need",
        &["id"],
        &[
            uuid("id"),
            uuid("project_id").of("project"),
            text("kind"),
            text("state"),
            text("locale"),
            text("text"),
            time("added_at"),
        ],
    )
    .since(8),
    table(
        "partnership",
        &["id"],
        &[
            uuid("id"),
            uuid("project_id").of("project"),
            text("kind"),
            uuid("city_id").null().of("city"),
            uuid("organisation_id").null().of("organisation"),
            text("role").null(),
            text("state"),
            text("locale").null(),
            text("message").null(),
            time("offered_at"),
            time("answered_at").null(),
            text("audience"),
        ],
    )
    .since(8),
    table(
        "trusted_document_head",
        &["id"],
        &[int("id"), int("revision")],
    )
    .since(10),
    table(
        "trusted_document",
        &["name"],
        &[text("name"), text("digest"), text("body"), time("added_at")],
    )
    .since(10),
    table(
        "deprecated_usage",
        &["id"],
        &[
            uuid("id"),
            text("member"),
            text("client"),
            int("operations"),
            time("first_at"),
            time("last_at"),
        ],
    )
    .since(11),
    table(
        "event_registration",
        &["event_id"],
        &[
            uuid("event_id").of("event"),
            time("opens_at"),
            time("closes_at"),
            int("capacity").null(),
            json("questions"),
            boolean("invites_members"),
            time("held_until").null(),
            int("last_number"),
            int("seated"),
            int("held"),
            int("waiting"),
            int("checked_in"),
            int("version"),
        ],
    )
    .since(14),
    table(
        "event_registration_type",
        &["event_id", "type"],
        &[
            uuid("event_id").of("event_registration"),
            text("type"),
            int("capacity").null(),
            int("seated"),
            int("held"),
            int("waiting"),
            boolean("confirmed"),
            int("requested"),
        ],
    )
    .since(14),
    table(
        "event_invitee",
        &["event_id", "node_id"],
        &[
            uuid("event_id").of("event_registration"),
            uuid("node_id").of("node"),
        ],
    )
    .since(14),
    table(
        "delegation",
        &["id"],
        &[
            uuid("id"),
            uuid("event_id").of("event_registration"),
            uuid("city_id").null().of("city"),
            uuid("organisation_id").null().of("organisation"),
            uuid("head_id").null().of("person"),
            int("seats").null(),
            int("seated"),
            int("waiting"),
            int("checked_in"),
            time("since"),
        ],
    )
    .since(14),
    table(
        "registration",
        &["id"],
        &[
            uuid("id"),
            uuid("event_id").of("event_registration"),
            int("number"),
            text("type"),
            text("state"),
            uuid("person_id").null().of("person"),
            uuid("delegation_id").null().of("delegation"),
            text("name").null(),
            text("email").null(),
            json("answers"),
            text("code"),
            time("registered_at"),
            uuid("activity_id"),
            time("seated_at").null(),
            time("cancelled_at").null(),
            time("checked_in_at").null(),
            uuid("checked_in_by").null().of("person"),
            uuid("offered_to").null().of("person"),
            text("offered_email").null(),
            time("offered_at").null(),
            text("audience"),
            text("person_audience").null(),
            text("delegation_audience").null(),
            text("desk_audience").null(),
        ],
    )
    .since(14),
];

/// The table of this name.
pub(crate) fn find(name: &str) -> Option<&'static Table> {
    TABLES.iter().find(|table| table.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_stands_behind_those_it_refers_to_and_has_its_keys() {
        for (i, table) in TABLES.iter().enumerate() {
            for column in table.columns {
                if let Some(other) = column.refers_to {
                    let place = TABLES.iter().position(|table| table.name == other);
                    assert!(
                        place.is_some_and(|place| place < i),
                        "{}.{}",
                        table.name,
                        column.name
                    );
                    assert_eq!(find(other).unwrap().key.len(), 1);
                }
                assert!(column.null || column.since == 0 || column.before != "null");
            }
            for key in table.key {
                assert!(table.columns.iter().any(|column| column.name == *key));
            }
        }
    }
}
