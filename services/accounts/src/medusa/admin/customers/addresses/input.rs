//! What is said of an address.

use web::body::{Change, Fields, FromBody};

use crate::store::admin::addresses::{Said, TEXTS};

pub(super) struct Input(pub(super) Said);

impl FromBody for Input {
    fn read(fields: &mut Fields) -> Self {
        let texts =
            TEXTS.map(|name| (name, if name == "country_code" { country(fields) } else { fields.change_text(name) }));
        Self(Said {
            texts: texts.into(),
            is_default_shipping: fields.boolean("is_default_shipping"),
            is_default_billing: fields.boolean("is_default_billing"),
            metadata: fields.metadata(),
        })
    }
}

fn country(fields: &mut Fields) -> Change<String> {
    let given = fields.change_text("country_code");
    let Change::Set(text) = given else {
        return given;
    };
    let code = text.to_ascii_lowercase();
    if code.len() != 2 || !code.bytes().all(|byte| byte.is_ascii_lowercase()) {
        fields.complain("Invalid value for field 'country_code': expected two letters, such as de");
    }
    Change::Set(code)
}
