//! Values that have one name in every format.

/// Implements `Display` and `FromStr` for an enum that has `ALL` and `as_str`. Other names are errors that list the known ones.
macro_rules! names {
    ($type:ty, $what:literal) => {
        impl std::fmt::Display for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $type {
            type Err = $crate::error::Error;

            fn from_str(name: &str) -> $crate::error::Result<Self> {
                let found = <$type>::ALL.into_iter().find(|value| value.as_str() == name);
                found.ok_or_else(|| $crate::error::unknown_name($what, name, &<$type>::ALL.map(|value| value.as_str())))
            }
        }
    };
}
pub(crate) use names;

use super::{Error, ErrorKind};

pub(crate) fn unknown_name(what: &str, name: &str, known: &[&str]) -> Error {
    let remedy = format!("choose one of {}", known.join(", "));
    Error::new(ErrorKind::Usage, format!("there is no {what} \"{name}\"")).remedy(remedy)
}
