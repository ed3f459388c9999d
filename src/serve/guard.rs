//! Who may ask: requests for this server, from its own pages, with the token if there is one.
//!
//! A page of any site can make a browser send requests to this machine, and by changing what its own name stands for (DNS rebinding) even
//! read the answers. So the host must be a name of this server, and an origin must be that host.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, HOST, LOCATION, ORIGIN, REFERRER_POLICY, SET_COOKIE, WWW_AUTHENTICATE};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::app::App;
use super::failure::Failure;
use super::token::Admission;

/// Bytes of a request's address.
const LONGEST_URI: usize = 8 << 10;
/// Whoever looks whether the server is there need not know the token.
const OPEN: &str = "/v1/health";

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

/// Lets a request pass, or refuses it.
pub(super) async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    match check(&app, &request) {
        Ok(None) => next.run(request).await,
        Ok(Some(response)) => response,
        Err(failure) => failure.closing().into_response(),
    }
}

/// Refuses a request, or answers the one that shows the token in its address.
fn check(app: &App, request: &Request) -> Result<Option<Response>, Failure> {
    check_length(request.uri())?;
    check_host(&app.hosts, request.uri(), request.headers())?;
    match &app.admission {
        Some(admission) if request.uri().path() != OPEN => check_token(admission, request),
        _ => Ok(None),
    }
}

fn check_length(uri: &Uri) -> Result<(), Failure> {
    let length = uri.path_and_query().map_or(0, |path| path.as_str().len());
    if length <= LONGEST_URI {
        return Ok(());
    }
    Err(Failure::new(StatusCode::URI_TOO_LONG, "the address is longer than 8 KiB", "send texts in the body"))
}

fn check_host(hosts: &Hosts, uri: &Uri, headers: &HeaderMap) -> Result<(), Failure> {
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

fn check_token(admission: &Admission, request: &Request) -> Result<Option<Response>, Failure> {
    if admission.admits(request.headers()) {
        return Ok(None);
    }
    let shown = request.uri().query().unwrap_or_default().split('&').find_map(|pair| pair.strip_prefix("token="));
    match shown {
        Some(shown) if request.method() == Method::GET && admission.is_token(shown) => {
            Ok(Some(redirect(admission, request.uri().path())))
        }
        _ => {
            let remedy = "send it as Authorization: Bearer TOKEN, or open /?token=TOKEN in a browser";
            let what = if request.headers().contains_key(AUTHORIZATION) {
                "this is not the token"
            } else {
                "a token is needed"
            };
            Err(Failure::new(StatusCode::UNAUTHORIZED, what, remedy)
                .with(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")))
        }
    }
}

/// Takes the token out of the browser's address, and leaves a cookie.
fn redirect(admission: &Admission, path: &str) -> Response {
    // A path of two slashes would lead to another host.
    let path = format!("/{}", path.trim_start_matches('/'));
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    headers.extend(HeaderValue::from_str(&path).ok().map(|path| (Some(LOCATION), path)));
    headers.extend(admission.set_cookie().map(|cookie| (Some(SET_COOKIE), cookie)));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
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
