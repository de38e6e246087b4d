//! The one list of block types.

use std::{collections::HashMap, sync::LazyLock};

use schemars::{JsonSchema, generate::SchemaSettings};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    form::{Field, Form, Kind},
    types,
};

/// Makes the list.
macro_rules! registry {
    ($($name:ident),* $(,)?) => {
        /// A block: a type and its props.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(tag = "type", content = "props", rename_all = "snake_case", deny_unknown_fields)]
        pub enum Block {
            $(
                #[doc = concat!("A block with the props of `", stringify!($name), "`.")]
                $name(Box<types::$name>),
            )*
        }

        impl Block {
            /// Its id.
            pub fn id(&self) -> &str {
                match self {
                    $(Self::$name(props) => &props.id,)*
                }
            }

            /// The name of its type in JSON.
            pub fn type_name(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => types::$name::TYPE,)*
                }
            }
        }

        /// The names of all types.
        pub(crate) const NAMES: &[&str] = &[$(types::$name::TYPE),*];

        static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| vec![$(types::$name::form()),*]);
    };
}

registry!(
    Heading,
    RichText,
    Image,
    Gallery,
    Hero,
    Columns,
    ProductGrid,
    ProductFeature,
    BlogList,
    Faq,
    Testimonial,
    Video,
    Form,
    Newsletter,
    Waitlist,
    Html,
    Spacer,
    Reusable,
);

/// What the editor makes its palette and its side panel of: all types with their fields.
pub fn forms() -> &'static [Form] {
    &FORMS
}

static BY_NAME: LazyLock<HashMap<&'static str, &'static Form>> =
    LazyLock::new(|| FORMS.iter().map(|form| (form.type_name, form)).collect());

/// The form of a type.
pub(crate) fn form(type_name: &str) -> Option<&'static Form> {
    BY_NAME.get(type_name).copied()
}

/// The field at a path inside a block, `title` or `buttons[b1].label`.
pub(crate) fn field_at(type_name: &str, path: &str) -> Option<&'static Field> {
    let mut fields: &'static [Field] = &form(type_name)?.fields;
    let mut steps = path.split('.').peekable();
    while let Some(step) = steps.next() {
        let name = step.split('[').next()?;
        let field = fields.iter().find(|field| field.name == name)?;
        match &field.kind {
            Kind::List { fields: inner, .. } if steps.peek().is_some() => fields = inner,
            _ => return Some(field),
        }
    }
    None
}

/// What the JSON Schema is made of.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Content of a page", rename = "Content")]
#[expect(dead_code, reason = "its schema alone is wanted")]
struct Document {
    /// The blocks of the page, in their order.
    #[schemars(length(max = crate::parse::MAX_BLOCKS))]
    blocks: Vec<Block>,
}

/// The JSON Schema (2020-12) of a whole content. It says what can be said there; that ids are unique, the limits of the whole, and what
/// HTML and links may hold, [`crate::Content::parse`] looks at.
pub fn schema() -> Value {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Document>().to_value()
}
