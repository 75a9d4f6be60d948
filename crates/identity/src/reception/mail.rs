//! Coming in by a link of a mail: one to sign in with, or an invitation's.

use std::net::IpAddr;

use kernel::{
    email::Email,
    locale::Locale,
    secret::{Digest, Secret},
};
use members::{TakeUp, post};

use super::{CameIn, Offer, Reception, Refusal};
use crate::{RetryAfter, letters::role_name, origin::safe_next, outbox::party_name};

impl Reception {
    /// Sends a link to sign in with to this address, if the hub knows it. Who asks learns nothing of
    /// that, neither by the answer nor by its time: it is found out when the letter is sent.
    ///
    /// # Errors
    /// When it is no address, or was asked for too often, with this address or by this client.
    pub async fn request_link(
        &self,
        email: &str,
        next: &str,
        languages: &[Locale],
        client: IpAddr,
    ) -> Result<(), Refusal> {
        let email: Email = email.parse().map_err(|_| Refusal::NotAnEmail)?;
        let limited = |RetryAfter(wait)| Refusal::TooMany(RetryAfter(wait));
        self.0
            .by_client
            .check(network_of(client))
            .map_err(limited)?;
        self.0.by_address.check(email.as_str()).map_err(limited)?;
        let locale = languages.first().map(Locale::tag);
        let next = safe_next(next);
        members::request_link(&self.0.log, email.as_str(), locale.as_deref(), next).await?;
        self.0.outbox.wake();
        Ok(())
    }

    /// Whom a link is for, as long as it can be used.
    ///
    /// # Errors
    /// When it cannot be used.
    pub async fn link_is_for(&self, secret: &str) -> Result<String, Refusal> {
        let digest = digest(secret)?;
        let found = post::link_is_for(&self.0.log, &digest).await?;
        found.ok_or(Refusal::LinkOver)
    }

    /// Uses a link up, and begins a session.
    ///
    /// # Errors
    /// When it cannot be used, or not any more.
    pub async fn use_link(&self, secret: &str) -> Result<CameIn, Refusal> {
        let digest = digest(secret)?;
        let email = post::link_is_for(&self.0.log, &digest).await?;
        let welcome = self.welcomes(email.as_deref()).await?;
        let found = members::enter_by_link(&self.0.log, &digest, welcome).await?;
        let (entered, next) = found.ok_or(Refusal::LinkOver)?;
        self.begin_session(entered.person, next).await
    }

    /// What an invitation offers, as long as it can be taken up.
    ///
    /// # Errors
    /// When it cannot be taken up.
    pub async fn offer(&self, secret: &str, languages: &[Locale]) -> Result<Offer, Refusal> {
        let digest = digest(secret)?;
        let found = post::invitation_by_secret(&self.0.log, &digest).await?;
        let (invitation, is_known) = found.ok_or(Refusal::InvitationOver)?;
        Ok(Offer {
            party: party_name(&self.0.log, invitation.party(), languages).await?,
            role: role_name(invitation.role, languages),
            email: invitation.email.unwrap_or_default(),
            is_known,
        })
    }

    /// Takes an invitation up, and begins a session.
    ///
    /// # Errors
    /// When it cannot be taken up, or not any more.
    pub async fn take_up(
        &self,
        secret: &str,
        name: Option<&str>,
        languages: &[Locale],
    ) -> Result<CameIn, Refusal> {
        let digest = digest(secret)?;
        let locale = languages.first().map(Locale::tag);
        let take = TakeUp {
            secret_digest: &digest,
            name,
            locale: locale.as_deref(),
        };
        let found = members::take_up(&self.0.log, &take).await?;
        let entered = found.ok_or(Refusal::InvitationOver)?;
        self.begin_session(entered.person, "/".to_owned()).await
    }
}

/// What is stored of a link's secret.
fn digest(secret: &str) -> Result<String, Refusal> {
    let secret = Secret::parse(secret).ok_or(Refusal::LinkOver)?;
    Ok(Digest::stored(&secret.digest()))
}

/// Clients of IPv6 have whole networks to themselves: they are counted by the first 64 bits.
fn network_of(client: IpAddr) -> [u8; 8] {
    match client.to_canonical() {
        IpAddr::V4(address) => {
            let mut network = [0; 8];
            network[4..].copy_from_slice(&address.octets());
            network
        }
        IpAddr::V6(address) => {
            let [a, b, c, d, e, f, g, h, ..] = address.octets();
            [a, b, c, d, e, f, g, h]
        }
    }
}
