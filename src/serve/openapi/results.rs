//! Schemas of what is sent: the objects of the contract.

use std::borrow::Cow;
use std::collections::BTreeMap;

use utoipa::openapi::schema::{
    AdditionalProperties, ArrayBuilder, ObjectBuilder, OneOfBuilder, Schema, SchemaType, Type as JsonType,
};
use utoipa::openapi::{Object, Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

use crate::explain::evidence_schemas;
use crate::score::{ArticleColumn, Column, Type};

const PARAGRAPH: &str = "Paragraph";
const EXPLAINED: &str = "ExplainedParagraph";
const ARTICLE: &str = "Article";
const SHIFT: &str = "Shift";

/// What `/v1/score` answers.
pub(in crate::serve) struct ScoredSchema;

/// What `/v1/explain` answers.
pub(in crate::serve) struct ExplainedSchema;

impl PartialSchema for ScoredSchema {
    fn schema() -> RefOr<Schema> {
        objects(PARAGRAPH)
    }
}

impl ToSchema for ScoredSchema {
    fn name() -> Cow<'static, str> {
        "Scored".into()
    }
}

impl PartialSchema for ExplainedSchema {
    fn schema() -> RefOr<Schema> {
        objects(EXPLAINED)
    }
}

impl ToSchema for ExplainedSchema {
    fn name() -> Cow<'static, str> {
        "Explained".into()
    }
}

/// What `/v1/model` answers. What else a card has depends on the model.
pub(in crate::serve) struct CardSchema;

impl PartialSchema for CardSchema {
    fn schema() -> RefOr<Schema> {
        let fields = [("format", Type::Integer), ("oped", Type::Text), ("language", Type::Text), ("about", Type::Text)];
        let object = ObjectBuilder::new().schema_type(JsonType::Object);
        let object = fields
            .into_iter()
            .fold(object, |object, (name, kind)| object.property(name, value(kind, false)).required(name));
        object.additional_properties(Some(AdditionalProperties::<Schema>::FreeForm(true))).into()
    }
}

impl ToSchema for CardSchema {
    fn name() -> Cow<'static, str> {
        "Card".into()
    }
}

/// The paragraphs of an article and then the article, for each article of the document.
fn objects(paragraph: &str) -> RefOr<Schema> {
    let one = OneOfBuilder::new().item(Ref::from_schema_name(paragraph)).item(Ref::from_schema_name(ARTICLE));
    ArrayBuilder::new().items(one).min_items(Some(1)).into()
}

/// Adds the schemas that results refer to.
pub(super) fn add_schemas(schemas: &mut BTreeMap<String, RefOr<Schema>>) {
    schemas.insert(PARAGRAPH.to_owned(), paragraph().into());
    schemas.insert(ARTICLE.to_owned(), article().into());
    schemas.insert(SHIFT.to_owned(), shift().into());
    let (evidence, others) = evidence_schemas();
    schemas.extend(others);
    schemas.insert(EXPLAINED.to_owned(), explained(evidence).into());
}

fn paragraph() -> Object {
    let sent = Column::ALL.into_iter().filter(|column| {
        // Those of tables, which are not sent to a server.
        !matches!(column, Column::Table | Column::Row | Column::RowParagraph | Column::Id)
    });
    sent.fold(typed("paragraph"), |object, column| {
        let is_null = matches!(column, Column::Label | Column::Probability | Column::Alone);
        let is_left_out = matches!(column, Column::Start | Column::End | Column::Line | Column::Reason);
        let object = object.property(column.name(), value(column.kind(), is_null));
        if is_left_out { object } else { object.required(column.name()) }
    })
    .build()
}

/// A paragraph with its evidence.
fn explained(evidence: RefOr<Schema>) -> Object {
    let mut object = paragraph();
    if let RefOr::T(Schema::Object(evidence)) = evidence {
        object.properties.extend(evidence.properties);
        object.required.extend(evidence.required);
    }
    object
}

fn article() -> Object {
    let sent =
        ArticleColumn::ALL.into_iter().filter(|column| !matches!(column, ArticleColumn::Table | ArticleColumn::Row));
    sent.fold(typed("article"), |object, column| {
        let is_null = !matches!(column, ArticleColumn::Article | ArticleColumn::Paragraphs);
        let schema: RefOr<Schema> = match column {
            ArticleColumn::Shifts => ArrayBuilder::new().items(Ref::from_schema_name(SHIFT)).into(),
            _ => value(column.kind(), is_null).into(),
        };
        object.property(column.name(), schema).required(column.name())
    })
    .build()
}

fn shift() -> Object {
    let fields = [
        ("paragraph", Type::Integer),
        ("from", Type::Text),
        ("to", Type::Text),
        ("probability", Type::Number),
        ("here", Type::Number),
        ("first", Type::Integer),
        ("last", Type::Integer),
        ("unsure", Type::Truth),
    ];
    let object = ObjectBuilder::new().schema_type(JsonType::Object);
    fields
        .into_iter()
        .fold(object, |object, (name, kind)| object.property(name, value(kind, false)).required(name))
        .build()
}

/// An object that says what it is.
fn typed(name: &str) -> ObjectBuilder {
    let kind = ObjectBuilder::new().schema_type(JsonType::String).enum_values(Some([name]));
    ObjectBuilder::new().schema_type(JsonType::Object).property("type", kind).required("type")
}

fn value(kind: Type, is_null: bool) -> Object {
    let json = match kind {
        Type::Text => JsonType::String,
        Type::Integer => JsonType::Integer,
        Type::Number => JsonType::Number,
        Type::Truth => JsonType::Boolean,
    };
    let schema = match is_null {
        true => SchemaType::Array(vec![json, JsonType::Null]),
        false => SchemaType::Type(json),
    };
    let object = ObjectBuilder::new().schema_type(schema);
    if kind == Type::Integer { object.minimum(Some(0)).build() } else { object.build() }
}
