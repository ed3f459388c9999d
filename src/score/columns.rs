//! The columns of a result: CSV, JSON lines and Parquet are all written from this one list.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::scored::Turns;
use super::{Item, Paragraph, Place, Summary};
use crate::article::{Block, Byline, Metadata};

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
    ($(#[$of:meta])* $columns:ident: $($(#[$doc:meta])* $column:ident: $kind:ident = $name:literal,)*) => {
        $(#[$of])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $columns {
            $($(#[$doc])* $column,)*
        }

        impl $columns {
            /// All columns, in the order of every format.
            pub const ALL: [$columns; [$($name),*].len()] = [$($columns::$column),*];

            /// The name in every format.
            pub const fn name(self) -> &'static str {
                match self {
                    $($columns::$column => $name,)*
                }
            }

            /// The type of its values.
            pub const fn kind(self) -> Type {
                match self {
                    $($columns::$column => Type::$kind,)*
                }
            }
        }
    };
}

columns! {
    /// A column of a result, in the order of [`Column::ALL`].
    Column:
    /// What the user calls the article or table.
    Article: Text = "article",
    /// The table, where several are scored together.
    Table: Text = "table",
    /// Number of the scored paragraph in its article, or in a table without articles, from 0.
    Paragraph: Integer = "paragraph",
    /// Data row of a table, from 1.
    Row: Integer = "row",
    /// Number of the scored paragraph in its row, from 0, where rows are split.
    RowParagraph: Integer = "row_paragraph",
    /// The table's name for the row.
    Id: Text = "id",
    /// `paragraph`, `quote`, or the kind of a block that is not scored.
    Kind: Text = "kind",
    /// First byte in the source of an article, or in the text of a row that is split.
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

columns! {
    /// A column of a table of articles, in the order of [`ArticleColumn::ALL`].
    ArticleColumn:
    /// What the user calls the article.
    Article: Text = "article",
    /// The table that it is in, where several are scored together.
    Table: Text = "table",
    /// Data row of a table, from 1, where a row is an article.
    Row: Integer = "row",
    /// Number of scored paragraphs.
    Paragraphs: Integer = "paragraphs",
    /// Share of opinion among the sure paragraphs.
    OpinionShare: Number = "opinion_share",
    /// The verdict.
    Label: Text = "label",
    /// The turns; in CSV and Parquet, as JSON.
    Shifts: Text = "shifts",
    /// The mark by which the page declares itself.
    Declared: Text = "declared",
    /// What it declares itself to be.
    DeclaredLabel: Text = "declared_label",
    /// Where it does so.
    DeclaredBy: Text = "declared_by",
    /// Whether the verdict is another.
    Mismatch: Truth = "mismatch",
    /// Share of opinion in the words.
    OpinionWords: Number = "opinion_words",
    /// Why there is no sure verdict.
    Reason: Text = "reason",
    /// The headline.
    Headline: Text = "headline",
    /// The summary under the headline.
    Deck: Text = "deck",
    /// Who wrote it.
    Byline: Text = "byline",
    /// When it was published, as ISO 8601.
    Date: Text = "date",
    /// The part of the publication it is in.
    Section: Text = "section",
    /// Its language as declared.
    Language: Text = "language",
}

impl ArticleColumn {
    /// Returns what is known about an article in the columns of its metadata; none in the others.
    pub fn of_metadata(self, metadata: &Metadata) -> Option<&str> {
        match self {
            ArticleColumn::Deck => metadata.deck.as_deref(),
            ArticleColumn::Byline => metadata.byline.as_ref().map(Byline::as_str),
            ArticleColumn::Date => metadata.date.as_deref(),
            ArticleColumn::Section => metadata.section.as_deref(),
            ArticleColumn::Language => metadata.language.as_deref(),
            _ => None,
        }
    }
}

impl Column {
    /// The columns of a result: that of tables where several are scored together, and those of the place in a row where rows are
    /// split.
    pub fn shown(several_tables: bool, split_rows: bool) -> Vec<Column> {
        let is_shown = |column: &Column| match column {
            Column::Table => several_tables,
            Column::RowParagraph => split_rows,
            _ => true,
        };
        Column::ALL.into_iter().filter(is_shown).collect()
    }
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
            Column::Table
            | Column::Row
            | Column::RowParagraph
            | Column::Id
            | Column::Start
            | Column::End
            | Column::Line => self.place.value(column),
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
            Item::Block { article, block, row } => block_value(article, block, *row, column),
        }
    }
}

fn block_value<'a>(article: &'a str, block: &'a Block, row: Option<Place<'a>>, column: Column) -> Option<Value<'a>> {
    match (column, row) {
        (Column::Article, _) => Some(Value::Text(article)),
        (Column::Kind, _) => Some(Value::Text(block.kind.as_str())),
        (Column::Text, _) => Some(Value::Text(block.text.as_str())),
        (Column::Table | Column::Row | Column::Id | Column::Line, Some(row)) => row.value(column),
        (Column::Start | Column::End | Column::Line, _) => Place::of_block(block).value(column),
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
        let (article, block, row) = match self {
            Item::Paragraph(paragraph) => return paragraph.serialize(serializer),
            Item::Block { article, block, row } => (article, block, *row),
        };
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("type", "block")?;
        for column in Column::ALL {
            if let Some(value) = block_value(article, block, row, column) {
                map.serialize_entry(column.name(), &value)?;
            }
        }
        map.end()
    }
}

/// The columns of what is known about an article beside its text.
const METADATA: [ArticleColumn; 5] =
    [ArticleColumn::Deck, ArticleColumn::Byline, ArticleColumn::Date, ArticleColumn::Section, ArticleColumn::Language];

/// The JSON object of `"type":"article"`.
impl Serialize for Summary<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Summary { article, score, declared, headline, metadata, table, row } = self;
        let mut object = serializer.serialize_map(None)?;
        object.serialize_entry("type", "article")?;
        object.serialize_entry(ArticleColumn::Article.name(), article)?;
        if let Some(table) = table {
            object.serialize_entry(ArticleColumn::Table.name(), table)?;
        }
        if let Some(row) = row {
            object.serialize_entry(ArticleColumn::Row.name(), row)?;
        }
        object.serialize_entry(ArticleColumn::Paragraphs.name(), &score.paragraphs.len())?;
        object.serialize_entry(ArticleColumn::OpinionShare.name(), &score.opinion_share())?;
        object.serialize_entry(ArticleColumn::Label.name(), &score.verdict())?;
        object.serialize_entry(ArticleColumn::Shifts.name(), &Turns(score))?;
        object.serialize_entry(ArticleColumn::Declared.name(), &declared.map(|declared| declared.mark.as_str()))?;
        object.serialize_entry(
            ArticleColumn::DeclaredLabel.name(),
            &declared.and_then(|declared| declared.claim.label()),
        )?;
        object.serialize_entry(ArticleColumn::DeclaredBy.name(), &declared.map(|declared| declared.place.as_str()))?;
        object.serialize_entry(ArticleColumn::Mismatch.name(), &self.mismatch())?;
        object.serialize_entry(ArticleColumn::OpinionWords.name(), &score.opinion_words())?;
        object.serialize_entry(ArticleColumn::Reason.name(), &score.doubt())?;
        object.serialize_entry(ArticleColumn::Headline.name(), headline)?;
        for column in METADATA {
            let value = metadata.and_then(|metadata| column.of_metadata(metadata));
            object.serialize_entry(column.name(), &value)?;
        }
        object.end()
    }
}

impl<'a> Place<'a> {
    #[inline]
    fn value(self, column: Column) -> Option<Value<'a>> {
        match (column, self) {
            (Column::Row, Place::Row { row, .. }) => Some(Value::Integer(row)),
            (Column::Id, Place::Row { id, .. }) => id.map(Value::Text),
            (Column::Table, Place::Row { table, .. }) => table.map(Value::Text),
            (Column::RowParagraph, Place::Row { part: Some(part), .. }) => Some(Value::Integer(part.number)),
            (Column::Start, Place::Row { part: Some(part), .. }) => Some(Value::Integer(part.start)),
            (Column::End, Place::Row { part: Some(part), .. }) => Some(Value::Integer(part.end)),
            (Column::Start, Place::Bytes { start, .. }) => Some(Value::Integer(start)),
            (Column::End, Place::Bytes { end, .. }) => Some(Value::Integer(end)),
            (Column::Line, _) => self.line().map(Value::Integer),
            _ => None,
        }
    }
}
