//! What went wrong, where, and what to do about it.
//!
//! Every error of the crate is one [`Error`]. It prints as `place: what; remedy` on one line, so that a person can act
//! on it without reading the source: `letters.csv:118: label "opinon" is neither news nor opinion; …`.

mod message;
mod parameter;

use std::fmt;
use std::path::Path;

pub use message::{Message, Words};
pub use parameter::Parameter;

/// The result of every fallible function of this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// What kind of thing went wrong. New kinds may come, so a `match` needs a wildcard arm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file could not be read or written.
    Io,
    /// The bytes are not text in an encoding we know.
    Encoding,
    /// The text holds no paragraph, or the table no row.
    Empty,
    /// A table lacks a column: [`Error::parameter`] says which.
    Column,
    /// A labelled table breaks its format: a label, a quotation mark.
    Table,
    /// The data cannot train or calibrate a model: one class only, no term left.
    Training,
    /// The solver stopped before it reached the optimum.
    Convergence,
    /// A model file is damaged, or of a version this program does not read.
    Model,
    /// A parameter has a value that makes no sense.
    Usage,
}

/// An error with its place, its cause and its remedy.
///
/// ```
/// use oped::error::{Error, ErrorKind, Message, Parameter};
/// let error = Error::new(ErrorKind::Column, "there is no column \"text\"")
///     .at("letters.csv", Some(1))
///     .remedy(Message::from("name the right one with ").name(Parameter::TextColumn));
/// assert_eq!(error.to_string(), "letters.csv:1: there is no column \"text\"; name the right one with text_column");
/// assert_eq!(error.parameter(), Some(Parameter::TextColumn));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(Box<Parts>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Parts {
    kind: ErrorKind,
    file: Option<String>,
    line: Option<usize>,
    what: Message,
    remedy: Option<Message>,
    parameter: Option<Parameter>,
    broken_pipe: bool,
    on_output: bool,
}

impl Error {
    /// A new error of a kind; `what` is a clause without a full stop.
    pub fn new(kind: ErrorKind, what: impl Into<Message>) -> Self {
        Self(Box::new(Parts {
            kind,
            file: None,
            line: None,
            what: what.into(),
            remedy: None,
            parameter: None,
            broken_pipe: false,
            on_output: false,
        }))
    }

    /// A name that is not among the known ones.
    pub(crate) fn unknown_name(what: &str, name: &str, known: &[&str]) -> Self {
        let remedy = format!("choose one of {}", known.join(", "));
        Self::new(ErrorKind::Usage, format!("there is no {what} \"{name}\"")).remedy(remedy)
    }

    /// An input or output error of the operating system, at a file.
    pub fn io(file: impl AsRef<Path>, error: &std::io::Error) -> Self {
        let mut made = Self::of_stream(error);
        if made.kind() != ErrorKind::Io {
            return made.at(file.as_ref().display().to_string(), None);
        }
        made.0.file = Some(file.as_ref().display().to_string());
        made.0.broken_pipe = error.kind() == std::io::ErrorKind::BrokenPipe;
        match error.kind() {
            std::io::ErrorKind::NotFound => made.remedy("check the path"),
            std::io::ErrorKind::IsADirectory => made.remedy("name the files in it, for instance DIR/*.txt"),
            std::io::ErrorKind::PermissionDenied => made.remedy("check the permissions"),
            _ => made,
        }
    }

    /// An error of a stream that is being read: the crate's own where the stream raised one.
    pub(crate) fn of_stream(error: &std::io::Error) -> Self {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
            Some(own) => own.clone(),
            None => Self::new(ErrorKind::Io, describe_io(error)),
        }
    }

    /// Adds the file, and the line where there is one (from 1). A place that is known already is kept.
    pub fn at(mut self, file: impl Into<String>, line: Option<usize>) -> Self {
        if self.0.file.is_none() {
            self.0.file = Some(file.into());
        }
        self.0.line = self.0.line.or(line);
        self
    }

    /// Adds the line (from 1) where the file is added later.
    pub fn on_line(mut self, line: usize) -> Self {
        self.0.line = self.0.line.or(Some(line));
        self
    }

    /// Puts words before the message.
    #[cfg(feature = "tables")]
    pub(crate) fn before(mut self, words: &'static str) -> Self {
        self.0.what = self.0.what.after(words);
        self
    }

    /// Adds what the user can do.
    pub fn remedy(mut self, remedy: impl Into<Message>) -> Self {
        self.0.remedy = Some(remedy.into());
        self
    }

    /// Adds another thing that the user can do.
    #[cfg(feature = "workbooks")]
    pub(crate) fn or_remedy(mut self, other: impl Into<Message>) -> Self {
        self.0.remedy = Some(match self.0.remedy.take() {
            Some(first) => first.or(other.into()),
            None => other.into(),
        });
        self
    }

    /// Adds the parameter whose value is at fault, where the message does not name it first.
    pub fn about(mut self, parameter: Parameter) -> Self {
        self.0.parameter = Some(parameter);
        self
    }

    /// The parameter to look at: the one whose value is at fault, or else the first that the message or its remedy names.
    pub fn parameter(&self) -> Option<Parameter> {
        let named = || self.0.what.parameter().or_else(|| self.0.remedy.as_ref()?.parameter());
        self.0.parameter.or_else(named)
    }

    /// What is wrong, without its place.
    pub fn what(&self) -> &Message {
        &self.0.what
    }

    /// What the user can do, where that is known.
    pub fn what_to_do(&self) -> Option<&Message> {
        self.0.remedy.as_ref()
    }

    /// The kind.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// The line of the input (from 1), where it is known.
    pub fn line(&self) -> Option<usize> {
        self.0.line
    }

    /// Marks an error of the output, or of what is to be put there: no other input can do better.
    pub fn on_output(mut self) -> Self {
        self.0.on_output = true;
        self
    }

    /// Whether it is an error of the output.
    pub fn is_on_output(&self) -> bool {
        self.0.on_output
    }

    /// Whether the reader of our output went away, which is no failure of ours.
    pub fn is_broken_pipe(&self) -> bool {
        self.0.broken_pipe
    }
}

impl Error {
    /// The error as a caller words its parameters: the program writes `--text-column` where the library has `text_column`.
    pub fn in_words(&self, words: Words<'_>) -> String {
        let parts = &self.0;
        let place = match (&parts.file, parts.line) {
            (Some(file), Some(line)) => format!("{file}:{line}: "),
            (Some(file), None) => format!("{file}: "),
            (None, Some(line)) => format!("line {line}: "),
            (None, None) => String::new(),
        };
        let remedy = parts.remedy.as_ref().map(|remedy| format!("; {}", remedy.in_words(words)));
        place + &parts.what.in_words(words) + &remedy.unwrap_or_default()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_words(&message::plain))
    }
}

impl std::error::Error for Error {}

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
                found.ok_or_else(|| {
                    $crate::error::Error::unknown_name($what, name, &<$type>::ALL.map(|value| value.as_str()))
                })
            }
        }
    };
}
pub(crate) use names;

/// The operating system's message without its error number.
fn describe_io(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file".to_owned(),
        std::io::ErrorKind::IsADirectory => "this is a directory".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => {
            let text = error.to_string();
            match text.find(" (os error") {
                Some(end) => text[..end].to_lowercase(),
                None => text,
            }
        }
    }
}
