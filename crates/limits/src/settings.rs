//! The limits and their values, unless an operator sets others.

use std::{str::FromStr, time::Duration};

/// What one request may be and take, and how much one client may ask. docs/limits.md explains each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The tokens of a document.
    pub tokens: u64,
    /// How deep fields may be nested. The introspection query of GraphiQL needs 13.
    pub depth: u64,
    /// The values that an answer may have at most: what a document costs.
    pub cost: u64,
    /// The fields of a document, its fragments spread out.
    pub fields: u64,
    /// The aliases of a document, its fragments spread out.
    pub aliases: u64,
    /// The fields of the root, fragments spread out.
    pub root_fields: u64,
    /// The directives of a document, its fragments spread out.
    pub directives: u64,
    /// The fragments that a document defines.
    pub fragments: u64,
    /// The spreads of a document, its fragments spread out.
    pub spreads: u64,
    /// The size of the variables, in bytes, as JSON has them.
    pub variables: u64,
    /// The size of all arguments of a document, in bytes, its fragments spread out and its variables put
    /// in: a variable counts wherever it is used.
    pub arguments: u64,
    /// How long the execution of a query may take.
    pub execution: Duration,
    /// The operations of one client that may be under way at the same time.
    pub concurrent: u32,
    /// What all operations that are under way in this process may cost together: it bounds the memory
    /// that answers take. Others wait for their turn.
    pub running: u32,
    /// What an address may ask that shows nothing of who it is.
    pub address: Rate,
    /// What a session may ask, or a person with a token of another issuer.
    pub session: Rate,
    /// What a token of the hub may ask.
    pub token: Rate,
    /// How often an address may show a token that is none; counted by each process for itself.
    pub wrong_tokens: Rate,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            tokens: 10_000,
            depth: 20,
            cost: 100_000,
            fields: 2_000,
            aliases: 200,
            root_fields: 100,
            directives: 100,
            fragments: 100,
            spreads: 1_000,
            variables: 256 * 1024,
            arguments: 4 * 1024 * 1024,
            execution: Duration::from_secs(20),
            concurrent: 20,
            running: 400_000,
            address: Rate::points(300_000, 180_000),
            session: Rate::points(600_000, 360_000),
            token: Rate::points(600_000, 360_000),
            wrong_tokens: Rate::points(100, 300),
        }
    }
}

/// How much in how much time: a bucket that leaks. Written `300000:180000`, or `off`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many points may be spent at once.
    pub burst: u32,
    /// How many come back in a minute, of those that were spent; evenly.
    pub per_minute: u32,
}

impl Rate {
    /// No limit.
    pub const OFF: Rate = Rate {
        burst: 0,
        per_minute: 0,
    };

    /// `burst` points at once, `per_minute` of which come back in a minute.
    pub const fn points(burst: u32, per_minute: u32) -> Self {
        Self { burst, per_minute }
    }

    /// Whether there is a limit.
    pub fn is_on(self) -> bool {
        self.burst > 0
    }
}

/// What is no rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "write how many points may be spent at once and how many come back in a minute, both from 1: \
     `300000:180000`; or `off`"
)]
pub struct NoRate;

impl FromStr for Rate {
    type Err = NoRate;

    fn from_str(text: &str) -> Result<Self, NoRate> {
        if text == "off" {
            return Ok(Self::OFF);
        }
        let (burst, per_minute) = text.split_once(':').ok_or(NoRate)?;
        let number = |text: &str| match text.parse() {
            Ok(0) | Err(_) => Err(NoRate),
            // What comes back in a minute is counted in nanoseconds.
            Ok(number) => Ok(std::cmp::min(number, 1_000_000_000_u32)),
        };
        Ok(Self::points(number(burst)?, number(per_minute)?))
    }
}

impl std::fmt::Display for Rate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.is_on() {
            true => write!(f, "{}:{}", self.burst, self.per_minute),
            false => f.write_str("off"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_two_numbers_or_off() {
        for text in ["1:1", "300000:180000", "off"] {
            assert_eq!(text.parse::<Rate>().unwrap().to_string(), text);
        }
        for text in ["", "1", "0:1", "1:0", "-1:1", "a:b", "1:1:1", "OFF"] {
            assert!(text.parse::<Rate>().is_err(), "{text}");
        }
    }
}
