//! One JSON object a line: the lines of `oped score`, with the evidence in those of the paragraphs.

use std::io::{self, Write};

use super::audited::Audited;
use crate::tables::{results::Renderer, results::jsonl::line};

/// Renders JSON lines.
#[derive(Debug, Default, Clone, Copy)]
pub struct JsonLines;

impl Renderer<Audited<'_>> for JsonLines {
    fn write(&mut self, audited: &Audited<'_>, out: &mut dyn Write) -> io::Result<()> {
        let mut lines = Vec::new();
        audited.paragraphs.iter().try_for_each(|paragraph| line(&mut lines, paragraph))?;
        audited.scored.summary.iter().try_for_each(|summary| line(&mut lines, summary))?;
        out.write_all(&lines)
    }
}
