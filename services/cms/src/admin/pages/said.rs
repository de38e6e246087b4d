//! What is said of a draft: its blocks, and what a page is besides them.

use resource::fields::AtMost;
use serde_json::{Value, json};
use utoipa::openapi::schema::{ArrayBuilder, Object, ObjectBuilder, Schema, Type};
use web::{
    body,
    body::{Field, Fields as Body, FromText},
};

use super::edited::Own;
use crate::{
    admin::within::Sub,
    pages::{Fields, Seo},
};

/// The blocks of a page, as `blocks` lets them through; none where nothing is said.
#[derive(Debug, Clone, Default)]
pub(super) struct Content {
    kept: Option<Value>,
    has_reusable: bool,
    notices: Vec<blocks::Notice>,
}

impl Content {
    /// Whether something in it is written elsewhere.
    pub(super) const fn has_reusable(&self) -> bool {
        self.has_reusable
    }

    /// What is to be known of it, of what was taken out too.
    pub(super) fn notices(&mut self) -> Vec<blocks::Notice> {
        std::mem::take(&mut self.notices)
    }

    /// As it is kept: a page that says nothing yet has no blocks.
    pub(super) fn kept(self) -> Value {
        self.kept.unwrap_or_else(|| json!({ "blocks": [] }))
    }
}

impl Field for Content {
    fn read(fields: &mut Body, name: &'static str) -> Self {
        let Some(content) = fields.take(name) else { return Self::default() };
        match blocks::Content::parse(&content) {
            Ok(content) => {
                let has_reusable = content.uses().iter().any(|used| used.kind == blocks::Used::Reusable);
                Self { kept: Some(content.to_value()), has_reusable, notices: content.notices() }
            }
            Err(faults) => {
                let at = fields.at(name);
                for fault in faults {
                    let place = if fault.at.is_empty() { at.clone() } else { format!("{at}.{}", fault.at) };
                    fields.complain(format!("Invalid value for field '{place}': {}", fault.message));
                }
                Self::default()
            }
        }
    }

    fn schema() -> Schema {
        let block = ObjectBuilder::new()
            .property("type", Object::with_type(Type::String))
            .property("props", Object::with_type(Type::Object));
        let blocks = ArrayBuilder::new().items(block);
        ObjectBuilder::new().schema_type(Type::Object).property("blocks", blocks).required("blocks").into()
    }
}

/// A page elsewhere that is the one to be found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Address(pub(super) String);

impl FromText for Address {
    fn from_text(text: String, at: &str) -> Result<Self, String> {
        let wrong = || format!("Invalid address for field '{at}': expected such as https://shop.example.com/about");
        let uri: http::Uri = text.parse().map_err(|_| wrong())?;
        let is_web =
            matches!(uri.scheme_str(), Some("https" | "http")) && uri.host().is_some_and(|host| !host.is_empty());
        if is_web && text.len() <= 500 { Ok(Self(text)) } else { Err(wrong()) }
    }
}

body! {
    /// What search engines and those who share a link are told.
    pub(in crate::admin) struct SaidSeo {
        /// In the place of the title, in search results and tabs.
        pub(super) title: Option<AtMost<200>> = "About Quay & Tally",
        /// A sentence or two.
        pub(super) description: Option<AtMost<500>> = "Who we are, and why our mugs do not break.",
        /// The picture of a shared link: the id of a medium, or an address.
        pub(super) image: Option<AtMost<500>> = "/media/quay.jpg",
        /// Where the page that is to be found lies, when it is not this one.
        pub(super) canonical_url: Option<Address> = "https://shop.example.com/about",
        /// Whether search engines are asked to leave it out.
        pub(super) is_hidden: Option<bool> = false,
    }
}

impl SaidSeo {
    fn kept(self) -> Seo {
        let Self { title, description, image, canonical_url, is_hidden } = self;
        Seo {
            title: title.map(|text| text.0),
            description: description.map(|text| text.0),
            image: image.map(|text| text.0),
            canonical_url: canonical_url.map(|address| address.0),
            is_hidden: is_hidden.unwrap_or_default(),
        }
    }
}

body! {
    /// What a page says of itself besides its blocks.
    pub(in crate::admin) struct OfPage {
        /// The theme's template for it; `page` when nobody says.
        template: Option<AtMost<64>> = "page",
        /// What lists and search results say of it.
        excerpt: Option<AtMost<500>> = "A shop by the harbour, since 1894.",
        /// What search engines and those who share a link are told.
        seo: Sub<SaidSeo> = {"title": "About Quay & Tally", "is_hidden": false},
    }
}

impl Own for OfPage {
    fn put(self, fields: &mut Fields) {
        let Self { template, excerpt, seo } = self;
        fields.template = template.map(|text| text.0);
        fields.excerpt = excerpt.map(|text| text.0);
        fields.seo = seo.kept();
    }
}

impl Sub<SaidSeo> {
    /// As it is kept.
    pub(in crate::admin) fn kept(self) -> Seo {
        self.0.map(SaidSeo::kept).unwrap_or_default()
    }
}
