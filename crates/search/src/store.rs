//! All SQL of search.

use std::collections::HashMap;

use kernel::{
    Conn, Kind, NodeRef, Reader,
    content::ContentInput,
    db::{Sql, Value},
    list, on,
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

/// Replaces the tokens of a node, in the transaction that writes its texts.
///
/// # Errors
/// What the database says.
pub async fn index(conn: &mut Conn<'_>, node: Uuid, texts: &Texts<'_>) -> Result<(), sqlx::Error> {
    on!(conn, |c, DB| {
        sqlx::query::<DB>("delete from search_token where node_id = $1")
            .bind(node)
            .execute(c)
            .await
            .map(drop)
    })?;
    let mut weights: Vec<(String, i32)> = weigh(texts).into_iter().collect();
    weights.sort_unstable();
    // Well below the number of parameters that a statement may have.
    for chunk in weights.chunks(500) {
        let mut sql = Sql::new("insert into search_token (token, node_id, weight) values ");
        for (i, (token, weight)) in chunk.iter().enumerate() {
            sql.push(if i > 0 { ", (" } else { "(" });
            sql.bind(Value::Text(token.clone()))
                .push(", ")
                .bind(Value::Uuid(node))
                .push(", ");
            sql.push(&weight.to_string()).push(")");
        }
        conn.execute(sql).await?;
    }
    Ok(())
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

/// Where a page goes on: after the hit with these values.
#[derive(Debug)]
pub(crate) struct After {
    pub(crate) score: i64,
    pub(crate) length: i64,
    pub(crate) sort_key: String,
    pub(crate) kind: String,
    pub(crate) id: Uuid,
}

/// The best hits, of these kinds: the highest score first (among
/// equals, cities), then the shortest title (of which the
/// words are the greatest part), then by title and kind.
pub(crate) async fn find(
    reader: &Reader,
    query: &Query,
    kinds: &[Kind],
    after: Option<&After>,
    limit: usize,
) -> Result<Vec<Hit>, kernel::ClientError> {
    let mut sql = Sql::new("select * from (");
    write_hits(&mut sql, reader, query, kinds);
    sql.push(") hit");
    if let Some(after) = after {
        sql.push(" where (hit.score < ")
            .bind(Value::Int(after.score));
        sql.push(" or (hit.score = ").bind(Value::Int(after.score));
        sql.push(" and (hit.length, hit.sort_key, hit.kind, hit.id) > (")
            .bind(Value::Int(after.length))
            .push(", ")
            .bind(Value::Text(after.sort_key.clone()));
        sql.push(", ").bind(Value::Text(after.kind.clone()));
        sql.push(", ").bind(Value::Uuid(after.id)).push(")))");
    }
    sql.push(&format!(
        " order by hit.score desc, hit.length, hit.sort_key, hit.kind, hit.id limit {limit}"
    ));
    Ok(reader.conn().await?.fetch_all(sql).await?)
}

/// How many hits there are.
pub(crate) async fn count(
    reader: &Reader,
    query: &Query,
    kinds: &[Kind],
) -> Result<i64, kernel::ClientError> {
    let mut sql = Sql::new("select count(*) as total from (");
    write_hits(&mut sql, reader, query, kinds);
    sql.push(") hit");
    let rows: Vec<(i64,)> = reader.conn().await?.fetch_all(sql).await?;
    Ok(rows.first().map_or(0, |(total,)| *total))
}

fn write_hits(sql: &mut Sql, reader: &Reader, query: &Query, kinds: &[Kind]) {
    sql.push("select n.id, n.kind, n.sort_key, length(n.sort_key) as length, \
         2 * sum(found.score) + case n.kind when 'city' then 1 else 0 end as score from node n join (");
    for (i, term) in query.terms().iter().enumerate() {
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
    list::visible(sql, "n.audience", reader.viewer());
    sql.push(" and n.kind in ");
    sql.bind_list(
        kinds
            .iter()
            .map(|kind| Value::Text(kind.prefix().to_owned())),
    );
    sql.push(" group by n.id, n.kind, n.sort_key having count(*) = ");
    sql.push(&query.terms().len().to_string());
}
