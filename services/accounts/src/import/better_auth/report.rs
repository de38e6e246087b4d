//! What an import did.

/// How many rows of a kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// They are new here.
    pub created: u64,
    /// They had changed there.
    pub updated: u64,
    /// They are as they were.
    pub unchanged: u64,
    /// They had changed there, and here: changed, used or deleted. They stay as they are here.
    pub kept: u64,
    /// They cannot be taken.
    pub refused: u64,
}

impl Counts {
    /// All rows that were looked at.
    pub fn rows(&self) -> u64 {
        self.created + self.updated + self.unchanged + self.kept + self.refused
    }

    pub(super) fn add(&mut self, other: Self) {
        let Self { created, updated, unchanged, kept, refused } = other;
        self.created += created;
        self.updated += updated;
        self.unchanged += unchanged;
        self.kept += kept;
        self.refused += refused;
    }
}

/// A row that was not taken, or not all of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its table there.
    pub table: &'static str,
    /// Its id there.
    pub id: String,
    /// What it is called, where it has a name that people know.
    pub name: Option<String>,
    /// Why.
    pub why: String,
    /// What to do.
    pub remedy: String,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { table, id, name, why, remedy } = self;
        write!(f, "{table} {id}")?;
        if let Some(name) = name {
            write!(f, " ({name})")?;
        }
        write!(f, ": {why}; {remedy}")
    }
}

/// How far an import is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The table that is read.
    pub table: &'static str,
    /// Rows that were looked at, in all tables.
    pub rows: u64,
    /// Rows there are, in all tables.
    pub total: u64,
}

/// So many lines are kept in memory.
const LINES: usize = 10_000;

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// By table, in the order in which they were taken.
    pub tables: Vec<(&'static str, Counts)>,
    /// The rows that were refused; the first ten thousand of them.
    pub refused: Vec<Refused>,
    /// Rows that were taken without something; as many.
    pub incomplete: Vec<Refused>,
    /// Sessions that were over, and so were not looked at.
    pub over: u64,
    /// Links, codes and challenges that are under way there and end with it.
    pub verifications: u64,
    /// Tables there that nothing reads.
    pub ignored: Vec<String>,
}

impl Report {
    /// All tables together.
    pub fn total(&self) -> Counts {
        self.tables.iter().fold(Counts::default(), |mut total, (_, counts)| {
            total.add(*counts);
            total
        })
    }

    /// What was done with a table.
    pub fn of(&self, table: &str) -> Counts {
        self.tables.iter().find(|(name, _)| *name == table).map(|(_, counts)| *counts).unwrap_or_default()
    }

    pub(super) fn refuse(&mut self, refused: Refused) {
        if self.refused.len() < LINES {
            self.refused.push(refused);
        }
    }

    pub(super) fn miss(&mut self, missing: Refused) {
        if self.incomplete.len() < LINES {
            self.incomplete.push(missing);
        }
    }
}
