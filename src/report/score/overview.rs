//! One line for each article, for a terminal or a pipe.

use std::io::{self, Write};

use textwrap::core::display_width;

use super::Style;
use crate::tables::results::{ArticleRow, Renderer};
use crate::text::printable;
use crate::verdict::Verdict;
use crate::words::score::{NO_PARAGRAPH, name_of};

/// The widths of the columns before the article.
const VERDICT: usize = 8;
const DECLARED: usize = 10;
const ARGUE: usize = 9;
const TURNS: usize = 6;
/// The most turns that are shown.
const SHOWN_TURNS: usize = 2;
/// A headline is not cut to fewer columns.
const LEAST_HEADLINE: usize = 12;

/// Renders the overview.
#[derive(Debug)]
pub struct Overview {
    style: Style,
    is_begun: bool,
}

impl Overview {
    /// In lines of this width, of which only names may be wider.
    pub fn new(style: Style) -> Self {
        Overview { style, is_begun: false }
    }

    fn line(&self, cells: [&str; 5]) -> String {
        let [verdict, declared, argue, turns, article] = cells;
        let cell = |text: &str, width: usize| {
            let blank = width.saturating_sub(display_width(text));
            format!("{text}{}", " ".repeat(blank + 1))
        };
        let columns = [(verdict, VERDICT), (declared, DECLARED), (argue, ARGUE), (turns, TURNS)];
        let before: String = columns.into_iter().map(|(text, width)| cell(text, width)).collect();
        format!("{before}{article}").trim_end().to_owned()
    }

    fn article(&self, row: &ArticleRow, before: usize) -> String {
        let name = printable(&name_of(&row.article, row.table.as_deref()));
        let Some(headline) = &row.headline else { return name };
        let headline = printable(headline).split_whitespace().collect::<Vec<_>>().join(" ");
        let room = self.style.width.saturating_sub(before + display_width(&name) + 2);
        format!("{name}: {}", cut(&headline, room.max(LEAST_HEADLINE)))
    }
}

impl Renderer<ArticleRow> for Overview {
    fn write(&mut self, row: &ArticleRow, out: &mut dyn Write) -> io::Result<()> {
        if !std::mem::replace(&mut self.is_begun, true) {
            writeln!(out, "{}", self.line(["verdict", "declared", "argue", "turns", "article"]))?;
        }
        let verdict = row.verdict.map_or("–", Verdict::as_str);
        let declared = match (&row.declared, row.mismatch) {
            (Some((mark, label, _)), Some(true)) => format!("{} ≠", label.unwrap_or(mark)),
            (Some((mark, label, _)), _) => cut(&printable(label.unwrap_or(mark)), DECLARED),
            (None, _) => String::new(),
        };
        let argue = match row.verdict {
            Some(_) => format!("{} of {}", row.argue.0, row.argue.1),
            None => String::new(),
        };
        let before = VERDICT + DECLARED + ARGUE + TURNS + 4;
        let article = self.article(row, before);
        let article = if row.verdict.is_none() { format!("{article} ({NO_PARAGRAPH})") } else { article };
        writeln!(out, "{}", self.line([verdict, &declared, &argue, &turns(row), &article]))
    }
}

/// "3", "3? 9", "3 9 …".
fn turns(row: &ArticleRow) -> String {
    let place = |(paragraph, is_sure): &(usize, bool)| format!("{paragraph}{}", if *is_sure { "" } else { "?" });
    let mut places: Vec<String> = row.turns.iter().take(SHOWN_TURNS).map(place).collect();
    places.extend((row.turns.len() > SHOWN_TURNS).then(|| "…".to_owned()));
    places.join(" ")
}

/// Cuts a text to a number of columns.
fn cut(text: &str, columns: usize) -> String {
    if display_width(text) <= columns {
        return text.to_owned();
    }
    let mut out = String::new();
    // Characters without width must not make this long.
    for c in text.chars().take(4 * columns) {
        if display_width(&out) + display_width(c.encode_utf8(&mut [0; 4])) >= columns {
            break;
        }
        out.push(c);
    }
    format!("{}…", out.trim_end())
}
