//! The search of the graph.

use async_graphql::{Context, Enum, Object, SimpleObject};
use kernel::{
    ClientError, Code, ContextExt, Kind, NodeRef,
    connection::PageInfo,
    cursor::{self, Key},
    list::{DEFAULT_PAGE, MAX_PAGE},
};

use crate::{
    query::Query,
    store::{After, Hit, Hits, Search, SearchPage, Totals},
};

/// What can be searched for.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchType {
    /// Cities.
    City,
    /// Themes.
    Theme,
    /// Projects and good practices.
    Project,
    /// News of projects.
    Update,
    /// Events.
    Event,
    /// Series of events.
    EventSeries,
    /// Sessions of events.
    Session,
    /// Organisations.
    Organisation,
}

impl SearchType {
    const ALL: &[SearchType] = &[
        SearchType::City,
        SearchType::Theme,
        SearchType::Project,
        SearchType::Update,
        SearchType::Event,
        SearchType::EventSeries,
        SearchType::Session,
        SearchType::Organisation,
    ];

    const fn kind(self) -> Kind {
        match self {
            SearchType::City => Kind::City,
            SearchType::Theme => Kind::Theme,
            SearchType::Project => Kind::Project,
            SearchType::Update => Kind::Update,
            SearchType::Event => Kind::Event,
            SearchType::EventSeries => Kind::EventSeries,
            SearchType::Session => Kind::Session,
            SearchType::Organisation => Kind::Organisation,
        }
    }
}

/// The fields of the root for searching.
#[derive(Default)]
pub struct SearchQuery;

/// The fields of the root for searching.
#[Object]
impl SearchQuery {
    /// Finds nodes by the words of their texts, in any language; the best first. Every word must be
    /// found, in whole or as the beginning of a word; case and accents do not matter.
    async fn search(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The words, at most 16 of them and 200 characters.")] query: String,
        #[graphql(desc = "What to find; everything, unless told.")] types: Option<Vec<SearchType>>,
        #[graphql(desc = "How many, from 0 to 100; 20 unless told.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<SearchConnection, ClientError> {
        let query = Query::parse(&query)?;
        let types = types.unwrap_or_else(|| SearchType::ALL.to_vec());
        let kinds: Vec<Kind> = types.into_iter().map(SearchType::kind).collect();
        let size = first.unwrap_or(DEFAULT_PAGE);
        let Some(size) = usize::try_from(size).ok().filter(|_| size <= MAX_PAGE) else {
            let message = format!("`first` is {size}; it can be from 0 to {MAX_PAGE}.");
            return Err(ClientError::new(Code::InvalidPage, message).at("first"));
        };
        let after = after.as_deref().map(read_cursor).transpose()?;
        ctx.reader().reads().rows(size)?;
        // One hit more than the page tells whether there is more.
        let search = Search { query, kinds };
        let page = SearchPage {
            search: search.clone(),
            after: after.clone(),
            limit: size + 1,
        };
        let hits = ctx.load::<Hits>(page).await?.unwrap_or_default();
        let has_next_page = hits.len() > size;
        let edges: Vec<SearchEdge> = hits.iter().take(size).filter_map(SearchEdge::of).collect();
        let page_info = PageInfo {
            has_next_page,
            has_previous_page: after.is_some(),
            start_cursor: edges.first().map(|edge| edge.cursor.clone()),
            end_cursor: edges.last().map(|edge| edge.cursor.clone()),
        };
        Ok(SearchConnection {
            edges,
            page_info,
            search,
        })
    }
}

/// A page of what was found.
pub struct SearchConnection {
    edges: Vec<SearchEdge>,
    page_info: PageInfo,
    search: Search,
}

/// A page of what was found.
#[Object]
impl SearchConnection {
    /// What was found, each with its cursor and score.
    async fn edges(&self) -> &[SearchEdge] {
        &self.edges
    }

    /// What was found; null for what was withdrawn at this moment.
    async fn nodes(&self) -> Vec<NodeRef> {
        self.edges.iter().map(|edge| edge.node).collect()
    }

    /// Where the page lies in all that was found.
    async fn page_info(&self) -> &PageInfo {
        &self.page_info
    }

    /// How many nodes were found in all. Counted only when asked for.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i32, ClientError> {
        let total = ctx.load::<Totals>(self.search.clone()).await?.unwrap_or(0);
        Ok(i32::try_from(total).unwrap_or(i32::MAX))
    }
}

/// A node that was found.
#[derive(SimpleObject, Clone)]
pub struct SearchEdge {
    /// Where the search goes on after this.
    cursor: String,
    /// What was found; null when it was withdrawn at this moment.
    node: NodeRef,
    /// How well it matches: comparable within one search only.
    score: i32,
}

const CURSOR: &str = "Query.search";

impl SearchEdge {
    fn of(hit: &Hit) -> Option<Self> {
        let keys = [
            Key::Int(hit.score),
            Key::Int(hit.length.into()),
            Key::Text(hit.sort_key.clone()),
            Key::Text(hit.kind.clone()),
            Key::Uuid(hit.id),
        ];
        Some(Self {
            cursor: cursor::encode(CURSOR, &keys),
            node: hit.node()?,
            score: i32::try_from(hit.score).unwrap_or(i32::MAX),
        })
    }
}

fn read_cursor(text: &str) -> Result<After, ClientError> {
    let (list, keys) = cursor::decode(text).map_err(|error| error.at("after"))?;
    match <[Key; 5]>::try_from(keys) {
        Ok(
            [
                Key::Int(score),
                Key::Int(length),
                Key::Text(sort_key),
                Key::Text(kind),
                Key::Uuid(id),
            ],
        ) if list == CURSOR => Ok(After {
            score,
            length,
            sort_key,
            kind,
            id,
        }),
        _ => {
            let message = format!("This cursor belongs to the list `{list}`; this is `{CURSOR}`.");
            Err(ClientError::new(Code::InvalidCursor, message).at("after"))
        }
    }
}
