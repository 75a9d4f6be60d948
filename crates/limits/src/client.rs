//! Who asks, as far as it is counted what they ask.

use std::net::IpAddr;

use kernel::{Viewer, actor::Credential};

/// Who a request is counted for: the token or the session that it shows, else the address that it
/// comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Client {
    /// What kind it is.
    pub kind: ClientKind,
    /// Which one it is; never a secret.
    pub key: String,
}

/// What kind of client it is: each has a rate of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ClientKind {
    /// An address that shows nothing of who it is.
    Address,
    /// A session, or a person with a token of another issuer.
    Session,
    /// A token of the hub.
    Token,
}

impl Client {
    /// The client that this viewer is, who comes from this address: behind the trusted proxies, as
    /// `identity::TrustedProxies` finds it.
    pub fn of(viewer: &Viewer, address: IpAddr) -> Self {
        let (kind, key) = match viewer.standing() {
            None => return Self::at(address),
            Some(standing) => match standing.credential {
                Credential::Token(id) => (ClientKind::Token, format!("token:{id}")),
                Credential::Session(id) => (ClientKind::Session, format!("session:{id}")),
                Credential::Issuer | Credential::Link => {
                    (ClientKind::Session, format!("person:{}", standing.person))
                }
            },
        };
        Self { kind, key }
    }

    /// An address. Whoever has one address of IPv6 has the 2⁶⁴ beside it (RFC 6177): they count as one.
    pub fn at(address: IpAddr) -> Self {
        let key = match address.to_canonical() {
            IpAddr::V4(address) => format!("address:{address}"),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                format!("address:{a:x}:{b:x}:{c:x}:{d:x}::/64")
            }
        };
        Self {
            kind: ClientKind::Address,
            key,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_of_ipv6_is_one_client() {
        let at = |address: &str| Client::at(address.parse().unwrap()).key;
        assert_eq!(at("192.0.2.1"), "address:192.0.2.1");
        assert_eq!(at("::ffff:192.0.2.1"), "address:192.0.2.1");
        assert_eq!(at("2001:db8:1:2:3:4:5:6"), "address:2001:db8:1:2::/64");
        assert_eq!(at("2001:db8:1:2::1"), at("2001:db8:1:2:ffff::"));
        assert_ne!(at("2001:db8:1:2::1"), at("2001:db8:1:3::1"));
    }
}
