//! placeholder
use wasm_bindgen::prelude::wasm_bindgen;
/// x
#[wasm_bindgen]
pub fn x() -> u32 { oped::Format::ALL.len() as u32 }
