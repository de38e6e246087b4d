//! The schema and the forms, as they are told to the editor and to others.

use std::collections::BTreeSet;

use blocks::{Content, Field, Kind, forms, give_ids, schema};
use serde_json::{Value, json};

use crate::made::Dice;

#[test]
fn the_schema_is_this() {
    insta::with_settings!({ sort_maps => true }, { insta::assert_json_snapshot!(schema()) });
}

#[test]
fn the_forms_are_these() {
    insta::with_settings!({ sort_maps => true }, { insta::assert_json_snapshot!(forms()) });
}

#[test]
fn the_schema_is_of_2020_and_closed() {
    let schema = schema();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    let types: BTreeSet<&str> = schema["$defs"]["Block"]["oneOf"]
        .as_array()
        .expect("types")
        .iter()
        .map(|one| one["properties"]["type"]["const"].as_str().expect("a name"))
        .collect();
    assert_eq!(types, forms().iter().map(|form| form.type_name).collect());
    for (name, definition) in schema["$defs"].as_object().expect("definitions") {
        if name != "Block" {
            assert_eq!(definition["additionalProperties"], false, "{name}");
        }
    }
}

/// What a form says and what the schema says must be the same, for both are promised.
#[test]
fn forms_and_schema_name_the_same_props() {
    let schema = schema();
    for one in schema["$defs"]["Block"]["oneOf"].as_array().expect("types") {
        let name = one["properties"]["type"]["const"].as_str().expect("a name");
        let definition =
            one["properties"]["props"]["$ref"].as_str().expect("a reference").rsplit('/').next().expect("a name");
        let form = forms().iter().find(|form| form.type_name == name).expect("a form");
        same(&schema, &schema["$defs"][definition], &form.fields, name);
    }
}

fn same(schema: &Value, definition: &Value, fields: &[Field], at: &str) {
    let named: BTreeSet<&str> =
        definition["properties"].as_object().expect("props").keys().map(String::as_str).collect();
    assert_eq!(named, fields.iter().map(|field| field.name).chain(["id"]).collect(), "{at}");
    assert_eq!(definition["required"], json!(["id"]), "{at}");
    for field in fields {
        let property = &definition["properties"][field.name];
        assert_eq!(property["title"], field.title, "{at}.{}", field.name);
        assert!(!field.help.is_empty());
        if let Kind::List { fields, min, max } = &field.kind {
            assert_eq!((&property["minItems"], &property["maxItems"]), (&json!(min), &json!(max)));
            let entry = property["items"]["$ref"].as_str().expect("a reference").rsplit('/').next().expect("a name");
            same(schema, &schema["$defs"][entry], fields, &format!("{at}.{}", field.name));
        }
    }
}

#[test]
fn a_new_block_of_every_type_is_valid() {
    for form in forms() {
        let mut content = json!({ "blocks": [{ "type": form.type_name, "props": form.defaults }] });
        let mut dice = Dice(1);
        give_ids(&mut content, || dice.roll()).expect("ids");
        let parsed = Content::parse(&content).unwrap_or_else(|faults| panic!("{}: {faults:?}", form.type_name));
        assert_eq!(parsed.blocks()[0].type_name(), form.type_name);
    }
}

#[test]
fn ids_are_given_where_there_are_none() {
    let mut content = json!({ "blocks": [
        { "type": "heading", "props": { "id": "mine", "text": "x" } },
        { "type": "columns", "props": { "columns": [
            { "blocks": [{ "type": "heading", "props": { "id": null, "text": "y" } }] },
            { "id": "right", "blocks": [] },
        ] } },
    ] });
    // Even of dice that always fall the same way.
    give_ids(&mut content, || 7).expect("ids");
    let column = &content["blocks"][1]["props"]["columns"];
    assert_eq!(content["blocks"][0]["props"]["id"], "mine");
    assert_eq!(column[1]["id"], "right");
    let given = [&content["blocks"][1]["props"]["id"], &column[0]["id"], &column[0]["blocks"][0]["props"]["id"]];
    assert_eq!(given.iter().map(|id| id.as_str().expect("an id")).collect::<BTreeSet<_>>().len(), 3);
    assert!(Content::parse(&content).is_ok());
}
