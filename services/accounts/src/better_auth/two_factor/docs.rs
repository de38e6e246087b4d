//! The documentation of second factors.

use serde_json::json;

use crate::better_auth::{
    docs::{
        Access::{Anybody, Himself},
        Operation,
        examples::{user, with},
        post,
    },
    transport::Code,
};

pub(in crate::better_auth) fn operations() -> Vec<Operation> {
    vec![
        post(
            "/two-factor/enable",
            Himself,
            "Begins with an authenticator app, which counts once a code has proven it; or with \
                codes by mail, which count at once.",
        )
        .must("password", "The password.", "a long enough passphrase")
        .may("issuer", "How the site is called in the app.", "Ann's shop")
        .may("method", "`totp` for an authenticator app, `otp` for codes by mail.", "totp")
        .answers(json!({
            "backupCodes": ["aBcDe-FgHiJ", "kLmNo-PqRsT"],
            "method": "totp",
            "totpURI": "otpauth://totp/Kontor:ann%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Kontor",
        }))
        .refuses(400, &[Code::CredentialAccountNotFound, Code::InvalidPassword, Code::TotpAlreadyEnabled])
        .refuses(403, &[Code::EmailNotVerified]),
        post(
            "/two-factor/disable",
            Himself,
            "Switches the second factor off. All trusted devices are forgotten, since what they \
                trusted in is gone.",
        )
        .must("password", "The password.", "a long enough passphrase")
        .answers(json!({ "status": true }))
        .refuses(400, &[Code::CredentialAccountNotFound, Code::InvalidPassword]),
        post("/two-factor/get-totp-uri", Himself, "Shows the secret once more to who knows the password.")
            .must("password", "The password.", "a long enough passphrase")
            .answers(json!({
                "totpURI": "otpauth://totp/Kontor:ann%40example.com?secret=JBSWY3DPEHPK3PXP&issuer=Kontor",
            }))
            .refuses(400, &[Code::CredentialAccountNotFound, Code::InvalidPassword, Code::TotpNotEnabled]),
        post(
            "/two-factor/verify-totp",
            Anybody,
            "A code of the app completes a sign-in, or proves the app to begin with. Each is \
                good once (RFC 6238, 5.2).",
        )
        .must("code", "The code.", "123456")
        .may("trustDevice", "Whether the second factor is not asked for on this device for 30 days.", true)
        .answers(json!({
            "token": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
            "user": with(user(), json!({ "twoFactorEnabled": true })),
        }))
        .refuses(400, &[Code::TooManyAttemptsRequestNewCode, Code::TotpNotEnabled])
        .refuses(401, &[Code::InvalidCode, Code::InvalidTwoFactorCookie])
        .refuses(429, &[Code::AccountTemporarilyLocked]),
        post("/two-factor/send-otp", Anybody, "Mails a code to who has no app, unless the first factor came by mail.")
            .may("trustDevice", "Whether the second factor is not asked for on this device for 30 days.", true)
            .answers(json!({ "status": true }))
            .refuses(400, &[Code::OtpNotConfigured])
            .refuses(401, &[Code::InvalidTwoFactorCookie])
            .refuses(429, &[Code::AccountTemporarilyLocked]),
        post("/two-factor/verify-otp", Anybody, "The code of the mail completes a sign-in.")
            .must("code", "The code.", "123456")
            .may("trustDevice", "Whether the second factor is not asked for on this device for 30 days.", true)
            .answers(json!({
                "token": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
                "user": with(user(), json!({ "twoFactorEnabled": true })),
            }))
            .refuses(400, &[Code::OtpHasExpired, Code::OtpNotConfigured, Code::TooManyAttemptsRequestNewCode])
            .refuses(401, &[Code::InvalidCode, Code::InvalidTwoFactorCookie])
            .refuses(429, &[Code::AccountTemporarilyLocked]),
        post("/two-factor/generate-backup-codes", Himself, "New codes; the old ones are over.")
            .must("password", "The password.", "a long enough passphrase")
            .answers(json!({ "backupCodes": ["aBcDe-FgHiJ", "kLmNo-PqRsT"], "status": true }))
            .refuses(400, &[Code::CredentialAccountNotFound, Code::InvalidPassword, Code::TwoFactorNotEnabled]),
        post("/two-factor/verify-backup-code", Anybody, "A backup code completes a sign-in: once.")
            .must("code", "The code.", "123456")
            .may("disableSession", "Whether the code is only checked and no session begins.", true)
            .answers(json!({
                "token": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
                "user": with(user(), json!({ "twoFactorEnabled": true })),
            }))
            .refuses(400, &[Code::BackupCodesNotEnabled])
            .refuses(401, &[Code::InvalidBackupCode, Code::InvalidTwoFactorCookie])
            .refuses(429, &[Code::AccountTemporarilyLocked]),
    ]
}
