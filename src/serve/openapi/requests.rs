//! Schemas of what is received.

use std::borrow::Cow;

use utoipa::openapi::schema::{AdditionalProperties, ArrayBuilder, ObjectBuilder, OneOfBuilder, Schema, Type};
use utoipa::openapi::{Object, RefOr};
use utoipa::{PartialSchema, ToSchema};

use crate::article::Format;
use crate::serve::documents::LONGEST_NAME;

/// A document as JSON: a text, or paragraphs.
pub(in crate::serve) struct DocumentSchema;

impl PartialSchema for DocumentSchema {
    fn schema() -> RefOr<Schema> {
        let text =
            ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).description(Some("The text of a file"));
        let formats = Format::ALL.map(Format::as_str);
        let format = ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(formats))
            .description(Some("Its format; by default it is detected"));
        let paragraph = ObjectBuilder::new().schema_type(Type::String);
        let paragraphs =
            ArrayBuilder::new().items(paragraph).min_items(Some(1)).description(Some("The paragraphs of an article"));
        let with_text = named().property("text", text).required("text").property("format", format);
        let with_paragraphs = named().property("paragraphs", paragraphs).required("paragraphs");
        OneOfBuilder::new().item(with_text).item(with_paragraphs).into()
    }
}

impl ToSchema for DocumentSchema {
    fn name() -> Cow<'static, str> {
        "Document".into()
    }
}

fn named() -> ObjectBuilder {
    let name = ObjectBuilder::new().schema_type(Type::String).max_length(Some(LONGEST_NAME));
    let name: Object = name.description(Some("What the results call it")).build();
    let nothing_else = AdditionalProperties::<Schema>::FreeForm(false);
    ObjectBuilder::new().schema_type(Type::Object).property("name", name).additional_properties(Some(nothing_else))
}
