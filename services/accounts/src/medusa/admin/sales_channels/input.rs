//! What is said of a channel.

use web::body::{Fields, FromBody};

use super::super::resource::name;
use crate::store::admin::channels::Said;

/// Of one that there is.
pub(super) struct Input(pub(super) Said);

/// Of one that is to be opened.
pub(super) struct New(pub(super) Said);

impl FromBody for Input {
    fn read(fields: &mut Fields) -> Self {
        let name = name(fields);
        Self(Said {
            name,
            description: fields.change_text("description"),
            is_disabled: fields.boolean("is_disabled"),
            metadata: fields.metadata(),
        })
    }
}

impl FromBody for New {
    fn read(fields: &mut Fields) -> Self {
        let name = fields.required_text("name");
        let Input(said) = Input::read(fields);
        Self(Said { name: Some(name), ..said })
    }
}
