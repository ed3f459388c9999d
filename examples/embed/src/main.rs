//! Scores a paragraph by a model given as bytes: no files, no threads, no training.

use oped::{Model, Result, Scorer};

fn main() -> Result<()> {
    let model = Model::from_bytes(include_bytes!("../../../models/oped.safetensors"))?;
    let score =
        Scorer::new(model).texts(&["We urge the council to act: the plan is a disgrace, and it must not pass."]);
    if let Some(decision) = score.paragraphs[0].decision {
        println!("{} {:.2}", decision.label, decision.probability.0);
    }
    Ok(())
}
