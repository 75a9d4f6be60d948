//! What the pages say, in one language: sentences, names, numbers, days and times.

use std::sync::LazyLock;

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, Timelike as _, Utc};
use fluent_bundle::{FluentArgs, FluentValue};
use include_dir::{Dir, include_dir};
use kernel::{locale::Locale, messages::Messages};

use crate::{language::Language, wording::Wording};

static NAMES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/locales/names");
/// Names of countries, languages and months, and how numbers are written.
pub(crate) static COMMON: LazyLock<Messages> = LazyLock::new(|| Messages::load(&NAMES));

/// Says something in one language.
#[derive(Clone, Debug)]
pub struct Words {
    /// The language.
    pub language: Language,
    locales: [Locale; 1],
    wording: Wording,
}

impl Words {
    /// In this language.
    pub fn of(language: Language, wording: Wording) -> Self {
        Self {
            language,
            locales: [language.locale()],
            wording,
        }
    }

    fn format(&self, id: &str, args: &FluentArgs<'_>) -> String {
        self.wording.format(&self.locales, id, args)
    }

    /// A sentence without anything to fill in.
    pub fn say(&self, id: &str) -> String {
        self.format(id, &FluentArgs::new())
    }

    /// The same, if there is such a sentence.
    pub fn try_say(&self, id: &str) -> Option<String> {
        self.wording.find(&self.locales, id, &FluentArgs::new())
    }

    /// A sentence with a number in it, `$count`, in the right plural.
    pub fn count(&self, id: &str, count: &i64) -> String {
        let mut args = FluentArgs::new();
        args.set("count", *count);
        args.set("number", self.number(count));
        self.format(id, &args)
    }

    /// A sentence with a text in it.
    pub fn with(&self, id: &str, name: &'static str, value: impl AsRef<str>) -> String {
        self.with_all(id, &[(name, value.as_ref())])
    }

    /// A sentence with two texts in it.
    pub fn with_all(&self, id: &str, values: &[(&'static str, &str)]) -> String {
        let mut args = FluentArgs::new();
        for (name, value) in values {
            args.set(*name, FluentValue::from(*value));
        }
        self.format(id, &args)
    }

    /// Something, and what it is.
    pub fn labelled(&self, label: impl AsRef<str>, value: impl AsRef<str>) -> String {
        let values = [("label", label.as_ref()), ("value", value.as_ref())];
        self.with_all("label-value", &values)
    }

    /// What a value of an enum of the graph is called: `stage-active` for `ACTIVE`.
    pub fn name(&self, of: &str, code: impl AsRef<str>) -> String {
        let code = code.as_ref().to_lowercase().replace('_', "-");
        self.say(&format!("{of}-{code}"))
    }

    fn common(&self, id: &str) -> Option<String> {
        COMMON.format(&self.locales, id, &FluentArgs::new())
    }

    /// The country with this code of ISO 3166-1; the code, if there is none.
    pub fn country(&self, code: &str) -> String {
        self.common(&format!("country-{code}"))
            .unwrap_or_else(|| code.to_owned())
    }

    /// The language with this tag; the tag, if it has no name.
    pub fn language_name(&self, tag: &str) -> String {
        let language = tag.split('-').next().unwrap_or(tag);
        self.common(&format!("language-{language}"))
            .unwrap_or_else(|| tag.to_owned())
    }

    /// A number, in groups of three.
    pub fn number(&self, number: &i64) -> String {
        let group = self.common("group").unwrap_or_default();
        // The fewest digits that are grouped: in some languages, four are read at a glance.
        let from = self
            .common("group-from")
            .and_then(|count| count.parse().ok());
        let digits = number.unsigned_abs().to_string();
        let mut out = String::new();
        if *number < 0 {
            out.push('-');
        }
        let grouped = digits.len() >= from.unwrap_or(4);
        for (i, digit) in digits.chars().enumerate() {
            if grouped && i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push_str(&group);
            }
            out.push(digit);
        }
        out
    }

    fn month(&self, month: u32) -> String {
        self.common(&format!("month-{month}")).unwrap_or_default()
    }

    fn date_parts(&self, id: &str, date: NaiveDate) -> String {
        let mut args = FluentArgs::new();
        args.set("day", i64::from(date.day()));
        args.set("month", self.month(date.month()));
        args.set("year", date.year().to_string());
        self.format(id, &args)
    }

    /// A day.
    pub fn day(&self, date: NaiveDate) -> String {
        self.date_parts("date-day", date)
    }

    /// A day with its name: of a programme.
    pub fn weekday(&self, date: NaiveDate) -> String {
        let number = date.weekday().number_from_monday();
        let name = self
            .common(&format!("weekday-{number}"))
            .unwrap_or_default();
        let day = self.date_parts("date-day", date);
        self.with_all("date-weekday", &[("weekday", &name), ("date", &day)])
    }

    /// A date as precisely as it is known: `2017`, `2017-04`, `2017-04-12`.
    pub fn date(&self, partial: &str) -> String {
        match partial.len() {
            4 => partial.to_owned(),
            7 => parse_day(&format!("{partial}-01")).map_or_else(
                || partial.to_owned(),
                |date| self.date_parts("date-month", date),
            ),
            _ => parse_day(partial).map_or_else(|| partial.to_owned(), |date| self.day(date)),
        }
    }

    /// From one date to another, which may be missing or the same.
    pub fn dates(&self, from: Option<&str>, to: Option<&str>) -> String {
        match (from, to) {
            (Some(from), Some(to)) if from != to => self.span(from, to),
            (Some(date), _) => self.date(date),
            (None, Some(to)) => self.with("date-until", "date", self.date(to)),
            (None, None) => String::new(),
        }
    }

    /// Since when something goes on, or from when to when it did: what has no end is not over.
    pub fn period(&self, from: Option<&str>, to: Option<&str>) -> String {
        match (from, to) {
            (Some(from), None) => self.with("date-since", "date", self.date(from)),
            _ => self.dates(from, to),
        }
    }

    fn span(&self, from: &str, to: &str) -> String {
        if let (Some(first), Some(last)) = (parse_day(from), parse_day(to))
            && (first.year(), first.month()) == (last.year(), last.month())
            && from.len() == 10
            && to.len() == 10
        {
            let mut args = FluentArgs::new();
            args.set("from", i64::from(first.day()));
            args.set("to", i64::from(last.day()));
            args.set("month", self.month(first.month()));
            args.set("year", first.year().to_string());
            return self.format("date-days", &args);
        }
        let (from, to) = (self.date(from), self.date(to));
        self.with_all("date-span", &[("from", &from), ("to", &to)])
    }

    /// A time of the day, by the clocks of the place.
    pub fn time(&self, at: NaiveDateTime) -> String {
        format!("{:02}:{:02}", at.hour(), at.minute())
    }

    /// From the day of an instant to that of another one, in UTC.
    pub fn between(&self, from: &DateTime<Utc>, to: &DateTime<Utc>) -> String {
        let (from, to) = (self.day_of(from), self.day_of(to));
        self.with_all("date-span", &[("from", &from), ("to", &to)])
    }

    /// The day of an instant, in UTC.
    pub fn day_of(&self, at: &DateTime<Utc>) -> String {
        self.day(at.date_naive())
    }
}

fn parse_day(date: &str) -> Option<NaiveDate> {
    date.parse().ok()
}
