//! The pages for the newsroom as single files: template, engine and model → HTML.
//!
//! The templates and the engine, which is this library in WebAssembly, are built by `web/build` and lie in `web/dist`. The engine
//! and the model are put into the page as base64 of raw deflate, so that it needs nothing but itself: a page that was sent by
//! mail works.

use std::io::Write;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use flate2::{Compression, write::DeflateEncoder};

use crate::error::{Error, ErrorKind, Result};
use crate::model::Model;

const PAGE: &str = include_str!("../../web/dist/page.html");
const REVIEW: &str = include_str!("../../web/dist/review.html");
const ENGINE: &[u8] = include_bytes!("../../web/dist/engine.deflate");

/// Where a template takes the engine and the model.
const PLACES: [&str; 2] = ["{{engine}}", "{{model}}"];

/// Pages with one model.
#[derive(Debug)]
pub struct Pages {
    /// The engine and the model, packed.
    parts: [String; 2],
}

impl Pages {
    /// Packs a model for pages, which takes a fraction of a second.
    ///
    /// # Errors
    /// Those of [`Model::to_bytes`].
    ///
    /// ```
    /// # #[cfg(feature = "shipped-model")] {
    /// let page = oped::page::Pages::new(&oped::Model::shipped()?)?.page();
    /// assert!(page.starts_with("<!doctype html>") && page.contains("connect-src 'none'"));
    /// # }
    /// # Ok::<(), oped::Error>(())
    /// ```
    pub fn new(model: &Model) -> Result<Pages> {
        let model = model.to_bytes()?;
        let mut packed = DeflateEncoder::new(Vec::with_capacity(model.len()), Compression::best());
        let packed = packed.write_all(&model).and_then(|()| packed.finish());
        let packed =
            packed.map_err(|error| Error::new(ErrorKind::Io, format!("the model cannot be packed: {error}")))?;
        Ok(Pages { parts: [BASE64_STANDARD.encode(ENGINE), BASE64_STANDARD.encode(packed)] })
    }

    /// The page that reads articles. It connects to nothing.
    pub fn page(&self) -> String {
        self.filled(PAGE)
    }

    /// The page on which labels are corrected. It connects to the program that serves it, and to nothing else.
    pub fn review(&self) -> String {
        self.filled(REVIEW)
    }

    /// The page on which labels are given blind: without the engine and the model, whose opinion it must not show.
    pub fn blind_review() -> String {
        filled(REVIEW, &Default::default())
    }

    fn filled(&self, template: &str) -> String {
        filled(template, &self.parts)
    }
}

fn filled(template: &str, parts: &[String; 2]) -> String {
    let mut rest = template;
    let mut page = String::with_capacity(template.len() + parts.iter().map(String::len).sum::<usize>());
    for (place, part) in PLACES.iter().zip(parts) {
        let (before, after) = rest.split_once(place).unwrap_or((rest, ""));
        page.extend([before, part]);
        rest = after;
    }
    page + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Otherwise a page would lack its end.
    #[test]
    fn templates_take_the_engine_and_then_the_model_once() {
        for template in [PAGE, REVIEW] {
            let places = PLACES.map(|place| template.match_indices(place).map(|(at, _)| at).collect::<Vec<_>>());
            assert!(matches!(&places[..], [engine, model] if engine.len() == 1 && model.len() == 1 && engine < model));
        }
    }
}
