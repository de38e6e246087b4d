//! Signing in with other providers' accounts, against strict doubles of them over HTTP.

mod browser;
mod callback;
mod github;
mod github_double;
mod id_token;
mod issuer;
mod linking;
mod tokens;
mod unlink;
mod world;
