//! A mail server, and the mails it has taken.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Deserialize;
use serde_json::json;

use crate::control;
use crate::servers::PrivateSmtp;

#[cfg(test)]
mod tests;

/// How long [`Smtp::mail_to`] waits, in seconds.
const PATIENCE: &str = "10";

/// A mail server that takes every mail and delivers none. Tests share it, so each has addresses of its
/// own; it keeps the last 1,000 mails.
#[derive(Debug)]
pub struct Smtp {
    /// Where a hub sends to: `smtp://127.0.0.1:21234`. It needs no user and no TLS; any user may sign in.
    pub url: String,
    control: String,
    /// Of an address: the last mail that [`Smtp::mail_to`] has shown.
    seen: Mutex<HashMap<String, u64>>,
    /// Held so that it lives as long.
    _own: Option<PrivateSmtp>,
}

/// A mail as it was received.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Mail {
    id: u64,
    /// All its recipients, as the sender named them to the server.
    pub to: Vec<String>,
    /// The sender that hears of failures, as named to the server.
    pub from: String,
    /// Its subject, or nothing.
    pub subject: String,
    /// Its plain text, or nothing.
    pub text: String,
    /// Its HTML, or nothing.
    pub html: String,
    /// Its header as it was sent, by names in lower case.
    pub headers: BTreeMap<String, String>,
}

impl Smtp {
    /// The mail server at this URL, `smtp://host:port?control=port`.
    ///
    /// # Panics
    /// When the URL does not name both ports.
    pub fn at(url: &str) -> Self {
        let (url, control) = url
            .split_once("?control=")
            .expect("the URL of a mail server names its control port");
        let (server, _) = url.rsplit_once(':').expect("it names its port, too");
        Self {
            url: url.to_owned(),
            control: format!("{}:{control}", server.replace("smtp://", "http://")),
            seen: Mutex::default(),
            _own: None,
        }
    }

    pub(crate) fn of(own: PrivateSmtp) -> Self {
        let server = Self::at(own.url());
        Self {
            _own: Some(own),
            ..server
        }
    }

    /// The newest mail to this address that this has not shown yet; waits for it, up to ten seconds.
    ///
    /// # Panics
    /// When none comes.
    pub async fn mail_to(&self, address: &str) -> Mail {
        let key = address.to_lowercase();
        let after = self.seen().get(&key).copied().unwrap_or(0).to_string();
        let mails = self
            .mails(&[("to", address), ("after", &after), ("wait", PATIENCE)])
            .await;
        let Some(mail) = mails.into_iter().last() else {
            panic!("no new mail to {address} came within {PATIENCE} seconds");
        };
        self.seen().insert(key, mail.id);
        mail
    }

    /// All mails to this address until now, the oldest first.
    pub async fn mails_to(&self, address: &str) -> Vec<Mail> {
        self.mails(&[("to", address)]).await
    }

    /// Refuses the next so many mails to this address for now (451), so that they are sent again.
    pub async fn refuse(&self, address: &str, times: u32) {
        let refusal = json!({ "to": address, "times": times });
        control::post(&format!("{}/refuse", self.control), &refusal).await;
    }

    fn seen(&self) -> MutexGuard<'_, HashMap<String, u64>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn mails(&self, parameters: &[(&str, &str)]) -> Vec<Mail> {
        let mails = control::get(&format!("{}/messages", self.control), parameters).await;
        serde_json::from_value(mails).expect("the server answers mails")
    }
}

impl Mail {
    /// The first link of its plain text.
    ///
    /// # Panics
    /// When there is none.
    pub fn link(&self) -> String {
        let start = |scheme| self.text.find(scheme);
        let start = [start("http://"), start("https://")].into_iter().flatten();
        let Some(start) = start.min() else {
            panic!("no link in the mail: {}", self.text);
        };
        let link = &self.text[start..];
        let link = link.split(|c: char| c.is_whitespace() || "<>\"".contains(c));
        let link = link.into_iter().next().unwrap_or_default();
        link.trim_end_matches(['.', ',', ';', ')']).to_owned()
    }
}
