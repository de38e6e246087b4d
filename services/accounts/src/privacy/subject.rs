//! A table that holds something about people: how theirs is found, told and erased.

/// For whom a table is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// A customer of a shop, and a whole person.
    Customer,
    /// A whole person alone: who somebody is does not belong to a shop.
    Person,
}

/// What becomes of rows when somebody is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goes {
    /// They are deleted.
    Deleted,
    /// The schema deletes them with the person.
    WithThePerson,
    /// They stay, for what refers to them, without what is personal. Every column of the table is in one of the two: a test
    /// compares them with the live schema, so that a new one is thought of.
    Emptied {
        /// What is written over, and with what.
        set: &'static [(&'static str, &'static str)],
        /// What stays, as nobody is known by it.
        keeps: &'static [&'static str],
        /// The condition under which there is something to empty.
        unless_done: &'static str,
    },
    /// They stay, emptied by a statement of its own, below `w`.
    By {
        /// It.
        statement: &'static str,
        /// What it writes over.
        sets: &'static [&'static str],
        /// What stays.
        keeps: &'static [&'static str],
    },
}

/// A line of the registry. Its SQL names the table's row `t`, and whom it is about `w`:
///
/// | column | what |
/// |---|---|
/// | `w.person` | the key in `auth."user"`, or null: a guest has none |
/// | `w.customers`, `w.shops` | the keys in `customers`, and the shops in which they stand |
/// | `w.shop` | the shop that it is confined to; null for a whole person |
/// | `w.addresses` | mail addresses, in lower case |
/// | `w.at` | the present time |
/// | `w.until` | what was written later below an address may be somebody else's, who has it by then |
#[derive(Debug, Clone, Copy)]
pub struct Subject {
    /// The table with its schema, quoted.
    pub table: &'static str,
    /// For whom.
    pub of: Of,
    /// Which rows are his, as a condition.
    pub whose: &'static str,
    /// What of them he is told, as a select list: never a hash, a token or a sealed value.
    pub shows: &'static str,
    /// What becomes of them.
    pub goes: Goes,
}

/// Whom it is about, as the first part of a statement, from `$1` to `$7`.
const WHOM: &str = "with w (person, customers, shops, shop, addresses, at, until) as \
    (values ($1::uuid, $2::uuid[], $3::uuid[], $4::uuid, $5::text[], $6::timestamptz, $7::timestamptz))";

impl Subject {
    /// The statement that answers his rows, each as JSON.
    pub(super) fn told(&self) -> String {
        let Self { table, whose, shows, .. } = self;
        format!("{WHOM} select to_jsonb(x)::text as row from (select {shows} from {table} t, w where {whose}) x")
    }

    /// Whether the table is everybody's and may have to be gone through from end to end.
    pub(super) fn is_long(&self) -> bool {
        ["public.jobs", "public.events", "public.api_audit_logs", "public.webhook_events", "auth.verification"]
            .contains(&self.table)
    }

    /// Whether it is the table of people itself.
    pub(super) fn is_the_person(&self) -> bool {
        self.table == r#"auth."user""#
    }

    /// The statement that erases them, unless they go by themselves.
    pub(super) fn erased(&self) -> Option<String> {
        let Self { table, whose, .. } = self;
        Some(match self.goes {
            Goes::WithThePerson => return None,
            Goes::Deleted => format!("{WHOM} delete from {table} t using w where {whose}"),
            Goes::Emptied { set, unless_done, .. } => {
                let set: Vec<String> = set.iter().map(|(column, value)| format!("{column} = {value}")).collect();
                let set = set.join(", ");
                format!("{WHOM} update {table} t set {set} from w where ({whose}) and ({unless_done})")
            }
            Goes::By { statement, .. } => format!("{WHOM} {statement}"),
        })
    }
}
