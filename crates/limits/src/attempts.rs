//! How often somebody may try (to sign in from one address, to be sent a link, to guess a secret), and
//! how much a client may ask, counted in this process.
//!
//! Own code, and little: `governor` keeps every key for ever, and a cache around it (tried: moka)
//! forgets a key under attack as soon as enough others are tried once. What is forgotten first has
//! to depend on what was spent.

use std::{
    collections::{BTreeSet, HashMap},
    fmt,
    num::NonZeroU32,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use kernel::secret::Digest;

use crate::Rate;

/// Counts attempts by key, for a bounded number of keys.
///
/// Each key may try `times` at once, and then gets one try back every `period / times` (GCRA): never
/// more than twice `times` in any `period`. A refused attempt costs nothing.
///
/// At most `max_keys` keys are kept, each in about 100 bytes, whatever its length. A key that has all
/// its tries back is forgotten: that changes nothing. When there is no room for a newcomer, the key
/// goes that will soonest have all its tries back. So a flood of keys that are tried once each
/// displaces only its own kind. To have a key forgotten that has spent `n` tries, somebody has to
/// spend as many with each of `max_keys` others, and faster than they come back: choose `max_keys`
/// so that another limit (by address, say) stops this long before. Keys never share a counter:
/// nobody can use up the tries of others.
pub struct Attempts {
    each: Duration,
    all: Duration,
    max_keys: usize,
    now: Box<dyn Fn() -> Duration + Send + Sync>,
    spent: Mutex<Spent>,
}

/// When each key has all its tries back; by key, and in order.
#[derive(Default)]
struct Spent {
    until: HashMap<u128, Duration>,
    order: BTreeSet<(Duration, u128)>,
}

/// Too many attempts; the next is allowed after this time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many attempts")]
pub struct RetryAfter(pub Duration);

impl RetryAfter {
    /// In whole seconds, rounded up, as `Retry-After` has it (RFC 9110 §10.2.3).
    pub fn seconds(self) -> u64 {
        self.0.as_secs() + u64::from(self.0.subsec_nanos() > 0)
    }
}

impl Attempts {
    /// `times` per `period`, for at most `max_keys` keys at a time. Time is the machine's monotonic
    /// clock: setting the wall clock neither frees nor locks anybody.
    pub fn new(times: NonZeroU32, period: Duration, max_keys: usize) -> Self {
        let start = Instant::now();
        Self::with_clock(times, period, max_keys, move || start.elapsed())
    }

    /// The same with a clock of one's own, for tests: the time since any instant, never less than
    /// it was.
    pub fn with_clock(
        times: NonZeroU32,
        period: Duration,
        max_keys: usize,
        now: impl Fn() -> Duration + Send + Sync + 'static,
    ) -> Self {
        let each = period / times.get();
        Self {
            each,
            all: each * times.get(),
            max_keys,
            now: Box::new(now),
            spent: Mutex::default(),
        }
    }

    /// So many points at once, and so many back in a minute.
    pub fn at_rate(rate: Rate, max_keys: usize) -> Self {
        let start = Instant::now();
        let each = Duration::from_secs(60) / rate.per_minute.max(1);
        Self {
            each,
            all: each * rate.burst,
            max_keys,
            now: Box::new(move || start.elapsed()),
            spent: Mutex::default(),
        }
    }

    /// One more attempt with this key.
    ///
    /// # Errors
    /// When it is one too many; it is not counted then.
    pub fn check(&self, key: impl AsRef<[u8]>) -> Result<(), RetryAfter> {
        match self.spend(key, 1) {
            (_, None) => Ok(()),
            (_, Some(wait)) => Err(RetryAfter(wait)),
        }
    }

    /// So many attempts at once, all of them or none. Says after which time this key has all its tries
    /// back; and if these are too many now, after which time they will not be.
    pub fn spend(&self, key: impl AsRef<[u8]>, times: u32) -> (Duration, Option<Duration>) {
        let key = short(key.as_ref());
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        let now = (self.now)();
        while let Some((until, _)) = spent.order.first()
            && *until <= now
        {
            spent.forget_first_but(None);
        }
        let before = spent.until.get(&key).map_or(now, |until| now.max(*until));
        let until = before + self.each * times;
        if let Some(wait) = until.checked_sub(now + self.all)
            && !wait.is_zero()
        {
            return (before - now, Some(wait));
        }
        spent.set(key, until);
        if spent.until.len() > self.max_keys {
            spent.forget_first_but(Some(key));
        }
        (until - now, None)
    }

    /// Whether one more attempt with this key would be let through; if not, after which time.
    ///
    /// # Errors
    /// The time to wait.
    pub fn would(&self, key: impl AsRef<[u8]>) -> Result<(), Duration> {
        let key = short(key.as_ref());
        let spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        let now = (self.now)();
        let until = spent.until.get(&key).map_or(now, |until| now.max(*until)) + self.each;
        match until.checked_sub(now + self.all) {
            Some(wait) if !wait.is_zero() => Err(wait),
            _ => Ok(()),
        }
    }
}

/// What stands for a key, whatever its length.
fn short(key: &[u8]) -> u128 {
    let digest = Digest::of(key);
    let half = &digest.as_bytes()[..16];
    half.iter()
        .fold(0, |key, byte| key << 8 | u128::from(*byte))
}

impl Spent {
    fn set(&mut self, key: u128, until: Duration) {
        if let Some(before) = self.until.insert(key, until) {
            self.order.remove(&(before, key));
        }
        self.order.insert((until, key));
    }

    /// The newcomer stays, or its next attempt would be its first again.
    fn forget_first_but(&mut self, newcomer: Option<u128>) {
        let others = |(_, key): &&(Duration, u128)| Some(*key) != newcomer;
        if let Some(first) = self.order.iter().find(others).copied() {
            self.order.remove(&first);
            self.until.remove(&first.1);
        }
    }
}

impl fmt::Debug for Attempts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Attempts(one every {:?})", self.each)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    };

    use super::*;

    /// Five tries in ten minutes, and the hands of their clock, in milliseconds.
    fn attempts(max_keys: usize) -> (Attempts, Arc<AtomicU64>) {
        let hands = Arc::new(AtomicU64::new(0));
        let clock = hands.clone();
        let now = move || Duration::from_millis(clock.load(Ordering::SeqCst));
        let (times, period) = (NonZeroU32::new(5).unwrap(), Duration::from_secs(600));
        (Attempts::with_clock(times, period, max_keys, now), hands)
    }

    fn kept(attempts: &Attempts) -> usize {
        let spent = attempts.spent.lock().unwrap();
        assert_eq!(spent.until.len(), spent.order.len());
        spent.until.len()
    }

    #[test]
    fn five_tries_then_one_every_two_minutes() {
        let (attempts, hands) = attempts(10);
        for _ in 0..5 {
            attempts.check("anna").unwrap();
        }
        let wait = attempts.check("anna").unwrap_err();
        assert_eq!((wait.0, wait.seconds()), (Duration::from_secs(120), 120));
        hands.fetch_add(100, Ordering::SeqCst);
        assert_eq!(attempts.check("anna").unwrap_err().seconds(), 120);
        hands.fetch_add(119_900, Ordering::SeqCst);
        attempts.check("anna").unwrap();
        attempts.check("anna").unwrap_err();
        hands.fetch_add(600_000, Ordering::SeqCst);
        for _ in 0..5 {
            attempts.check("anna").unwrap();
        }
        attempts.check("anna").unwrap_err();
    }

    #[test]
    fn one_key_tried_ten_thousand_times_costs_the_others_nothing() {
        let (attempts, _) = attempts(10);
        let passed = (0..10_000)
            .filter(|_| attempts.check("anna").is_ok())
            .count();
        assert_eq!((passed, kept(&attempts)), (5, 1));
        attempts.check("bob").unwrap();
    }

    #[test]
    fn a_flood_of_keys_stays_bounded_and_frees_nobody() {
        let (attempts, _) = attempts(1_000);
        attempts.check("bob").unwrap();
        for _ in 0..6 {
            let _ = attempts.check("anna");
        }
        for i in 0..200_000 {
            attempts.check(format!("flood {i}")).unwrap();
        }
        assert_eq!(kept(&attempts), 1_000);
        attempts.check("anna").unwrap_err();
        // Who comes in the middle of the flood is counted, too.
        for _ in 0..5 {
            attempts.check("carla").unwrap();
        }
        attempts.check("carla").unwrap_err();
    }

    #[test]
    fn only_as_many_keys_that_spent_as_much_displace_one() {
        let (attempts, _) = attempts(100);
        for _ in 0..5 {
            attempts.check("anna").unwrap();
        }
        for i in 0..100 {
            for _ in 0..4 {
                attempts.check(format!("flood {i}")).unwrap();
            }
        }
        attempts.check("anna").unwrap_err();
    }

    #[test]
    fn who_has_all_tries_back_is_forgotten() {
        let (attempts, hands) = attempts(100);
        for i in 0..50 {
            attempts.check(format!("{i}")).unwrap();
        }
        hands.fetch_add(120_000, Ordering::SeqCst);
        attempts.check("anna").unwrap();
        assert_eq!(kept(&attempts), 1);
    }

    #[test]
    fn points_are_spent_all_or_none() {
        let (attempts, hands) = attempts(10);
        let minutes = |minutes: u64| Duration::from_secs(60 * minutes);
        assert_eq!(attempts.spend("anna", 3), (minutes(6), None));
        assert_eq!(attempts.spend("anna", 3), (minutes(6), Some(minutes(2))));
        assert_eq!(attempts.spend("anna", 2), (minutes(10), None));
        assert_eq!(attempts.would("anna"), Err(minutes(2)));
        hands.fetch_add(120_000, Ordering::SeqCst);
        assert_eq!(attempts.would("anna"), Ok(()));
        assert_eq!(attempts.spend("anna", 0), (minutes(8), None));
        // More than there can ever be.
        assert_eq!(attempts.spend("bob", 6), (Duration::ZERO, Some(minutes(2))));
    }

    #[test]
    fn the_machines_clock_will_do() {
        let once = NonZeroU32::new(1).unwrap();
        let attempts = Attempts::new(once, Duration::from_secs(3_600), 10);
        attempts.check("anna").unwrap();
        let wait = attempts.check("anna").unwrap_err().seconds();
        assert!((3_500..=3_600).contains(&wait), "{wait}");
    }
}
