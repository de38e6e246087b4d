//! What answers are made of, as an example.

use serde_json::{Value, json};

/// A person.
pub(in crate::better_auth) fn user() -> Value {
    json!({
        "name": "Ann",
        "email": "ann@example.com",
        "emailVerified": true,
        "image": null,
        "createdAt": "2026-01-01T12:00:00.000Z",
        "updatedAt": "2026-01-01T12:00:00.000Z",
        "role": "user",
        "banned": false,
        "banReason": null,
        "banExpires": null,
        "twoFactorEnabled": false,
        "id": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
    })
}

/// A session.
pub(in crate::better_auth) fn session() -> Value {
    json!({
        "expiresAt": "2026-01-01T12:00:00.000Z",
        "token": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
        "createdAt": "2026-01-01T12:00:00.000Z",
        "updatedAt": "2026-01-01T12:00:00.000Z",
        "ipAddress": "203.0.113.7",
        "userAgent": "Mozilla/5.0",
        "userId": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
        "activeOrganizationId": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
        "activeTeamId": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
        "impersonatedBy": null,
        "id": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
    })
}

/// A member of a shop.
pub(in crate::better_auth) fn member() -> Value {
    json!({
        "id": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
        "organizationId": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
        "userId": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
        "role": "owner",
        "createdAt": "2026-01-01T12:00:00.000Z",
    })
}

/// A member of a shop, with who he is.
pub(in crate::better_auth) fn member_with_user() -> Value {
    json!({
        "id": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
        "organizationId": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
        "userId": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
        "role": "owner",
        "createdAt": "2026-01-01T12:00:00.000Z",
        "user": {
            "id": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
            "name": "Ann",
            "email": "ann@example.com",
            "image": null,
        },
    })
}

/// A shop.
pub(in crate::better_auth) fn organization() -> Value {
    json!({
        "id": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
        "name": "Ann's shop",
        "slug": "anns-shop",
        "logo": "https://example.com/logo.png",
        "createdAt": "2026-01-01T12:00:00.000Z",
        "metadata": "{\"plan\":\"pro\"}",
    })
}

/// An invitation into a shop.
pub(in crate::better_auth) fn invitation() -> Value {
    json!({
        "id": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
        "organizationId": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
        "email": "ben@example.com",
        "role": "admin",
        "teamId": null,
        "status": "pending",
        "expiresAt": "2026-01-01T12:00:00.000Z",
        "createdAt": "2026-01-01T12:00:00.000Z",
        "inviterId": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
    })
}

/// A team.
pub(in crate::better_auth) fn team() -> Value {
    json!({
        "id": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
        "name": "Sales",
        "organizationId": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
        "createdAt": "2026-01-01T12:00:00.000Z",
        "updatedAt": "2026-01-01T12:00:00.000Z",
    })
}

/// Who is in a team.
pub(in crate::better_auth) fn team_member() -> Value {
    json!({
        "id": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
        "teamId": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
        "userId": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
        "createdAt": "2026-01-01T12:00:00.000Z",
    })
}

/// A role that a shop made.
pub(in crate::better_auth) fn role() -> Value {
    json!({
        "id": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
        "organizationId": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
        "role": "buyer",
        "permission": { "member": ["create", "update"] },
        "createdAt": "2026-01-01T12:00:00.000Z",
        "updatedAt": null,
    })
}

/// A passkey.
pub(in crate::better_auth) fn passkey() -> Value {
    json!({
        "id": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
        "name": "Laptop",
        "publicKey": "pQECAyYgASFYIAJ…",
        "userId": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
        "credentialID": "k0xqcmVkZW50aWFsLWlkLW9mLWEta2V5",
        "counter": 0,
        "deviceType": "singleDevice",
        "backedUp": false,
        "transports": "internal",
        "createdAt": "2026-01-01T12:00:00.000Z",
        "aaguid": "00000000-0000-0000-0000-000000000000",
    })
}

/// A way in.
pub(in crate::better_auth) fn account() -> Value {
    json!({
        "id": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
        "providerId": "credential",
        "accountId": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
        "userId": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
        "createdAt": "2026-01-01T12:00:00.000Z",
        "updatedAt": "2026-01-01T12:00:00.000Z",
        "scopes": [],
    })
}

/// A personal key, without its text.
pub(in crate::better_auth) fn personal_key() -> Value {
    json!({
        "configId": "default",
        "createdAt": "2026-01-01T12:00:00.000Z",
        "enabled": true,
        "expiresAt": "2026-01-01T12:00:00.000Z",
        "id": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
        "lastRefillAt": null,
        "lastRequest": null,
        "metadata": { "plan": "pro" },
        "name": "My program",
        "permissions": null,
        "prefix": "sk_",
        "rateLimitEnabled": true,
        "rateLimitMax": 300,
        "rateLimitTimeWindow": 60_000,
        "referenceId": "0199d2c4-7b1e-7c3a-9f52-3d8e6a4b1c70",
        "refillAmount": null,
        "refillInterval": null,
        "remaining": null,
        "requestCount": 0,
        "start": "sk_ZVL",
        "updatedAt": "2026-01-01T12:00:00.000Z",
    })
}

/// The same, with other values.
pub(in crate::better_auth) fn with(mut example: Value, others: Value) -> Value {
    if let (Value::Object(example), Value::Object(others)) = (&mut example, others) {
        example.extend(others);
    }
    example
}
