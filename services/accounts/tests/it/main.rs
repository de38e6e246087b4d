//! The statements on identity against a real Postgres, and what they promise when many come at once.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod admin_users;
mod codes;
mod import;
mod passkeys;
mod permissions;
mod personal_keys;
mod rotate;
mod sessions;
mod social;
mod support;
mod two_factor;

/// Does it a hundred times at once.
async fn hundred<T: Send + 'static, F: Future<Output = T> + Send + 'static>(work: impl Fn() -> F) -> Vec<T> {
    let tasks: tokio::task::JoinSet<T> = (0..100).map(|_| work()).collect();
    tasks.join_all().await
}
