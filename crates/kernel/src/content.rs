//! Texts that people write in several languages.
//!
//! A node has a content in its original language, and translations. What a reader gets is chosen by
//! [`Contents::pick`], in one place for every kind of node.

mod version;

use std::{collections::HashMap, sync::Arc};

use async_graphql::{Enum, InputObject, SimpleObject};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Batch, ClientError, Conn, NodeRef, Reader, UserError, UserErrorCode,
    db::{Sql, Value},
    locale::Locale,
    on,
    validate::{self, Mistakes},
};

pub use version::last_revisions;

/// Who made a text.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Origin {
    /// A person wrote it, in this hub.
    Human,
    /// A program translated it.
    Machine,
    /// It came with imported data.
    Imported,
}

crate::stored_enum!(Origin { Human = "HUMAN", Machine = "MACHINE", Imported = "IMPORTED" });

/// A node's texts in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// The node.
    pub node_id: Uuid,
    /// The language.
    pub locale: String,
    /// Its title or name.
    pub title: String,
    /// A sentence or two.
    pub summary: Option<String>,
    /// The long text.
    pub description: Option<String>,
    /// Who made these texts.
    pub origin: Origin,
    /// Counts the changes of these texts, from 1.
    pub revision: i32,
    /// The revision of the original that these texts translate.
    pub original_revision: i32,
    /// When these texts were changed last.
    pub changed_at: DateTime<Utc>,
}

crate::from_row!(Content {
    node_id,
    locale,
    title,
    summary,
    description,
    origin,
    revision,
    original_revision,
    changed_at
});

/// A node's texts in all their languages.
#[derive(Clone, Debug)]
pub struct Contents {
    original: usize,
    all: Vec<Content>,
}

/// A node's texts in the language that suits the reader best.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(name = "Content")]
pub struct Picked {
    /// The title or name.
    pub title: String,
    /// A sentence or two; null when nobody wrote it.
    pub summary: Option<String>,
    /// The long text; null when nobody wrote it.
    pub description: Option<String>,
    /// The language of these texts.
    pub locale: Locale,
    /// Whether the reader asked for another language.
    pub is_fallback: bool,
    /// Who made these texts.
    pub origin: Origin,
    /// Whether the original changed after this translation was made.
    pub is_stale: bool,
    /// Counts the changes of these texts, from 1. Give it as `expectedRevision` to change only what
    /// you have seen.
    pub revision: i32,
    /// When these texts were changed last, in UTC.
    pub changed_at: DateTime<Utc>,
}

impl Contents {
    /// The texts for a reader of these languages, the preferred one first: the same tag, else the
    /// same language of another region, else the next language, else the original.
    pub fn pick(&self, languages: &[Locale]) -> Picked {
        let index = languages
            .iter()
            .find_map(|wanted| self.find(wanted))
            .unwrap_or(self.original);
        let fallback = |locale: &Locale| {
            languages
                .first()
                .is_some_and(|wanted| wanted.language() != locale.language())
        };
        let mut picked = self.picked(index);
        picked.is_fallback = fallback(&picked.locale);
        picked
    }

    /// The texts in every language, the original first.
    pub fn translations(&self) -> Vec<Picked> {
        let others = (0..self.all.len()).filter(|i| *i != self.original);
        std::iter::once(self.original)
            .chain(others)
            .map(|i| self.picked(i))
            .collect()
    }

    /// The texts in just this language.
    pub fn exactly(&self, locale: &Locale) -> Option<Picked> {
        let tag = locale.tag();
        let found = self.all.iter().position(|content| content.locale == tag);
        found.map(|index| self.picked(index))
    }

    /// The texts in the original language.
    pub fn original(&self) -> Picked {
        self.picked(self.original)
    }

    fn find(&self, wanted: &Locale) -> Option<usize> {
        let tag = wanted.tag();
        let language =
            |content: &Content| content.locale.split('-').next() == Some(wanted.language());
        (self.all.iter().position(|content| content.locale == tag))
            .or_else(|| language(&self.all[self.original]).then_some(self.original))
            .or_else(|| self.all.iter().position(language))
    }

    fn picked(&self, index: usize) -> Picked {
        let content = &self.all[index];
        Picked {
            title: content.title.clone(),
            summary: content.summary.clone(),
            description: content.description.clone(),
            locale: content.locale.parse().unwrap_or_else(|_| Locale::english()),
            is_fallback: false,
            origin: content.origin,
            is_stale: index != self.original
                && content.original_revision < self.all[self.original].revision,
            revision: content.revision,
            changed_at: content.changed_at,
        }
    }
}

/// The texts of nodes, in all their languages.
pub struct ContentsOf;

impl Batch for ContentsOf {
    type Key = NodeRef;
    type Value = Arc<Contents>;

    async fn load(
        reader: &Reader,
        keys: &[NodeRef],
    ) -> Result<HashMap<NodeRef, Arc<Contents>>, ClientError> {
        reader.reads().entities(keys.iter().copied());
        let mut sql = Sql::new(
            "select c.*, n.original_locale from content c join node n on n.id = c.node_id \
             where c.node_id in ",
        );
        sql.bind_list(keys.iter().map(|key| Value::Uuid(key.id)));
        sql.push(" order by c.node_id, c.locale");
        let rows: Vec<WithOriginal> = reader.conn().await?.fetch_all(sql).await?;
        let mut by_node: HashMap<Uuid, Contents> = HashMap::new();
        for WithOriginal {
            original_locale,
            content,
        } in rows
        {
            let contents = by_node.entry(content.node_id).or_insert_with(|| Contents {
                original: 0,
                all: Vec::new(),
            });
            if content.locale == original_locale {
                contents.original = contents.all.len();
            }
            contents.all.push(content);
        }
        let found = |key: &NodeRef| Some((*key, Arc::new(by_node.remove(&key.id)?)));
        Ok(keys.iter().filter_map(found).collect())
    }
}

struct WithOriginal {
    original_locale: String,
    content: Content,
}

crate::from_row!(WithOriginal { original_locale; content });

/// A node's texts in one language, as they are written.
#[derive(InputObject, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ContentInput {
    /// The language of these texts, a tag of BCP 47.
    pub locale: String,
    /// The title or name; at most 200 characters.
    pub title: String,
    /// A sentence or two; at most 1,000 characters.
    pub summary: Option<String>,
    /// The long text; at most 20,000 characters.
    pub description: Option<String>,
    /// Who made these texts; a person, unless told.
    #[graphql(default_with = "Origin::Human")]
    pub origin: Origin,
}

/// How many characters a title may have.
pub const MAX_TITLE: usize = 200;
/// In how many languages a node may have texts.
pub const MAX_LANGUAGES: usize = 60;

/// The texts of a node as they are written; the first is the original.
///
/// Checks each of them, and that no language stands there twice.
pub fn check(contents: &[ContentInput], at: &str, mistakes: &mut Mistakes) {
    mistakes.check(
        !contents.is_empty(),
        UserErrorCode::Blank,
        at,
        "At least one language.",
    );
    mistakes.check(
        contents.len() <= MAX_LANGUAGES,
        UserErrorCode::TooLong,
        at,
        "At most 60 languages.",
    );
    for (i, content) in contents.iter().enumerate() {
        let at = format!("{at}.{i}");
        if let Err(error) = content.locale.parse::<Locale>() {
            let path = format!("{at}.locale");
            mistakes.add(UserError::new(UserErrorCode::Invalid, &path, error.message));
        }
        validate::text(&content.title, MAX_TITLE, &format!("{at}.title"), mistakes);
        check_rest(
            content.summary.as_deref(),
            content.description.as_deref(),
            &at,
            mistakes,
        );
    }
    validate::distinct(contents.iter().map(tag), at, mistakes);
}

/// Checks what may be missing of a node's texts in one language.
pub fn check_rest(
    summary: Option<&str>,
    description: Option<&str>,
    at: &str,
    mistakes: &mut Mistakes,
) {
    validate::optional_text(summary, 1_000, &format!("{at}.summary"), mistakes);
    let path = format!("{at}.description");
    validate::optional_text(description, 20_000, &path, mistakes);
}

/// Replaces a node's texts by these. A text that did not change keeps its revision; a translation
/// is taken to be of the original as it is now. What is replaced is kept.
///
/// # Errors
/// What the database says.
pub async fn replace(
    conn: &mut Conn<'_>,
    node: Uuid,
    contents: &[ContentInput],
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let before = of_node(conn, node).await?;
    let kept = if before.is_empty() {
        HashMap::new()
    } else {
        last_revisions(conn, node).await?
    };
    let mut versions = Vec::new();
    for old in &before {
        if !contents.iter().any(|new| tag(new) == old.locale) {
            versions.push(old.clone());
            on!(conn, |c, DB| {
                sqlx::query::<DB>("delete from content where node_id = $1 and locale = $2")
                    .bind(node)
                    .bind(&old.locale)
                    .execute(c)
                    .await
                    .map(drop)
            })?;
        }
    }
    let mut rows = Vec::new();
    let mut original_revision = 1;
    for (i, new) in contents.iter().enumerate() {
        let old = before.iter().find(|old| old.locale == tag(new));
        let changed = !old.is_some_and(|old| same(old, new));
        let last = kept.get(&tag(new)).copied();
        let revision = match old {
            Some(old) if !changed => old.revision,
            old => old.map_or(0, |old| old.revision).max(last.unwrap_or(0)) + 1,
        };
        if i == 0 {
            original_revision = revision;
        }
        let unmoved = old.is_some_and(|old| old.original_revision == original_revision);
        if changed || !unmoved {
            let new = Content::new(node, new, revision, original_revision, now);
            rows.push(row(&new));
            if changed && (old.is_some() || last.is_some()) {
                versions.extend(old.cloned());
                versions.push(new);
            }
        }
    }
    conn.insert(INSERT, rows, OVER).await?;
    let versions: Vec<_> = versions.iter().map(|version| (version, None)).collect();
    version::keep(conn, &versions).await
}

/// Writes the texts of nodes that are new.
pub(crate) async fn insert(
    conn: &mut Conn<'_>,
    contents: impl Iterator<Item = (Uuid, &'_ [ContentInput])>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let rows = contents
        .flat_map(|(node, contents)| {
            let new = move |new| row(&Content::new(node, new, 1, 1, now));
            contents.iter().map(new)
        })
        .collect();
    conn.insert(INSERT, rows, "").await
}

/// Writes one language of nodes over what it was, and leaves the others. Where it is the original,
/// they are stale from now on. `activity` is what writes it; none for what is recorded.
///
/// # Errors
/// What the database says.
pub async fn revise(
    conn: &mut Conn<'_>,
    contents: &[(Uuid, &ContentInput)],
    activity: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    let mut sql = Sql::new(
        "select c.*, n.original_locale from content c join node n on n.id = c.node_id \
         where c.node_id in ",
    );
    sql.bind_list(contents.iter().map(|(node, _)| Value::Uuid(*node)));
    let before: Vec<WithOriginal> = conn.fetch_all(sql).await?;
    let mut texts = HashMap::new();
    let mut originals = HashMap::new();
    for WithOriginal {
        original_locale,
        content,
    } in before
    {
        if content.locale == original_locale {
            originals.insert(content.node_id, (original_locale, content.revision));
        }
        texts.insert((content.node_id, content.locale.clone()), content);
    }
    let mut after = Vec::new();
    for (node, new) in contents {
        let locale = tag(new);
        let before = texts.get(&(*node, locale.clone()));
        let revision = before.map_or(1, |before| before.revision + 1);
        let of = match originals.get(node) {
            Some((original, of)) if *original != locale => *of,
            _ => revision,
        };
        after.push((before, Content::new(*node, new, revision, of, now)));
    }
    let rows = after.iter().map(|(_, after)| row(after)).collect();
    conn.insert(INSERT, rows, OVER).await?;
    let mut versions = Vec::new();
    for (before, after) in &after {
        versions.extend(before.map(|before| (before, None)));
        if before.is_some() || activity.is_some() {
            versions.push((after, activity));
        }
    }
    version::keep(conn, &versions).await
}

/// Writes a text over what it was, and keeps both; `activity` is what wrote it.
///
/// # Errors
/// What the database says.
pub async fn write(
    conn: &mut Conn<'_>,
    before: Option<&Content>,
    after: &Content,
    activity: Uuid,
) -> Result<(), sqlx::Error> {
    conn.insert(INSERT, vec![row(after)], OVER).await?;
    let before = before.map(|before| (before, None));
    let versions: Vec<_> = before
        .into_iter()
        .chain([(after, Some(activity))])
        .collect();
    version::keep(conn, &versions).await
}

const INSERT: &str = "insert into content (node_id, locale, title, summary, description, origin, \
     revision, original_revision, changed_at)";
const OVER: &str = "on conflict (node_id, locale) do update set title = excluded.title, \
     summary = excluded.summary, description = excluded.description, origin = excluded.origin, \
     revision = excluded.revision, original_revision = excluded.original_revision, \
     changed_at = excluded.changed_at";

impl Content {
    fn new(
        node_id: Uuid,
        input: &ContentInput,
        revision: i32,
        original_revision: i32,
        changed_at: DateTime<Utc>,
    ) -> Self {
        Self {
            node_id,
            locale: tag(input),
            title: input.title.clone(),
            summary: input.summary.clone(),
            description: input.description.clone(),
            origin: input.origin,
            revision,
            original_revision,
            changed_at,
        }
    }

    /// The same, as it would be written.
    pub fn to_input(&self) -> ContentInput {
        ContentInput {
            locale: self.locale.clone(),
            title: self.title.clone(),
            summary: self.summary.clone(),
            description: self.description.clone(),
            origin: self.origin,
        }
    }
}

fn row(content: &Content) -> [Value; 9] {
    [
        content.node_id.into(),
        content.locale.as_str().into(),
        content.title.as_str().into(),
        content.summary.as_deref().into(),
        content.description.as_deref().into(),
        content.origin.into(),
        content.revision.into(),
        content.original_revision.into(),
        content.changed_at.into(),
    ]
}

/// The texts of a node in all their languages.
///
/// # Errors
/// What the database says.
pub async fn of_node(conn: &mut Conn<'_>, node: Uuid) -> Result<Vec<Content>, sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query_as::<DB, Content>("select * from content where node_id = $1 order by locale")
            .bind(node)
            .fetch_all(c)
            .await
    })
}

/// The usual form of the language of checked texts.
pub fn tag(content: &ContentInput) -> String {
    content
        .locale
        .parse()
        .map_or_else(|_| content.locale.clone(), |locale: Locale| locale.tag())
}

fn same(old: &Content, new: &ContentInput) -> bool {
    old.title == new.title
        && old.summary == new.summary
        && old.description == new.description
        && old.origin == new.origin
}
