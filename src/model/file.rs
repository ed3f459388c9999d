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
//! | `forms`, `slots` | U8 | the normal forms of the terms, and the parts of patterns, concatenated, UTF-8; from format 6 on |
//! | `form_ends`, `slot_ends` | U32 | where each ends; from format 6 on |
//! | `keys` | U64 \[terms\] | each term as the numbers of its forms (`terms::TermKey`), by falling frequency; from format 6 on |
//! | `moves`, `places` | U16, U32 | the perfect hash of the keys (`terms::PerfectHash`); from format 6 on |
//! | `term_ends` | U32 \[terms\] | where each term ends in `terms`; up to format 5 |
//! | `terms` | U8 | all terms, sorted and concatenated, UTF-8; up to format 5 |
//! | `texts` | U32 \[texts\] | hashes of the training texts (`tables::rows::fingerprint`), ascending; from format 2 on |
//! | `checksum` | U8 \[16\] | XXH3-128 of the file with these 16 bytes zero |
//!
//! No dates, no paths: the same training gives the same bytes.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::ops::Range;

use bytemuck::Pod;
use safetensors::tensor::{Dtype, Metadata, SafeTensors, TensorView};
use serde::Deserialize;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::{Card, CardContext, Model};
use super::{linear::LinearModel, lookup::Lookup, tfidf::TfIdf, vocabulary::Vocabulary};
use crate::error::{Error, ErrorKind, Result};
use crate::label::Logit;
use crate::terms::{FormTables, PerfectHash, Texts};

/// The version that is written, and the newest that is read.
pub const FORMAT: u32 = 6;
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
/// The first version with the tables by which columns are found.
const LOOKUP: u32 = 6;
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
        let card = serde_json::to_string(&self.card).map_err(|error| damaged(&error.to_string()))?;
        let mut parts = Parts::default();
        parts.add_floats("coefficients", &self.linear.coefficients);
        parts.add_floats(weights_name(self.card.format), &self.tfidf.weights);
        if let Some(article) = &self.article_coefficients {
            parts.add_floats(ARTICLE, article);
        }
        if let Some(section) = &self.section {
            parts.add_floats(SECTION, &section.coefficients);
        }
        if let Some(texts) = &self.texts {
            parts.add("texts", Dtype::U32, texts, u32::to_le_bytes);
        }
        if self.card.format >= LOOKUP {
            parts.add_lookup(self.tfidf.vocabulary.lookup());
        } else {
            parts.add_texts(["terms", "term_ends"], self.tfidf.vocabulary.parts());
        }
        parts.add("checksum", Dtype::U8, &[0; CHECKSUM_BYTES], u8::to_le_bytes);
        let tensors = parts.views()?;
        let metadata = [(CARD.to_owned(), card)].into_iter().collect();
        let mut bytes = safetensors::serialize(tensors, Some(metadata)).map_err(|error| damaged(&error.to_string()))?;
        let place = File::<Copied>::read(&bytes)?.checksum()?;
        let checksum = xxh3_128(&bytes).to_le_bytes();
        bytes[place].copy_from_slice(&checksum);
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
        Self::read::<Copied>(bytes)
    }

    /// Reads the bytes of a model file that are a part of this program. Its numbers are read where they lie, if they lie at multiples of
    /// eight bytes. The bytes are no more checked than the program's other bytes: a test does it.
    ///
    /// # Errors
    /// [`ErrorKind::Model`] if the bytes are no model at all.
    #[cfg(feature = "shipped-model")]
    pub(super) fn from_program(bytes: &'static [u8]) -> Result<Model> {
        Self::read::<Kept>(bytes)
    }

    fn read<'d, K: Keep<'d>>(bytes: &'d [u8]) -> Result<Model> {
        let file = File::<K>::read(bytes)?;
        let card = file.card()?;
        if K::IS_CHECKED {
            file.check()?;
        }
        let card: Card = serde_json::from_str(card).map_err(|error| damaged(&format!("its card: {error}")))?;
        let coefficients = file.floats("coefficients")?;
        let weights = file.floats(weights_name(card.format))?;
        let vocabulary = file.vocabulary(card.format)?;
        let n = vocabulary.len();
        let is_stacked = matches!(card.context, CardContext::Stacked { .. });
        let section = match card.context {
            CardContext::Stacked { section_intercept: Some(intercept), .. } => {
                Some(LinearModel { coefficients: file.floats(SECTION)?, intercept })
            }
            _ => None,
        };
        let article_coefficients = is_stacked.then(|| file.floats(ARTICLE)).transpose()?;
        let fits = |numbers: &[f32]| numbers.len() == n;
        let others = [article_coefficients.as_deref(), section.as_ref().map(|section| &*section.coefficients)];
        if !fits(&coefficients) || !fits(&weights) || !others.into_iter().flatten().all(fits) {
            return Err(damaged("its parts do not fit together"));
        }
        if K::IS_CHECKED && (!is_sound(&card) || weights.iter().any(|&weight| weight < 0.0)) {
            return Err(damaged("its parameters make no sense"));
        }
        let texts = (card.format >= CURRENT_LAYOUT).then(|| file.texts()).transpose()?;
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

/// The tensors of a file, before they are written: name, type, number of values and their bytes.
#[derive(Default)]
struct Parts(Vec<(&'static str, Dtype, usize, Vec<u8>)>);

impl Parts {
    fn add<T: Copy, const N: usize>(
        &mut self,
        name: &'static str,
        dtype: Dtype,
        values: &[T],
        bytes: impl Fn(T) -> [u8; N],
    ) {
        let data = values.iter().flat_map(|&value| bytes(value)).collect();
        self.0.push((name, dtype, values.len(), data));
    }

    fn add_floats(&mut self, name: &'static str, values: &[f32]) {
        self.add(name, Dtype::F32, values, f32::to_le_bytes);
    }

    fn add_texts(&mut self, [name, ends_name]: [&'static str; 2], (text, ends): (&str, &[u32])) {
        self.add(ends_name, Dtype::U32, ends, u32::to_le_bytes);
        self.add(name, Dtype::U8, text.as_bytes(), u8::to_le_bytes);
    }

    fn add_lookup(&mut self, lookup: &Lookup) {
        self.add_texts(["forms", "form_ends"], lookup.tables().forms.parts());
        self.add_texts(["slots", "slot_ends"], lookup.tables().slots.parts());
        self.add("keys", Dtype::U64, lookup.keys(), u64::to_le_bytes);
        let (moves, places) = lookup.columns().parts();
        self.add("moves", Dtype::U16, moves, u16::to_le_bytes);
        self.add("places", Dtype::U32, places, u32::to_le_bytes);
    }

    fn views(&self) -> Result<Vec<(&'static str, TensorView<'_>)>> {
        let mut views = Vec::with_capacity(self.0.len());
        for (name, dtype, len, data) in &self.0 {
            let view = TensorView::new(*dtype, vec![*len], data).map_err(|error| damaged(&error.to_string()))?;
            views.push((*name, view));
        }
        Ok(views)
    }
}

/// What becomes of numbers that were read.
trait Keep<'d> {
    /// Whether a file's content is checked before it is used.
    const IS_CHECKED: bool;
    fn keep<T: Pod>(numbers: Cow<'d, [T]>) -> Cow<'static, [T]>;
}

/// They are copied.
struct Copied;

impl<'d> Keep<'d> for Copied {
    const IS_CHECKED: bool = true;
    fn keep<T: Pod>(numbers: Cow<'d, [T]>) -> Cow<'static, [T]> {
        numbers.into_owned().into()
    }
}

/// They stay where they lie, in the program.
#[cfg(feature = "shipped-model")]
struct Kept;

#[cfg(feature = "shipped-model")]
impl Keep<'static> for Kept {
    const IS_CHECKED: bool = false;
    fn keep<T: Pod>(numbers: Cow<'static, [T]>) -> Cow<'static, [T]> {
        numbers
    }
}

/// A file whose header has been read.
struct File<'d, K> {
    bytes: &'d [u8],
    header: Metadata,
    /// Where its tensors start.
    start: usize,
    keep: PhantomData<K>,
}

impl<'d, K: Keep<'d>> File<'d, K> {
    fn read(bytes: &'d [u8]) -> Result<Self> {
        let (length, header) = SafeTensors::read_metadata(bytes)
            .map_err(|_| damaged("the file is incomplete or not a safetensors file"))?;
        // The header's length comes before it.
        Ok(File { bytes, header, start: size_of::<u64>() + length, keep: PhantomData })
    }

    /// The card as JSON. Its version is checked before anything else in it is read.
    fn card(&self) -> Result<&str> {
        #[derive(Deserialize)]
        struct Version {
            format: Option<serde_json::Value>,
        }
        let json = self.header.metadata().as_ref().and_then(|entries| entries.get(CARD));
        let json = json.ok_or_else(|| damaged("it was not written by oped"))?;
        // It comes first in what this program writes, and a card is long.
        let first = json.strip_prefix("{\"format\":").and_then(|rest| rest.split_once(','));
        let version = match first.and_then(|(number, _)| number.parse::<u64>().ok()) {
            Some(version) => Some(version),
            None => {
                let card: Version =
                    serde_json::from_str(json).map_err(|error| damaged(&format!("its card: {error}")))?;
                card.format.as_ref().and_then(serde_json::Value::as_u64)
            }
        };
        match version {
            Some(version) if (OLDEST_FORMAT.into()..=FORMAT.into()).contains(&version) => Ok(json),
            Some(version) => Err(Error::new(
                ErrorKind::Model,
                format!("the model has format {version}, and this program reads {OLDEST_FORMAT} to {FORMAT}"),
            )
            .remedy("update oped, or train the model again with this one")),
            None => Err(damaged("its card names no format")),
        }
    }

    /// Where its checksum stands.
    fn checksum(&self) -> Result<Range<usize>> {
        let info = self.header.info("checksum").map(|info| info.data_offsets);
        let place = info.map(|(start, end)| self.start + start..self.start + end);
        place.filter(|place| place.len() == CHECKSUM_BYTES).ok_or_else(|| damaged("it has no checksum"))
    }

    /// Compares the checksum.
    fn check(&self) -> Result<()> {
        let place = self.checksum()?;
        let mut hash = Xxh3::new();
        hash.update(&self.bytes[..place.start]);
        hash.update(&[0; CHECKSUM_BYTES]);
        hash.update(&self.bytes[place.end..]);
        if hash.digest128().to_le_bytes() == self.bytes[place] {
            Ok(())
        } else {
            Err(damaged("its checksum does not fit its content"))
        }
    }

    fn tensor(&self, name: &str, dtype: Dtype) -> Result<&'d [u8]> {
        let info = self.header.info(name).ok_or_else(|| damaged(&format!("it lacks the tensor \"{name}\"")))?;
        if info.dtype != dtype {
            return Err(damaged(&format!("the tensor \"{name}\" has another type")));
        }
        // The header was checked against the length of the file.
        Ok(&self.bytes[self.start + info.data_offsets.0..self.start + info.data_offsets.1])
    }

    /// The numbers of a tensor: as they lie, if the machine has their order of bytes and their place fits, else one by one.
    fn numbers<T: Pod, const N: usize>(
        &self,
        name: &str,
        dtype: Dtype,
        number: impl Fn([u8; N]) -> T,
    ) -> Result<Cow<'static, [T]>> {
        let data = self.tensor(name, dtype)?;
        let as_they_lie = if cfg!(target_endian = "little") { bytemuck::try_cast_slice(data).ok() } else { None };
        let one_by_one = || Cow::Owned(data.as_chunks::<N>().0.iter().map(|&bytes| number(bytes)).collect());
        Ok(K::keep(as_they_lie.map_or_else(one_by_one, Cow::Borrowed)))
    }

    fn floats(&self, name: &str) -> Result<Cow<'static, [f32]>> {
        let values = self.numbers(name, Dtype::F32, f32::from_le_bytes)?;
        // Without a way out of the loop the values are looked at several at a time.
        if !K::IS_CHECKED || values.iter().fold(true, |are, value| are & value.is_finite()) {
            Ok(values)
        } else {
            Err(damaged(&format!("\"{name}\" is not finite")))
        }
    }

    fn words(&self, name: &str) -> Result<Cow<'static, [u32]>> {
        self.numbers(name, Dtype::U32, u32::from_le_bytes)
    }

    fn text(&self, name: &str) -> Result<&'d str> {
        std::str::from_utf8(self.tensor(name, Dtype::U8)?)
            .map_err(|_| damaged(&format!("\"{name}\" is not valid text")))
    }

    /// Hashes of the training texts.
    fn texts(&self) -> Result<Cow<'static, [u32]>> {
        let texts = self.words("texts")?;
        let are_sorted = || texts.windows(2).fold(true, |are, pair| are & (pair[0] < pair[1]));
        if !K::IS_CHECKED || are_sorted() { Ok(texts) } else { Err(damaged("\"texts\" is not sorted")) }
    }

    fn vocabulary(&self, format: u32) -> Result<Vocabulary> {
        let vocabulary = if format >= LOOKUP {
            self.lookup()?.map(Vocabulary::of_lookup)
        } else {
            Vocabulary::from_sorted_parts(self.text("terms")?.to_owned(), self.words("term_ends")?.into_owned())
        };
        vocabulary.ok_or_else(|| damaged("its list of terms is damaged"))
    }

    fn lookup(&self) -> Result<Option<Lookup>> {
        let forms = Texts::from_parts(self.text("forms")?, &self.words("form_ends")?);
        let slots = Texts::from_parts(self.text("slots")?, &self.words("slot_ends")?);
        let keys = self.numbers("keys", Dtype::U64, u64::from_le_bytes)?;
        let moves = self.numbers("moves", Dtype::U16, u16::from_le_bytes)?;
        let columns = PerfectHash::from_parts(moves, self.words("places")?, keys.len());
        let tables = forms.zip(slots).map(|(forms, slots)| FormTables { forms: forms.into(), slots: slots.into() });
        let lookup = tables.zip(columns).map(|(tables, columns)| Lookup::from_parts(tables, keys, columns));
        Ok(lookup.filter(|lookup| !K::IS_CHECKED || lookup.is_sound()))
    }
}

fn damaged(what: &str) -> Error {
    Error::new(ErrorKind::Model, format!("this model file cannot be used: {what}"))
        .remedy("copy it again, or train it again with oped train")
}
