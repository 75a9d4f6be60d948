//! In which form a client wants its answer: content negotiation by RFC 9110, 12.5.1, with the media
//! types of GraphQL over HTTP.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};

use crate::error::DoorError;

/// A form of an answer that the hub has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Media {
    /// With status codes that say how it went.
    GraphqlResponse,
    /// As it was before the specification: 200 for whatever could be read.
    Json,
    /// Server-sent events.
    EventStream,
    /// Parts that come one after another.
    Multipart,
}

/// The forms of one whole answer.
pub(crate) const WHOLE: &[Media] = &[Media::GraphqlResponse, Media::Json];
/// All forms.
pub(crate) const ALL: &[Media] = &[
    Media::GraphqlResponse,
    Media::Json,
    Media::EventStream,
    Media::Multipart,
];
/// The forms of answers that go on.
pub(crate) const STREAMS: &[Media] = &[Media::EventStream, Media::Multipart];

impl Media {
    /// Type and subtype.
    fn name(self) -> (&'static str, &'static str) {
        match self {
            Self::GraphqlResponse => ("application", "graphql-response+json"),
            Self::Json => ("application", "json"),
            Self::EventStream => ("text", "event-stream"),
            Self::Multipart => ("multipart", "mixed"),
        }
    }

    /// The value of `Content-Type`.
    pub(crate) fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
            Self::EventStream => "text/event-stream; charset=utf-8",
            Self::Multipart => "multipart/mixed",
        })
    }
}

/// What a client accepts.
#[derive(Clone, Debug, Default)]
pub(crate) struct Accept(Option<Vec<Range>>);

/// A media range with its weight, in thousandths.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Range {
    kind: String,
    subtype: String,
    params: Vec<(String, String)>,
    weight: u16,
}

impl Accept {
    /// Reads all `Accept` headers of a request. Ranges that are none are passed over; a client that
    /// sends nothing else accepts nothing.
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let mut said = false;
        let mut ranges = Vec::new();
        for value in headers.get_all(header::ACCEPT) {
            let text = value.to_str().unwrap_or("?");
            said |= !text.trim().is_empty();
            ranges.extend(split(text, ',').filter_map(Range::read));
        }
        Self(said.then_some(ranges))
    }

    /// Which of these forms the client likes best of those that it has named, and not only let pass.
    pub(crate) fn choose_named(&self, offers: &[Media]) -> Option<Media> {
        let ranges = self.0.as_ref()?;
        let is_named = |media: &Media| {
            let exactness = (ranges.iter())
                .filter_map(|range| range.matches(*media))
                .max();
            exactness.is_some_and(|exactness| exactness >= 2)
        };
        let named: Vec<Media> = offers.iter().copied().filter(is_named).collect();
        self.choose(&named)
    }

    /// Which of these forms the client likes best. Those that it likes equally are in the order of
    /// how exactly it has named them; then the specification's own type comes first, and plain JSON
    /// for those who take anything.
    pub(crate) fn choose(&self, offers: &[Media]) -> Option<Media> {
        let Some(ranges) = &self.0 else {
            return offers.contains(&Media::Json).then_some(Media::Json);
        };
        let rank = |media: Media, exactness: u8| match media {
            Media::Json if exactness < 2 => 5,
            Media::GraphqlResponse => 4,
            Media::Json => 3,
            Media::EventStream => 2,
            Media::Multipart => 1,
        };
        let liked = offers.iter().filter_map(|&media| {
            let (exactness, weight) = ranges
                .iter()
                .filter_map(|range| Some((range.matches(media)?, range.weight)))
                .max()?;
            (weight > 0).then_some((weight, exactness, rank(media, exactness), media))
        });
        liked
            .max_by_key(|&(weight, exactness, rank, _)| (weight, exactness, rank))
            .map(|(_, _, _, media)| media)
    }

    /// Refuses a client that accepts nothing that there is.
    pub(crate) fn require_any(&self) -> Result<(), DoorError> {
        match self.choose(WHOLE).or_else(|| self.choose(STREAMS)) {
            Some(_) => Ok(()),
            None => Err(not_acceptable(WHOLE)),
        }
    }
}

impl Range {
    fn read(text: &str) -> Option<Self> {
        let mut parts = split(text, ';');
        let (kind, subtype) = parts.next()?.trim().split_once('/')?;
        let mut range = Self {
            kind: kind.trim().to_ascii_lowercase(),
            subtype: subtype.trim().to_ascii_lowercase(),
            params: Vec::new(),
            weight: 1_000,
        };
        if range.kind.is_empty() || range.subtype.is_empty() {
            return None;
        }
        for part in parts {
            let (name, value) = parameter(part)?;
            if name == "q" {
                range.weight = weight(&value)?;
                // What follows the weight belongs to no media type.
                break;
            }
            range.params.push((name, value));
        }
        Some(range)
    }

    /// How exactly this range names a form, if it does: from 0 for `*/*` to 3 for a type with its
    /// charset. Parameters that a form does not have ask for another one.
    fn matches(&self, media: Media) -> Option<u8> {
        let (kind, subtype) = media.name();
        match (self.kind.as_str(), self.subtype.as_str()) {
            ("*", "*") => Some(0),
            (k, "*") if k == kind => Some(1),
            (k, s) if k == kind && s == subtype => {
                let known = |(name, value): &(String, String)| match (media, name.as_str()) {
                    (_, "charset") => value.eq_ignore_ascii_case("utf-8"),
                    // Deliveries of parts of one answer, which the hub has not.
                    (Media::Multipart, "deferspec" | "incrementalspec") => false,
                    _ => true,
                };
                let all = self.params.iter().all(known);
                all.then_some(2 + u8::from(!self.params.is_empty()))
            }
            _ => None,
        }
    }
}

/// The refusal of a client that takes nothing of what there is.
pub(crate) fn not_acceptable(offers: &[Media]) -> DoorError {
    let names: Vec<String> = (offers.iter())
        .map(|media| format!("{}/{}", media.name().0, media.name().1))
        .collect();
    let message = format!("The hub answers this in {}.", names.join(" or "));
    DoorError::new(StatusCode::NOT_ACCEPTABLE, "NOT_ACCEPTABLE", message)
}

/// Refuses a body that is not JSON in UTF-8. The type is also what keeps a form of another site from
/// sending one: browsers ask first before they send this type elsewhere (CSRF).
pub(crate) fn require_json(headers: &HeaderMap) -> Result<(), DoorError> {
    let refuse = |message: &str| {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        Err(DoorError::new(status, "UNSUPPORTED_MEDIA_TYPE", message))
    };
    // Nothing is unpacked: a few bytes of a compressed body can be a great many.
    let encodings = headers.get_all(header::CONTENT_ENCODING).iter();
    if encodings.into_iter().any(|value| value != "identity") {
        let status = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        let message = "The body must not be compressed.";
        let error = DoorError::new(status, "UNSUPPORTED_MEDIA_TYPE", message);
        // RFC 9110, 15.5.16.
        let identity = HeaderValue::from_static("identity");
        return Err(error.with(header::ACCEPT_ENCODING, identity));
    }
    let mut values = headers.get_all(header::CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return refuse("The request has to say once that its body has the type application/json.");
    };
    let mut parts = split(value.to_str().unwrap_or_default(), ';');
    let essence = parts.next().unwrap_or_default();
    if !essence.trim().eq_ignore_ascii_case("application/json") {
        return refuse("The body must have the type application/json.");
    }
    for (name, value) in parts.filter_map(parameter) {
        if name == "charset" && !value.eq_ignore_ascii_case("utf-8") {
            return refuse("The body must be in UTF-8.");
        }
    }
    Ok(())
}

/// A weight, in thousandths.
fn weight(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    if !matches!(whole, "0" | "1") || decimals.len() > 3 {
        return None;
    }
    let decimals: u16 = format!("{decimals:0<3}").parse().ok()?;
    let weight = if whole == "1" { 1_000 } else { 0 } + decimals;
    (weight <= 1_000).then_some(weight)
}

/// `name=value` or `name="value"`.
fn parameter(text: &str) -> Option<(String, String)> {
    let (name, value) = text.split_once('=')?;
    let value = value.trim();
    let value = value
        .strip_prefix('"')
        .and_then(|value| value.strip_suffix('"'))
        .unwrap_or(value);
    Some((name.trim().to_ascii_lowercase(), value.to_owned()))
}

/// Splits outside of quotes.
fn split(text: &str, at: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    text.split(move |c| {
        quoted ^= c == '"';
        c == at && !quoted
    })
}
