//! What was found as annotations of GitHub, one a line.
//!
//! ```text
//! ::error file=news/tax.html,line=14,title=mismatch::mixed: declares news (NewsArticle), but paragraphs 3 and 7 argue
//! ::warning file=news/tax.html,line=14,title=opinion (97 %25)::paragraph 3 argues: We must not let it pass …
//! ```
//!
//! Each article has an error, and each run of paragraphs that surely argue in it a warning. Without a gate, pages that are not what
//! they declare are looked for, with a warning each and notices below it.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::finding::{Finding, run_named, runs};
use crate::score::{Gate, Paragraph, Sought};
use crate::tables::results::{Message, Renderer};
use crate::text::printable;
use crate::words::figures::percent;

/// The most runs of paragraphs of one article that get annotations: GitHub shows ten of a kind for each step of a workflow.
const MOST_RUNS: usize = 10;
/// Characters of a paragraph that are quoted.
const QUOTED: usize = 120;

/// Renders annotations.
#[derive(Debug)]
pub struct Github {
    gate: Gate,
    /// The levels of an article and of its paragraphs.
    levels: [&'static str; 2],
}

impl Github {
    /// A renderer of what a gate finds.
    pub fn new(gate: Gate) -> Self {
        if gate.is_open() {
            Github { gate: Gate::new([Sought::Mismatch]), levels: ["warning", "notice"] }
        } else {
            Github { gate, levels: ["error", "warning"] }
        }
    }
}

impl Renderer<Message<'_>> for Github {
    fn write(&mut self, message: &Message<'_>, out: &mut dyn Write) -> io::Result<()> {
        let found = self.gate.found(message.score, message.scored.summary.as_ref());
        if found.is_empty() {
            return Ok(());
        }
        let [level, of_paragraphs] = self.levels;
        let Finding { line, text } = Finding::of(message);
        let title: Vec<&str> = found.iter().map(|sought| sought.as_str()).collect();
        let lines = line.map(|line| (line, line));
        writeln!(out, "{}", annotation(level, message.file, lines, &title.join(", "), &text))?;
        // A row has no paragraphs besides itself.
        let runs = if message.scored.summary.is_some() { runs(message) } else { Vec::new() };
        for run in runs.iter().take(MOST_RUNS) {
            writeln!(out, "{}", of_run(of_paragraphs, message.file, run))?;
        }
        Ok(())
    }
}

fn of_run(level: &str, file: &str, run: &[Paragraph<'_>]) -> String {
    let lines = run.first().and_then(|first| first.place.line()).zip(run.last().and_then(|last| last.place.line()));
    let argue = if run.len() == 1 { "argues" } else { "argue" };
    let text = run.first().map_or("", |paragraph| paragraph.text);
    let cut: String = text.chars().take(QUOTED).collect();
    let more = if cut.len() < text.len() { "…" } else { "" };
    let title = match run {
        [one] => one.probability().map_or("opinion".to_owned(), |of| format!("opinion ({})", percent(of.0))),
        _ => "opinion".to_owned(),
    };
    annotation(level, file, lines, &title, &format!("{} {argue}: {cut}{more}", run_named(run)))
}

/// A workflow command. Standard input is no file.
fn annotation(level: &str, file: &str, lines: Option<(usize, usize)>, title: &str, text: &str) -> String {
    let mut properties = Vec::new();
    if file != "-" {
        properties.push(format!("file={}", property(file)));
        if let Some((first, last)) = lines {
            properties.push(format!("line={first}"));
            properties.extend((last > first).then(|| format!("endLine={last}")));
        }
    }
    properties.push(format!("title={}", property(title)));
    format!("::{level} {}::{}", properties.join(","), data(text))
}

/// Escapes the text of a command.
fn data(text: &str) -> String {
    escaped(&printable(text), &['%', '\r', '\n'])
}

/// Escapes a property of a command.
fn property(text: &str) -> String {
    printable(&escaped(text, &['%', '\r', '\n', ':', ',']))
}

fn escaped(text: &str, special: &[char]) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if special.contains(&c) {
            // A String takes everything.
            let _ = write!(out, "%{:02X}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A name must not begin another command or property.
    #[test]
    fn what_github_reads_as_its_own_is_escaped() {
        let line =
            annotation("error", "a,b:c%\n::error::d.html", Some((3, 5)), "50 %, so", "100 % of it:\n::debug::x\r");
        let expected = "::error file=a%2Cb%3Ac%25%0A%3A%3Aerror%3A%3Ad.html,line=3,endLine=5,title=50 %25%2C so::\
                        100 %25 of it: ::debug::x ";
        assert_eq!(line, expected);
        assert_eq!(annotation("notice", "-", Some((3, 3)), "x", "y"), "::notice title=x::y");
    }
}
