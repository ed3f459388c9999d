//! The names of this server, and whether a request is for it and from its own pages.
//!
//! A page of any site can make a browser send requests to this machine, and by changing what its own name stands for (DNS rebinding) even
//! read the answers. So the host must be a name of this server, and an origin must be that host.

use std::net::IpAddr;

use axum::http::header::{HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};

use super::failure::Failure;

/// The names of this server.
pub(super) struct Hosts {
    address: IpAddr,
    names: Vec<String>,
}

impl Hosts {
    pub(super) fn new(address: IpAddr, names: &[String]) -> Hosts {
        Hosts { address, names: names.iter().map(|name| name.to_ascii_lowercase()).collect() }
    }

    /// Whether a host is this server. An address is never one that somebody else gave a name to.
    fn has(&self, host: &str) -> bool {
        let host = host.to_ascii_lowercase();
        let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(&host);
        if let Ok(ip) = bare.parse::<IpAddr>() {
            return ip == self.address
                || ip.is_loopback() && self.address.is_loopback()
                || self.address.is_unspecified()
                || self.names.contains(&host);
        }
        host == "localhost" || self.names.contains(&host)
    }
}

/// Refuses a request for another host, or from a page of another site.
pub(super) fn check_host(hosts: &Hosts, uri: &Uri, headers: &HeaderMap) -> Result<(), Failure> {
    let refuse = |status, what: &str, remedy: &str| Err(Failure::new(status, what, remedy));
    let mut named = headers.get_all(HOST).iter();
    let (Some(host), None) = (named.next(), named.next()) else {
        return refuse(StatusCode::BAD_REQUEST, "a request needs one header Host", "send one");
    };
    let authority = host.to_str().ok().and_then(|host| host.parse::<Authority>().ok());
    let is_ours = |authority: &Authority| hosts.has(authority.host()) && !authority.as_str().contains('@');
    let Some(authority) = authority.filter(is_ours).filter(|_| uri.authority().is_none_or(is_ours)) else {
        let remedy = "use the address that it printed, or name this host when starting it";
        return refuse(StatusCode::FORBIDDEN, "this server is not called by that host", remedy);
    };
    let is_own = |origin: &HeaderValue| {
        let origin = origin.to_str().unwrap_or_default();
        let host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
        host.is_some_and(|host| host.eq_ignore_ascii_case(authority.as_str()))
    };
    if !headers.get_all(ORIGIN).iter().all(is_own) {
        let remedy = "send it from a page of this server, or from a program";
        return refuse(StatusCode::FORBIDDEN, "the request comes from a page of another site", remedy);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(address: &str, uri: &str, headers: &[(&str, &str)]) -> u16 {
        let hosts = Hosts::new(address.parse().unwrap(), &["News.example".to_owned()]);
        let header = |(name, value): &(&str, &str)| (name.parse().unwrap(), HeaderValue::from_str(value).unwrap());
        let headers: HeaderMap = headers.iter().map(header).collect();
        check_host(&hosts, &uri.parse().unwrap(), &headers).map_or_else(|failure| failure.status().as_u16(), |()| 200)
    }

    #[test]
    fn only_names_of_this_server_are_served() {
        for host in [
            "localhost", "LOCALHOST:8484", "127.0.0.1:1", "127.0.0.2", "[::1]:8484", "news.example", "news.example:443",
        ] {
            assert_eq!(status("127.0.0.1", "/", &[("host", host)]), 200, "{host}");
        }
        for host in [
            "evil.example", "localhost.evil.example", "10.0.0.1", "127.0.0.1.evil.example", "x@localhost", "", "a b",
            "[::1",
        ] {
            assert_eq!(status("127.0.0.1", "/", &[("host", host)]), 403, "{host}");
        }
        assert_eq!(status("0.0.0.0", "/", &[("host", "10.0.0.1:8484")]), 200);
        assert_eq!(status("10.0.0.1", "/", &[("host", "10.0.0.1")]), 200);
        assert_eq!(status("10.0.0.1", "/", &[("host", "127.0.0.1")]), 403);
        assert_eq!(status("127.0.0.1", "http://evil.example/", &[("host", "localhost")]), 403);
        assert_eq!(status("127.0.0.1", "/", &[]), 400);
        assert_eq!(status("127.0.0.1", "/", &[("host", "localhost"), ("host", "localhost")]), 400);
    }

    #[test]
    fn only_own_pages_may_ask() {
        let status = |origin| status("127.0.0.1", "/", &[("host", "localhost:8484"), ("origin", origin)]);
        assert_eq!((status("http://localhost:8484"), status("https://LOCALHOST:8484")), (200, 200));
        for origin in
            ["http://localhost:3000", "http://localhost", "null", "http://evil.example", "", "ftp://localhost:8484"]
        {
            assert_eq!(status(origin), 403, "{origin}");
        }
    }
}
