//! What the bodies of `/auth` may say, for the OpenAPI document.
#![expect(dead_code, reason = "only their documentation is used")]

use serde_json::Value;
use utoipa::ToSchema;

#[derive(ToSchema)]
pub(super) struct EmailAndPassword {
    /// The address.
    #[schema(example = "ann@example.com", format = "email")]
    email: String,
    /// The password, between 8 and 128 signs.
    #[schema(example = "a long enough passphrase")]
    password: String,
}

#[derive(ToSchema)]
pub(super) struct NewPassword {
    /// The address of who changes it; it may be left out.
    #[schema(example = "ann@example.com", format = "email")]
    email: Option<String>,
    /// The new password, between 8 and 128 signs.
    #[schema(example = "another long passphrase")]
    password: String,
}

#[derive(ToSchema)]
pub(super) struct ResetRequest {
    /// The address of the account.
    #[schema(example = "ann@example.com")]
    identifier: String,
    /// `redirect_to` names the page that the mail's link leads to.
    #[schema(value_type = Object, required = false, example = json!({"redirect_to": "/account/new-password"}))]
    metadata: Option<Value>,
}

#[derive(ToSchema)]
pub(super) struct VerificationRequest {
    /// The address that is to be proven.
    #[schema(example = "ann@example.com")]
    entity_id: String,
    /// What it is: `email`.
    #[schema(example = "email")]
    entity_type: Option<String>,
    /// How it is proven: `token`.
    #[schema(example = "token")]
    code_provider: Option<String>,
    /// Taken, and kept nowhere.
    #[schema(value_type = Object, required = false, example = json!({"page": "checkout"}))]
    metadata: Option<Value>,
}

#[derive(ToSchema)]
pub(super) struct VerificationCode {
    /// What the mail's link says as `token`.
    #[schema(example = "what the mail's link says as token")]
    code: String,
    /// How it is proven: `token`.
    #[schema(example = "token")]
    code_provider: Option<String>,
}

#[derive(ToSchema)]
pub(super) struct VerificationToken {
    /// What the mail's link says as `token`.
    #[schema(example = "what the mail's link says as token")]
    token: String,
}

#[derive(ToSchema)]
pub(super) struct NewFactor {
    /// What kind it is: `totp`, an authenticator app.
    #[schema(example = "totp")]
    provider: String,
    /// What the app calls it.
    #[schema(example = "Ann's phone")]
    label: Option<String>,
    /// Whose code it is, as the app shows it.
    #[schema(example = "Harbour Goods")]
    issuer: Option<String>,
    /// His password, which who has codes by mail gives.
    #[schema(example = "a long enough passphrase")]
    password: Option<String>,
    /// Taken, and kept nowhere.
    #[schema(value_type = Object, required = false, example = json!({"page": "account"}))]
    metadata: Option<Value>,
}

#[derive(ToSchema)]
pub(super) struct FactorCode {
    /// The code that the app shows.
    #[schema(example = "123456")]
    code: String,
}

#[derive(ToSchema)]
pub(super) struct ChallengeCode {
    /// Where the code is from: `totp`, `otp` (mailed), `recovery_code`; without it whatever fits.
    #[schema(example = "totp")]
    method: Option<String>,
    /// The code.
    #[schema(example = "123456")]
    code: String,
}

#[derive(ToSchema)]
pub(super) struct Disabling {
    /// Where the code is from: `totp`, `recovery_code`.
    #[schema(example = "totp")]
    method: Option<String>,
    /// The code, which an app that is proven needs.
    #[schema(example = "123456")]
    code: Option<String>,
}

#[derive(ToSchema)]
pub(super) struct RecoveryCodes {
    /// How many, 50 at most; without it 10.
    #[schema(example = 10, minimum = 1, maximum = 50)]
    count: Option<i64>,
    /// A code of the app that is good now.
    #[schema(example = "123456")]
    code: String,
}
