//! Pages and what else people write.

pub mod blog_author;
pub mod blog_post;
pub mod blog_post_author;
pub mod blog_post_tag;
pub mod changelog_entry;
pub mod content_document;
pub mod media;
pub mod media_use;
pub mod menu;
pub mod page;
pub mod page_content;
pub mod page_content_history;
pub mod page_editor;
pub mod redirect;
pub mod site_settings;
