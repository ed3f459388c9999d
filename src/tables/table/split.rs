//! Cells that hold an article → its paragraphs.
//!
//! A cell is read as a file with its text would be: as HTML if it has `<p>`, `<br>` or another tag that parts blocks, else as plain text, in which blank lines, or
//! single line ends after whole sentences, part paragraphs. Headings and menu lines in it are not scored. A list has the paragraphs
//! that it has. A cell without a line end, a tag or a paragraph is one paragraph, however short, as without splitting.

use std::ops::Range;

use super::Batch;
use super::json_text::MEMBER_OF_LIST;
use crate::article::{Article, Block, Declared, Format};
use crate::score::passages_of;
use crate::text::{Encoding, repair::read_text};
use crate::voice::Passage;

/// The text of a row, cut into paragraphs.
#[derive(Debug)]
pub struct Cell(Cut);

#[derive(Debug)]
enum Cut {
    Article(Box<Article>),
    Parts(Vec<Part>),
}

/// A paragraph of a cell, normalised.
#[derive(Debug)]
struct Part {
    /// Its bytes in the cell.
    span: Range<usize>,
    text: String,
}

impl Part {
    fn of(cell: &str, span: Range<usize>) -> Part {
        Part { text: read_text(&cell[span.clone()]).text.into_owned(), span }
    }
}

/// A part of a cell.
#[derive(Debug)]
pub struct CellPart<'a> {
    /// Its text.
    pub text: &'a str,
    /// Its bytes in the row's text.
    pub span: Range<usize>,
    /// The block, if it is not scored.
    pub unscored: Option<&'a Block>,
}

impl Cell {
    /// Cuts a text.
    ///
    /// ```
    /// use oped::tables::table::Cell;
    /// let text = "The council met on Monday.\n\nWe must stop this plan, and soon!";
    /// let cell = Cell::read(text, false);
    /// let spans: Vec<_> = cell.parts().into_iter().map(|part| part.span).collect();
    /// assert_eq!((spans, cell.paragraphs()), (vec![0..26, 28..61], 2));
    /// ```
    pub fn read(text: &str, is_list: bool) -> Cell {
        let parts_of = |spans: Vec<Range<usize>>| spans.into_iter().map(|span| Part::of(text, span)).collect();
        if is_list {
            return Cell(Cut::Parts(parts_of(members(text))));
        }
        let whole = || Cell(Cut::Parts(parts_of(whole(text))));
        let format = if has_tags(text) { Format::Html } else { Format::Text };
        if format == Format::Text && !text.contains(['\n', '\r', '\u{2028}', '\u{2029}']) {
            return whole();
        }
        match Article::read(text.as_bytes(), format, Some(Encoding::UTF_8)) {
            Ok(article) if article.paragraphs().next().is_some() => Cell(Cut::Article(Box::new(article))),
            _ => whole(),
        }
    }

    /// Returns the number of paragraphs.
    pub fn paragraphs(&self) -> usize {
        match &self.0 {
            Cut::Article(article) => article.paragraphs().count(),
            Cut::Parts(parts) => parts.len(),
        }
    }

    /// Returns its headline, if its text has one.
    pub fn headline(&self) -> Option<&str> {
        match &self.0 {
            Cut::Article(article) => article.headline.as_ref().map(|headline| headline.text.as_str()),
            Cut::Parts(_) => None,
        }
    }

    /// Returns what the text declares itself to be.
    pub fn declared(&self) -> Option<&Declared> {
        match &self.0 {
            Cut::Article(article) => article.declared.as_ref(),
            Cut::Parts(_) => None,
        }
    }

    /// Returns the paragraphs as the voice reader takes them.
    pub fn passages(&self) -> Vec<Passage<'_>> {
        match &self.0 {
            Cut::Article(article) => passages_of(article),
            Cut::Parts(parts) => parts.iter().map(|part| part.text.as_str().into()).collect(),
        }
    }

    /// Returns all parts in order, those that are not scored too.
    pub fn parts<'a>(&'a self) -> Vec<CellPart<'a>> {
        match &self.0 {
            Cut::Article(article) => article.blocks.iter().map(of_block).collect(),
            Cut::Parts(parts) => {
                let of = |part: &'a Part| CellPart { text: &part.text, span: part.span.clone(), unscored: None };
                parts.iter().map(of).collect()
            }
        }
    }
}

fn of_block(block: &Block) -> CellPart<'_> {
    let span = block.span();
    let unscored = (!block.kind.is_scored()).then_some(block);
    CellPart { text: block.text.as_str(), span: span.start..span.end, unscored }
}

/// The rows of an article, cut into paragraphs.
#[derive(Debug)]
pub struct SplitRows {
    /// What the user calls the article.
    pub name: String,
    /// Whether a single row is the article.
    pub is_row: bool,
    /// The rows' texts, in order.
    pub cells: Vec<Cell>,
}

impl SplitRows {
    /// Cuts consecutive rows that are one article. Without a column of articles it is called by the row's name, or its number.
    pub fn of(table: &str, batch: &Batch, rows: Range<usize>) -> SplitRows {
        let first = batch.row(rows.start);
        let own_name = || first.id().map_or_else(|| format!("{table} row {}", first.number()), str::to_owned);
        let name = first.article().map_or_else(own_name, str::to_owned);
        let cells = batch.rows(rows).map(|row| Cell::read(row.text(), row.is_list())).collect();
        SplitRows { name, is_row: first.article().is_none(), cells }
    }

    /// Returns the paragraphs of these rows as the voice reader takes them.
    pub fn passages(&self) -> Vec<Passage<'_>> {
        self.cells.iter().flat_map(Cell::passages).collect()
    }
}

/// The tags that part paragraphs.
const BLOCK_TAGS: [&str; 14] =
    ["p", "br", "div", "li", "blockquote", "section", "article", "h1", "h2", "h3", "h4", "td", "dd", "pre"];

/// Whether a text has the tags that part paragraphs.
fn has_tags(text: &str) -> bool {
    let is_tag = |at: usize| {
        let rest = text.as_bytes()[at + 1..].strip_prefix(b"/").unwrap_or(&text.as_bytes()[at + 1..]);
        let is_tag = |name: &&str| {
            let (start, end) = rest.split_at_checked(name.len()).unwrap_or((b"", b""));
            start.eq_ignore_ascii_case(name.as_bytes())
                && end.first().is_some_and(|next| matches!(next, b'>' | b'/' | b' ' | b'\n'))
        };
        BLOCK_TAGS.iter().any(is_tag)
    };
    memchr::memchr_iter(b'<', text.as_bytes()).any(is_tag)
}

/// The members of a list that was joined.
fn members(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let range = |member: &str| {
        let start = at + (member.len() - member.trim_start().len());
        let range = start..start + member.trim().len();
        at += member.len() + MEMBER_OF_LIST.len();
        range
    };
    let ranges: Vec<Range<usize>> = text.split(MEMBER_OF_LIST).map(range).filter(|range| !range.is_empty()).collect();
    // A row without a text has a place in the result too.
    if ranges.is_empty() { whole(text) } else { ranges }
}

/// A text as its only paragraph.
fn whole(text: &str) -> Vec<Range<usize>> {
    std::iter::once(0..text.len()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str, is_list: bool) -> Vec<String> {
        let cell = Cell::read(text, is_list);
        let parts = cell.parts();
        assert_eq!(parts.iter().filter(|part| part.unscored.is_none()).count(), cell.paragraphs(), "{text}");
        assert_eq!(cell.passages().len(), cell.paragraphs(), "{text}");
        for part in &parts {
            assert!(text.get(part.span.clone()).is_some_and(|span| span.starts_with(&part.text[..5])), "{text}");
        }
        parts.iter().map(|part| part.text.to_owned()).collect()
    }

    #[test]
    fn paragraphs_end_at_blank_lines_tags_and_sentences() {
        let (one, two) = ("The council met on Monday and voted.", "We must stop this absurd plan, and soon!");
        for between in ["\n\n", "\r\n \r\n", "\n", "<br><br>", "</p>\n<p class='x'>", "</div><div>", "</LI><li>"] {
            assert_eq!(parts(&format!("{one}{between}{two}"), false), [one, two], "{between:?}");
        }
        let wrapped = "The council met on Monday evening and voted to close\nthe pool for good, a spokeswoman said.";
        assert_eq!(parts(wrapped, false), [wrapped.replace('\n', " ")]);
        assert_eq!(parts("It is 3 < p > 2, and a <b>bold</b> claim.", false).len(), 1);
    }

    #[test]
    fn a_list_has_its_own_paragraphs_and_a_short_cell_is_one() {
        assert_eq!(parts("The council met on\n\nMonday and", true), ["The council met on", "Monday and"]);
        assert_eq!(Cell::read("Menu", false).paragraphs(), 1);
        assert_eq!(Cell::read("Home\nNews\nContact", false).paragraphs(), 1);
        assert_eq!([Cell::read("", false).paragraphs(), Cell::read("", true).paragraphs()], [1, 1]);
    }
}
