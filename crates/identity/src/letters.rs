//! What the hub writes to people, in their language (`locales/*.ftl`).
//!
//! Names come from others: each is folded to one line (no line breaks, no marks that turn the
//! direction of writing, 200 characters), so that it cannot pretend to be a part of the letter.

use std::sync::LazyLock;

use fluent_bundle::FluentArgs;
use include_dir::{Dir, include_dir};
use kernel::{actor::Role, date::PartialDate, locale::Locale, messages::Messages, seat::SeatNews};
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

/// News of a place at an event.
#[derive(Clone, Copy)]
pub struct SeatLetter<'a> {
    /// What the network is called.
    pub network: &'a str,
    /// What it tells.
    pub news: SeatNews,
    /// What the event is called.
    pub event: &'a str,
    /// The city that hosts it.
    pub city: Option<&'a str>,
    /// Its first day, in the host's calendar.
    pub starts_on: Option<PartialDate>,
    /// Its last day, in the host's calendar.
    pub ends_on: Option<PartialDate>,
    /// The time zone it happens in, by the IANA database.
    pub time_zone: Option<&'a str>,
    /// Whether it is a seat; else it waits for one.
    pub is_seated: bool,
    /// Where one signs in. It has no secret.
    pub link: &'a Url,
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

impl SeatLetter<'_> {
    /// The letter, in the first of these languages there is, else in English.
    pub fn letter(&self, to: Email, languages: &[Locale]) -> Letter {
        let mut args = FluentArgs::new();
        args.set("network", line(self.network));
        args.set("event", line(self.event));
        args.set("city", self.city.map_or_else(|| "none".to_owned(), line));
        args.set("days", self.days(languages));
        args.set("zone", self.time_zone.unwrap_or("none").to_owned());
        args.set("place", if self.is_seated { "seat" } else { "waiting" });
        args.set("link", self.link.as_str());
        args.set(
            "when",
            MESSAGES
                .format(languages, "seat-when", &args)
                .unwrap_or_default(),
        );
        letter(name_of(self.news), &args, to, languages)
    }

    /// The days of the event in words; `none` when they are not known.
    fn days(&self, languages: &[Locale]) -> String {
        let day = |date: Option<PartialDate>| date.map(|date| day(date, languages));
        match (day(self.starts_on), day(self.ends_on)) {
            (Some(from), Some(until)) if from != until => format!("{from} – {until}"),
            (Some(day), _) | (None, Some(day)) => day,
            (None, None) => "none".to_owned(),
        }
    }
}

/// The name of the letter that tells this.
fn name_of(news: SeatNews) -> &'static str {
    match news {
        SeatNews::Registered => "seat-registered",
        SeatNews::Offered => "seat-offered",
        SeatNews::Promoted => "seat-promoted",
        SeatNews::Confirmed => "seat-confirmed",
        SeatNews::Refused => "seat-refused",
    }
}

/// A date in words, as precisely as it is known.
fn day(date: PartialDate, languages: &[Locale]) -> String {
    let mut args = FluentArgs::new();
    let year = date.first_day().format("%Y").to_string();
    args.set("year", year.clone());
    let Some(month) = date.month() else {
        return year;
    };
    args.set("month", say(&format!("month-{month}"), languages));
    let id = match date.day_of_month() {
        Some(day) => {
            args.set("day", day);
            "date-day"
        }
        None => "date-month",
    };
    MESSAGES.format(languages, id, &args).unwrap_or_default()
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
        let mut ids: Vec<String> = ["date-day", "date-month", "seat-when"]
            .map(str::to_owned)
            .to_vec();
        ids.extend((1..=12).map(|month| format!("month-{month}")));
        let seats = SeatNews::ALL.iter().map(|news| name_of(*news));
        for name in ["sign-in", "invitation"].into_iter().chain(seats) {
            ids.extend([format!("{name}-subject"), format!("{name}-text")]);
        }
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        assert_eq!(MESSAGES.missing(&ids), []);
    }

    #[test]
    fn news_of_a_seat_has_the_event_and_its_days_in_the_readers_language() {
        let letter = |news, language: &str, starts_on: &str, ends_on: Option<&str>, city| {
            let letter = SeatLetter {
                network: "The Network",
                news,
                event: "Rivers\nand roads",
                city,
                starts_on: Some(starts_on.parse().unwrap()),
                ends_on: ends_on.map(|day| day.parse().unwrap()),
                time_zone: Some("Europe/Rome"),
                is_seated: news != SeatNews::Registered,
                link: &"https://hub.example/auth/sign-in".parse().unwrap(),
            };
            let languages = [language.parse().unwrap()];
            letter.letter("anna@cuneo.example".parse().unwrap(), &languages)
        };
        let promoted = letter(
            SeatNews::Promoted,
            "fr",
            "2027-06-01",
            Some("2027-06-03"),
            Some("Coni"),
        );
        assert_eq!(
            promoted.subject,
            "Vous avez une place à « Rivers and roads »"
        );
        let facts = "\n\nRivers and roads\n1er juin 2027 – 3 juin 2027, Coni (à l’heure de Europe/Rome)\n\n";
        assert!(promoted.text.contains(facts), "{}", promoted.text);
        let waits = letter(SeatNews::Registered, "en", "2027-06", None, None);
        assert_eq!(
            waits.subject,
            "You are on the waiting list of “Rivers and roads”"
        );
        let facts = "\n\nRivers and roads\nJune 2027 (by the clocks of Europe/Rome)\n\n";
        assert!(waits.text.contains(facts), "{}", waits.text);
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
