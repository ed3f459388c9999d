//! Real answers against the schemas of the OpenAPI document.

use serde_json::Value;

use super::articles;
use super::program::Served;

/// What is wrong with a value, if anything. Knows only what our document uses, and panics at anything else.
fn fault(schema: &Value, value: &Value, document: &Value) -> Option<String> {
    let wrong = |what: &str| Some(format!("{what}: {value}"));
    for (key, rule) in schema.as_object().unwrap() {
        let found = match key.as_str() {
            "$ref" => {
                let path = rule.as_str().unwrap().strip_prefix('#').unwrap();
                fault(document.pointer(path).unwrap(), value, document)
            }
            "type" => {
                let types = rule.as_array().cloned().unwrap_or_else(|| vec![rule.clone()]);
                let is_of = |kind: &Value| match kind.as_str().unwrap() {
                    "string" => value.is_string(),
                    "integer" => value.is_u64(),
                    "number" => value.is_number(),
                    "boolean" => value.is_boolean(),
                    "object" => value.is_object(),
                    "array" => value.is_array(),
                    "null" => value.is_null(),
                    other => panic!("type {other}"),
                };
                if types.iter().any(is_of) { None } else { wrong(&format!("not {rule}")) }
            }
            "enum" if !rule.as_array().unwrap().contains(value) => wrong("not one of the enum"),
            "oneOf" => {
                let faults: Vec<_> = rule.as_array().unwrap().iter().map(|one| fault(one, value, document)).collect();
                let fitting = faults.iter().filter(|fault| fault.is_none()).count();
                if fitting == 1 { None } else { wrong(&format!("fits {fitting}, {faults:?}")) }
            }
            "items" => value.as_array().into_iter().flatten().find_map(|item| fault(rule, item, document)),
            "minItems" if value.as_array().is_some_and(|list| (list.len() as u64) < rule.as_u64().unwrap()) => {
                wrong("too few")
            }
            "required" => {
                let mut names = rule.as_array().unwrap().iter().map(|name| name.as_str().unwrap());
                names.find(|name| value.get(name).is_none()).and_then(|name| wrong(&format!("lacks {name}")))
            }
            "properties" => {
                let members = value.as_object().into_iter().flatten();
                let known = members.filter_map(|(name, value)| Some((rule.get(name)?, value)));
                known.into_iter().find_map(|(schema, value)| fault(schema, value, document))
            }
            "additionalProperties" if rule == false => {
                let mut names = value.as_object().into_iter().flat_map(|object| object.keys());
                names
                    .find(|name| schema["properties"].get(name.as_str()).is_none())
                    .and_then(|name| wrong(&format!("has {name}")))
            }
            "enum" | "minItems" | "additionalProperties" | "description" | "minimum" | "format" => None,
            other => panic!("{other} is not known here"),
        };
        if found.is_some() {
            return found;
        }
    }
    None
}

fn answered<'d>(document: &'d Value, path: &str, method: &str, status: &str) -> &'d Value {
    let pointer =
        format!("/paths/{}/{method}/responses/{status}/content/application~1json/schema", path.replace('/', "~1"));
    document.pointer(&pointer).unwrap_or_else(|| panic!("{pointer}"))
}

#[test]
fn answers_fit_the_schemas_of_the_document_to_the_last_field() {
    let served = Served::start(&["-q"]);
    let document = served.get("/v1/openapi.json").json();
    assert_eq!(document["openapi"], "3.1.0");
    for path in ["/v1/score", "/v1/explain"] {
        let schema = answered(&document, path, "post", "200");
        let odd = (
            "odd".to_owned(),
            br#"{"paragraphs":["...","We must.","The \u201cplan\u201d of Quayside failed, a clerk said."]}"#.to_vec(),
        );
        for (name, bytes) in articles().into_iter().chain([odd]) {
            let media_type = if name == "odd" { "application/json" } else { "application/octet-stream" };
            let answer = served.post(&format!("{path}?name={name}"), media_type, &bytes).json();
            assert_eq!(fault(schema, &answer, &document), None, "{path} {name}");
        }
        let answer = served.post(path, "application/json", b"{").json();
        assert_eq!(fault(answered(&document, path, "post", "400"), &answer, &document), None);
    }
    for path in ["/v1/health", "/v1/model"] {
        let answer = served.get(path).json();
        assert_eq!(fault(answered(&document, path, "get", "200"), &answer, &document), None, "{path}");
    }
    assert!(
        fault(answered(&document, "/v1/score", "post", "200"), &serde_json::json!([{"type":"article"}]), &document)
            .is_some()
    );
}

#[test]
fn the_document_names_every_route_and_media_type() {
    let served = Served::start(&["-q"]);
    let document = served.get("/v1/openapi.json").json();
    for (path, item) in document["paths"].as_object().unwrap() {
        let method = item.as_object().unwrap().keys().next().unwrap().to_uppercase();
        let answer = served.send(served.head(&format!("{method} {path}"), "content-length: 0\r\n").as_bytes());
        assert!(answer.status != 404 && answer.status != 405, "{method} {path}");
    }
    let content = &document["paths"]["/v1/score"]["post"]["requestBody"]["content"];
    for media_type in content.as_object().unwrap().keys() {
        assert_ne!(served.post("/v1/score", media_type, b"The council met.").status, 415, "{media_type}");
    }
    assert!(content.as_object().unwrap().len() > 20);
}
