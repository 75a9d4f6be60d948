//! A first look at the text of a document, before it is parsed: how many tokens it has, and how deep
//! its brackets are nested. The parser takes memory for each token, and stack for each level.

/// What a first look finds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scan {
    /// How many tokens there are, by <https://spec.graphql.org/October2021/#sec-Language.Tokens>.
    pub(crate) tokens: u64,
    /// How deep brackets of all kinds are nested.
    pub(crate) nesting: u64,
}

/// Looks at a text, which may be of any kind: what is wrong with it, the parser says.
pub(crate) fn scan(text: &str) -> Scan {
    let bytes = text.trim_start_matches('\u{feff}').as_bytes();
    let (mut scan, mut open, mut at) = (Scan::default(), 0_u64, 0);
    while let Some(&byte) = bytes.get(at) {
        let length = match byte {
            b' ' | b'\t' | b'\n' | b'\r' | b',' => {
                at += 1;
                continue;
            }
            b'#' => {
                at += bytes[at..].iter().take_while(|b| **b != b'\n').count();
                continue;
            }
            b'"' => string(&bytes[at..]),
            b'{' | b'[' | b'(' => {
                open += 1;
                scan.nesting = scan.nesting.max(open);
                1
            }
            b'}' | b']' | b')' => {
                open = open.saturating_sub(1);
                1
            }
            b'.' if bytes[at..].starts_with(b"...") => 3,
            _ => word(&bytes[at..]),
        };
        scan.tokens += 1;
        at += length;
    }
    scan
}

/// The length of a name or a number, or of a character that is neither.
fn word(bytes: &[u8]) -> usize {
    let part = |b: &&u8| b.is_ascii_alphanumeric() || matches!(**b, b'_' | b'.' | b'+' | b'-');
    match bytes[0] {
        b if b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-') => {
            bytes.iter().take_while(part).count()
        }
        _ => 1,
    }
}

/// The length of a string, with its quotes.
fn string(bytes: &[u8]) -> usize {
    let (quote, escape): (&[u8], &[u8]) = if bytes.starts_with(b"\"\"\"") {
        (b"\"\"\"", b"\\\"\"\"")
    } else {
        (b"\"", b"\\")
    };
    let block = quote.len() == 3;
    let mut at = quote.len();
    while at < bytes.len() {
        let rest = &bytes[at..];
        if rest.starts_with(escape) {
            at += if block { 4 } else { 2 };
        } else if rest.starts_with(quote) {
            return at + quote.len();
        } else if !block && rest[0] == b'\n' {
            return at;
        } else {
            at += 1;
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_counted_as_the_specification_has_them() {
        for (text, tokens, nesting) in [
            ("", 0, 0),
            ("{ a }", 3, 1),
            ("\u{feff}{ a }", 3, 1),
            (
                "query A($a: [Int!] = [-1.5e+3]) { b(c: $a) @d ...E }",
                28,
                2,
            ),
            ("# { { {\n{ a, b, } # c", 4, 1),
            (r#"{ a(b: "{ \" {{{ # \\") }"#, 8, 2),
            (r#"{ a(b: """ " { \""" { """) c }"#, 9, 2),
            (r#"{ a(b: "never closed"#, 6, 2),
            ("{ a(b: \"never closed\n c", 7, 2),
            (r#"""""#, 1, 0),
            (r#"""""""#, 1, 0),
            ("[[[[]]]] }}}} {", 13, 4),
        ] {
            assert_eq!(scan(text), Scan { tokens, nesting }, "{text}");
        }
    }
}
