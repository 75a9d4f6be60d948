//! From text to tokens. Both databases are asked for the same tokens, so both find the same.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// The longest token kept; what is longer is cut, in texts and in queries alike.
const MAX_CHARS: usize = 40;

/// A text as it is compared: lower case, without accents, in the plain form of each letter.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut base_keeps_marks = false;
    // Decomposed to tell letters from their marks, and of wide and ligature forms the plain ones.
    for c in text.nfkd().flat_map(char::to_lowercase) {
        if is_combining_mark(c) {
            // In kana and in the scripts of South and South-East Asia a mark makes another letter.
            if base_keeps_marks {
                folded.push(c);
            }
            continue;
        }
        base_keeps_marks = c as u32 >= 0x0900;
        match plain(c) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(c),
        }
    }
    folded.nfc().collect()
}

/// Letters that Unicode does not decompose, as people without them on their keyboard type them.
const fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        'ħ' => "h",
        'ŧ' => "t",
        _ => return None,
    })
}

/// The tokens of a text, in its order, each as often as it occurs.
pub fn tokens(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut tokens = Vec::new();
    for word in folded.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c)) {
        // A word may go from one kind of script to the other: `東京2024`.
        let mut rest = word;
        while let Some(first) = rest.chars().next() {
            let dense = is_dense(first);
            let end = rest
                .find(|c| is_dense(c) != dense && !is_combining_mark(c))
                .unwrap_or(rest.len());
            let (run, after) = rest.split_at(end);
            if dense {
                pairs(run, &mut tokens);
            } else {
                tokens.push(run.chars().take(MAX_CHARS).collect());
            }
            rest = after;
        }
    }
    tokens
}

/// Each pair of neighbours, and the last character alone: so a single character is found as the
/// beginning of a pair, wherever it stands.
fn pairs(run: &str, tokens: &mut Vec<String>) {
    let chars: Vec<char> = run.chars().collect();
    tokens.extend(chars.windows(2).map(|pair| pair.iter().collect()));
    tokens.extend(chars.last().map(char::to_string));
}

/// Whether the character belongs to a script that is written without spaces between words.
pub(crate) fn is_dense(c: char) -> bool {
    matches!(c as u32,
        0x0E00..=0x0EFF     // Thai, Lao
        | 0x1000..=0x109F   // Myanmar
        | 0x1780..=0x17FF   // Khmer
        | 0x3005..=0x3007
        | 0x3040..=0x30FF   // Hiragana, Katakana
        | 0x31F0..=0x31FF
        | 0x3400..=0x4DBF   // Han
        | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF
        | 0x20000..=0x3FFFF
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_forms_fold_away() {
        for (text, folded) in [
            ("QUERÉTARO", "queretaro"),
            ("Zalău", "zalau"),
            ("Kremenchuk Кременчук", "kremenchuk кременчук"),
            ("Straße", "strasse"),
            ("Żary i Łódź", "zary i lodz"),
            ("Ｍｉｃｈｅｌｉｎ", "michelin"),
            ("Œuvre", "oeuvre"),
            ("İstanbul", "istanbul"),
            ("ガス", "ガス"),
        ] {
            assert_eq!(fold(text), folded);
        }
    }

    #[test]
    fn words_are_split_where_they_are_not_letters() {
        assert_eq!(
            tokens("Clermont-Ferrand, l’eau & 5G!"),
            ["clermont", "ferrand", "l", "eau", "5g"]
        );
        assert_eq!(tokens("東京2024"), ["東京", "京", "2024"]);
        assert_eq!(tokens(" \t—… "), [""; 0]);
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for text in ["Żary", "ガス", "ß", "นครราชสีมา", "Ǆ"] {
            assert_eq!(fold(&fold(text)), fold(text));
        }
    }
}
