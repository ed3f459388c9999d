//! A line of JSON → a row.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::TableParams;
use super::batch::{Columns, Field, Fields, Pending};
use super::header::{ID, PARAGRAPH, alike};
use super::json_text::{MEMBER_OF_LIST, plain, sound, valid};
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::tables::rows::TableNote;

/// The most keys of an object that an error names.
const NAMED_KEYS: usize = 12;

/// The keys of the columns, as the table spells them.
#[derive(Debug, Clone)]
pub(super) struct Keys {
    text: String,
    pub(super) label: String,
    id: String,
    source: String,
    article: String,
    paragraph: String,
    lists: bool,
}

impl Keys {
    /// Finds the keys among those of the first objects, whatever their case. One that is not there may come later.
    pub(super) fn find(seen: &[String], params: &TableParams) -> (Keys, Vec<TableNote>) {
        let seen: Vec<&str> = seen.iter().map(String::as_str).collect();
        let mut notes = Vec::new();
        let mut key = |name: &str| {
            let mut found = alike(&seen, name);
            found.sort_by_key(|&at| seen[at] != name);
            let column = found.first().map_or(name, |&at| seen[at]).to_owned();
            let others = found.iter().skip(1).map(|&at| seen[at].to_owned());
            notes.extend(others.map(|other| TableNote::AlsoCalled { column: column.clone(), other }));
            column
        };
        let keys = Keys {
            text: key(&params.text_column),
            label: key(&params.label_column),
            id: key(ID),
            source: key(&params.source_column),
            article: key(&params.article_column),
            paragraph: key(PARAGRAPH),
            lists: params.lists,
        };
        (keys, notes)
    }

    /// Whether a result has a column for this key.
    fn is_used(&self, name: &str) -> bool {
        [&self.text, &self.article, &self.id, &self.paragraph].into_iter().any(|key| key == name)
    }
}

/// The members of an object in the order of the line, with their raw values.
pub(super) struct Members<'l>(Vec<(Cow<'l, str>, &'l str)>);

impl<'l> Members<'l> {
    /// Reads a line. Bad escapes and bare control characters in it are no error.
    pub(super) fn read(line: &'l str) -> Result<Members<'l>> {
        Self::read_exact(line).or_else(|error| {
            // Of the same length, so that places are the same.
            let sound = sound(line);
            let members = Members::read_exact(&sound).map_err(|_| error)?;
            let own = |(key, value): (Cow<'_, str>, &str)| {
                let start = value.as_ptr() as usize - sound.as_ptr() as usize;
                (Cow::Owned(key.into_owned()), &line[start..start + value.len()])
            };
            Ok(Members(members.0.into_iter().map(own).collect()))
        })
    }

    fn read_exact(line: &str) -> Result<Members<'_>> {
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
    pub(super) fn others<'m>(&'m self, keys: &'m Keys) -> impl Iterator<Item = &'m str> {
        self.names().filter(|name| !keys.is_used(name))
    }

    /// Returns the names of all members.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_ref())
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

    /// Returns the text of a string, or a number as written; none for null. Counts its bad escapes.
    fn text(&self, name: &str, bad: &mut usize) -> Result<Option<Cow<'l, str>>> {
        match self.get(name) {
            None | Some("null") => Ok(None),
            Some(value) if value.starts_with(['[', '{']) => {
                let what = format!("the value of \"{name}\" is a list or an object");
                Err(Error::new(ErrorKind::Table, what).remedy("write it as a string"))
            }
            Some(value) => Ok(Some(plain(value, bad))),
        }
    }

    /// Returns the text of a paragraph, or of a list of paragraphs: those are joined by blank lines.
    fn paragraphs(&self, keys: &Keys, bad: &mut usize) -> Result<(Option<Cow<'l, str>>, bool)> {
        let list = self.get(&keys.text).filter(|value| keys.lists && value.starts_with('['));
        let Some(list) = list else { return Ok((self.text(&keys.text, bad)?, false)) };
        let sound = sound(list);
        let values: Vec<&RawValue> = serde_json::from_str(&sound).unwrap_or_default();
        let mut texts = Vec::new();
        for value in values.iter().map(|value| value.get()).filter(|value| *value != "null") {
            if value.starts_with(['[', '{']) {
                let what = format!("the value of \"{}\" is a list of other things than texts", keys.text);
                return Err(Error::new(ErrorKind::Table, what).remedy("write each paragraph as a string"));
            }
            let start = value.as_ptr() as usize - sound.as_ptr() as usize;
            texts.push(plain(&list[start..start + value.len()], bad).trim().to_owned());
        }
        texts.retain(|text| !text.is_empty());
        Ok((Some(texts.join(MEMBER_OF_LIST).into()), true))
    }

    /// Adds the fields of the row to `pending`.
    pub(super) fn push(
        &self,
        pending: &mut Pending,
        columns: &Columns,
        keys: &Keys,
        (row, line): (u64, usize),
    ) -> Result<Fields> {
        let begin = pending.begin();
        if self.get(&keys.text).is_none() {
            let names: Vec<&str> = self.names().take(NAMED_KEYS).collect();
            let among = if names.is_empty() { String::new() } else { format!(" among: {}", names.join(", ")) };
            let what = format!("there is no key \"{}\"{among}", keys.text);
            return Err(Error::new(ErrorKind::Column, what)
                .remedy(Message::from("name the right one with ").name(Parameter::TextColumn)));
        }
        let mut bad = 0;
        let (text, is_list) = self.paragraphs(keys, &mut bad)?;
        let mut add = |value: Option<&str>| {
            let value = value.map(str::trim).filter(|value| !value.is_empty());
            value.map_or(Field::NONE, |value| pending.field(value))
        };
        let text = add(text.as_deref());
        let text = pending.normalised(text, line);
        let mut add = |value: Option<&str>| {
            let value = value.map(str::trim).filter(|value| !value.is_empty());
            value.map_or(Field::NONE, |value| pending.field(value))
        };
        let fields = Fields {
            begin,
            text,
            id: add(self.text(&keys.id, &mut bad)?.as_deref()),
            source: add(self.text(&keys.source, &mut bad)?.as_deref()),
            article: add(self.text(&keys.article, &mut bad)?.as_deref()),
            label: add(self.text(&keys.label, &mut bad)?.as_deref()),
            paragraph: self.text(&keys.paragraph, &mut bad)?.and_then(|value| value.trim().parse().ok()),
            is_list,
            row,
            line,
        };
        self.pass(pending, columns, keys, &mut bad);
        if bad > 0 {
            pending.bad_escapes(bad, line);
        }
        Ok(fields)
    }

    fn pass(&self, pending: &mut Pending, columns: &Columns, keys: &Keys, bad: &mut usize) {
        match columns {
            Columns::None => {}
            Columns::Named(names) => {
                for name in names.iter() {
                    let value = self.get(name).filter(|value| *value != "null" && !keys.is_used(name));
                    let field = value.map_or(Field::NONE, |value| pending.field(&plain(value, bad)));
                    pending.pass(field);
                }
                self.others(keys)
                    .filter(|name| !names.iter().any(|named| named == name))
                    .for_each(|name| pending.lose(name));
            }
            Columns::Objects => {
                let mut members = String::new();
                for (name, value) in self.last_of_each().filter(|(name, _)| !keys.is_used(name)) {
                    members.push_str(if members.is_empty() { "" } else { "," });
                    members.push_str(&serde_json::Value::from(name.as_ref()).to_string());
                    members.push(':');
                    members.push_str(&valid(value, bad));
                }
                let field = pending.field(&members);
                pending.pass(field);
            }
        }
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

    fn keys(lists: bool) -> Keys {
        Keys::find(&[], &TableParams { lists, ..TableParams::default() }).0
    }

    #[test]
    fn values_are_read_as_they_mean() {
        let line = r#" {"id": 7, "text":"a \"b\" é", "x":{"y":[1, 2]}, "source":null, "article":"p"} "#;
        let members = Members::read(line).unwrap();
        let text = |name: &str| members.text(name, &mut 0).unwrap().map(Cow::into_owned);
        assert_eq!(text("id").as_deref(), Some("7"));
        assert_eq!(text("text").as_deref(), Some("a \"b\" é"));
        assert_eq!((text("source"), text("none")), (None, None));
        assert!(members.text("x", &mut 0).is_err());
        assert_eq!(members.others(&keys(false)).collect::<Vec<_>>(), ["x", "source"]);
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

    #[test]
    fn a_bad_escape_costs_one_character_and_no_place() {
        let line = "{\"x\":\"\\q\",\"text\":\"He said \\ud83d \\x41\tno\\u12\",\"label\":\"news\"}";
        let members = Members::read(line).unwrap();
        let mut bad = 0;
        let text = members.text("text", &mut bad).unwrap().unwrap();
        assert_eq!((text.as_ref(), bad), ("He said \u{FFFD} \u{FFFD}41\tno\u{FFFD}12", 3));
        assert_eq!(&line[members.place(line, "label").unwrap()], "\"news\"");
    }

    #[test]
    fn a_list_is_joined_by_blank_lines_where_that_is_wanted() {
        let members = Members::read(r#"{"text":["It met.", null, " ", "We \ud800 must."]}"#).unwrap();
        let mut bad = 0;
        let (text, is_list) = members.paragraphs(&keys(true), &mut bad).unwrap();
        assert_eq!((text.as_deref(), is_list, bad), (Some("It met.\n\nWe \u{FFFD} must."), true, 1));
        assert!(members.paragraphs(&keys(false), &mut bad).is_err());
        assert!(Members::read(r#"{"text":[["a"]]}"#).unwrap().paragraphs(&keys(true), &mut bad).is_err());
    }

    #[test]
    fn keys_are_found_whatever_their_case() {
        let seen = ["Text", "LABEL", "label", "Body"].map(str::to_owned);
        let (keys, notes) = Keys::find(&seen, &TableParams::default());
        assert_eq!((keys.text.as_str(), keys.label.as_str(), keys.id.as_str()), ("Text", "label", "id"));
        assert_eq!(notes, [TableNote::AlsoCalled { column: "label".into(), other: "LABEL".into() }]);
    }
}
