//! `{email, password}`

use secrecy::SecretString;
use serde_json::Value;
use web::{
    ApiError, Kind,
    body::{Fields, FromBody, is_email},
};

/// What a client sends of both; whether they are good is looked at by whoever takes them.
pub(super) struct EmailAndPassword {
    email: Option<Value>,
    password: Option<Value>,
}

impl FromBody for EmailAndPassword {
    fn read(fields: &mut Fields) -> Self {
        Self { email: fields.take("email"), password: fields.take("password") }
    }
}

impl EmailAndPassword {
    /// Both as texts, the address in lower case; in Medusa's words when they are none.
    pub(super) fn texts(self) -> Result<(String, SecretString), ApiError> {
        Ok((text("Email", self.email)?.trim().to_lowercase(), text("Password", self.password)?.into()))
    }

    /// The same, where the address must be one that can be kept.
    pub(super) fn for_keeping(self) -> Result<(String, SecretString), ApiError> {
        let (email, password) = self.texts()?;
        if !is_email(&email) {
            let message = "Invalid request: Invalid email for field 'email': expected name@host";
            return Err(ApiError::invalid_data(message));
        }
        Ok((email, password))
    }

    /// The password alone; an address may be there, and is answered.
    pub(super) fn password(self) -> Result<(Option<String>, SecretString), ApiError> {
        let email = match self.email {
            None | Some(Value::Null) => None,
            given => Some(text("Email", given)?.trim().to_lowercase()),
        };
        Ok((email, text("Password", self.password)?.into()))
    }
}

fn text(name: &str, value: Option<Value>) -> Result<String, ApiError> {
    match value {
        Some(Value::String(text)) if !text.is_empty() && !text.contains('\0') => Ok(text),
        _ => Err(ApiError::new(Kind::Unauthorized, format!("{name} should be a string"))),
    }
}
