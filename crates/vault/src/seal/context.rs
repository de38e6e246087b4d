//! Where a sealed value belongs.

/// The place of a sealed value. Table and column say what it is, the row whose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Context<'a> {
    /// The table, with its schema: `auth.account`.
    pub table: &'a str,
    /// The column.
    pub column: &'a str,
    /// The row's key as text, with the organization where that is part of it.
    pub row: &'a str,
}

impl Context<'_> {
    /// What is authenticated: the header, and each part after its length, so that no two places look alike.
    pub(super) fn authenticate(&self, header: &[u8]) -> Vec<u8> {
        let mut bytes = header.to_vec();
        for part in [self.table, self.column, self.row] {
            bytes.extend((part.len() as u64).to_be_bytes());
            bytes.extend(part.as_bytes());
        }
        bytes
    }
}
