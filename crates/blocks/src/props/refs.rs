//! Ids of what stands elsewhere: typed by their prefix, as `entity` writes them. Only the form is looked at.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};

use crate::{
    form::Kind,
    props::{Prop, checked},
};

/// Makes an id: `reference! { /// doc Name = "prefix" Kind }`.
macro_rules! reference {
    ($($(#[$doc:meta])* $name:ident = $prefix:tt $kind:ident;)*) => {$(
        checked! {
            $(#[$doc])*
            $name; |text| check(text, $prefix); Kind::$kind;
            { "type": "string", "pattern": concat!("^", $prefix, "_[0-7][0-9a-hjkmnp-tv-z]{25}$") }
        }

        impl $name {
            /// What it begins with.
            pub const PREFIX: &'static str = $prefix;
        }
    )*};
}

reference! {
    /// A file of the media library.
    MediaId = "med" Media;
    /// A product.
    ProductId = "prod" Product;
    /// A collection.
    CollectionId = "pcol" Collection;
    /// A category.
    CategoryId = "pcat" Category;
    /// A reusable block.
    ReusableId = "rblk" Reusable;
    /// A page; in links alone.
    PageId = "page" Link;
}

/// Whether a text is an id with this prefix: 26 characters of Crockford's base32, small, of which the first is below 8.
pub(crate) fn check(text: &str, prefix: &str) -> Result<(), String> {
    let fits = text.strip_prefix(prefix).and_then(|rest| rest.strip_prefix('_')).is_some_and(|suffix| {
        suffix.len() == 26
            && suffix.as_bytes()[0] <= b'7'
            && suffix
                .bytes()
                .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'h' | b'j' | b'k' | b'm' | b'n' | b'p'..=b't' | b'v'..=b'z'))
    });
    if fits { Ok(()) } else { Err(format!("must be an id: {prefix}_ and 26 small letters and digits")) }
}

/// At most `MAX` products, each once, in an order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<ProductId>", into = "Vec<ProductId>")]
pub struct Refs<const MAX: usize>(Vec<ProductId>);

impl<const MAX: usize> std::ops::Deref for Refs<MAX> {
    type Target = [ProductId];

    fn deref(&self) -> &[ProductId] {
        &self.0
    }
}

impl<const MAX: usize> TryFrom<Vec<ProductId>> for Refs<MAX> {
    type Error = String;

    fn try_from(ids: Vec<ProductId>) -> Result<Self, String> {
        if ids.len() > MAX {
            return Err(format!("must have at most {MAX} entries"));
        }
        let once = ids.iter().collect::<std::collections::HashSet<_>>().len() == ids.len();
        if once { Ok(Self(ids)) } else { Err("must name each once".into()) }
    }
}

impl<const MAX: usize> From<Refs<MAX>> for Vec<ProductId> {
    fn from(refs: Refs<MAX>) -> Self {
        refs.0
    }
}

impl<const MAX: usize> JsonSchema for Refs<MAX> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Products".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let items = ProductId::json_schema(generator);
        json_schema!({ "type": "array", "items": items, "maxItems": MAX, "uniqueItems": true })
    }
}

impl<const MAX: usize> Prop for Refs<MAX> {
    fn kind() -> Kind {
        Kind::Products { max: MAX }
    }

    fn is_blank(&self) -> bool {
        self.0.is_empty()
    }
}
