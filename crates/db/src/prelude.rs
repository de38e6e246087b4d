//! What a transaction begins with: PostgREST's pre-query. Role and claims hold until its end, so nothing leaks into the pool.
//!
//! Written out, and not with parameters: so it goes with the `begin`, in one round trip instead of two. Whatever it says is written by
//! [`literal`], for a browser names itself as it likes.

/// One statement that sets what holds until the end of the transaction.
pub(crate) struct Prelude(String);

impl Prelude {
    /// Sets nothing yet.
    pub(crate) fn new() -> Self {
        let mut sql = String::with_capacity(640);
        sql.push_str("select");
        Self(sql)
    }

    /// Sets this.
    pub(crate) fn set(&mut self, name: &'static str, value: &str) {
        self.0.push_str(if self.0.ends_with(')') { ", set_config('" } else { " set_config('" });
        self.0.push_str(name);
        self.0.push_str("', ");
        literal(&mut self.0, value);
        self.0.push_str(", true)");
    }

    /// The statement.
    pub(crate) fn sql(&self) -> &str {
        &self.0
    }
}

/// A string constant as libpq's `PQescapeLiteral` writes one: quotes and backslashes doubled, which holds whatever the server takes for
/// standard. No text of Postgres has a NUL.
fn literal(sql: &mut String, value: &str) {
    sql.push_str(if value.contains('\\') { "E'" } else { "'" });
    for part in value.chars() {
        match part {
            '\'' => sql.push_str("''"),
            '\\' => sql.push_str(r"\\"),
            '\0' => {}
            part => sql.push(part),
        }
    }
    sql.push('\'');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_ends_the_string_that_he_is_in() {
        let mut prelude = Prelude::new();
        prelude.set("role", "anon");
        prelude.set("kontor.request", r#"{"user_agent": "a'); drop table x; --\' \" é 日本"}"#);
        prelude.set("request.jwt.claims", "\0'\0");
        let expected = concat!(
            "select set_config('role', 'anon', true), ",
            r#"set_config('kontor.request', E'{"user_agent": "a''); drop table x; --\\'' \\" é 日本"}', true), "#,
            "set_config('request.jwt.claims', '''', true)",
        );
        assert_eq!(prelude.sql(), expected);
    }
}
