//! The block types, one in each file: their props, their words for the editor, and what a new one holds.

mod blog_list;
mod columns;
mod common;
mod faq;
mod form;
mod gallery;
mod heading;
mod hero;
mod html;
mod image;
mod newsletter;
mod product_feature;
mod product_grid;
mod reusable;
mod rich_text;
mod spacer;
mod testimonial;
mod video;
mod waitlist;

pub use blog_list::{BlogLayout, BlogList};
pub use columns::{Column, Columns, Gap, VerticalAlign};
pub use common::{Align, Side, Tone};
pub use faq::{Faq, Question};
pub use form::{AnswerField, AnswerKind, Form};
pub use gallery::{Gallery, GalleryLayout, Picture};
pub use heading::Heading;
pub use hero::{Button, ButtonStyle, Height, Hero};
pub use html::Html;
pub use image::{Image, Width};
pub use newsletter::Newsletter;
pub use product_feature::ProductFeature;
pub use product_grid::{ProductGrid, Sort, Source};
pub use reusable::Reusable;
pub use rich_text::RichText;
pub use spacer::{Spacer, SpacerSize};
pub use testimonial::{Quote, QuoteLayout, Testimonial};
pub use video::{Ratio, Video};
pub use waitlist::Waitlist;

/// Makes what has an id and fields: `fields! { /// doc Name { /// help name: Type = "Title" [inline] [needed] [when other = "value"]; … } }`.
macro_rules! fields {
    ($(#[doc = $about:tt])+ $name:ident { $($(#[doc = $help:tt])+ $field:ident: $type:ty = $title:tt $([$($flag:tt)+])*;)* }) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// By which it is found.
            pub id: crate::props::Id,
            $(
                $(#[doc = $help])+
                #[serde(default, skip_serializing_if = "crate::props::Prop::is_blank")]
                #[schemars(title = $title)]
                pub $field: $type,
            )*
        }

        impl crate::props::Entry for $name {
            fn fields() -> Vec<crate::form::Field> {
                vec![$({
                    let field = crate::form::Field {
                        name: stringify!($field),
                        title: $title,
                        help: concat!($($help),+).trim().to_owned(),
                        kind: <$type as crate::props::Prop>::kind(),
                        inline: false,
                        needed: false,
                        shown_when: None,
                    };
                    $(let field = crate::types::flag!(field $($flag)+);)*
                    field
                }),*]
            }
        }
    };
}
pub(crate) use fields;

/// What a field is besides.
macro_rules! flag {
    ($field:ident inline) => {
        crate::form::Field { inline: true, ..$field }
    };
    ($field:ident needed) => {
        crate::form::Field { needed: true, ..$field }
    };
    ($field:ident when $other:ident = $value:tt) => {
        crate::form::Field { shown_when: Some(crate::form::When { field: stringify!($other), is: $value }), ..$field }
    };
}
pub(crate) use flag;

/// Makes a block type: `block! { /// doc Name = "name", "Title", Group, "icon"; fields… ; new {…} }`.
macro_rules! block {
    (
        $(#[doc = $about:tt])+
        $name:ident = $type:tt, $title:tt, $group:ident, $icon:tt { $($fields:tt)* }
        new $new:tt
    ) => {
        crate::types::fields! { $(#[doc = $about])+ $name { $($fields)* } }

        impl $name {
            /// Its name in JSON.
            pub const TYPE: &'static str = $type;

            pub(crate) fn form() -> crate::form::Form {
                crate::form::Form {
                    type_name: $type,
                    title: $title,
                    description: concat!($($about),+).trim().to_owned(),
                    group: crate::form::Group::$group,
                    icon: $icon,
                    defaults: serde_json::json!($new),
                    fields: <Self as crate::props::Entry>::fields(),
                }
            }
        }
    };
}
pub(crate) use block;
