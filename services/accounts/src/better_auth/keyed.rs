//! Hashes of what is short enough to try: without this installation's secret nobody can compare anything with them.

use crate::Accounts;

impl Accounts {
    /// What is stored of a short secret, in its place alone.
    pub(crate) fn keyed_hash(&self, place: &str, secret: &str) -> String {
        vault::token::hash(&self.signer.sign(&format!("hash\n{place}\n{secret}")))
    }
}
