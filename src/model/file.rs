//! The model file: safetensors, data only.
//!
//! The header's one metadata entry, `oped`, is the [`Card`] as JSON. The tensors are
//!
//! | name | type | what |
//! |---|---|---|
//! | `coefficients` | F32 \[terms\] | |
//! | `article_coefficients` | F32 \[terms\] | what terms say about the other paragraphs; from format 4 on, with a stacked context |
//! | `section_coefficients` | F32 \[terms\] | what terms say about the section of the article; from format 5 on, with a stacked context, where labels of sections were known |
//! | `term_weights` | F32 \[terms\] | the factor of a term's frequency; named `idf` in format 1 |
//! | `term_ends` | U32 \[terms\] | where each term ends in `terms` |
//! | `terms` | U8 | all terms, sorted and concatenated, UTF-8 |
//! | `texts` | U32 \[texts\] | hashes of the training texts (`tables::rows::fingerprint`), ascending; from format 2 on |
//! | `checksum` | U8 \[16\] | XXH3-128 of the file with these 16 bytes zero |
//!
//! No dates, no paths: the same training gives the same bytes.

use safetensors::tensor::{Dtype, SafeTensors, TensorView};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::{Card, CardContext, Model};
use super::{linear::LinearModel, tfidf::TfIdf, vocabulary::Vocabulary};
use crate::error::{Error, ErrorKind, Result};
use crate::label::Logit;

/// The version that is written, and the newest that is read.
pub const FORMAT: u32 = 5;
/// The oldest version that is read.
const OLDEST_FORMAT: u32 = 1;
/// The first version with hashes of the training texts, and with term weights other than idf.
const CURRENT_LAYOUT: u32 = 2;
/// The first version with fitted parameters for articles.
const FITTED_CONTEXT: u32 = 3;
/// The first version with a model of labels in their articles.
const STACKED_CONTEXT: u32 = 4;
/// The first version with a model of sections.
const SECTIONS: u32 = 5;
/// The metadata entry with the card.
const CARD: &str = "oped";
const CHECKSUM_BYTES: usize = 16;
const ARTICLE: &str = "article_coefficients";
const SECTION: &str = "section_coefficients";

impl Model {
    /// The bytes of the model's file.
    ///
    /// # Errors
    /// [`ErrorKind::Model`] if the model is too large for the format; [`ErrorKind::Usage`] after [`Model::with_prior`], because a
    /// stated share of opinion belongs to the texts scored and not to the model.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        if self.prior_shift.0 != 0.0 {
            return Err(Error::new(ErrorKind::Usage, "a model with a stated share of opinion is not written")
                .remedy("write the model as it was, and state the share when it scores"));
        }
        let (text, ends) = self.tfidf.vocabulary.parts();
        let n = ends.len();
        let ends: Vec<u8> = ends.iter().flat_map(|end| end.to_le_bytes()).collect();
        let coefficients = le_bytes(&self.linear.coefficients);
        let weights = le_bytes(&self.tfidf.weights);
        let card = serde_json::to_string(&self.card).map_err(|error| damaged(&error.to_string()))?;
        let texts: Option<Vec<u8>> =
            self.texts.as_ref().map(|texts| texts.iter().flat_map(|hash| hash.to_le_bytes()).collect());
        let mut tensors = vec![
            view("coefficients", Dtype::F32, n, &coefficients)?,
            view(weights_name(self.card.format), Dtype::F32, n, &weights)?,
            view("term_ends", Dtype::U32, n, &ends)?,
            view("terms", Dtype::U8, text.len(), text.as_bytes())?,
            view("checksum", Dtype::U8, CHECKSUM_BYTES, &[0; CHECKSUM_BYTES])?,
        ];
        let article = self.article_coefficients.as_deref().map(le_bytes);
        if let Some(article) = &article {
            tensors.push(view(ARTICLE, Dtype::F32, n, article)?);
        }
        let section = self.section.as_ref().map(|section| le_bytes(&section.coefficients));
        if let Some(section) = &section {
            tensors.push(view(SECTION, Dtype::F32, n, section)?);
        }
        if let Some(texts) = &texts {
            tensors.push(view("texts", Dtype::U32, texts.len() / 4, texts)?);
        }
        let metadata = [(CARD.to_owned(), card)].into_iter().collect();
        let mut bytes = safetensors::serialize(tensors, Some(metadata)).map_err(|error| damaged(&error.to_string()))?;
        let at = checksum_offset(&bytes)?;
        let checksum = xxh3_128(&bytes).to_le_bytes();
        bytes[at..at + CHECKSUM_BYTES].copy_from_slice(&checksum);
        Ok(bytes)
    }

    /// Reads a model file.
    ///
    /// # Errors
    /// [`ErrorKind::Io`] if the file cannot be read; those of [`Model::from_bytes`], with the path.
    #[cfg(not(target_family = "wasm"))]
    pub fn load(path: impl AsRef<std::path::Path>) -> Result<Model> {
        let name = path.as_ref().display().to_string();
        let bytes = std::fs::read(path).map_err(|error| Error::io(name.as_str(), &error))?;
        Model::from_bytes(&bytes).map_err(|error| error.at(name, None))
    }

    /// Reads the bytes of a model file.
    ///
    /// # Errors
    /// [`ErrorKind::Model`] if the bytes are not a model, are of another version, are cut short, or have a single wrong bit.
    pub fn from_bytes(bytes: &[u8]) -> Result<Model> {
        let tensors =
            SafeTensors::deserialize(bytes).map_err(|_| damaged("the file is incomplete or not a safetensors file"))?;
        let card = read_card(bytes)?;
        let at = checksum_offset(bytes)?;
        let mut hash = Xxh3::new();
        hash.update(&bytes[..at]);
        hash.update(&[0; CHECKSUM_BYTES]);
        hash.update(&bytes[at + CHECKSUM_BYTES..]);
        if hash.digest128().to_le_bytes() != bytes[at..at + CHECKSUM_BYTES] {
            return Err(damaged("its checksum does not fit its content"));
        }
        let card: Card = serde_json::from_value(card).map_err(|error| damaged(&format!("its card: {error}")))?;
        let coefficients = floats(&tensors, "coefficients")?;
        let weights = floats(&tensors, weights_name(card.format))?;
        let vocabulary = vocabulary(&tensors)?;
        let n = vocabulary.len();
        let is_stacked = matches!(card.context, CardContext::Stacked { .. });
        let section = match card.context {
            CardContext::Stacked { section_intercept: Some(intercept), .. } => {
                Some(LinearModel { coefficients: floats(&tensors, SECTION)?, intercept })
            }
            _ => None,
        };
        let article_coefficients = is_stacked.then(|| floats(&tensors, ARTICLE)).transpose()?;
        let fits = |numbers: &[f32]| numbers.len() == n;
        let others = [article_coefficients.as_deref(), section.as_ref().map(|section| section.coefficients.as_slice())];
        if !fits(&coefficients) || !fits(&weights) || !others.into_iter().flatten().all(fits) {
            return Err(damaged("its parts do not fit together"));
        }
        if !is_sound(&card) || weights.iter().any(|&weight| weight < 0.0) {
            return Err(damaged("its parameters make no sense"));
        }
        let texts = (card.format >= CURRENT_LAYOUT).then(|| texts(&tensors)).transpose()?;
        Ok(Model {
            tfidf: TfIdf { vocabulary, weights },
            linear: LinearModel { coefficients, intercept: card.intercept },
            article_coefficients,
            section,
            card,
            texts,
            prior_shift: Logit(0.0),
        })
    }
}

/// The name of the tensor with the term weights.
fn weights_name(format: u32) -> &'static str {
    if format >= CURRENT_LAYOUT { "term_weights" } else { "idf" }
}

/// Returns true if training could have produced these parameters.
fn is_sound(card: &Card) -> bool {
    let calibration = card.calibration;
    let moderate = |value: f64| value.is_finite() && value.abs() < 1e6;
    let fits_format = match &card.context {
        CardContext::Stacked { labels, section_intercept, .. } => {
            let of_sections = section_intercept.is_none_or(|intercept| card.format >= SECTIONS && moderate(intercept));
            card.format >= STACKED_CONTEXT && labels.is_sound() && of_sections
        }
        CardContext::Kinds(_) => card.format >= FITTED_CONTEXT,
        CardContext::Chain { .. } => card.format < FITTED_CONTEXT,
    };
    fits_format
        && card.context.of_articles().is_sound()
        && moderate(calibration.slope)
        && calibration.slope > 0.0
        && moderate(calibration.intercept)
        && moderate(card.intercept)
        && (0.0..=0.5).contains(&card.unsure.half_width)
        && card.base_rate() > 0.0
        && card.base_rate() < 1.0
}

/// The card as JSON. Its version is checked before anything else in it is read.
fn read_card(bytes: &[u8]) -> Result<serde_json::Value> {
    let (_, header) = SafeTensors::read_metadata(bytes).map_err(|_| damaged("its header"))?;
    let json = header.metadata().as_ref().and_then(|entries| entries.get(CARD));
    let json = json.ok_or_else(|| damaged("it was not written by oped"))?;
    let card: serde_json::Value = serde_json::from_str(json).map_err(|error| damaged(&format!("its card: {error}")))?;
    match card.get("format").and_then(serde_json::Value::as_u64) {
        Some(version) if (OLDEST_FORMAT.into()..=FORMAT.into()).contains(&version) => Ok(card),
        Some(version) => Err(Error::new(
            ErrorKind::Model,
            format!("the model has format {version}, and this program reads {OLDEST_FORMAT} to {FORMAT}"),
        )
        .remedy("update oped, or train the model again with this one")),
        None => Err(damaged("its card names no format")),
    }
}

fn checksum_offset(bytes: &[u8]) -> Result<usize> {
    let (header_len, header) = SafeTensors::read_metadata(bytes).map_err(|_| damaged("its header"))?;
    let info = header.info("checksum").filter(|info| info.data_offsets.1 - info.data_offsets.0 == CHECKSUM_BYTES);
    // Tensor data starts after the header's length (8 bytes) and the header.
    info.map(|info| 8 + header_len + info.data_offsets.0).ok_or_else(|| damaged("it has no checksum"))
}

fn view<'d>(name: &'static str, dtype: Dtype, len: usize, data: &'d [u8]) -> Result<(&'static str, TensorView<'d>)> {
    let view = TensorView::new(dtype, vec![len], data).map_err(|error| damaged(&error.to_string()))?;
    Ok((name, view))
}

fn le_bytes(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

fn tensor<'d>(tensors: &SafeTensors<'d>, name: &str, dtype: Dtype) -> Result<&'d [u8]> {
    let tensor = tensors.tensor(name).map_err(|_| damaged(&format!("it lacks the tensor \"{name}\"")))?;
    if tensor.dtype() != dtype {
        return Err(damaged(&format!("the tensor \"{name}\" has another type")));
    }
    Ok(tensor.data())
}

fn floats(tensors: &SafeTensors<'_>, name: &str) -> Result<Vec<f32>> {
    let (chunks, _) = tensor(tensors, name, Dtype::F32)?.as_chunks::<4>();
    let values: Vec<f32> = chunks.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
    if values.iter().all(|value| value.is_finite()) {
        Ok(values)
    } else {
        Err(damaged(&format!("\"{name}\" is not finite")))
    }
}

fn texts(tensors: &SafeTensors<'_>) -> Result<Vec<u32>> {
    let (chunks, _) = tensor(tensors, "texts", Dtype::U32)?.as_chunks::<4>();
    let texts: Vec<u32> = chunks.iter().map(|bytes| u32::from_le_bytes(*bytes)).collect();
    if texts.is_sorted_by(|a, b| a < b) { Ok(texts) } else { Err(damaged("\"texts\" is not sorted")) }
}

fn vocabulary(tensors: &SafeTensors<'_>) -> Result<Vocabulary> {
    let text = std::str::from_utf8(tensor(tensors, "terms", Dtype::U8)?)
        .map_err(|_| damaged("its list of terms is not valid text"))?;
    let (ends, _) = tensor(tensors, "term_ends", Dtype::U32)?.as_chunks::<4>();
    let ends = ends.iter().map(|end| u32::from_le_bytes(*end)).collect();
    Vocabulary::from_parts(text.to_owned(), ends).ok_or_else(|| damaged("its list of terms is damaged"))
}

fn damaged(what: &str) -> Error {
    Error::new(ErrorKind::Model, format!("this model file cannot be used: {what}"))
        .remedy("copy it again, or train it again with oped train")
}
