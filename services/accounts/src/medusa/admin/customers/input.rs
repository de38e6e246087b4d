//! What is said of a customer.

use db::OnConstraint;
use web::{
    ApiError,
    body::{Change, Fields, FromBody, is_email},
};

use super::super::resource::duplicate;
use crate::store::admin::customers::Said;

pub(super) struct Input(pub(super) Said);

impl FromBody for Input {
    fn read(fields: &mut Fields) -> Self {
        Self(Said {
            email: email(fields),
            company_name: fields.change_text("company_name"),
            first_name: fields.change_text("first_name"),
            last_name: fields.change_text("last_name"),
            phone: fields.change_text("phone"),
            metadata: fields.metadata(),
        })
    }
}

fn email(fields: &mut Fields) -> Change<String> {
    let given = fields.change_text("email");
    let Change::Set(text) = given else {
        return given;
    };
    let email = text.trim().to_lowercase();
    if !is_email(&email) {
        fields.complain("Invalid email for field 'email': expected name@host");
    }
    Change::Set(email)
}

/// 422 when another customer has the address.
pub(super) fn taken<T>(done: db::Result<T>, email: Option<&str>, has_account: bool) -> Result<T, ApiError> {
    let email = email.unwrap_or_default();
    done.on_constraint("customers_one_per_address", |_| {
        duplicate(format!("Customer with email: {email}, has_account: {has_account}, already exists."))
    })
}
