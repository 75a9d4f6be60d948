//! What a list can be filtered by, as a form offers it.

use crate::{query::Query, words::Words};

/// One thing to choose by.
pub(crate) struct Filter {
    /// The field of the form, and of the address.
    pub(crate) name: &'static str,
    /// The id of what it is called.
    pub(crate) label: &'static str,
    pub(crate) choices: Vec<Choice>,
}

/// One choice.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) name: String,
    pub(crate) chosen: bool,
}

impl Filter {
    /// Among nodes, by their names.
    pub(crate) fn nodes(
        query: &Query,
        (name, label): (&'static str, &'static str),
        nodes: impl IntoIterator<Item = (String, String)>,
    ) -> Self {
        let chosen = query.get(name);
        let choice = |(value, name): (String, String)| Choice {
            chosen: chosen == Some(value.as_str()),
            value,
            name,
        };
        Self {
            name,
            label,
            choices: nodes.into_iter().map(choice).collect(),
        }
    }

    /// Among values of an enum of the graph.
    pub(crate) fn codes(
        query: &Query,
        words: &Words,
        (name, label, of): (&'static str, &'static str, &str),
        codes: &[&str],
    ) -> Self {
        let chosen = query.code(name);
        let choice = |code: &&str| Choice {
            value: code.to_lowercase().replace('_', "-"),
            name: words.name(of, code),
            chosen: chosen.as_deref() == Some(code),
        };
        Self {
            name,
            label,
            choices: codes.iter().map(choice).collect(),
        }
    }

    /// Among countries, each once, by their names.
    pub(crate) fn countries<'a>(
        query: &Query,
        words: &Words,
        codes: impl Iterator<Item = &'a str>,
    ) -> Self {
        let mut codes: Vec<&str> = codes.collect();
        codes.sort_unstable();
        codes.dedup();
        let mut named: Vec<(String, String)> = (codes.iter())
            .map(|code| ((*code).to_owned(), words.country(code)))
            .collect();
        named.sort_by(|(_, a), (_, b)| a.cmp(b));
        Self::nodes(query, ("country", "filter-country"), named)
    }
}
