//! The documentation of personal keys.

use serde_json::json;

use crate::better_auth::{
    docs::{
        Access::SignedIn,
        Operation,
        examples::{personal_key, with},
        get, post,
    },
    transport::Code,
};

pub(in crate::better_auth) fn operations() -> Vec<Operation> {
    vec![
        post("/api-key/create", SignedIn, "Makes a key and shows it, once. For who has proven his address and signed in within a day; he has 100 at most.")
            .may("name", "How it is called.", "My program")
            .may("prefix", "What the key begins with: letters, digits, `_` and `-`.", "sk_")
            .may("expiresIn", "For how many seconds the key holds, from a day to a year; `null` for ever.", 2_592_000)
            .may("metadata", "What programs want to remember: any object.", json!({ "plan": "pro" }))
            .may("scopes", "What the key is good for, of what its owner may; `null` for all of it.", json!(["product:read", "order:*"]))
            .may("callsPerMinute", "How often it may call: 300 times when nothing is said, 6,000 at most.", 300)
            .answers(with(personal_key(), json!({ "key": "sk_ZVLODBYkRrQdgSZwYNeDNBKtilyOQlBd…" })))
            .strangers(Code::UnauthorizedSession)
            .refuses(
                400,
                &[
                    Code::ExpiresInIsTooLarge,
                    Code::ExpiresInIsTooSmall,
                    Code::InvalidMetadataType,
                    Code::InvalidNameLength,
                    Code::InvalidPrefixLength,
                    Code::ServerOnlyProperty,
                ],
            )
            .refuses(403, &[Code::EmailNotVerified, Code::SessionNotFresh]),
        get("/api-key/get", SignedIn, "One of the caller's keys, without its text.")
            .must("id", "Which key.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .answers(personal_key())
            .refuses(404, &[Code::KeyNotFound]),
        post("/api-key/update", SignedIn, "Changes one of the caller's keys.")
            .must("keyId", "Which key.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .may("name", "How it is called.", "My program")
            .may("enabled", "Whether the key opens anything.", false)
            .may("metadata", "What programs want to remember: any object.", json!({ "plan": "pro" }))
            .may("expiresIn", "For how many seconds the key holds, from a day to a year; `null` for ever.", 2_592_000)
            .may("scopes", "What the key is good for, of what its owner may; `null` for all of it.", json!(["product:read", "order:*"]))
            .may("callsPerMinute", "How often it may call: 300 times when nothing is said, 6,000 at most.", 300)
            .answers(with(personal_key(), json!({ "enabled": false, "metadata": { "a": 1 } })))
            .strangers(Code::UnauthorizedSession)
            .refuses(
                400,
                &[
                    Code::ExpiresInIsTooLarge,
                    Code::ExpiresInIsTooSmall,
                    Code::InvalidMetadataType,
                    Code::InvalidNameLength,
                    Code::NoValuesToUpdate,
                    Code::ServerOnlyProperty,
                ],
            )
            .refuses(403, &[Code::EmailNotVerified, Code::SessionNotFresh])
            .refuses(404, &[Code::KeyNotFound]),
        post("/api-key/delete", SignedIn, "Removes one of the caller's keys. From then on it opens nothing.")
            .must("keyId", "Which key.", "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70")
            .answers(json!({ "success": true }))
            .refuses(404, &[Code::KeyNotFound]),
        get("/api-key/list", SignedIn, "The caller's keys, without their texts.")
            .may("sortBy", "What the list is sorted by.", "createdAt")
            .may("sortDirection", "`asc` or `desc`.", "desc")
            .may("limit", "At most so many.", "10")
            .may("offset", "So many are left out at the beginning.", "20")
            .may(
                "organizationId",
                "Shops have no keys of this kind, so this is refused.",
                "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
            )
            .answers(json!({ "apiKeys": [personal_key()], "limit": 1, "offset": 1, "total": 3 }))
            .refuses(403, &[Code::UserNotMemberOfOrganization]),
    ]
}
