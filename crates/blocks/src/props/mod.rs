//! What props are made of. Each type knows how it is edited, and takes nothing that is not valid.

mod choice;
mod focal;
mod id;
mod link;
mod list;
mod refs;
mod text;
mod video;
mod whole;

pub(crate) use self::choice::choice;
pub(crate) use self::id::check as check_id;
pub(crate) use self::link::{check as check_link, check_address, check_image, target};
pub(crate) use self::refs::check as check_ref;
pub(crate) use self::text::{check_key, check_line, check_prose};
pub(crate) use self::video::check as check_video;
pub use self::{
    focal::Focal,
    id::Id,
    link::{Link, Target},
    list::{List, Slot, Words},
    refs::{CategoryId, CollectionId, MediaId, PageId, ProductId, Refs, ReusableId},
    text::{Key, Line, Prose},
    video::{Video, VideoUrl},
    whole::Whole,
};
pub use crate::html::{RawHtml, RichText};

use crate::form::{Field, Kind};

/// A type of props.
pub(crate) trait Prop {
    /// How it is edited, and its limits.
    fn kind() -> Kind;

    /// Whether it says nothing, so that it need not be written.
    fn is_blank(&self) -> bool {
        false
    }
}

/// An entry of a list.
pub(crate) trait Entry {
    /// What it has besides its id.
    fn fields() -> Vec<Field>;
}

impl Prop for bool {
    fn kind() -> Kind {
        Kind::Toggle
    }
}

impl<T: Prop> Prop for Option<T> {
    fn kind() -> Kind {
        T::kind()
    }

    fn is_blank(&self) -> bool {
        self.is_none()
    }
}

/// A text that is looked at when it is made: `checked!(Name; |text| check; kind; schema)`.
macro_rules! checked {
    ($(#[$doc:meta])* $name:ident $([const $max:ident])?; $check:expr; $kind:expr; $schema:tt) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name$(<const $max: usize>)?(String);

        impl$(<const $max: usize>)? TryFrom<String> for $name$(<$max>)? {
            /// What is wrong with it, and the remedy.
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                let check: fn(&str) -> Result<(), String> = $check;
                check(&text).map(|()| Self(text))
            }
        }

        impl$(<const $max: usize>)? From<$name$(<$max>)?> for String {
            fn from(text: $name$(<$max>)?) -> Self {
                text.0
            }
        }

        impl$(<const $max: usize>)? std::ops::Deref for $name$(<$max>)? {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl$(<const $max: usize>)? std::fmt::Display for $name$(<$max>)? {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl$(<const $max: usize>)? schemars::JsonSchema for $name$(<$max>)? {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!($schema)
            }
        }

        impl$(<const $max: usize>)? crate::props::Prop for $name$(<$max>)? {
            fn kind() -> crate::form::Kind {
                $kind
            }

            fn is_blank(&self) -> bool {
                self.0.is_empty()
            }
        }
    };
}
pub(crate) use checked;
