//! The columns of a result: CSV, JSON lines and Parquet are all written from this one list.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{Item, Paragraph, Place};
use crate::article::Block;

/// The type of a column's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// UTF-8.
    Text,
    /// Not negative.
    Integer,
    /// 64-bit floating point.
    Number,
    /// True or false.
    Truth,
}

/// A value in a column.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
#[serde(untagged)]
pub enum Value<'a> {
    /// UTF-8.
    Text(&'a str),
    /// Not negative.
    Integer(usize),
    /// 64-bit floating point.
    Number(f64),
    /// True or false.
    Truth(bool),
}

macro_rules! columns {
    ($($(#[$doc:meta])* $column:ident: $kind:ident = $name:literal,)*) => {
        /// A column of a result, in the order of [`Column::ALL`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Column {
            $($(#[$doc])* $column,)*
        }

        impl Column {
            /// All columns, in the order of every format.
            pub const ALL: [Column; [$($name),*].len()] = [$(Column::$column),*];

            /// The name in every format.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Column::$column => $name,)*
                }
            }

            /// The type of its values.
            pub const fn kind(self) -> Type {
                match self {
                    $(Column::$column => Type::$kind,)*
                }
            }
        }
    };
}

columns! {
    /// What the user calls the article or table.
    Article: Text = "article",
    /// Number of the scored paragraph in its article, or in a table without articles, from 0.
    Paragraph: Integer = "paragraph",
    /// Data row of a table, from 1.
    Row: Integer = "row",
    /// The table's name for the row.
    Id: Text = "id",
    /// `paragraph`, `quote`, or the kind of a block that is not scored.
    Kind: Text = "kind",
    /// First byte in the source of an article.
    Start: Integer = "start",
    /// One past the last byte.
    End: Integer = "end",
    /// Line of the file, from 1; like the bytes, none in text that was unpacked from it.
    Line: Integer = "line",
    /// `news` or `opinion`; none for a paragraph without a word.
    Label: Text = "label",
    /// Why there is no label, or why it is unsure.
    Reason: Text = "reason",
    /// Probability of opinion in the context of the article.
    Probability: Number = "probability",
    /// Probability of opinion of the paragraph by itself.
    Alone: Number = "alone",
    /// Whether the label is missing or not to be relied on.
    Unsure: Truth = "unsure",
    /// Share of its words that are a source's, in [0, 1].
    Quoted: Number = "quoted",
    /// The text.
    Text: Text = "text",
}

impl<'a> Paragraph<'a> {
    /// Returns the value in a column.
    ///
    /// ```
    /// # #[cfg(feature = "shipped-model")] {
    /// use oped::score::{Column, Value};
    /// let scored = oped::score("We must stop this absurd plan, and nobody should vote for it!")?;
    /// let paragraph = scored.paragraphs().next().unwrap();
    /// assert_eq!(paragraph.value(Column::Label), Some(Value::Text("opinion")));
    /// assert_eq!(paragraph.value(Column::Row), None);
    /// # }
    /// # Ok::<(), oped::error::Error>(())
    /// ```
    #[inline]
    pub fn value(&self, column: Column) -> Option<Value<'a>> {
        let decision = self.score.decision;
        match column {
            Column::Article => Some(Value::Text(self.article)),
            Column::Paragraph => Some(Value::Integer(self.number)),
            Column::Kind => Some(Value::Text(self.score.kind.as_str())),
            Column::Row | Column::Id | Column::Start | Column::End | Column::Line => self.place.value(column),
            Column::Label => decision.map(|decision| Value::Text(decision.label.as_str())),
            Column::Reason => self.score.reason().map(Value::Text),
            Column::Probability => decision.map(|decision| Value::Number(decision.probability.0)),
            Column::Alone => decision.map(|decision| Value::Number(decision.alone.0)),
            Column::Unsure => Some(Value::Truth(self.score.reason().is_some())),
            Column::Quoted => Some(Value::Number(self.score.quoted)),
            Column::Text => Some(Value::Text(self.text)),
        }
    }
}

impl<'a> Item<'a> {
    /// Returns the value in a column.
    #[inline]
    pub fn value(&self, column: Column) -> Option<Value<'a>> {
        match self {
            Item::Paragraph(paragraph) => paragraph.value(column),
            Item::Block { article, block } => block_value(article, block, column),
        }
    }
}

fn block_value<'a>(article: &'a str, block: &'a Block, column: Column) -> Option<Value<'a>> {
    match column {
        Column::Article => Some(Value::Text(article)),
        Column::Kind => Some(Value::Text(block.kind.as_str())),
        Column::Start | Column::End | Column::Line => Place::of_block(block).value(column),
        Column::Text => Some(Value::Text(block.text.as_str())),
        _ => None,
    }
}

/// The JSON object of `"type":"paragraph"`.
impl Serialize for Paragraph<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("type", "paragraph")?;
        for column in Column::ALL {
            let value = self.value(column);
            // A paragraph without a word says so: these three are null, and not left out.
            if value.is_some() || matches!(column, Column::Label | Column::Probability | Column::Alone) {
                map.serialize_entry(column.name(), &value)?;
            }
        }
        map.end()
    }
}

/// The JSON object of `"type":"paragraph"` or `"type":"block"`.
impl Serialize for Item<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (article, block) = match self {
            Item::Paragraph(paragraph) => return paragraph.serialize(serializer),
            Item::Block { article, block } => (article, block),
        };
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("type", "block")?;
        for column in Column::ALL {
            if let Some(value) = block_value(article, block, column) {
                map.serialize_entry(column.name(), &value)?;
            }
        }
        map.end()
    }
}

impl<'a> Place<'a> {
    #[inline]
    fn value(self, column: Column) -> Option<Value<'a>> {
        match (column, self) {
            (Column::Row, Place::Row { row, .. }) => Some(Value::Integer(row)),
            (Column::Id, Place::Row { id, .. }) => id.map(Value::Text),
            (Column::Start, Place::Bytes { start, .. }) => Some(Value::Integer(start)),
            (Column::End, Place::Bytes { end, .. }) => Some(Value::Integer(end)),
            (Column::Line, _) => self.line().map(Value::Integer),
            _ => None,
        }
    }
}
