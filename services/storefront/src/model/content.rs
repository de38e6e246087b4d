//! Pages, as they are published and as they are drafted, and what stands in them.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Published pages.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Saids {
    pub(crate) pages: Vec<Said>,
    pub(crate) count: i64,
}

/// A page, as it is published.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Said {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) slug: String,
    pub(crate) locale: String,
    pub(crate) excerpt: Option<String>,
    pub(crate) seo: Seo,
    pub(crate) published_at: Option<String>,
    pub(crate) first_published_at: Option<String>,
    /// The page in each of its languages, with itself.
    pub(crate) translations: Vec<Translation>,
    pub(crate) content: Value,
    /// What its blocks show, by id, where the API sends it along.
    pub(crate) media: HashMap<String, Media>,
    /// What its reusable blocks say, by id.
    pub(crate) reusable_blocks: HashMap<String, Value>,
}

/// A page in one of its languages.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Translation {
    pub(crate) locale: String,
    pub(crate) slug: String,
}

/// What search engines and those who share a link are told.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Seo {
    pub(crate) title: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) image: Option<String>,
    pub(crate) canonical_url: Option<String>,
    pub(crate) is_hidden: bool,
}

/// Pages, as the staff lists them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DraftedPages {
    pub(crate) pages: Vec<Drafted>,
}

/// A page, as the staff lists it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Drafted {
    pub(crate) id: String,
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) locale: String,
    pub(crate) status: String,
    pub(crate) published_revision: Option<i64>,
    pub(crate) scheduled_revision: Option<i64>,
    pub(crate) scheduled_at: Option<String>,
    pub(crate) unpublish_at: Option<String>,
}

/// A draft, as answered.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct DraftAnswer {
    pub(crate) draft: Draft,
}

/// A draft.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Draft {
    pub(crate) revision: i64,
    pub(crate) title: String,
    pub(crate) slug: String,
    pub(crate) template: Option<String>,
    pub(crate) excerpt: Option<String>,
    pub(crate) seo: Seo,
    pub(crate) content: Value,
}

/// Somebody of the staff, as answered.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct UserAnswer {
    pub(crate) user: User,
}

/// Somebody of the staff.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct User {
    pub(crate) id: String,
    pub(crate) email: String,
    pub(crate) first_name: Option<String>,
    pub(crate) last_name: Option<String>,
}

/// Pictures and films.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Medias {
    pub(crate) media: Vec<Media>,
}

/// A picture or a film of the media library.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Media {
    pub(crate) id: String,
    pub(crate) url: String,
    pub(crate) alt: Option<String>,
    pub(crate) width: Option<u32>,
    pub(crate) height: Option<u32>,
    pub(crate) focal: Option<Focal>,
    pub(crate) variants: Vec<Variation>,
}

/// The point of a picture that stays in view.
#[derive(Debug, Clone, Copy, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Focal {
    pub(crate) x: f64,
    pub(crate) y: f64,
}

/// A picture in one of its sizes.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Variation {
    pub(crate) width: u32,
    pub(crate) url: String,
}

/// Posts of the blog.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Posts {
    pub(crate) blog_posts: Vec<Post>,
    pub(crate) count: i64,
}

/// A post, as answered.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PostAnswer {
    pub(crate) blog_post: Post,
}

/// What a post is about.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Tag {
    pub(crate) name: String,
    pub(crate) slug: String,
}

/// Who wrote it.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Author {
    pub(crate) name: String,
    pub(crate) bio: Option<String>,
    pub(crate) url: Option<String>,
}

/// Where what lay at a path lies by now.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Redirects {
    pub(crate) redirects: Vec<Redirect>,
}

/// One of them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Redirect {
    pub(crate) to_url: String,
    pub(crate) status_code: u16,
}

/// What is written once and shown on many pages.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ReusableBlocks {
    pub(crate) reusable_blocks: Vec<ReusableBlock>,
}

/// One of them.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ReusableBlock {
    pub(crate) id: String,
    pub(crate) content: Value,
}

/// The picture of a post.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Cover {
    pub(crate) media_id: String,
    pub(crate) alt: Option<String>,
}

/// A post of the blog.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct Post {
    pub(crate) id: String,
    pub(crate) locale: String,
    pub(crate) seo: Seo,
    pub(crate) tags: Vec<Tag>,
    pub(crate) authors: Vec<Author>,
    pub(crate) reading_minutes: i64,
    pub(crate) published_at: Option<String>,
    pub(crate) translations: Vec<Translation>,
    pub(crate) content: Value,
    pub(crate) reusable_blocks: HashMap<String, Value>,
    pub(crate) cover: Option<Cover>,
    pub(crate) title: String,
    pub(crate) slug: String,
    pub(crate) excerpt: Option<String>,
    pub(crate) first_published_at: Option<String>,
}

/// A preview that was opened.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Opened {
    pub(crate) preview: Ticket,
}

/// What it is read by.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Ticket {
    pub(crate) ticket: String,
}

/// A preview, as answered.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct PreviewAnswer {
    pub(crate) page: Previewed,
}

/// A page as one of its revisions has it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Previewed {
    pub(crate) title: String,
    pub(crate) locale: String,
    pub(crate) revision: i64,
    pub(crate) content: Value,
}

/// Menus of the shop.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Menus {
    pub(crate) menus: Vec<Menu>,
}

/// A tree of links.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Menu {
    pub(crate) handle: String,
    pub(crate) items: Vec<MenuItem>,
}

/// A link, or what stands above some.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(default)]
pub(crate) struct MenuItem {
    pub(crate) label: String,
    pub(crate) url: Option<String>,
    pub(crate) items: Vec<MenuItem>,
}

/// What the shop has changed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Changes {
    pub(crate) changelog_entries: Vec<ChangeEntry>,
}

/// One of it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct ChangeEntry {
    pub(crate) title: String,
    pub(crate) slug: String,
    pub(crate) version: Option<String>,
    pub(crate) change: String,
    pub(crate) first_published_at: Option<String>,
    pub(crate) content: Value,
    pub(crate) reusable_blocks: HashMap<String, Value>,
}
