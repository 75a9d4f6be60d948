//! A document without what its author wrote into it: for logs and traces.
//!
//! Variables are left out by whoever logs; but a document can carry values itself, and these are as
//! personal. Here strings become `""`, numbers `0`, and comments vanish; the words of the language
//! remain, so that the document can still be read, and pasted into an explorer.

/// The longest document that is shown, in bytes.
const LONGEST: usize = 2_000;

/// This document without its strings, numbers and comments, in one line of at most 2,000 bytes.
pub(crate) fn redacted(document: &str) -> String {
    let mut shown = String::new();
    let mut rest = document;
    while let Some(first) = rest.chars().next() {
        if shown.len() > LONGEST {
            break;
        }
        let length = match first {
            '"' => {
                shown.push_str("\"\"");
                string(rest)
            }
            '#' => {
                space(&mut shown);
                rest.find(['\n', '\r']).unwrap_or(rest.len())
            }
            '_' | 'a'..='z' | 'A'..='Z' => {
                let name = run(rest, |c| c.is_ascii_alphanumeric() || c == '_');
                shown.push_str(&rest[..name]);
                name
            }
            '-' | '0'..='9' => {
                shown.push('0');
                run(rest, |c| c.is_ascii_alphanumeric() || "+-._".contains(c))
            }
            // The mark of byte order and commas mean nothing, as white space does.
            c if c.is_whitespace() || c == ',' || c == '\u{feff}' => {
                space(&mut shown);
                c.len_utf8()
            }
            c if c.is_ascii_punctuation() => {
                shown.push(c);
                1
            }
            // Nothing of the language; whatever it is, it is not repeated.
            c => c.len_utf8(),
        };
        rest = &rest[length..];
    }
    cut(shown.trim())
}

fn cut(shown: &str) -> String {
    if shown.len() <= LONGEST {
        return shown.to_owned();
    }
    // All of it is ASCII.
    format!("{}…", &shown[..LONGEST])
}

fn space(shown: &mut String) {
    if !shown.ends_with(' ') {
        shown.push(' ');
    }
}

fn run(text: &str, is_part: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is_part(c)).unwrap_or(text.len())
}

/// The length of the string at the beginning of a text, whose quotes count; one that does not end takes
/// all the rest.
fn string(text: &str) -> usize {
    const BLOCK: &str = "\"\"\"";
    let (quotes, escaped) = match text.starts_with(BLOCK) {
        true => (BLOCK, "\\\"\"\""),
        false => ("\"", "\\"),
    };
    let mut at = quotes.len();
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        if rest.starts_with(escaped) {
            at += escaped.len();
            // Of a string that is no block, whatever is escaped is skipped.
            if escaped.len() == 1 {
                at += text[at..].chars().next().map_or(0, char::len_utf8);
            }
        } else if rest.starts_with(quotes) {
            return at + quotes.len();
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn values_are_left_out_and_the_language_stays() {
        let document = r#"
            # Asked by ada@example.org
            query Find($id: ID! = "city_01", $n: Int = 3) @live {
              city(slug: "cuneo \" x") { name, a1: title(locale: "it") population }
              search(text: """block "" of \""" Ada""", first: -1.5e10, in: [1,2], ok: true, kind: CITY) { nodes { ...F } }
            }"#;
        insta::assert_snapshot!(redacted(document), @r#"query Find($id: ID! = "" $n: Int = 0) @live { city(slug: "") { name a1: title(locale: "") population } search(text: "" first: 0 in: [0 0] ok: true kind: CITY) { nodes { ...F } } }"#);
    }

    #[test]
    fn what_does_not_end_is_left_out_to_its_end() {
        for (document, shown) in [
            (r#"{ a(b: "secret) { c } }"#, r#"{ a(b: """#),
            (r#"{ a(b: """secret" ) }"#, r#"{ a(b: """#),
            ("{ a # secret", "{ a"),
            (r#"{ a(b: "\"#, r#"{ a(b: """#),
            (
                "{ a(b: 0x1F, c: 12secret, d: -) é }",
                "{ a(b: 0 c: 0 d: 0) }",
            ),
            ("", ""),
        ] {
            assert_eq!(redacted(document), shown, "{document}");
        }
    }

    #[test]
    fn a_long_document_is_cut() {
        let shown = redacted(&"{ field }".repeat(100_000));
        assert_eq!(shown.len(), LONGEST + "…".len());
    }

    proptest! {
        /// Whatever stands in a string or a number is gone.
        #[test]
        fn nothing_of_a_value_is_left(secret in "[a-z0-9é\\\\ ]{0,12}", n in 1_000_000_u32..9_999_999) {
            let quoted = serde_json::to_string(&format!("SECRET{secret}")).unwrap();
            let document = format!("{{ a(b: {quoted}, c: {n}, d: \"\"\"SECRET{secret}\"\"\") }} # SECRET");
            let shown = redacted(&document);
            prop_assert!(!shown.contains("SECRET") && !shown.contains(&n.to_string()), "{shown}");
        }

        #[test]
        fn anything_can_be_shown(document in "\\PC{0,200}") {
            prop_assert!(redacted(&document).len() <= LONGEST + 3);
        }
    }
}
