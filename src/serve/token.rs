//! What a client must know: a token, or the cookie of a browser that has shown it.

use std::fmt;
use std::hint::black_box;
use std::str::FromStr;

use axum::http::header::{AUTHORIZATION, COOKIE};
use axum::http::{HeaderMap, HeaderValue};

use crate::error::{Error, ErrorKind, Parameter};

/// A shorter token could be guessed.
const SHORTEST: usize = 16;
/// Bytes of the cookie's value.
const COOKIE_BYTES: usize = 16;
/// The name of the cookie.
const COOKIE_NAME: &str = "oped";

/// A secret that clients send as `Authorization: Bearer …`.
///
/// ```
/// use oped::serve::Token;
/// let token: Token = "correct-horse-battery-staple\n".parse()?;
/// assert_eq!(format!("{token:?}"), "Token(…)");
/// assert!("short".parse::<Token>().is_err());
/// # Ok::<(), oped::Error>(())
/// ```
#[derive(Clone)]
pub struct Token(String);

impl FromStr for Token {
    type Err = Error;

    /// Reads a token, without the white space around it.
    fn from_str(text: &str) -> Result<Token, Error> {
        let token = text.trim();
        let refuse = |what: &'static str| {
            let remedy = "give 16 or more letters and digits, for instance those of openssl rand -hex 16";
            Err(Error::new(ErrorKind::Usage, what).remedy(remedy).about(Parameter::TokenFile))
        };
        if token.len() < SHORTEST {
            return refuse("the token is shorter than 16 characters");
        }
        if !token.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~+/=".contains(&byte)) {
            return refuse("the token holds a character that a header cannot");
        }
        Ok(Token(token.to_owned()))
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Who may be served.
pub(super) struct Admission {
    token: Token,
    cookie: String,
}

impl Admission {
    /// Of those who know the token. A cookie holds as long as the server runs.
    pub(super) fn new(token: Token) -> Result<Admission, Error> {
        let mut bytes = [0; COOKIE_BYTES];
        getrandom::fill(&mut bytes)
            .map_err(|error| Error::new(ErrorKind::Io, format!("the system gives no random numbers: {error}")))?;
        let cookie = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Admission { token, cookie })
    }

    /// Whether a request shows the token or the cookie.
    pub(super) fn admits(&self, headers: &HeaderMap) -> bool {
        let bearer = headers.get_all(AUTHORIZATION).iter().filter_map(|value| bearer(value.to_str().ok()?));
        let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
        let values = cookies.flat_map(|cookies| cookies.split(';')).filter_map(|cookie| cookie.trim().split_once('='));
        let mut shown = values.filter(|(name, _)| *name == COOKIE_NAME).map(|(_, value)| value);
        bearer.into_iter().any(|token| self.is_token(token)) || shown.any(|value| is_same(value, &self.cookie))
    }

    /// Whether this is the token.
    pub(super) fn is_token(&self, shown: &str) -> bool {
        is_same(shown, &self.token.0)
    }

    /// The cookie for a browser that has shown the token.
    pub(super) fn set_cookie(&self) -> Option<HeaderValue> {
        let cookie = format!("{COOKIE_NAME}={}; Path=/; HttpOnly; SameSite=Strict", self.cookie);
        HeaderValue::from_str(&cookie).ok()
    }
}

fn bearer(value: &str) -> Option<&str> {
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// Compares in a time that tells nothing but the length.
fn is_same(shown: &str, secret: &str) -> bool {
    let differences = shown.bytes().zip(secret.bytes()).fold(0, |all, (a, b)| black_box(all | (a ^ b)));
    shown.len() == secret.len() && differences == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: axum::http::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
    }

    #[test]
    fn only_the_token_and_the_cookie_are_admitted() {
        let admission = Admission::new("0123456789abcdef".parse().unwrap()).unwrap();
        let is_admitted = |name, value: &str| admission.admits(&headers(name, value));
        assert!(is_admitted(AUTHORIZATION, "bearer 0123456789abcdef"));
        for wrong in [
            "Bearer 0123456789abcdeF", "Bearer 0123456789abcde", "Basic 0123456789abcdef", "0123456789abcdef",
            "Bearer ",
        ] {
            assert!(!is_admitted(AUTHORIZATION, wrong), "{wrong}");
        }
        let cookie = admission.set_cookie().unwrap();
        let cookie = cookie.to_str().unwrap().split(';').next().unwrap().to_owned();
        assert!(is_admitted(COOKIE, &format!("a=b; {cookie}")));
        assert!(
            !is_admitted(COOKIE, "oped=0123456789abcdef")
                && !is_admitted(COOKIE, "oped=")
                && !is_admitted(COOKIE, "oped")
        );
        let other = Admission::new("0123456789abcdef".parse().unwrap()).unwrap();
        assert!(!other.admits(&headers(COOKIE, &cookie)), "cookies end with the server");
    }
}
