//! Better Auth's magic links: signing in by a link in a mail.

pub(super) mod docs;
mod sign_in;
mod verify;

use serde::{Deserialize, Serialize};

use crate::better_auth::routes::{Routes, get, post};

/// What a link's token is kept under.
const PURPOSE: &str = "magic-link";

/// What is kept under it.
#[derive(Debug, Serialize, Deserialize)]
struct Pending {
    email: String,
    name: Option<String>,
}

pub(super) fn router() -> Routes {
    Routes::new()
        .route("/sign-in/magic-link", post(sign_in::sign_in_magic_link))
        .route("/magic-link/verify", get(verify::verify_magic_link))
}
