//! A table's header → the positions of its columns.

use std::collections::{HashMap, HashSet};

use super::TableParams;
use super::params::{folded, visible};
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
use crate::tables::rows::TableNote;
use crate::text::shorten;

/// The columns of a row's name, and of its number in the article.
pub(super) const ID: &str = "id";
pub(super) const PARAGRAPH: &str = "paragraph";

/// The positions of the columns.
#[derive(Debug)]
pub(super) struct Header {
    /// The number of columns.
    pub width: usize,
    pub text: usize,
    pub label: Option<usize>,
    pub id: Option<usize>,
    pub source: Option<usize>,
    pub article: Option<usize>,
    pub paragraph: Option<usize>,
    /// The columns that can be passed through, with their names.
    pub others: Vec<(String, usize)>,
    /// The columns that are passed through, in the order of the batch; none for one that this table lacks.
    pub passed: Vec<Option<usize>>,
    /// What is to be said of its names.
    pub notes: Vec<TableNote>,
}

impl Header {
    /// Finds the columns, whatever the case of their names.
    ///
    /// # Errors
    /// [`ErrorKind::Column`] for all missing ones together; [`ErrorKind::Table`] for two of one name.
    pub(super) fn find(names: &[String], params: &TableParams) -> Result<Header> {
        let names: Vec<String> = names.iter().map(|name| visible(name)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        refuse_repeated(&names, params)?;
        let default = TableParams::default();
        let mut search = Search { names: &names, missing: Vec::new(), notes: Vec::new() };
        let label_column = (params.label_column.as_str(), Parameter::LabelColumn);
        let text = search.required(&params.text_column, Parameter::TextColumn)?;
        let label = if params.labels_required {
            search.required(label_column.0, label_column.1)?
        } else {
            search.optional(label_column.0, &default.label_column, label_column.1)?
        };
        let mut header = Header {
            width: names.len(),
            text: text.unwrap_or_default(),
            label,
            id: search.usual(ID),
            paragraph: search.usual(PARAGRAPH),
            source: search.optional(&params.source_column, &default.source_column, Parameter::SourceColumn)?,
            article: search.optional(&params.article_column, &default.article_column, Parameter::ArticleColumn)?,
            others: Vec::new(),
            passed: Vec::new(),
            notes: Vec::new(),
        };
        search.refuse_missing()?;
        header.notes = search.notes;
        header.others = header.name_others(&names);
        Ok(header)
    }

    /// Sets the columns that are passed through.
    pub(super) fn pass(&mut self, names: &[String]) {
        let column = |name: &String| self.others.iter().find(|(other, _)| other == name).map(|(_, column)| *column);
        self.passed = names.iter().map(column).collect();
    }

    /// Returns the columns to read.
    #[cfg(feature = "parquet")]
    pub(super) fn used(&self) -> impl Iterator<Item = usize> {
        let named = [Some(self.text), self.label, self.id, self.source, self.article, self.paragraph];
        named.into_iter().chain(self.passed.iter().copied()).flatten()
    }

    /// Returns the columns that a result has no column for, each with a unique name.
    fn name_others(&self, names: &[&str]) -> Vec<(String, usize)> {
        let used = [Some(self.text), self.id, self.article, self.paragraph];
        let all: HashSet<&str> = names.iter().copied().collect();
        let (mut before, mut taken) = (HashMap::new(), HashSet::new());
        let mut others: Vec<(String, usize)> = Vec::new();
        for (column, written) in names.iter().enumerate() {
            if !used.contains(&Some(column)) {
                let name = if written.is_empty() { format!("column {}", column + 1) } else { (*written).to_owned() };
                let before = before.get(name.as_str()).copied().unwrap_or(0);
                let is_free = |name: &String| !all.contains(name.as_str()) && !taken.contains(name);
                let number = |number: usize| format!("{name} ({number})");
                let is_first = before == 0 && !taken.contains(&name);
                let new = if is_first { None } else { (before.max(1) + 1..).map(number).find(is_free) };
                let name = new.unwrap_or(name);
                taken.insert(name.clone());
                others.push((name, column));
            }
            *before.entry(*written).or_insert(0_usize) += 1;
        }
        others
    }
}

/// Looks for columns, and gathers what is to be said of them.
struct Search<'n> {
    names: &'n [&'n str],
    missing: Vec<(String, Parameter)>,
    notes: Vec<TableNote>,
}

impl Search<'_> {
    /// The position of a column: by its exact name, else by a name that differs in case only. The positions of other columns that
    /// differ from it in case only follow.
    fn positions(&self, name: &str) -> Vec<usize> {
        let mut found = alike(self.names, name);
        found.sort_by_key(|&at| self.names[at] != name);
        found
    }

    /// A column that is there by its usual name, or not.
    fn usual(&mut self, name: &str) -> Option<usize> {
        let found = self.positions(name);
        let [first, others @ ..] = found.as_slice() else { return None };
        for &other in others.iter().filter(|&&other| self.names[other] != self.names[*first]) {
            self.notes.push(TableNote::AlsoCalled {
                column: self.names[*first].to_owned(),
                other: self.names[other].to_owned(),
            });
        }
        Some(*first)
    }

    fn required(&mut self, name: &str, column: Parameter) -> Result<Option<usize>> {
        self.refuse_ambiguous(name, column)?;
        let found = self.usual(name);
        if found.is_none() {
            self.missing.push((name.to_owned(), column));
        }
        Ok(found)
    }

    /// A missing column with another name than the usual one is a typo.
    fn optional(&mut self, name: &str, usual: &str, column: Parameter) -> Result<Option<usize>> {
        if name == usual { Ok(self.usual(name)) } else { self.required(name, column) }
    }

    /// Refuses to choose between columns that differ in case only, where none has the exact name.
    fn refuse_ambiguous(&self, name: &str, column: Parameter) -> Result<()> {
        let found = self.positions(name);
        match found.as_slice() {
            [first, second, ..] if self.names[*first] != name => {
                let (first, second) = (self.names[*first], self.names[*second]);
                let what = format!("the columns \"{first}\" and \"{second}\" differ in case only");
                Err(Error::new(ErrorKind::Table, what).remedy(Message::from("say which is meant with ").name(column)))
            }
            _ => Ok(()),
        }
    }

    /// Whether the header may be the title of a table: one cell, in a table of several columns or of several words.
    fn is_title(&self) -> bool {
        let mut filled = self.names.iter().filter(|name| !name.is_empty());
        match (filled.next(), filled.next()) {
            (Some(only), None) => self.names.len() > 1 || only.contains(' '),
            _ => false,
        }
    }

    fn refuse_missing(&self) -> Result<()> {
        let Some((_, first)) = self.missing.first() else { return Ok(()) };
        let missing: Vec<String> = self.missing.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        let (are, one) = if missing.len() == 1 { ("is no column", "one") } else { ("are no columns", "ones") };
        let what = format!("there {are} {} among: {}", missing.join(" and "), shorten(&self.names.join(", ")));
        let mut remedy = Message::from(format!("name the right {one} with "));
        for (at, (_, column)) in self.missing.iter().enumerate() {
            remedy = if at > 0 { remedy.then(" and ") } else { remedy }.name(*column);
        }
        // Where the delimiter was given, it may be the wrong one.
        let other = [';', '\t', '|'].into_iter().find(|c| self.names.len() == 1 && self.names[0].contains(*c));
        let remedy = match other {
            Some('\t') => Message::from("if fields are separated by tabs, give ").set(Parameter::Delimiter, "tab"),
            Some(c) => Message::from(format!("if fields are separated by \"{c}\", give "))
                .set(Parameter::Delimiter, format!("'{c}'")),
            None if self.is_title() => remedy.then(", or remove the lines above the header"),
            None => remedy,
        };
        Err(Error::new(ErrorKind::Column, what).about(*first).remedy(remedy))
    }
}

/// The positions of columns with this name, whatever its case.
pub(super) fn alike(names: &[&str], name: &str) -> Vec<usize> {
    let name = folded(name);
    names.iter().enumerate().filter(|(_, other)| folded(other) == name).map(|(at, _)| at).collect()
}

/// Refuses two columns of the same name, unless they are not read.
fn refuse_repeated(names: &[&str], params: &TableParams) -> Result<()> {
    let named = [&params.text_column, &params.article_column, &params.source_column];
    let label = params.labels_required.then_some(&params.label_column);
    for name in named.into_iter().chain(label).map(String::as_str).chain([ID, PARAGRAPH]) {
        let times = names.iter().filter(|header| **header == name).count();
        if times > 1 {
            let what = format!("{times} columns are called \"{name}\"");
            return Err(Error::new(ErrorKind::Table, what).remedy("give each its own name in the header"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_column_that_is_passed_has_a_name_of_its_own() {
        let names = ["text", "x (2)", "x", "x", "", "column 5", "x"].map(str::to_owned);
        let header = Header::find(&names, &TableParams { labels_required: false, ..TableParams::default() }).unwrap();
        let others: Vec<&str> = header.others.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(others, ["x (2)", "x", "x (3)", "column 5", "column 5 (2)", "x (4)"]);
    }
}
