//! What the subscriptions of a process cost: for metrics, and for tests that pin it.

use std::sync::atomic::{AtomicU64, Ordering};

use metrics::{counter, gauge};

/// What was done since the process began.
#[derive(Debug, Default)]
pub(crate) struct Stats {
    executions: AtomicU64,
    statements: AtomicU64,
    deliveries: AtomicU64,
    members: AtomicU64,
}

/// What the subscriptions of a process have cost so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// How often a subscription was executed.
    pub executions: u64,
    /// How many SQL statements these executions took.
    pub statements: u64,
    /// How many answers were handed out.
    pub deliveries: u64,
    /// How many subscriptions are open now.
    pub open: u64,
    /// How many groups of them share their executions now.
    pub groups: u64,
    /// How many bytes of answers are in memory for who has not read them yet.
    pub waiting_bytes: u64,
}

impl Stats {
    pub(crate) fn executed(&self, statements: usize) {
        self.executions.fetch_add(1, Ordering::Relaxed);
        let statements = u64::try_from(statements).unwrap_or(u64::MAX);
        self.statements.fetch_add(statements, Ordering::Relaxed);
        counter!("passerelle_live_executions_total").increment(1);
    }

    pub(crate) fn delivered(&self) {
        self.deliveries.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn opened(&self) {
        self.members.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn closed(&self) {
        self.members.fetch_sub(1, Ordering::Relaxed);
    }

    pub(crate) fn cost(&self) -> Cost {
        Cost {
            executions: self.executions.load(Ordering::Relaxed),
            statements: self.statements.load(Ordering::Relaxed),
            deliveries: self.deliveries.load(Ordering::Relaxed),
            open: self.members.load(Ordering::Relaxed),
            ..Cost::default()
        }
    }

    /// Tells the metrics what is counted here. Each delivery by itself would cost more than it.
    pub(crate) fn publish(cost: Cost) {
        counter!("passerelle_live_deliveries_total").absolute(cost.deliveries);
        gauge!("passerelle_live_subscriptions").set(cost.open as f64);
        gauge!("passerelle_live_groups").set(cost.groups as f64);
        gauge!("passerelle_live_waiting_bytes").set(cost.waiting_bytes as f64);
    }
}
