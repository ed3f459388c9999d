//! What each line of web pages says about whether it is part of the article, as JSON lines for `benches/pages/fit.py`.
//!
//! ```sh
//! cargo run --release --example page_evidence -- PAGES/*.html > evidence.jsonl
//! ```

use std::io::{self, BufWriter, Write};

use oped::article::page_evidence;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = BufWriter::new(io::stdout().lock());
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        let found = page_evidence(&String::from_utf8_lossy(&bytes));
        let lines: Vec<serde_json::Value> = found
            .lines
            .iter()
            .map(|line| serde_json::json!({"text": line.text, "heading": line.is_heading, "values": line.values}))
            .collect();
        writeln!(out, "{}", serde_json::json!({"page": path, "names": found.names, "lines": lines}))?;
    }
    Ok(out.flush()?)
}
