//! Requests that were good, spoilt.

use fastrand::Rng;
use serde_json::{Value, json};

/// Pieces that documents break on.
const PIECES: [&str; 22] = [
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "\"",
    "\"\"\"",
    "...",
    "@",
    "$",
    ":",
    "!",
    "#",
    "fragment",
    "on",
    "null",
    "\\u{110000}",
    "\u{feff}",
    "-",
    "1e9999",
    "query",
];

/// The body that this seed makes of a request, and what was done to it.
pub(super) fn spoil(request: &Value, seed: u64) -> (Vec<u8>, &'static str) {
    let mut rng = Rng::with_seed(seed ^ 0x5eed);
    let query = request["query"].as_str().unwrap_or_default().to_owned();
    let with = |query: String| {
        let mut request = request.clone();
        request["query"] = json!(query);
        request.to_string().into_bytes()
    };
    match rng.u8(..8) {
        0 => (with(cut(&query, &mut rng)), "cut"),
        1 | 2 => (with(pieces(&query, &mut rng)), "pieces"),
        3 => (with(swapped(&query, &mut rng)), "swapped"),
        4 => (
            variables(request, &mut rng).to_string().into_bytes(),
            "variables",
        ),
        5 => {
            let mut body = request.to_string().into_bytes();
            for _ in 0..rng.usize(1..10) {
                let at = rng.usize(..body.len());
                body[at] = rng.u8(..);
            }
            (body, "bytes")
        }
        6 => {
            let length = rng.usize(..2_000);
            ((0..length).map(|_| rng.u8(..)).collect(), "noise")
        }
        _ => (shape(request, &mut rng).to_string().into_bytes(), "shape"),
    }
}

fn cut(query: &str, rng: &mut Rng) -> String {
    let chars: Vec<char> = query.chars().collect();
    let (from, to) = (rng.usize(..chars.len()), rng.usize(..chars.len()));
    let (from, to) = (from.min(to), from.max(to));
    chars[..from].iter().chain(&chars[to..]).collect()
}

fn pieces(query: &str, rng: &mut Rng) -> String {
    let mut chars: Vec<char> = query.chars().collect();
    for _ in 0..rng.usize(1..6) {
        let at = rng.usize(..=chars.len());
        let piece = rng.choice(PIECES).unwrap_or_default();
        chars.splice(at..at, piece.chars());
    }
    chars.into_iter().collect()
}

/// Words in the places of others.
fn swapped(query: &str, rng: &mut Rng) -> String {
    let mut words: Vec<&str> = query.split(' ').collect();
    for _ in 0..rng.usize(1..4) {
        let (one, other) = (rng.usize(..words.len()), rng.usize(..words.len()));
        words.swap(one, other);
    }
    words.join(" ")
}

/// Variables of wrong types, missing, or too many.
fn variables(request: &Value, rng: &mut Rng) -> Value {
    let wrong = [
        json!(null),
        json!(true),
        json!(-1.5),
        json!(1e300),
        json!("x"),
        json!([[[]]]),
        json!({"a": {"b": []}}),
        json!(u64::MAX),
        json!(["\u{0}"]),
    ];
    let mut request = request.clone();
    if let Some(variables) = request["variables"].as_object_mut() {
        for value in variables.values_mut() {
            *value = rng.choice(&wrong).cloned().unwrap_or_default();
        }
        variables.insert("unknown".to_owned(), json!(1));
        let gone = variables.keys().next().cloned().filter(|_| rng.bool());
        gone.map(|name| variables.remove(&name));
    }
    request
}

/// Requests of another form.
fn shape(request: &Value, rng: &mut Rng) -> Value {
    let mut request = request.clone();
    match rng.u8(..7) {
        0 => json!([request]),
        1 => json!(request["query"]),
        2 => {
            request["variables"] = json!("{}");
            request
        }
        3 => {
            request["operationName"] = json!(["Made"]);
            request
        }
        4 => {
            request["operationName"] = json!("Other");
            request
        }
        5 => {
            request["extensions"] = json!([1]);
            request
        }
        _ => {
            request["query"] = json!({ "text": "{ __typename }" });
            request
        }
    }
}
