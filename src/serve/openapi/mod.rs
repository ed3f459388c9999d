//! The OpenAPI document. Its schemas come from the types that are sent, and from the lists of columns that every format is written from.

mod requests;
mod results;

use utoipa::OpenApi;
use utoipa::openapi::path::PathItem;
use utoipa::openapi::schema::AdditionalProperties;
use utoipa::openapi::{Components, Content, RefOr, Schema};

use super::documents::{JSON, media_types};
use super::routes::{about, articles, single};

pub(super) use requests::DocumentSchema;
pub(super) use results::{CardSchema, ExplainedSchema, ScoredSchema};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "oped",
        description = "Says, paragraph by paragraph, whether an article reports or argues, where it turns, and why.",
        license(name = "MIT OR Apache-2.0")
    ),
    paths(
        single::score, single::explain, articles::articles, about::health, about::model, about::openapi, about::metrics
    )
)]
struct Document;

/// The document as JSON.
pub(super) fn document() -> Vec<u8> {
    let mut document = Document::openapi();
    let components = document.components.get_or_insert_with(Components::new);
    results::add_schemas(&mut components.schemas);
    components.schemas.values_mut().for_each(close);
    document.paths.paths.values_mut().for_each(add_media_types);
    // Of strings, numbers and lists.
    let mut json = serde_json::to_vec(&document).unwrap_or_default();
    json.push(b'\n');
    json
}

/// Says that an object has no other members.
fn close(schema: &mut RefOr<Schema>) {
    if let RefOr::T(Schema::Object(object)) = schema
        && !object.properties.is_empty()
    {
        object.additional_properties.get_or_insert_with(|| Box::new(AdditionalProperties::FreeForm(false)));
    }
}

/// Adds all media types of files to a request that takes documents. They have no schema: a file is what it is.
fn add_media_types(path: &mut PathItem) {
    let Some(body) = path.post.as_mut().and_then(|post| post.request_body.as_mut()) else { return };
    let RefOr::T(body) = body else { return };
    if body.content.contains_key(JSON) {
        for name in media_types() {
            body.content.entry(name.to_owned()).or_insert_with(|| RefOr::T(Content::default()));
        }
    }
}
