//! A sentence that may name parameters.

use std::borrow::Cow;
use std::fmt;

use super::Parameter;

/// A clause for a person, in which parameters stand as values and not as words.
///
/// ```
/// use oped::error::{Message, Parameter};
///
/// let message = Message::from("give ").set(Parameter::Folds, "5").then(", or another ").name(Parameter::Group);
/// assert_eq!(message.to_string(), "give folds = 5, or another group");
/// let flags = message.in_words(&|parameter, value| match value {
///     Some(value) => format!("--{parameter} {value}"),
///     None => format!("--{parameter}"),
/// });
/// assert_eq!(flags, "give --folds 5, or another --group");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Message(Vec<Piece>);

/// How a caller names a parameter, with its value where there is one.
pub type Words<'w> = &'w dyn Fn(Parameter, Option<&str>) -> String;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(Cow<'static, str>),
    Parameter(Parameter, Option<Cow<'static, str>>),
}

impl Message {
    /// Appends text.
    pub fn then(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        self.0.push(Piece::Text(text.into()));
        self
    }

    /// Puts text before it.
    #[cfg(feature = "tables")]
    pub(super) fn after(mut self, text: &'static str) -> Self {
        self.0.insert(0, Piece::Text(text.into()));
        self
    }

    /// Appends an alternative.
    #[cfg(feature = "workbooks")]
    pub(super) fn or(mut self, other: Message) -> Self {
        self.0.push(Piece::Text(", or ".into()));
        self.0.extend(other.0);
        self
    }

    /// Appends a parameter's name.
    pub fn name(mut self, parameter: Parameter) -> Self {
        self.0.push(Piece::Parameter(parameter, None));
        self
    }

    /// Appends a parameter with a value.
    pub fn set(mut self, parameter: Parameter, value: impl Into<Cow<'static, str>>) -> Self {
        self.0.push(Piece::Parameter(parameter, Some(value.into())));
        self
    }

    /// The first parameter that it names.
    pub fn parameter(&self) -> Option<Parameter> {
        self.0.iter().find_map(|piece| match piece {
            Piece::Text(_) => None,
            Piece::Parameter(parameter, _) => Some(*parameter),
        })
    }

    /// The message as a caller words its parameters.
    pub fn in_words(&self, words: Words<'_>) -> String {
        let piece = |piece: &Piece| match piece {
            Piece::Text(text) => text.to_string(),
            Piece::Parameter(parameter, value) => words(*parameter, value.as_deref()),
        };
        self.0.iter().map(piece).collect()
    }
}

/// `parameter`, or `parameter = value`: the words of the library.
pub(super) fn plain(parameter: Parameter, value: Option<&str>) -> String {
    match value {
        Some(value) => format!("{parameter} = {value}"),
        None => parameter.to_string(),
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_words(&plain))
    }
}

impl From<String> for Message {
    fn from(text: String) -> Self {
        Message::default().then(text)
    }
}

impl From<&'static str> for Message {
    fn from(text: &'static str) -> Self {
        Message::default().then(text)
    }
}
