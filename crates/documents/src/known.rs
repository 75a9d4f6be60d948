//! The documents that a running hub knows: those of the register, and those that clients have sent
//! once under their hash.

use std::{
    fmt,
    str::FromStr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use kernel::{Db, Viewer, viewer::SECRETARIAT};
use moka::{policy::EvictionPolicy, sync::Cache};

use crate::{
    model::{Digest, Name},
    store,
};

/// How long the register may go unasked whether it has changed.
const ASK_EVERY: Duration = Duration::from_millis(500);
/// How many bytes of the register are kept in memory.
const KEPT: u64 = 16 * 1024 * 1024;
/// What an entry takes besides its texts, in bytes; about.
const ENTRY: usize = 128;

/// Who may have nothing run but trusted documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OnlyTrusted {
    /// Nobody: everybody may send documents of their own.
    #[default]
    Nobody,
    /// Whoever has not signed in.
    Anonymous,
    /// Everybody who is not of the secretariat.
    AllButSecretariat,
    /// Everybody.
    Everybody,
}

impl OnlyTrusted {
    /// Whether this viewer may have nothing run but trusted documents.
    pub fn binds(self, viewer: &Viewer) -> bool {
        match self {
            Self::Nobody => false,
            Self::Anonymous => viewer.standing().is_none(),
            Self::AllButSecretariat => !viewer.sees(SECRETARIAT),
            Self::Everybody => true,
        }
    }
}

impl FromStr for OnlyTrusted {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Ok(match text {
            "nobody" => Self::Nobody,
            "anonymous" => Self::Anonymous,
            "all-but-secretariat" => Self::AllButSecretariat,
            "everybody" => Self::Everybody,
            _ => {
                let names = "nobody, anonymous, all-but-secretariat or everybody";
                return Err(format!("write {names}"));
            }
        })
    }
}

/// What an operator can set.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Who may have nothing run but trusted documents.
    pub only_trusted: OnlyTrusted,
    /// How many bytes of automatic documents are kept; with 0 there are none.
    pub automatic_bytes: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            only_trusted: OnlyTrusted::default(),
            automatic_bytes: 16 * 1024 * 1024,
        }
    }
}

/// The documents that a hub knows. Cheap to clone.
#[derive(Clone)]
pub struct Documents(Arc<Inner>);

struct Inner {
    db: Db,
    options: Options,
    /// What was looked up, also in vain; good for one revision of the register.
    kept: Cache<String, Option<Arc<str>>>,
    /// Under their hashes.
    automatic: Cache<String, Arc<str>>,
    /// The revision that is known. Whoever keeps something, or drops everything, holds it: so nothing
    /// is kept that was read before it was dropped.
    known: Mutex<Known>,
    /// One asks for all.
    asking: tokio::sync::Mutex<()>,
}

#[derive(Clone, Copy)]
struct Known {
    revision: i64,
    at: Option<Instant>,
}

impl fmt::Debug for Documents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Documents").field(&self.0.options).finish()
    }
}

impl Documents {
    /// The documents of the register in this database.
    pub fn new(db: Db, options: Options) -> Self {
        let size = |key: &str, text: &str| {
            u32::try_from(key.len() + text.len() + ENTRY).unwrap_or(u32::MAX)
        };
        Self(Arc::new(Inner {
            db,
            options,
            kept: Cache::builder()
                .max_capacity(KEPT)
                .eviction_policy(EvictionPolicy::lru())
                .weigher(move |key: &String, text: &Option<Arc<str>>| {
                    size(key, text.as_deref().unwrap_or_default())
                })
                .build(),
            automatic: Cache::builder()
                .max_capacity(options.automatic_bytes)
                .eviction_policy(EvictionPolicy::lru())
                .weigher(move |key: &String, text: &Arc<str>| size(key, text))
                .build(),
            known: Mutex::new(Known {
                revision: 0,
                at: None,
            }),
            asking: tokio::sync::Mutex::default(),
        }))
    }

    /// Whether this viewer may have nothing run but trusted documents.
    pub fn bind(&self, viewer: &Viewer) -> bool {
        self.0.options.only_trusted.binds(viewer)
    }

    /// The trusted document that a request names: by its name, or by `sha256:…`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn by_id(&self, id: &str) -> Result<Option<Arc<str>>, sqlx::Error> {
        self.look_up(id, Digest::in_id(id)).await
    }

    /// The trusted document of this hash: it is that of its text, or what a tool has called it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn by_hash(&self, hash: &str) -> Result<Option<Arc<str>>, sqlx::Error> {
        self.look_up(hash, Digest::parse(hash)).await
    }

    /// Whether this text is that of a trusted document.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_trusted(&self, text: &str) -> Result<bool, sqlx::Error> {
        let found = self.by_hash(Digest::of(text).as_str()).await?;
        Ok(found.is_some_and(|found| *found == *text))
    }

    /// Whether clients can have documents kept under their hashes.
    pub fn is_automatic(&self) -> bool {
        self.0.options.automatic_bytes > 0
    }

    /// The document that some client has sent under its hash.
    pub fn automatic(&self, hash: &str) -> Option<Arc<str>> {
        self.0.automatic.get(hash)
    }

    /// Keeps a document under its hash, for as long as there is room.
    pub fn keep(&self, digest: &Digest, text: &str) {
        if self.is_automatic() && !self.0.automatic.contains_key(digest.as_str()) {
            let key = digest.as_str().to_owned();
            self.0.automatic.insert(key, text.into());
        }
    }

    async fn look_up(
        &self,
        id: &str,
        digest: Option<Digest>,
    ) -> Result<Option<Arc<str>>, sqlx::Error> {
        // Nothing else is registered, nor looked for.
        if id.parse::<Name>().is_err() {
            return Ok(None);
        }
        self.catch_up().await?;
        if let Some(kept) = self.0.kept.get(id) {
            return Ok(kept);
        }
        let before = self.known().revision;
        let mut conn = self.0.db.read().await?;
        let mut found = store::by_name(&mut conn, id).await?;
        if let (None, Some(digest)) = (&found, &digest) {
            found = store::by_digest(&mut conn, digest).await?;
        }
        drop(conn);
        let found: Option<Arc<str>> = found.map(Into::into);
        let known = self.known();
        if known.revision == before {
            self.0.kept.insert(id.to_owned(), found.clone());
        }
        Ok(found)
    }

    /// Makes sure that what is kept is not older than half a second.
    async fn catch_up(&self) -> Result<(), sqlx::Error> {
        if self.is_fresh() {
            return Ok(());
        }
        let _turn = self.0.asking.lock().await;
        if self.is_fresh() {
            return Ok(());
        }
        // Whatever is committed from here on may be missing from the answer.
        let at = Instant::now();
        let mut conn = self.0.db.read().await?;
        let revision = store::revision(&mut conn).await?;
        drop(conn);
        let mut known = self.known();
        if known.revision != revision {
            self.0.kept.invalidate_all();
        }
        *known = Known {
            revision,
            at: Some(at),
        };
        Ok(())
    }

    fn is_fresh(&self) -> bool {
        self.known().at.is_some_and(|at| at.elapsed() < ASK_EVERY)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
