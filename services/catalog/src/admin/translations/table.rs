//! A translation as the shop's staff sees it.

use entity::{Timestamp, ids::TranslationId};
use resource::{Param, Table, row};
use serde_json::Value as Json;
use uuid::Uuid;
use web::{
    columns,
    fields::{Column, View, json},
};

use super::reference::{keys, reference};

row! {
    /// Texts of a thing in a language.
    pub struct Translation from "t" {
        id: TranslationId,
        reference: String,
        reference_id: Uuid,
        locale_code: String,
        translations: Json,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl Translation {
    /// What it is of, as the wire calls it.
    pub(super) fn of(&self) -> Option<String> {
        Some((reference(&self.reference)?.write)(self.reference_id))
    }
}

const COLUMNS: &[Column<Translation>] =
    columns!(Translation: id, reference, locale_code, translations, created_at, updated_at, deleted_at);

const ALL: [Column<Translation>; 8] = {
    let mut all: [Column<Translation>; 8] = [COLUMNS[0]; 8];
    let mut at = 0;
    while at < COLUMNS.len() {
        all[at] = COLUMNS[at];
        at += 1;
    }
    all[7] = ("reference_id", |translation, out| json(&translation.of(), out));
    all
};

impl View for Translation {
    const COLUMNS: &'static [Column<Self>] = &ALL;
}

impl Table for Translation {
    type Id = TranslationId;

    const ONE: &'static str = "translation";
    const MANY: &'static str = "translations";
    const NAME: &'static str = "Translation";
    const SORTABLE: &'static [&'static str] = &["id", "reference", "locale_code", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["t.translations::text"];
    const FROM: &'static str = "public.translations t";
    const ALIAS: &'static str = "t";
    const FILTERS: &'static [Param] = &[
        Param::text("reference", "Of which kind of thing: `product`, `product_category`."),
        Param::keys("reference_id", |texts| keys(texts).into(), "Ids of what is translated."),
        Param::text("locale_code", "Languages, as BCP 47 names them."),
    ];
}
