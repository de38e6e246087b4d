//! What a post says of itself besides its blocks.

use entity::ids::BlogAuthorId;
use resource::fields::AtMost;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, Type};
use web::{
    body,
    body::{Field, Fields as Body},
};

use crate::{
    admin::{
        pages::{Own, SaidSeo},
        within::{Medium, Sub},
    },
    pages::{Cover, Fields, of_title},
};

/// How many tags or authors a post has.
const MOST: usize = 20;
/// The longest tag.
const LONGEST: usize = 100;

/// Whether a text is one line that says something.
pub(in crate::admin) fn is_line(text: &str, most: usize) -> bool {
    !text.trim().is_empty() && text.chars().count() <= most && !text.chars().any(char::is_control)
}

/// Words by which posts are found; two that are written alike are one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::admin) struct Tags(pub(in crate::admin) Vec<String>);

impl Field for Tags {
    fn read(fields: &mut Body, name: &'static str) -> Self {
        let at = fields.at(name);
        let mut tags: Vec<String> = Vec::new();
        for (nth, tag) in fields.texts(name).unwrap_or_default().into_iter().enumerate() {
            let tag = tag.trim().to_owned();
            let slug = of_title(&tag);
            if !is_line(&tag, LONGEST) || slug.is_empty() {
                fields.complain(format!(
                    "Invalid value for field '{at}, {nth}': expected a word or two with letters or digits, {LONGEST} signs at the most"
                ));
            } else if tags.iter().all(|other| of_title(other) != slug) {
                tags.push(tag);
            }
        }
        if tags.len() > MOST {
            fields.complain(format!("Value for field '{at}' too big, expected at most: '{MOST}'"));
        }
        Self(tags)
    }

    fn schema() -> Schema {
        let tag = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(LONGEST));
        ArrayBuilder::new().items(tag).max_items(Some(MOST)).into()
    }
}

/// Ids of authors, each once.
#[derive(Debug, Clone, Default)]
struct Authors(Vec<String>);

impl Field for Authors {
    fn read(fields: &mut Body, name: &'static str) -> Self {
        let at = fields.at(name);
        let mut authors: Vec<String> = Vec::new();
        for (nth, id) in fields.texts(name).unwrap_or_default().into_iter().enumerate() {
            if id.parse::<BlogAuthorId>().is_err() {
                fields.complain(format!(
                    "Invalid value for field '{at}, {nth}': expected the id of an author, which begins with bauth_"
                ));
            } else if !authors.contains(&id) {
                authors.push(id);
            }
        }
        if authors.len() > MOST {
            fields.complain(format!("Value for field '{at}' too big, expected at most: '{MOST}'"));
        }
        Self(authors)
    }

    fn schema() -> Schema {
        ArrayBuilder::new().items(ObjectBuilder::new().schema_type(Type::String)).max_items(Some(MOST)).into()
    }
}

body! {
    /// A picture.
    struct Picture {
        /// Its id in the media library.
        media_id: Option<Medium> = "med_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// What is to be seen there, for those who do not see it.
        alt: Option<AtMost<500>> = "The quay at dawn",
    }
}

body! {
    /// What a post says of itself besides its blocks.
    pub(super) struct OfPost {
        /// The theme's template for it; `post` when nobody says.
        template: Option<AtMost<64>> = "post",
        /// What lists and search results say of it.
        excerpt: Option<AtMost<500>> = "Ships that bring coffee, and what we do with it.",
        /// What search engines and those who share a link are told.
        seo: Sub<SaidSeo> = {"title": "News of the quay", "is_hidden": false},
        /// Its picture.
        cover: Sub<Picture> = {"media_id": "med_01jd6nwvvgfa5sr38y5wx4pq3d", "alt": "The quay at dawn"},
        /// Words by which it is found; 20 at the most.
        tags: Tags = ["Coffee", "Harbour"],
        /// Who wrote it: ids of authors, in their order.
        authors: Authors = ["bauth_01jd6nwvvgfa5sr38y5wx4pq3d"],
    }
}

impl Own for OfPost {
    fn put(self, fields: &mut Fields) {
        let Self { template, excerpt, seo, cover, tags, authors } = self;
        fields.template = template.map(|text| text.0);
        fields.excerpt = excerpt.map(|text| text.0);
        fields.seo = seo.kept();
        let cover = cover
            .0
            .map(|Picture { media_id, alt }| Cover { media_id: media_id.map(|id| id.0), alt: alt.map(|text| text.0) });
        fields.cover = Some(cover.unwrap_or_default());
        fields.tags = Some(tags.0);
        fields.authors = Some(authors.0);
    }
}
