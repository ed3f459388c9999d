//! A line of JSON → a row.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::TableParams;
use super::batch::{Columns, Field, Fields, Pending};
use super::header::{ID, PARAGRAPH};
use crate::error::{Error, ErrorKind, Message, Parameter, Result};

/// The members of an object in the order of the line, with their raw values.
pub(super) struct Members<'l>(Vec<(Cow<'l, str>, &'l str)>);

impl<'l> Members<'l> {
    /// Reads a line.
    pub(super) fn read(line: &'l str) -> Result<Members<'l>> {
        let mut json = serde_json::Deserializer::from_str(line);
        let members = json.deserialize_map(MembersVisitor).and_then(|members| json.end().map(|()| members));
        members.map(Members).map_err(|error| {
            let what = error.to_string();
            let what = what.split(" at line ").next().unwrap_or_default();
            Error::new(
                ErrorKind::Table,
                format!("column {} of this line is not part of a JSON object: {what}", error.column()),
            )
            .remedy("write one object a line, such as {\"text\": \"…\"}")
        })
    }

    /// Returns the names of the members that a result has no column for.
    pub(super) fn others<'m>(&'m self, params: &'m TableParams) -> impl Iterator<Item = &'m str> {
        self.0.iter().map(|(name, _)| name.as_ref()).filter(|name| !is_used(name, params))
    }

    /// Returns the members without those repeated later.
    fn last_of_each(&self) -> impl Iterator<Item = &(Cow<'l, str>, &'l str)> {
        let mut last: HashMap<&str, usize> = HashMap::new();
        last.extend(self.0.iter().enumerate().map(|(at, (name, _))| (name.as_ref(), at)));
        self.0
            .iter()
            .enumerate()
            .filter(move |(at, (name, _))| last.get(name.as_ref()) == Some(at))
            .map(|(_, member)| member)
    }

    fn get(&self, name: &str) -> Option<&'l str> {
        // The last of several, as in most JSON readers.
        self.0.iter().rev().find(|(key, _)| key == name).map(|(_, value)| *value)
    }

    /// Returns where a member's value stands in the line.
    pub(super) fn place(&self, line: &str, name: &str) -> Option<Range<usize>> {
        let value = self.get(name)?;
        // A value is a slice of the line.
        let start = value.as_ptr() as usize - line.as_ptr() as usize;
        Some(start..start + value.len())
    }

    /// Returns the text of a string, or a number as written; none for null.
    fn text(&self, name: &str) -> Result<Option<Cow<'l, str>>> {
        match self.get(name) {
            None | Some("null") => Ok(None),
            Some(value) if value.starts_with(['[', '{']) => {
                let what = format!("the value of \"{name}\" is a list or an object");
                Err(Error::new(ErrorKind::Table, what).remedy("write it as a string"))
            }
            Some(value) => Ok(Some(plain(value))),
        }
    }

    /// Adds the fields of the row to `pending`.
    pub(super) fn push(
        &self,
        pending: &mut Pending,
        columns: &Columns,
        params: &TableParams,
        (row, line): (u64, usize),
    ) -> Result<Fields> {
        let begin = pending.begin();
        let add_to = |pending: &mut Pending, name: &str| -> Result<Field> {
            let value = self.text(name)?;
            let value = value.as_deref().map(str::trim).filter(|value| !value.is_empty());
            Ok(value.map_or(Field::NONE, |value| pending.field(value)))
        };
        if self.get(&params.text_column).is_none() {
            let what = format!("there is no key \"{}\"", params.text_column);
            return Err(Error::new(ErrorKind::Column, what)
                .remedy(Message::from("name the right one with ").name(Parameter::TextColumn)));
        }
        let text = add_to(pending, &params.text_column)?;
        let text = pending.normalised(text, line);
        let mut add = |name: &str| add_to(pending, name);
        let fields = Fields {
            begin,
            text,
            id: add(ID)?,
            source: add(&params.source_column)?,
            article: add(&params.article_column)?,
            label: add(&params.label_column)?,
            paragraph: self.text(PARAGRAPH)?.and_then(|value| value.trim().parse().ok()),
            row,
            line,
        };
        self.pass(pending, columns, params);
        Ok(fields)
    }

    fn pass(&self, pending: &mut Pending, columns: &Columns, params: &TableParams) {
        match columns {
            Columns::None => {}
            Columns::Named(names) => {
                for name in names.iter() {
                    let value = self.get(name).filter(|value| *value != "null" && !is_used(name, params));
                    let field = value.map_or(Field::NONE, |value| pending.field(&plain(value)));
                    pending.pass(field);
                }
                self.others(params)
                    .filter(|name| !names.iter().any(|named| named == name))
                    .for_each(|name| pending.lose(name));
            }
            Columns::Objects => {
                let mut members = String::new();
                for (name, value) in self.last_of_each().filter(|(name, _)| !is_used(name, params)) {
                    members.push_str(if members.is_empty() { "" } else { "," });
                    members.push_str(&serde_json::Value::from(name.as_ref()).to_string());
                    members.push(':');
                    members.push_str(value);
                }
                let field = pending.field(&members);
                pending.pass(field);
            }
        }
    }
}

fn is_used(name: &str, params: &TableParams) -> bool {
    [params.text_column.as_str(), params.article_column.as_str(), ID, PARAGRAPH].contains(&name)
}

/// Returns a string without its quotation marks, anything else as written.
fn plain(value: &str) -> Cow<'_, str> {
    let inner = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
    match inner {
        Some(inner) if memchr::memchr(b'\\', inner.as_bytes()).is_none() => Cow::Borrowed(inner),
        // The value is valid JSON; only lone surrogates fail, and they stay as written.
        Some(inner) => serde_json::from_str(value).map_or(Cow::Borrowed(inner), Cow::Owned),
        None => Cow::Borrowed(value),
    }
}

struct MembersVisitor;

impl<'l> Visitor<'l> for MembersVisitor {
    type Value = Vec<(Cow<'l, str>, &'l str)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'l>>(self, mut map: A) -> std::result::Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(Key(key)) = map.next_key()? {
            members.push((key, map.next_value::<&RawValue>()?.get()));
        }
        Ok(members)
    }
}

/// A key, borrowed unless it holds an escape.
struct Key<'l>(Cow<'l, str>);

impl<'l> serde::Deserialize<'l> for Key<'l> {
    fn deserialize<D: Deserializer<'l>>(deserializer: D) -> std::result::Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'l> Visitor<'l> for KeyVisitor {
            type Value = Key<'l>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }
            fn visit_borrowed_str<E>(self, key: &'l str) -> std::result::Result<Key<'l>, E> {
                Ok(Key(Cow::Borrowed(key)))
            }
            fn visit_str<E>(self, key: &str) -> std::result::Result<Key<'l>, E> {
                Ok(Key(Cow::Owned(key.to_owned())))
            }
        }
        deserializer.deserialize_str(KeyVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_they_mean() {
        let line = r#" {"id": 7, "text":"a \"b\" é", "x":{"y":[1, 2]}, "source":null, "article":"p"} "#;
        let members = Members::read(line).unwrap();
        let text = |name: &str| members.text(name).unwrap().map(Cow::into_owned);
        assert_eq!(text("id").as_deref(), Some("7"));
        assert_eq!(text("text").as_deref(), Some("a \"b\" é"));
        assert_eq!((text("source"), text("none")), (None, None));
        assert!(members.text("x").is_err());
        let params = TableParams::default();
        assert_eq!(members.others(&params).collect::<Vec<_>>(), ["x", "source"]);
    }

    #[test]
    fn of_a_repeated_key_the_last_is_written() {
        let members = Members::read(r#"{"x":1,"text":"a","y":2,"x":3}"#).unwrap();
        assert_eq!(members.last_of_each().map(|(_, value)| *value).collect::<Vec<_>>(), ["\"a\"", "2", "3"]);
    }

    #[test]
    fn what_is_not_an_object_is_an_error() {
        for line in ["[1]", "{\"text\":\"a\"", "{\"text\":\"a\"} {}", "text", "{\"text\":}"] {
            assert!(Members::read(line).is_err(), "{line}");
        }
    }
}
