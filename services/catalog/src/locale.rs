//! Texts in the language that is wanted: those of the row are overwritten by their translations, each text that has one. What
//! `de-AT` does not say, `de` says, and what that does not say stays as it is.

use std::{collections::HashMap, sync::Arc};

use db::Tx;
use sea_orm::FromQueryResult;
use serde_json::{Map, Value as Json};
use uuid::Uuid;

use crate::html;
use crate::view::{
    Category, Collection, OptionValue, Product, ProductOption, ProductTag, ProductType, Region, ReturnReason, Variant,
    VariantOptionValue,
};

/// What has texts that are translated, its own and those of what was loaded with it.
pub(crate) trait Translate {
    /// The keys of all that has texts.
    fn keys(&self, keys: &mut Vec<Uuid>);

    /// Puts the translations in their places.
    fn translate(&mut self, texts: &Texts);
}

/// The translated texts of a page.
#[derive(Debug, Default)]
pub(crate) struct Texts(HashMap<Uuid, Map<String, Json>>);

#[derive(FromQueryResult)]
struct Row {
    reference_id: Uuid,
    locale_code: String,
    translations: Json,
}

impl Texts {
    fn get(&self, key: Uuid, field: &str) -> Option<&str> {
        self.0.get(&key)?.get(field)?.as_str()
    }

    fn put(&self, key: Uuid, field: &str, text: &mut String) {
        if let Some(translated) = self.get(key, field) {
            translated.clone_into(text);
        }
    }

    fn put_optional(&self, key: Uuid, field: &str, text: &mut Option<String>) {
        if let Some(translated) = self.get(key, field) {
            *text = Some(translated.to_owned());
        }
    }
}

/// Translates a page: one statement, whatever it shows, and none for whoever asked for no language.
pub(crate) async fn translate<T: Translate>(tx: &Tx, locale: Option<&str>, page: &mut [T]) -> db::Result<()> {
    let Some(locale) = locale else { return Ok(()) };
    let language = locale.split('-').next().unwrap_or(locale);
    let mut keys = Vec::new();
    for one in &*page {
        one.keys(&mut keys);
    }
    keys.sort_unstable();
    keys.dedup();
    let sql = "select t.reference_id, t.locale_code, t.translations from private.translations_of($1, $2) t";
    let chain = vec![locale.to_owned(), language.to_owned()];
    let mut rows: Vec<Row> = db::fetch_all(tx, sql, [keys.into(), chain.into()]).await?;
    if rows.is_empty() {
        return Ok(());
    }
    // The wider language first: the narrower one overwrites it.
    rows.sort_by_key(|row| row.locale_code == locale);
    let mut texts = Texts::default();
    for Row { reference_id, translations, .. } in rows {
        let Json::Object(translations) = translations else { continue };
        let said = translations.into_iter().filter_map(|(name, text)| match text {
            Json::String(text) if text.is_empty() => None,
            Json::String(text) if name == "description" => Some((name, Json::String(html::sanitise(&text)))),
            Json::String(text) => Some((name, Json::String(text))),
            _ => None,
        });
        texts.0.entry(reference_id).or_default().extend(said);
    }
    for one in page {
        one.translate(&texts);
    }
    Ok(())
}

impl<T: Translate> Translate for Box<T> {
    fn keys(&self, keys: &mut Vec<Uuid>) {
        (**self).keys(keys);
    }

    fn translate(&mut self, texts: &Texts) {
        (**self).translate(texts);
    }
}

/// What several share is copied only where it is translated.
impl<T: Translate + Clone> Translate for Arc<T> {
    fn keys(&self, keys: &mut Vec<Uuid>) {
        (**self).keys(keys);
    }

    fn translate(&mut self, texts: &Texts) {
        let mut own = Vec::new();
        (**self).keys(&mut own);
        if own.iter().any(|key| texts.0.contains_key(key)) {
            Self::make_mut(self).translate(texts);
        }
    }
}

impl Translate for VariantOptionValue {
    fn keys(&self, keys: &mut Vec<Uuid>) {
        self.value.keys(keys);
        self.option.iter().for_each(|option| option.keys(keys));
    }

    fn translate(&mut self, texts: &Texts) {
        self.value.translate(texts);
        self.option.iter_mut().for_each(|option| option.translate(texts));
    }
}

/// Declares what is translated of a view: columns, columns that may be empty, and what is loaded with it.
macro_rules! translate {
    ($($view:ident: [$($text:ident),*] [$($optional:ident),*] [$($loaded:ident),*];)*) => {$(
        impl Translate for $view {
            fn keys(&self, keys: &mut Vec<Uuid>) {
                keys.push(self.id.0);
                $(self.$loaded.iter().for_each(|one| one.keys(keys));)*
            }

            fn translate(&mut self, texts: &Texts) {
                $(texts.put(self.id.0, stringify!($text), &mut self.$text);)*
                $(texts.put_optional(self.id.0, stringify!($optional), &mut self.$optional);)*
                $(self.$loaded.iter_mut().for_each(|one| one.translate(texts));)*
            }
        }
    )*};
}

translate! {
    Product: [title] [subtitle, description, material] [r#type, collection, options, tags, variants, categories];
    Variant: [title] [material] [options];
    ProductOption: [title] [] [values];
    OptionValue: [value] [] [];
    Category: [name, description] [] [parent_category, category_children, products];
    Collection: [title] [] [products];
    ProductTag: [value] [] [products];
    ProductType: [value] [] [products];
    Region: [name] [] [];
    ReturnReason: [label] [description] [parent_return_reason, return_reason_children];
}
