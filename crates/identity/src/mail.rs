//! Sending mail.

use std::{fmt, time::Duration};

use kernel::Clock;
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{
        Mailbox,
        header::{ContentType, Header, HeaderName, HeaderValue},
    },
    transport::smtp::{self, PoolConfig},
};
use url::Url;

use crate::{Email, address::mailbox, http::is_secure, person::line};

/// The server has this long for each step of a conversation.
const TIMEOUT: Duration = Duration::from_secs(10);

/// A mail: plain text, to one person.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// To whom.
    pub to: Email,
    /// One line; line breaks in it become spaces.
    pub subject: String,
    /// The text.
    pub text: String,
}

/// What sends mail. Cheap to clone.
#[derive(Clone)]
pub struct Mailer(Way);

#[derive(Clone)]
enum Way {
    Log,
    Smtp {
        server: AsyncSmtpTransport<Tokio1Executor>,
        from: Mailbox,
        clock: Clock,
        /// The server's address, without the password.
        shown: String,
    },
}

/// Why a mail was not sent.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// The server is away, or too busy, or does not accept the hub: it is worth trying later.
    #[error("the mail server does not take the mail now: {0}")]
    Temporary(String),
    /// The server will never take this mail: the address does not exist, say.
    #[error("the mail server refuses the mail: {0}")]
    Permanent(String),
}

/// Why mail cannot be sent at all. Never shows the address it is about, which has a password in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MailerError {
    /// The server's address is none.
    #[error(
        "the mail server's address is `smtp://` or `smtps://`, perhaps `USER:PASSWORD@`, and a host"
    )]
    Url,
    /// The sender is none.
    #[error("the sender is no e-mail address, such as `Network <hub@example.org>`")]
    From,
    /// TLS cannot be set up.
    #[error("TLS to the mail server cannot be set up")]
    Tls,
}

impl Mailer {
    /// Sends through the server at `url`, from `from` (`Network <hub@example.org>`).
    ///
    /// `smtps://` speaks TLS from the first byte (port 465). `smtp://` asks for TLS (STARTTLS, port
    /// 587): it must be had where there is a password to protect, else it is used if the server
    /// offers it. `?tls=required`, `opportunistic` or `none` says otherwise. A server on the same
    /// machine is not asked for it (port 25).
    ///
    /// # Errors
    /// When the address or the sender is none. The server is not asked yet.
    pub fn smtp(url: &str, from: &str, clock: Clock) -> Result<Self, MailerError> {
        let from: Mailbox = from.parse().map_err(|_| MailerError::From)?;
        let url = server_url(url).ok_or(MailerError::Url)?;
        let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str())
            .map_err(|error| {
                if error.is_tls() {
                    MailerError::Tls
                } else {
                    MailerError::Url
                }
            })?
            .timeout(Some(TIMEOUT))
            .pool_config(PoolConfig::new().max_size(4))
            .build();
        let port = url
            .port()
            .map(|port| format!(":{port}"))
            .unwrap_or_default();
        let host = url.host_str().unwrap_or_default();
        let shown = format!("{}://{host}{port}", url.scheme());
        Ok(Self(Way::Smtp {
            server,
            from,
            clock,
            shown,
        }))
    }

    /// Writes mail to the log instead (target `passerelle::mail`): for trying things out. Whoever
    /// reads the log can sign in as anybody.
    pub fn log() -> Self {
        Self(Way::Log)
    }

    /// Sends a letter; once the server has taken it, nobody knows more.
    ///
    /// # Errors
    /// When the server does not take it.
    pub async fn send(&self, letter: &Letter) -> Result<(), MailError> {
        match &self.0 {
            Way::Log => {
                let Letter { to, subject, text } = letter;
                tracing::info!(target: "passerelle::mail", %to, subject, "{text}");
                Ok(())
            }
            Way::Smtp {
                server,
                from,
                clock,
                ..
            } => {
                let message = message(letter, from, clock)
                    .map_err(|error| MailError::Permanent(error.to_string()))?;
                server.send(message).await.map_err(MailError::from)?;
                Ok(())
            }
        }
    }
}

impl MailError {
    /// Whether it is worth trying later.
    pub fn is_temporary(&self) -> bool {
        matches!(self, Self::Temporary(_))
    }
}

impl From<smtp::Error> for MailError {
    fn from(error: smtp::Error) -> Self {
        // 530 and 534 to 538 are about the hub's password, not about this mail (RFC 4954 §6): the
        // operator will mend it.
        let code = error.status().map(|code| code.to_string());
        let login = matches!(code.as_deref(), Some("530" | "534" | "535" | "538"));
        let text = crate::authority::chain(&error);
        if error.is_permanent() && !login {
            Self::Permanent(text)
        } else {
            Self::Temporary(text)
        }
    }
}

/// Without the text: it may have a link in it with which anybody can sign in.
impl fmt::Debug for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Letter")
            .field("to", &self.to)
            .field("subject", &self.subject)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Way::Log => f.write_str("Mailer(log)"),
            Way::Smtp { shown, .. } => write!(f, "Mailer({shown})"),
        }
    }
}

/// The server's address, with what it says about TLS as the library reads it.
fn server_url(text: &str) -> Option<Url> {
    let mut url = Url::parse(text).ok()?;
    let login = (url.username().is_empty(), url.password().is_none());
    if !matches!(url.scheme(), "smtp" | "smtps") || !url.has_host() || login.0 != login.1 {
        return None;
    }
    let says = url.query_pairs().find(|(key, _)| key == "tls");
    let says = says.map(|(_, value)| value.into_owned());
    let tls = match says.as_deref() {
        None if url.scheme() == "smtps" || is_local(&url) => None,
        None if url.password().is_some() => Some("required"),
        None => Some("opportunistic"),
        // The library's word for it is silence.
        Some("none") if url.scheme() == "smtp" => None,
        Some(tls @ ("required" | "opportunistic")) if url.scheme() == "smtp" => Some(tls),
        Some(_) => return None,
    };
    let query = tls.map(|tls| format!("tls={tls}"));
    url.set_query(query.as_deref());
    Some(url)
}

/// Whether the server is on this machine.
fn is_local(url: &Url) -> bool {
    // Only of web addresses does the library read what is an IP address.
    let http = format!("http://{}", url.host_str().unwrap_or_default());
    Url::parse(&http).is_ok_and(|url| is_secure(&url))
}

fn message(
    letter: &Letter,
    from: &Mailbox,
    clock: &Clock,
) -> Result<Message, lettre::error::Error> {
    // Not the library's id and date: it takes the machine's name and its clock.
    let id = format!("<{}@{}>", clock.new_id(), from.email.domain());
    Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, mailbox(&letter.to)))
        .subject(line(&letter.subject))
        .message_id(Some(id))
        .date(clock.now().into())
        .header(AutoSubmitted)
        .header(ContentType::TEXT_PLAIN)
        .body(letter.text.clone())
}

/// No holiday replies, please (RFC 3834 §5).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

#[cfg(test)]
mod tests;
