//! All SQL of search.

use std::{collections::HashMap, sync::Arc};

use kernel::{
    Batch, ClientError, Conn, Kind, NodeRef, Reader,
    content::ContentInput,
    db::{Sql, Value},
    list,
};
use uuid::Uuid;

use crate::{query::Query, tokens};

/// How much a word counts, by where it stands.
const TITLE: i32 = 8;
const SLUG: i32 = 4;
const SUMMARY: i32 = 3;
const DESCRIPTION: i32 = 1;

/// The texts that a node is found by.
#[derive(Debug, Default)]
pub struct Texts<'a> {
    /// Its name in addresses.
    pub slug: Option<&'a str>,
    /// Its texts in every language.
    pub contents: &'a [ContentInput],
    /// Other words it is known by, which count as much as a summary.
    pub others: Vec<&'a str>,
}

/// Replaces the tokens of nodes, in the transaction that writes their texts.
///
/// # Errors
/// What the database says.
pub async fn index(conn: &mut Conn<'_>, nodes: &[(Uuid, Texts<'_>)]) -> Result<(), sqlx::Error> {
    if nodes.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new("delete from search_token where node_id in ");
    sql.bind_list(nodes.iter().map(|(node, _)| Value::Uuid(*node)));
    conn.execute(sql).await?;
    let mut rows = Vec::new();
    for (node, texts) in nodes {
        let mut weights: Vec<(String, i32)> = weigh(texts).into_iter().collect();
        weights.sort_unstable();
        let row = |(token, weight): (String, i32)| [token.into(), (*node).into(), weight.into()];
        rows.extend(weights.into_iter().map(row));
    }
    let insert = "insert into search_token (token, node_id, weight)";
    conn.insert(insert, rows, "").await
}

fn weigh(texts: &Texts<'_>) -> HashMap<String, i32> {
    let mut weights = HashMap::new();
    let mut add = |text: &str, weight: i32| {
        for token in tokens(text) {
            let best = weights.entry(token).or_insert(weight);
            *best = weight.max(*best);
        }
    };
    for content in texts.contents {
        add(&content.title, TITLE);
        content.summary.iter().for_each(|text| add(text, SUMMARY));
        content
            .description
            .iter()
            .for_each(|text| add(text, DESCRIPTION));
    }
    texts.slug.iter().for_each(|slug| add(slug, SLUG));
    texts.others.iter().for_each(|text| add(text, SUMMARY));
    weights
}

/// A node that was found.
#[derive(Debug)]
pub(crate) struct Hit {
    pub(crate) id: Uuid,
    pub(crate) kind: String,
    pub(crate) sort_key: String,
    pub(crate) length: i32,
    pub(crate) score: i64,
}

kernel::from_row!(Hit {
    id,
    kind,
    sort_key,
    length,
    score
});

impl Hit {
    pub(crate) fn node(&self) -> Option<NodeRef> {
        Some(NodeRef::new(Kind::from_prefix(&self.kind)?, self.id))
    }
}

/// What is searched for, and among what.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Search {
    pub(crate) query: Query,
    pub(crate) kinds: Vec<Kind>,
}

/// Where a page goes on: after the hit with these values.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct After {
    pub(crate) score: i64,
    pub(crate) length: i64,
    pub(crate) sort_key: String,
    pub(crate) kind: String,
    pub(crate) id: Uuid,
}

/// A page of a search.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct SearchPage {
    pub(crate) search: Search,
    pub(crate) after: Option<After>,
    pub(crate) limit: usize,
}

/// The best hits: the highest score first (among equals, cities), then the shortest title (of which
/// the words are the greatest part), then by title and kind.
pub(crate) struct Hits;

impl Batch for Hits {
    type Key = SearchPage;
    type Value = Arc<Vec<Hit>>;

    async fn load(
        reader: &Reader,
        keys: &[SearchPage],
    ) -> Result<HashMap<SearchPage, Arc<Vec<Hit>>>, ClientError> {
        let mut conn = reader.conn().await?;
        let mut found = HashMap::new();
        for key in keys {
            // Any text may come to match: the answer depends on the whole list of nodes.
            reader.reads().list("Query.search", None);
            let hits: Vec<Hit> = conn.fetch_all(select(key, reader)).await?;
            reader.reads().entities(hits.iter().filter_map(Hit::node));
            found.insert(key.clone(), Arc::new(hits));
        }
        Ok(found)
    }
}

fn select(page: &SearchPage, reader: &Reader) -> Sql {
    let mut sql = Sql::new("select * from (");
    write_hits(&mut sql, reader, &page.search);
    sql.push(") hit");
    if let Some(after) = &page.after {
        sql.push(" where (hit.score < ")
            .bind(Value::Int(after.score));
        sql.push(" or (hit.score = ").bind(Value::Int(after.score));
        sql.push(" and (hit.length, hit.sort_key, hit.kind, hit.id) > (");
        sql.bind(Value::Int(after.length)).push(", ");
        sql.bind(Value::Text(after.sort_key.clone())).push(", ");
        sql.bind(Value::Text(after.kind.clone())).push(", ");
        sql.bind(Value::Uuid(after.id)).push(")))");
    }
    sql.push(" order by hit.score desc, hit.length, hit.sort_key, hit.kind, hit.id limit ");
    sql.push(&page.limit.to_string());
    sql
}

/// How many hits there are in all.
pub(crate) struct Totals;

impl Batch for Totals {
    type Key = Search;
    type Value = i64;

    async fn load(reader: &Reader, keys: &[Search]) -> Result<HashMap<Search, i64>, ClientError> {
        let mut conn = reader.conn().await?;
        let mut totals = HashMap::new();
        for key in keys {
            let mut sql = Sql::new("select count(*) as total from (");
            write_hits(&mut sql, reader, key);
            sql.push(") hit");
            let rows: Vec<(i64,)> = conn.fetch_all(sql).await?;
            totals.insert(key.clone(), rows.first().map_or(0, |(total,)| *total));
        }
        Ok(totals)
    }
}

fn write_hits(sql: &mut Sql, reader: &Reader, search: &Search) {
    sql.push("select n.id, n.kind, n.sort_key, length(n.sort_key) as length, \
         2 * sum(found.score) + case n.kind when 'city' then 1 else 0 end as score from node n join (");
    for (i, term) in search.query.terms().iter().enumerate() {
        if i > 0 {
            sql.push(" union all ");
        }
        // A whole word counts twice. A beginning is a range, which the index answers.
        sql.push("select node_id, max(case when token = ")
            .bind(Value::Text(term.token.clone()));
        sql.push(" then 2 * weight else weight end) as score from search_token where token ");
        if term.prefix {
            sql.push(">= ").bind(Value::Text(term.token.clone()));
            sql.push(" and token < ")
                .bind(Value::Text(format!("{}\u{10FFFF}", term.token)));
        } else {
            sql.push("= ").bind(Value::Text(term.token.clone()));
        }
        sql.push(" group by node_id");
    }
    sql.push(") found on found.node_id = n.id where ");
    list::visible(sql, "n.audience", &reader.viewer());
    sql.push(" and n.kind in ");
    sql.bind_list(
        search
            .kinds
            .iter()
            .map(|kind| Value::Text(kind.prefix().to_owned())),
    );
    sql.push(" group by n.id, n.kind, n.sort_key having count(*) = ");
    sql.push(&search.query.terms().len().to_string());
}
