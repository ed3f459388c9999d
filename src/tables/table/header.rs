//! A table's header → the positions of its columns.

use super::TableParams;
use crate::error::{Error, ErrorKind, Message, Parameter, Result};
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
}

impl Header {
    pub(super) fn find(names: &[String], params: &TableParams) -> Result<Header> {
        let names: Vec<&str> = names.iter().map(|name| name.trim()).collect();
        refuse_repeated(&names, params)?;
        let position = |name: &str| names.iter().position(|header| *header == name);
        let required = |name: &str, column: Parameter| position(name).ok_or_else(|| missing(name, &names, column));
        let default = TableParams::default();
        // A missing column with another name than the usual one is a typo.
        let optional = |name: &str, usual: &str, column: Parameter| match position(name) {
            None if name != usual => required(name, column).map(Some),
            found => Ok(found),
        };
        let label = if params.labels_required {
            Some(required(&params.label_column, Parameter::LabelColumn)?)
        } else {
            optional(&params.label_column, &default.label_column, Parameter::LabelColumn)?
        };
        let mut header = Header {
            width: names.len(),
            text: required(&params.text_column, Parameter::TextColumn)?,
            label,
            id: position(ID),
            paragraph: position(PARAGRAPH),
            source: optional(&params.source_column, &default.source_column, Parameter::SourceColumn)?,
            article: optional(&params.article_column, &default.article_column, Parameter::ArticleColumn)?,
            others: Vec::new(),
            passed: Vec::new(),
        };
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
        let mut others: Vec<(String, usize)> = Vec::new();
        for (column, name) in names.iter().enumerate().filter(|(column, _)| !used.contains(&Some(*column))) {
            let name = if name.is_empty() { format!("column {}", column + 1) } else { (*name).to_owned() };
            let is_first = !names[..column].contains(&name.as_str()) && !is_taken(&others, &name);
            let number = |number: usize| format!("{name} ({number})");
            let is_free = |name: &String| !names.contains(&name.as_str()) && !is_taken(&others, name);
            let before = names[..column].iter().filter(|before| **before == name).count();
            let new = if is_first { None } else { (before.max(1) + 1..).map(number).find(is_free) };
            others.push((new.unwrap_or(name), column));
        }
        others
    }
}

fn is_taken(others: &[(String, usize)], name: &str) -> bool {
    others.iter().any(|(other, _)| other == name)
}

fn missing(name: &str, names: &[&str], column: Parameter) -> Error {
    let what = format!("there is no column \"{name}\" among: {}", shorten(&names.join(", ")));
    let other = [';', '\t', '|'].into_iter().find(|c| names.len() == 1 && names[0].contains(*c));
    Error::new(ErrorKind::Column, what).about(column).remedy(match other {
        Some('\t') => Message::from("fields are separated by tabs: give ").set(Parameter::Delimiter, "tab"),
        Some(c) => Message::from(format!("if fields are separated by \"{c}\", give "))
            .set(Parameter::Delimiter, format!("'{c}'")),
        None => Message::from("name the right one with ").name(column),
    })
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
