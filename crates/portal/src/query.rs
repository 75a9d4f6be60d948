//! The part of an address after `?`: what a list is filtered by, and which page of it is shown.

use form_urlencoded::Serializer;

/// The fields of a query string, in their order; of fields that come twice, the first counts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    pub(crate) fn of(text: &str) -> Self {
        let fields = form_urlencoded::parse(text.as_bytes()).into_owned();
        // What is left empty in a form was not chosen.
        Self(
            fields
                .filter(|(_, value)| !value.trim().is_empty())
                .collect(),
        )
    }

    /// The value of a field; none when it is empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let field = self.0.iter().find(|(field, _)| field == name);
        field.map(|(_, value)| value.trim())
    }

    /// The value of a field that takes an enum of the graph.
    pub(crate) fn code(&self, name: &str) -> Option<String> {
        self.get(name)
            .map(|value| value.to_uppercase().replace('-', "_"))
    }

    /// The same with another value for a field, and from the first page on; without, if that is none.
    pub(crate) fn replacing(&self, name: &str, value: Option<&str>) -> String {
        let mut out = Serializer::new(String::new());
        for (field, kept) in &self.0 {
            if field != name && field != "after" && field != "before" {
                out.append_pair(field, kept);
            }
        }
        if let Some(value) = value {
            out.append_pair(name, value);
        }
        out.finish()
    }
}

/// Where a list stands, as lists of the graph take it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Place {
    pub(crate) first: Option<i64>,
    pub(crate) after: Option<String>,
    pub(crate) last: Option<i64>,
    pub(crate) before: Option<String>,
}

impl Place {
    /// The page that an address asks for.
    pub(crate) fn of(query: &Query, size: i64) -> Self {
        match query.get("before") {
            Some(before) => Self {
                last: Some(size),
                before: Some(before.to_owned()),
                ..Self::default()
            },
            None => Self {
                first: Some(size),
                after: query.get("after").map(str::to_owned),
                ..Self::default()
            },
        }
    }
}

impl Place {
    /// The same of the log, which is in the order of time, and is read from its end.
    pub(crate) fn newest_first(query: &Query, size: i64) -> Self {
        match query.get("after") {
            Some(_) => Self::of(query, size),
            None => Self {
                last: Some(size),
                before: query.get("before").map(str::to_owned),
                ..Self::default()
            },
        }
    }
}

/// The pages before and after, as addresses.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pager {
    pub(crate) previous: Option<String>,
    pub(crate) next: Option<String>,
}

impl Pager {
    /// From what the graph says of the page.
    pub(crate) fn new(
        query: &Query,
        (has_previous, start): (bool, Option<&str>),
        (has_next, end): (bool, Option<&str>),
    ) -> Self {
        let to = |name, cursor: Option<&str>| {
            cursor.map(|at| format!("?{}", query.replacing(name, Some(at))))
        };
        Self {
            previous: to("before", start.filter(|_| has_previous)),
            next: to("after", end.filter(|_| has_next)),
        }
    }

    /// The same of the log: the next page is the older one.
    pub(crate) fn newest_first(
        query: &Query,
        older: (bool, Option<&str>),
        newer: (bool, Option<&str>),
    ) -> Self {
        let Self { previous, next } = Self::new(query, older, newer);
        Self {
            previous: next,
            next: previous,
        }
    }

    pub(crate) fn is_needed(&self) -> bool {
        self.previous.is_some() || self.next.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_empty_was_not_chosen_and_another_choice_begins_on_the_first_page() {
        let query = Query::of("theme=&stage=active&after=abc&q=a+b%26c");
        assert_eq!(query.get("theme"), None);
        assert_eq!(query.code("stage").as_deref(), Some("ACTIVE"));
        assert_eq!(query.get("q"), Some("a b&c"));
        assert_eq!(query.replacing("stage", None), "q=a+b%26c");
        assert_eq!(
            query.replacing("after", Some("x/y")),
            "stage=active&q=a+b%26c&after=x%2Fy"
        );
    }
}
