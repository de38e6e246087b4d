//! Whose an address is.

use db::Tx;
use sea_orm::Value;
use uuid::Uuid;

use super::users::{self, User};

/// Somebody reads the mail of an address that nobody had proven: the account is his from now on, and what somebody else may
/// have put into it before ends. `None` when the address was proven already.
pub async fn take_over(tx: &Tx, user: Uuid) -> db::Result<Option<User>> {
    let sql = format!(
        r#"update auth."user" u set "emailVerified" = true, "twoFactorEnabled" = false, "updatedAt" = $2
           where u.id = $1 and not u."emailVerified" returning {}"#,
        User::COLUMNS
    );
    let taken: Option<User> = db::fetch_optional(tx, &sql, [user.into(), tx.now().into()]).await?;
    if taken.is_some() {
        for sql in [
            r#"delete from auth.account where "userId" = $1"#,
            r#"delete from auth.session where "userId" = $1"#,
            r#"delete from auth.passkey where "userId" = $1"#,
            r#"delete from auth."twoFactor" where "userId" = $1"#,
            r#"delete from auth.apikey where "referenceId" = $1"#,
            // Before their addresses: whoever writes one holds its customer first.
            "update public.customers set company_name = null, first_name = null, last_name = null, phone = null,
               metadata = null
             where user_id = $1",
            // Parcels would go where the other one wanted them.
            "delete from public.saved_addresses a using public.customers c
             where c.organization_id = a.organization_id and c.id = a.customer_id and c.user_id = $1",
        ] {
            db::exec(tx, sql, [user.into()]).await?;
        }
    }
    Ok(taken)
}

/// Somebody follows the link of a mail, and the address is the account's for the first time. He cannot be told from who made the
/// account, so the password stays, and the sessions with it: a new one ends both. What would outlive a new password goes: passkeys
/// and keys. `None` when it was proven already, or is another address by now.
pub async fn prove(tx: &Tx, user: Uuid, email: &str) -> db::Result<Option<User>> {
    let proven = users::prove_email(tx, user, email).await?;
    if proven.is_some() {
        for sql in
            [r#"delete from auth.passkey where "userId" = $1"#, r#"delete from auth.apikey where "referenceId" = $1"#]
        {
            db::exec(tx, sql, [user.into()]).await?;
        }
    }
    Ok(proven)
}

/// Gives an account another address, which is proven. `None` when somebody has it.
pub async fn change(tx: &Tx, user: Uuid, email: &str) -> db::Result<Option<User>> {
    let sql = format!(
        r#"update auth."user" u set email = $2, "emailVerified" = true, "updatedAt" = $3
           where u.id = $1 and not exists (select 1 from auth."user" o where o.email = $2 and o.id <> $1) returning {}"#,
        User::COLUMNS
    );
    let values: [Value; 3] = [user.into(), email.into(), tx.now().into()];
    db::fetch_optional(tx, &sql, values).await
}
