//! What is kept of a person, wherever it is kept.
//!
//! Every domain answers for its own tables: what it knows of a person, and how it forgets them. To
//! answer for one more:
//!
//! 1. a unit struct in its `personal.rs` that implements [`PersonalData`]; a domain that keeps nothing
//!    says so with [`keeps_nothing!`](crate::keeps_nothing);
//! 2. its place in the list of the `schema` crate, before the domain that owns the person;
//! 3. a table with a column that refers to a person shows up in `tests/personal.rs`, which asks where
//!    the export has it.

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use crate::Conn;

/// What one domain keeps of people.
#[async_trait::async_trait]
pub trait PersonalData: Send + Sync {
    /// The domain, as the export names it.
    fn name(&self) -> &'static str;

    /// Everything that the domain keeps of a person, for themselves to read. Never a secret, nor the
    /// digest of one.
    async fn export(&self, conn: &mut Conn<'_>, person: Uuid) -> Result<Value, sqlx::Error>;

    /// Forgets a person, in the transaction of the write that erases them.
    async fn erase(
        &self,
        conn: &mut Conn<'_>,
        person: Uuid,
        now: DateTime<Utc>,
    ) -> Result<(), sqlx::Error>;
}

/// All domains, in the order in which they are asked.
#[derive(Clone, Copy)]
pub struct Domains(pub &'static [&'static dyn PersonalData]);

/// Says of a domain that it keeps nothing of people.
///
/// ```
/// # use kernel::personal::PersonalData as _;
/// kernel::keeps_nothing!(/// Cities are not people.
///     Personal, "cities");
/// assert_eq!(Personal.name(), "cities");
/// ```
#[macro_export]
macro_rules! keeps_nothing {
    ($(#[$doc:meta])* $name:ident, $domain:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug)]
        pub struct $name;

        #[$crate::async_trait::async_trait]
        impl $crate::personal::PersonalData for $name {
            fn name(&self) -> &'static str {
                $domain
            }

            async fn export(
                &self,
                _: &mut $crate::Conn<'_>,
                _: $crate::uuid::Uuid,
            ) -> Result<$crate::serde_json::Value, $crate::sqlx::Error> {
                Ok($crate::serde_json::json!({}))
            }

            async fn erase(
                &self,
                _: &mut $crate::Conn<'_>,
                _: $crate::uuid::Uuid,
                _: $crate::chrono::DateTime<$crate::chrono::Utc>,
            ) -> Result<(), $crate::sqlx::Error> {
                Ok(())
            }
        }
    };
}
