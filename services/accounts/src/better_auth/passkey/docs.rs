//! The documentation of passkeys.

use serde_json::json;

use crate::better_auth::{
    docs::{
        Access::{Anybody, Fresh, Himself, SignedIn},
        Operation,
        examples::{passkey, session, user},
        get, post,
    },
    transport::Code,
};

pub(in crate::better_auth) fn operations() -> Vec<Operation> {
    vec![
        get(
            "/passkey/generate-register-options",
            Fresh,
            "What the browser asks an authenticator for a new passkey with.",
        )
        .may(
            "authenticatorAttachment",
            "Which authenticators are asked: `platform` for the one in this device, \
                `cross-platform` for others.",
            "platform",
        )
        .may("name", "The name under which authenticators list it; without it the address.", "Laptop")
        .may("context", "Not used here.", "any")
        .answers(json!({
            "attestation": "none",
            "authenticatorSelection": {
                "requireResidentKey": false,
                "residentKey": "preferred",
                "userVerification": "preferred",
                "authenticatorAttachment": "platform",
            },
            "challenge": "3q2-7wJ0dGhlLWNoYWxsZW5nZS1vZi1LbyA",
            "excludeCredentials": [{ "id": "k0xqcmVkZW50aWFsLWlkLW9mLWEta2V5", "type": "public-key" }],
            "extensions": { "credProps": true },
            "pubKeyCredParams": [{ "alg": -7, "type": "public-key" }],
            "rp": { "id": "example.com", "name": "Kontor" },
            "timeout": 300_000,
            "user": {
                "displayName": "ann@example.com",
                "id": "AZnSxHsefDqfUj2OakscsA",
                "name": "ann@example.com",
            },
        }))
        .refuses(403, &[Code::EmailNotVerified]),
        post(
            "/passkey/verify-registration",
            Fresh,
            "Keeps a passkey that the caller's authenticator has made. With `createSession` his \
                session gets a new token.",
        )
        .must(
            "response",
            "What the browser got from the authenticator, binary parts in base64url.",
            json!({
                "id": "k0xqcmVkZW50aWFsLWlkLW9mLWEta2V5",
                "rawId": "k0xqcmVkZW50aWFsLWlkLW9mLWEta2V5",
                "response": {
                    "attestationObject": "o2NmbXRkbm9uZWdhdHRTdG10…",
                    "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0Ii4uLn0",
                    "transports": ["internal"],
                    "publicKeyAlgorithm": -7,
                    "publicKey": "pQECAyYgASFYIA…",
                    "authenticatorData": "SZYN5YgOjGh0NBcP…",
                },
                "type": "public-key",
                "authenticatorAttachment": "platform",
            }),
        )
        .may("name", "How it is called.", "Laptop")
        .may("createSession", "Whether the session gets a new token, which is answered with the person.", true)
        .answers(passkey())
        .refuses(400, &[Code::ChallengeNotFound, Code::FailedToVerifyRegistration])
        .refuses(401, &[Code::YouAreNotAllowedToRegisterThisPasskey])
        .refuses(403, &[Code::EmailNotVerified]),
        get(
            "/passkey/generate-authenticate-options",
            Anybody,
            "What the browser asks an authenticator for a passkey with: for one of the caller's \
                if he is signed in, else for any that it has of this site, so that a stranger learns \
                nothing of anybody's.",
        )
        .answers(json!({
            "allowCredentials": [{ "id": "k0xqcmVkZW50aWFsLWlkLW9mLWEta2V5", "type": "public-key" }],
            "challenge": "3q2-7wJ0dGhlLWNoYWxsZW5nZS1vZi1LbyA",
            "rpId": "example.com",
            "timeout": 300_000,
            "userVerification": "preferred",
        })),
        post(
            "/passkey/verify-authentication",
            Anybody,
            "Signs in whose authenticator has answered the challenge. If it has not asked him \
                for a finger, a face or a PIN, he still owes his second factor.",
        )
        .must(
            "response",
            "What the browser got from the authenticator, binary parts in base64url.",
            json!({
                "id": "k0xqcmVkZW50aWFsLWlkLW9mLWEta2V5",
                "rawId": "k0xqcmVkZW50aWFsLWlkLW9mLWEta2V5",
                "response": {
                    "authenticatorData": "SZYN5YgOjGh0NBcP…",
                    "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0Ii4uLn0",
                    "signature": "MEUCIQDk…",
                    "userHandle": "AZnSxHsefDqfUj2OakscsA",
                },
                "type": "public-key",
                "authenticatorAttachment": "platform",
                "clientExtensionResults": {},
            }),
        )
        .answers(json!({ "session": session(), "user": user() }))
        .or_answers(json!({ "twoFactorMethods": ["totp", "otp"], "twoFactorRedirect": true }))
        .refuses(400, &[Code::AuthenticationFailed, Code::ChallengeNotFound])
        .refuses(401, &[Code::AuthenticationFailed, Code::PasskeyNotFound])
        .refuses(403, &[Code::BannedUser, Code::OtpNotConfigured]),
        get("/passkey/list-user-passkeys", SignedIn, "The caller's passkeys.").answers(json!([passkey()])),
        post("/passkey/update-passkey", Himself, "Gives one of the caller's passkeys another name.")
            .must("id", "Which passkey.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .may("name", "How it is called.", "Laptop")
            .answers(json!({ "passkey": passkey() }))
            .refuses(401, &[Code::YouAreNotAllowedToRegisterThisPasskey])
            .refuses(404, &[Code::PasskeyNotFound]),
        post(
            "/passkey/delete-passkey",
            Himself,
            "Removes one of the caller's passkeys. He can always come in by a link in a mail, so \
                it may be his last one.",
        )
        .must("id", "Which passkey.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
        .answers(json!({ "status": true }))
        .refuses_silently(401)
        .refuses(404, &[Code::PasskeyNotFound]),
    ]
}
