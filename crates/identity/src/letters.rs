//! What the hub writes to people, in their language (`locales/*.ftl`).
//!
//! Names come from others: each is folded to one line (no line breaks, no marks that turn the
//! direction of writing, 200 characters), so that it cannot pretend to be a part of the letter.

use std::sync::LazyLock;

use fluent_bundle::FluentArgs;
use include_dir::{Dir, include_dir};
use kernel::{actor::Role, locale::Locale, messages::Messages};
use url::Url;

use crate::{Email, Letter, person::line};

static LOCALES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/locales");
static MESSAGES: LazyLock<Messages> = LazyLock::new(|| Messages::load(&LOCALES));

/// A link to sign in with.
#[derive(Clone, Copy)]
pub struct SignInLink<'a> {
    /// What the network is called.
    pub network: &'a str,
    /// The link, with its secret.
    pub link: &'a Url,
    /// For how long it works.
    pub minutes: u32,
}

/// An invitation to take up a mandate.
#[derive(Clone, Copy)]
pub struct Invitation<'a> {
    /// What the network is called.
    pub network: &'a str,
    /// Which party invites: `Secretariat`, `Ville de Vannes`.
    pub inviter: &'a str,
    /// For which party the mandate is.
    pub party: &'a str,
    /// As what, in the language of the letter.
    pub role: &'a str,
    /// The link, with its secret.
    pub link: &'a Url,
    /// For how long it works.
    pub days: u32,
}

impl SignInLink<'_> {
    /// The letter, in the first of these languages there is, else in English.
    pub fn letter(&self, to: Email, languages: &[Locale]) -> Letter {
        let mut args = FluentArgs::new();
        args.set("network", line(self.network));
        args.set("link", self.link.as_str());
        args.set("minutes", self.minutes);
        letter("sign-in", &args, to, languages)
    }
}

impl Invitation<'_> {
    /// The letter, in the first of these languages there is, else in English.
    pub fn letter(&self, to: Email, languages: &[Locale]) -> Letter {
        let mut args = FluentArgs::new();
        args.set("network", line(self.network));
        args.set("inviter", line(self.inviter));
        args.set("party", line(self.party));
        args.set("role", line(self.role));
        args.set("link", self.link.as_str());
        args.set("days", self.days);
        letter("invitation", &args, to, languages)
    }
}

/// What a role is called, in these languages.
pub fn role_name(role: Role, languages: &[Locale]) -> String {
    let id = format!("role-{}", role.as_str().to_ascii_lowercase());
    say(&id, languages)
}

/// What the secretariat is called, in these languages.
pub fn secretariat_name(languages: &[Locale]) -> String {
    say("secretariat", languages)
}

fn say(id: &str, languages: &[Locale]) -> String {
    MESSAGES
        .format(languages, id, &FluentArgs::new())
        .unwrap_or_default()
}

fn letter(name: &str, args: &FluentArgs<'_>, to: Email, languages: &[Locale]) -> Letter {
    let text = |part| {
        let id = format!("{name}-{part}");
        // Every language has every message; a test says so.
        MESSAGES.format(languages, &id, args).unwrap_or_default()
    };
    let mut letter = Letter {
        to,
        subject: text("subject"),
        text: text("text"),
    };
    letter.text.push('\n');
    letter
}

#[cfg(test)]
mod tests {
    use super::*;

    fn link() -> Url {
        "https://hub.example/auth/link?token=a-b_c".parse().unwrap()
    }

    fn sign_in(minutes: u32, languages: &[&str]) -> Letter {
        let link = SignInLink {
            network: "The Network",
            link: &link(),
            minutes,
        };
        let languages: Vec<_> = languages.iter().map(|tag| tag.parse().unwrap()).collect();
        link.letter("anna@cuneo.example".parse().unwrap(), &languages)
    }

    fn invitation(inviter: &str, language: &str) -> Letter {
        let invitation = Invitation {
            network: "The Network",
            inviter,
            party: "Comune di Cuneo",
            role: "officer",
            link: &link(),
            days: 14,
        };
        invitation.letter(
            "anna@cuneo.example".parse().unwrap(),
            &[language.parse().unwrap()],
        )
    }

    #[test]
    fn every_language_has_every_message() {
        let ids = [
            "sign-in-subject",
            "sign-in-text",
            "invitation-subject",
            "invitation-text",
        ];
        assert_eq!(MESSAGES.missing(&ids), []);
    }

    #[test]
    fn a_sign_in_link_comes_in_the_readers_language() {
        let letter = sign_in(15, &["de", "fr-CH"]);
        assert_eq!(letter.subject, "Se connecter à The Network");
        assert!(
            letter
                .text
                .contains("\n\nhttps://hub.example/auth/link?token=a-b_c\n\n")
        );
        assert!(letter.text.contains("pendant 15 minutes."));
        assert!(letter.text.ends_with("connecter.\n\nThe Network\n"));

        let letter = sign_in(1, &["zh"]);
        assert_eq!(letter.subject, "Sign in to The Network");
        assert!(letter.text.contains("It works once, within one minute.\n"));
        assert!(letter.text.contains("If you did not ask, ignore this mail"));
    }

    #[test]
    fn an_invitation_says_who_invites_for_whom_and_as_what() {
        let letter = invitation("Secretariat", "en");
        assert_eq!(letter.subject, "Secretariat invites you to The Network");
        assert!(letter.text.contains(
            "Secretariat invites you to act for Comune di Cuneo in The Network, as officer."
        ));
        assert!(letter.text.contains("within 14 days."));
        assert!(
            invitation("Secrétariat", "fr")
                .text
                .contains("Secrétariat vous invite")
        );
    }

    #[test]
    fn a_name_cannot_break_the_letter() {
        let letter = invitation("Eve\r\nBcc: all@x.example\n\n{ $link }\u{202e}", "en");
        assert_eq!(
            letter.subject,
            "Eve Bcc: all@x.example { $link } invites you to The Network"
        );
        assert!(
            letter
                .text
                .contains("\nEve Bcc: all@x.example { $link } invites you to act")
        );
    }
}
