//! Where a source speaks in each row of labelled tables, as JSON lines for `benches/quotations/measure.py`.
//!
//! ```sh
//! cargo run --release --example source_spans -- TABLE.csv > spans.jsonl
//! ```

use std::io::{self, BufWriter, Write};

use oped::tables::table::{TableParams, read_table};
use oped::voice::{Passage, source_spans};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = BufWriter::new(io::stdout().lock());
    for path in std::env::args().skip(1) {
        let table = read_table(&path, &std::fs::read(&path)?, &TableParams::default())?;
        for rows in table.articles().iter().cloned().map(|range| &table.rows[range]) {
            let passages: Vec<Passage<'_>> = rows.iter().map(|row| row.text.as_str().into()).collect();
            for (row, spans) in rows.iter().zip(source_spans(&passages)) {
                let spans: Vec<_> =
                    spans.iter().map(|source| (source.span.start, source.span.end, source.speech.as_str())).collect();
                writeln!(out, "{}", serde_json::json!({"id": row.id, "text": row.text, "spans": spans}))?;
            }
        }
    }
    Ok(out.flush()?)
}
