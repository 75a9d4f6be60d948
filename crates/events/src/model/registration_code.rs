//! The code of a registration, which is shown at the door.
//!
//! Twelve letters and digits of Crockford's base 32 (<https://www.crockford.com/base32.html>): 60 random
//! bits, with nothing in them that is taken for something else when it is read out. A QR code of it
//! holds these twelve characters and nothing else, in the alphanumeric mode of ISO/IEC 18004.

use kernel::secret::Secret;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 12;

/// A new one, which nobody can guess.
pub fn generate() -> String {
    let digest = Secret::generate().digest();
    let letters = digest.as_bytes().iter().take(LENGTH);
    // 256 is a multiple of 32: each letter is as likely as any other.
    letters
        .map(|byte| char::from(ALPHABET[usize::from(byte % 32)]))
        .collect()
}

/// The code that somebody has read or typed: in any case, with hyphens and spaces, with the letters
/// that Crockford takes for digits. None when it cannot be one.
pub fn parse(text: &str) -> Option<String> {
    // Nobody makes us read a megabyte.
    if text.len() > 64 {
        return None;
    }
    let mut code = String::new();
    for letter in text.chars().filter(|c| !matches!(c, '-' | ' ')) {
        let letter = match letter.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        if !letter.is_ascii() || !ALPHABET.contains(&u8::try_from(letter).ok()?) {
            return None;
        }
        code.push(letter);
    }
    (code.len() == LENGTH).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_was_written_and_as_people_write_it() {
        let code = generate();
        assert_eq!(parse(&code), Some(code.clone()));
        assert_ne!(generate(), code);
        let typed = format!(" {}-{} ", &code[..4].to_lowercase(), &code[4..]);
        assert_eq!(parse(&typed), Some(code));
        assert_eq!(parse("oil0-1234-5678").as_deref(), Some("011012345678"));
    }

    #[test]
    fn what_is_no_code_is_none() {
        for wrong in [
            "",
            "ABC",
            "0123456789ABC",
            "0123456789A!",
            "0123456789Aé",
            "U123456789AB",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
        assert_eq!(parse(&"0".repeat(1_000_000)), None);
    }
}
