//! Where the hub is, from where it is asked, and where it may send people back to.

use std::{
    net::{IpAddr, SocketAddr},
    str::FromStr,
};

use ipnet::IpNet;
use url::Url;

/// The hub's own address, as people and other programs reach it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(Url);

/// An address that cannot be the hub's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the hub's address is `http://` or `https://`, a host and perhaps a port, and nothing else"
)]
pub struct NotAnOrigin;

impl PublicUrl {
    /// Whether it is reached over TLS; then cookies are `Secure`.
    pub fn is_secure(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Scheme, host and port, as browsers send them in `Origin` (RFC 6454 §6.2).
    pub fn origin(&self) -> String {
        self.0.origin().ascii_serialization()
    }

    /// The address of `path` (with its query) at this hub. It never leads to another host, whatever
    /// the path is.
    pub fn join(&self, path: &str) -> Url {
        let mut url = self.0.clone();
        let (path, query) = match path.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (path, None),
        };
        url.set_path(path);
        url.set_query(query);
        url
    }
}

impl FromStr for PublicUrl {
    type Err = NotAnOrigin;

    fn from_str(text: &str) -> Result<Self, NotAnOrigin> {
        let url = Url::parse(text).map_err(|_| NotAnOrigin)?;
        let bare = matches!(url.scheme(), "http" | "https")
            && url.has_host()
            && url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        if bare {
            Ok(Self(url))
        } else {
            Err(NotAnOrigin)
        }
    }
}

/// The proxies in front of the hub whose `X-Forwarded-For` is believed: networks or single
/// addresses, separated by commas (`10.0.0.0/8, ::1`). None by default.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpNet>);

/// A list of proxies with something in it that is no network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is neither an address nor a network such as `10.0.0.0/8`")]
pub struct NotANetwork(String);

impl FromStr for TrustedProxies {
    type Err = NotANetwork;

    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let network = |text: &str| {
            let address = text.parse::<IpAddr>().map(IpNet::from);
            address
                .or_else(|_| text.parse())
                .map_err(|_| NotANetwork(text.chars().take(60).collect()))
        };
        let parts = text
            .split(',')
            .map(str::trim)
            .filter(|part| !part.is_empty());
        Ok(Self(parts.map(network).collect::<Result<_, _>>()?))
    }
}

impl TrustedProxies {
    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }

    /// Who asks: `peer` is the other end of the connection, `forwarded_for` the values of the
    /// `X-Forwarded-For` headers in the order in which they came.
    ///
    /// Each proxy adds on the right whom it was asked by, so the list is read from the right, and
    /// believed as far as the hops are trusted proxies: what stands further left anybody may have
    /// written. An entry that is no address ends it, too.
    pub fn client_address<'a>(
        &self,
        peer: IpAddr,
        forwarded_for: impl IntoIterator<Item = &'a str, IntoIter: DoubleEndedIterator>,
    ) -> IpAddr {
        let mut address = peer.to_canonical();
        let values = forwarded_for.into_iter().rev();
        for entry in values.flat_map(|value| value.rsplit(',')) {
            if !self.trusts(address) {
                break;
            }
            let Some(before) = address_of(entry.trim()) else {
                break;
            };
            address = before;
        }
        address
    }
}

/// An address, with or without the port that some proxies add.
fn address_of(entry: &str) -> Option<IpAddr> {
    let address = entry
        .parse()
        .or_else(|_| entry.parse::<SocketAddr>().map(|address| address.ip()))
        .or_else(|_| entry.trim_matches(['[', ']']).parse());
    address.ok().map(|address: IpAddr| address.to_canonical())
}

/// `next`, when it is a path at this hub; else `/`. So a link to the sign-in page cannot send people
/// on to another site.
///
/// A path begins with one `/` (two would begin a host), has no backslash (browsers read it as a
/// slash), nothing but visible ASCII (browsers leave out tabs and line breaks), and at most 500
/// bytes.
pub fn safe_next(next: &str) -> &str {
    let local = next.starts_with('/')
        && !next.starts_with("//")
        && next.len() <= 500
        && next.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if local { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hubs_address_is_an_origin_and_nothing_else() {
        for (text, origin, secure) in [
            ("https://hub.example", "https://hub.example", true),
            ("https://Hub.Example:443/", "https://hub.example", true),
            ("http://localhost:8000", "http://localhost:8000", false),
        ] {
            let url: PublicUrl = text.parse().unwrap();
            assert_eq!((url.origin().as_str(), url.is_secure()), (origin, secure));
        }
        for text in [
            "",
            "hub.example",
            "ftp://hub.example",
            "https://hub.example/path",
            "https://hub.example/?a=b",
            "https://hub.example/#a",
            "https://anna:pw@hub.example",
            "https://",
            "mailto:anna@hub.example",
        ] {
            assert!(text.parse::<PublicUrl>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_joined_path_stays_at_the_hub() {
        let url: PublicUrl = "https://hub.example".parse().unwrap();
        for (path, joined) in [
            ("/auth/oidc/cuneo", "https://hub.example/auth/oidc/cuneo"),
            ("/auth?token=a&b=c", "https://hub.example/auth?token=a&b=c"),
            ("//evil.example/", "https://hub.example//evil.example/"),
            (
                "https://evil.example/",
                "https://hub.example/https://evil.example/",
            ),
            ("\\\\evil.example", "https://hub.example//evil.example"),
        ] {
            assert_eq!(url.join(path).as_str(), joined);
        }
    }

    #[test]
    fn forwarded_addresses_are_believed_as_far_as_the_proxies_are_trusted() {
        let trusted: TrustedProxies = "10.0.0.0/8, 2001:db8::/32,192.0.2.1".parse().unwrap();
        let none = TrustedProxies::default();
        let cases: [(&TrustedProxies, &str, &[&str], &str); 12] = [
            (&none, "10.0.0.1", &["1.1.1.1"], "10.0.0.1"),
            (&trusted, "8.8.8.8", &["1.1.1.1"], "8.8.8.8"),
            (&trusted, "10.0.0.1", &[], "10.0.0.1"),
            (&trusted, "10.0.0.1", &["1.1.1.1"], "1.1.1.1"),
            // What the client wrote itself stands on the left, and is not read.
            (&trusted, "10.0.0.1", &["127.0.0.1, 1.1.1.1"], "1.1.1.1"),
            (
                &trusted,
                "10.0.0.1",
                &["9.9.9.9,1.1.1.1 , 10.2.3.4"],
                "1.1.1.1",
            ),
            (
                &trusted,
                "10.0.0.1",
                &["9.9.9.9", "1.1.1.1", "192.0.2.1"],
                "1.1.1.1",
            ),
            (&trusted, "10.0.0.1", &["1.1.1.1, unknown"], "10.0.0.1"),
            (&trusted, "10.0.0.1", &["1.1.1.1:5000"], "1.1.1.1"),
            (&trusted, "2001:db8::1", &["[2a00::1]:443"], "2a00::1"),
            (&trusted, "::ffff:10.0.0.1", &["::ffff:1.1.1.1"], "1.1.1.1"),
            (&trusted, "10.0.0.1", &["10.0.0.9, 10.0.0.8"], "10.0.0.9"),
        ];
        for (proxies, peer, headers, client) in cases {
            let found = proxies.client_address(peer.parse().unwrap(), headers.iter().copied());
            assert_eq!(found.to_string(), client, "{peer} {headers:?}");
        }
    }

    #[test]
    fn what_is_no_network_is_named() {
        let error = "10.0.0.0/8, proxy".parse::<TrustedProxies>().unwrap_err();
        assert!(error.to_string().starts_with("`proxy` is neither"));
        assert!("10.0.0.0/33".parse::<TrustedProxies>().is_err());
        assert_eq!("".parse(), Ok(TrustedProxies::default()));
    }

    #[test]
    fn next_leads_nowhere_else() {
        for path in [
            "/",
            "/cities/cuneo",
            "/search?q=a%20b&next=//x",
            "/a//b",
            "/#top",
        ] {
            assert_eq!(safe_next(path), path);
        }
        let long = format!("/{}", "a".repeat(500));
        for path in [
            "",
            "cities",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/\n",
            "/a b",
            "/\u{202e}",
            "/é",
            " /",
            &long,
        ] {
            assert_eq!(safe_next(path), "/", "{path:?}");
        }
    }
}
