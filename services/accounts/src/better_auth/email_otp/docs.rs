//! The documentation of codes by mail.

use serde_json::json;

use super::change_email::ASK_FIRST;
use crate::better_auth::{
    docs::{
        Access::{Anybody, Fresh},
        Operation,
        examples::{user, with},
        post,
    },
    transport::Code,
};

pub(in crate::better_auth) fn operations() -> Vec<Operation> {
    vec![
        post("/email-otp/send-verification-otp", Anybody, "Mails a code.")
            .must("email", "The address, in any case of letters.", "ann@example.com")
            .must("type", "What the code is for: `sign-in`, `email-verification` or `forget-password`.", "sign-in")
            .answers(json!({ "success": true }))
            .refuses_in_words(400, "Invalid OTP type")
            .refuses(400, &[Code::InvalidEmail]),
        post(
            "/email-otp/check-verification-otp",
            Anybody,
            "Whether a code is right; it stays good, and wrong ones count. Who has the right one \
                reads the address's mail and may know whether it has an account.",
        )
        .must("email", "The address, in any case of letters.", "ann@example.com")
        .must("type", "What the code is for: `sign-in`, `email-verification` or `forget-password`.", "sign-in")
        .must("otp", "The code of the mail.", "123456")
        .answers(json!({ "success": true }))
        .refuses(400, &[Code::InvalidEmail, Code::InvalidOtp, Code::UserNotFound])
        .refuses(403, &[Code::TooManyAttempts]),
        post("/email-otp/verify-email", Anybody, "Proves an address; nobody is signed in by it.")
            .must("email", "The address, in any case of letters.", "ann@example.com")
            .must("otp", "The code of the mail.", "123456")
            .answers(json!({ "status": true, "token": null, "user": user() }))
            .refuses(400, &[Code::InvalidEmail, Code::InvalidOtp, Code::UserNotFound]),
        post(
            "/sign-in/email-otp",
            Anybody,
            "Signs in whoever reads the mail of an address, with a new account if it has none.",
        )
        .must("email", "The address, in any case of letters.", "ann@example.com")
        .must("otp", "The code of the mail.", "123456")
        .may("name", "How the person is called, if the account is new.", "Ann")
        .may("image", "The address of a picture; `null` for none.", "https://example.com/ann.png")
        .answers(json!({
            "token": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
            "user": with(user(), json!({ "image": "https://example.com/ann.png" })),
        }))
        .or_answers(json!({ "twoFactorMethods": ["totp"], "twoFactorRedirect": true }))
        .refuses(400, &[Code::FieldNotAllowed, Code::InvalidOtp])
        .refuses(403, &[Code::BannedUser, Code::OtpNotConfigured, Code::TooManyAttempts]),
        post("/email-otp/request-password-reset", Anybody, "Mails a code to set a new password with.")
            .must("email", "The address, in any case of letters.", "ann@example.com")
            .answers(json!({ "success": true }))
            .refuses(400, &[Code::InvalidEmail]),
        post("/forget-password/email-otp", Anybody, "Mails a code to set a new password with.")
            .must("email", "The address, in any case of letters.", "ann@example.com")
            .answers(json!({ "success": true }))
            .refuses(400, &[Code::InvalidEmail]),
        post(
            "/email-otp/reset-password",
            Anybody,
            "Sets a new password, once per code, ends all sessions and switches personal keys off. The \
                code proves the address too.",
        )
        .must("email", "The address, in any case of letters.", "ann@example.com")
        .must("otp", "The code of the mail.", "123456")
        .must(
            "password",
            "The new password: 8 to 128 characters, and none that has leaked.",
            "a long enough passphrase",
        )
        .answers(json!({ "success": true }))
        .refuses(400, &[Code::InvalidEmail, Code::InvalidOtp, Code::PasswordTooLong, Code::PasswordTooShort]),
        post(
            "/email-otp/request-email-change",
            Fresh,
            "Mails a code to the new address, unless somebody has it; the answer does not tell. The \
                owner of the old one agrees with a code: `send-verification-otp`, type \
                `email-verification`.",
        )
        .must("newEmail", "The new address.", "ann@example.org")
        .may("otp", "The code that was mailed to the old address; without it the call is refused.", "123456")
        .answers(json!({ "success": true }))
        .refuses_in_words(400, "Email is the same")
        .refuses_in_words(400, ASK_FIRST)
        .refuses(400, &[Code::InvalidEmail, Code::InvalidOtp])
        .refuses(403, &[Code::EmailNotVerified, Code::TooManyAttempts]),
        post(
            "/email-otp/change-email",
            Fresh,
            "Changes the caller's address to one whose mail he reads, and tells the old one.",
        )
        .must("newEmail", "The new address.", "ann@example.org")
        .must("otp", "The code of the mail.", "123456")
        .answers(json!({ "success": true }))
        .refuses_in_words(400, "Email is the same")
        .refuses(400, &[Code::InvalidEmail, Code::InvalidOtp])
        .refuses(403, &[Code::EmailNotVerified, Code::TooManyAttempts]),
    ]
}
