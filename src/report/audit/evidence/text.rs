//! For a terminal: what `oped score` shows, and below each paragraph why.
//!
//! ```text
//!    9 opinion   68 %   67 %  ┃ To the White House: Now that the tension …
//!        for opinion  call to action +0.81 (we urge), first person plural +0.52 (we ×2)
//!        for news     names, dates and numbers −0.42 (ukraine ×3) · baseline −2.53
//!        sum          +0.71, 67 % alone
//!        change       without “urge” it would be news by itself (48 %)
//!        in context   own words +0.61 · neighbours +0.35 · …: +1.65, 84 %
//! ```

use std::io::{self, Write};

use anstyle::Effects;

use super::audited::Audited;
use crate::explain::{ExplainedParagraph, Explanation};
use crate::label::Label;
use crate::report::score::terminal::style_of;
use crate::report::score::{Style, Terminal};
use crate::tables::results::Renderer;
use crate::words::evidence::{BASELINE, Group, changes, groups, in_context, signed, sum, unknown};

/// Indent of a line.
const INDENT: usize = 5;
/// Width of a name.
const NAMES: usize = 13;
/// The widest text that reads well.
const MAX_WIDTH: usize = 118;
/// The narrowest text: on a narrower terminal lines wrap.
const MIN_WIDTH: usize = 36;

/// Renders for a terminal.
#[derive(Debug)]
pub struct Text {
    terminal: Terminal,
    style: Style,
    top: usize,
}

impl Text {
    /// A renderer that names `top` words per paragraph.
    pub fn new(style: Style, top: usize) -> Self {
        Text { terminal: Terminal::new(style), style, top }
    }

    fn why(&self, finding: &ExplainedParagraph<'_>, out: &mut dyn Write) -> io::Result<()> {
        let text = finding.paragraph.text;
        if let Some(why) = finding.why {
            let groups = groups(why, text, self.top);
            for label in [Label::Opinion, Label::News] {
                let mut side: Vec<String> =
                    groups.iter().filter(|group| group.weight * label.sign() > 0.0).map(told).collect();
                if why.intercept.0 * label.sign() > 0.0 {
                    side.push(format!("{BASELINE} {}", signed(why.intercept.0)));
                }
                if !side.is_empty() {
                    self.line(&format!("for {label}"), &side.join(" · "), style_of(label), out)?;
                }
            }
            let dimmed = anstyle::Style::new() | Effects::DIMMED;
            self.line("sum", &if self.style.verbose { sum_of_terms(why) } else { sum(why) }, dimmed, out)?;
            if let Some(unknown) = unknown(why, text, self.top) {
                self.line("unknown", &unknown, dimmed, out)?;
            }
            let changes = changes(why, text);
            if !changes.is_empty() {
                self.line("change", &changes.join("; "), dimmed, out)?;
            }
            if let Some(parts) = in_context(why) {
                self.line("in context", &parts, dimmed, out)?;
            }
        }
        writeln!(out)
    }

    /// A line with a name, wrapped.
    fn line(&self, name: &str, words: &str, style: anstyle::Style, out: &mut dyn Write) -> io::Result<()> {
        let width = self.style.width.clamp(MIN_WIDTH, MAX_WIDTH) - INDENT - NAMES;
        let options = textwrap::Options::new(width).wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
        // A number and its sign stay together.
        let words = words.replace(" %", "\u{a0}%");
        for (at, line) in textwrap::wrap(&words, options).iter().enumerate() {
            let name = format!("{:<NAMES$}", if at == 0 { name } else { "" });
            let line = line.replace('\u{a0}', " ");
            writeln!(out, "{:INDENT$}{}{line}", "", self.terminal.paint(&name, style))?;
        }
        Ok(())
    }
}

impl Renderer<Audited<'_>> for Text {
    fn write(&mut self, audited: &Audited<'_>, out: &mut dyn Write) -> io::Result<()> {
        self.terminal.begin(&audited.scored, out)?;
        for finding in &audited.paragraphs {
            self.terminal.paragraph_in(&audited.scored, &finding.paragraph, out)?;
            self.why(finding, out)?;
        }
        Ok(())
    }
}

/// "call to action +0.81 (we urge, must)"
fn told(group: &Group) -> String {
    let words = if group.words.is_empty() { String::new() } else { format!(" ({})", group.told()) };
    format!("{} {}{words}", group.name, signed(group.weight))
}

/// "−2.53 baseline, +3.24 from 180 terms: +0.71, 67 % alone"
fn sum_of_terms(why: &Explanation<'_>) -> String {
    let (baseline, terms) = (signed(why.intercept.0), signed(why.logit.0 - why.intercept.0));
    format!("{baseline} {BASELINE}, {terms} from {} terms: {}", why.evidence.len(), sum(why))
}
