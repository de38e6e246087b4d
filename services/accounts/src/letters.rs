//! The mails that this service sends, each in the transaction that makes it due.

use db::Tx;
use jobs::Job;
use mail::template::{Button, layout};

use crate::store::users::User;

/// Asks a new person to prove his address.
pub(crate) async fn verify_email(tx: &Tx, user: &User, link: &str) -> Result<(), web::ApiError> {
    let text = format!("Hello {}, please confirm that this address is yours. The link holds for one hour.", user.name);
    let rest = "If you did not sign up, ignore this mail: without a click nothing happens.";
    send(tx, &user.email, "Confirm your address", &[&text], Some(("Confirm address", link)), rest).await
}

/// Tells the owner of an address that somebody wanted to sign up with it.
pub(crate) async fn address_is_taken(tx: &Tx, email: &str, site: &str) -> Result<(), web::ApiError> {
    let text = "Somebody, perhaps you, tried to sign up with this address. You have an account already: sign in, or \
        ask for a new password if you have forgotten it.";
    let rest = "If it was not you, there is nothing to do: your account is as it was.";
    send(tx, email, "You have an account already", &[text], Some(("Sign in", site)), rest).await
}

/// A link to set a new password.
pub(crate) async fn reset_password(tx: &Tx, user: &User, link: &str) -> Result<(), web::ApiError> {
    let text = format!("Hello {}, set a new password here. The link holds for one hour and works once.", user.name);
    let rest = "If you did not ask for it, ignore this mail: your password stays as it is.";
    send(tx, &user.email, "Set a new password", &[&text], Some(("Set a new password", link)), rest).await
}

/// Asks the owner of an address whether it shall be replaced.
pub(crate) async fn confirm_change(tx: &Tx, user: &User, new: &str, link: &str) -> Result<(), web::ApiError> {
    let text = format!("Hello {}, shall your account have the address {new} from now on?", user.name);
    let rest = "If you did not ask for it, change your password: somebody is signed in as you.";
    send(tx, &user.email, "Change of your address", &[&text], Some(("Yes, change it", link)), rest).await
}

/// Asks a person to prove his new address.
pub(crate) async fn prove_change(tx: &Tx, user: &User, new: &str, link: &str) -> Result<(), web::ApiError> {
    let text = format!("Hello {}, please confirm that this address is yours. It then replaces the old one.", user.name);
    let rest = "If you did not ask for it, ignore this mail.";
    send(tx, new, "Confirm your new address", &[&text], Some(("Confirm address", link)), rest).await
}

/// A link that deletes an account.
pub(crate) async fn delete_account(tx: &Tx, user: &User, link: &str) -> Result<(), web::ApiError> {
    let text = format!("Hello {}, this deletes your account for good. The link holds for one day.", user.name);
    let rest = "If you did not ask for it, change your password: somebody is signed in as you.";
    send(tx, &user.email, "Delete your account", &[&text], Some(("Delete my account", link)), rest).await
}

/// Tells a person that his password was changed.
pub(crate) async fn password_changed(tx: &Tx, user: &User) -> Result<(), web::ApiError> {
    let text = format!("Hello {}, the password of your account was changed just now.", user.name);
    let rest = "If it was not you, ask for a new password at once; that ends all sessions.";
    send(tx, &user.email, "Your password was changed", &[&text], None, rest).await
}

/// Asks somebody into a shop.
pub(crate) async fn invitation(
    tx: &Tx,
    email: &str,
    inviter: &User,
    organization: &str,
    link: &str,
) -> Result<(), web::ApiError> {
    let text = format!(
        "{} ({}) invites you to {organization}. The invitation holds for two days.",
        inviter.name, inviter.email
    );
    let rest = "If you know nothing of it, ignore this mail: without a click nothing happens.";
    send(tx, email, "You are invited", &[&text], Some(("See the invitation", link)), rest).await
}

/// Tells a person that his address is another one now.
pub(crate) async fn email_changed(tx: &Tx, user: &User) -> Result<(), web::ApiError> {
    let text = format!("Hello {}, your account has another address now; this one no longer opens it.", user.name);
    let rest = "If it was not you, write to us at once.";
    send(tx, &user.email, "Your address was changed", &[&text], None, rest).await
}

/// A link that signs in.
pub(crate) async fn magic_link(tx: &Tx, email: &str, link: &str) -> Result<(), web::ApiError> {
    let text = "Sign in with this link. It holds for five minutes and works once.";
    let rest = "If you did not ask for it, ignore this mail: without a click nothing happens.";
    send(tx, email, "Sign in", &[text], Some(("Sign in", link)), rest).await
}

/// A code to type in. Unless it is `wanted` the letter is written and taken back, so that the work is the same.
pub(crate) async fn code(tx: &Tx, email: &str, purpose: &str, code: &str, wanted: bool) -> Result<(), web::ApiError> {
    as_if(tx).await?;
    let text = format!("Your code to {purpose} is {code}. It holds for a few minutes and works once.");
    let rest = "Tell it to nobody. If you did not ask for it, ignore this mail.";
    send(tx, email, "Your code", &[&text], None, rest).await?;
    settle(tx, wanted).await?;
    Ok(())
}

/// From here on the work is done as if somebody were to hear of it.
pub(crate) async fn as_if(tx: &Tx) -> db::Result<()> {
    tx.batch("savepoint letter").await
}

/// Keeps what was written since [`as_if`], or takes it back: the work is the same, and so is the time it takes.
pub(crate) async fn settle(tx: &Tx, wanted: bool) -> db::Result<()> {
    if wanted {
        return tx.batch("release savepoint letter").await;
    }
    // Workers are woken all the same.
    let notify = format!("notify {}, '{}'", jobs::CHANNEL, mail::SendMail::QUEUE);
    tx.batch(&format!("rollback to savepoint letter; {notify}")).await
}

/// Tells a person that his second factor was switched on or off.
pub(crate) async fn second_factor(tx: &Tx, user: &User, is_on: bool) -> Result<(), web::ApiError> {
    let state = if is_on { "on" } else { "off" };
    let text = format!("Hello {}, signing in with a second factor was switched {state} just now.", user.name);
    let rest = "If it was not you, ask for a new password at once; that ends all sessions.";
    send(tx, &user.email, &format!("Your second factor is {state}"), &[&text], None, rest).await
}

/// Tells a person that a passkey was added to his account or removed from it.
pub(crate) async fn passkey(tx: &Tx, user: &User, name: Option<&str>, is_new: bool) -> Result<(), web::ApiError> {
    let called = name.map(|name| format!(" \u{201c}{name}\u{201d}")).unwrap_or_default();
    let (happened, subject) = if is_new {
        ("was added to your account just now. It signs in without a password.", "A new passkey")
    } else {
        ("was removed from your account just now.", "A passkey was removed")
    };
    let text = format!("Hello {}, a passkey{called} {happened}", user.name);
    let rest = "If it was not you, ask for a new password at once; that ends all sessions. Then look at your passkeys.";
    send(tx, &user.email, subject, &[&text], None, rest).await
}

/// Tells a person that an account at a provider opens his account from now on, or does so no longer.
pub(crate) async fn account_linked(tx: &Tx, user: &User, provider: &str, is_on: bool) -> Result<(), web::ApiError> {
    let what = if provider == "credential" { "Your password".to_owned() } else { format!("An account at {provider}") };
    let (text, subject) = if is_on {
        (
            format!("Hello {}. {what} can be used to sign in as you from now on.", user.name),
            "A way to sign in was added",
        )
    } else {
        (format!("Hello {}. {what} can no longer be used to sign in.", user.name), "A way to sign in was removed")
    };
    let rest = "If it was not you, ask for a new password at once; that ends all sessions.";
    send(tx, &user.email, subject, &[&text], None, rest).await
}

async fn send(
    tx: &Tx,
    to: &str,
    subject: &str,
    paragraphs: &[&str],
    button: Option<(&str, &str)>,
    footer: &str,
) -> Result<(), web::ApiError> {
    let button = button.map(|(label, url)| Button { label, url });
    let (text, html) = layout(subject, paragraphs, button, footer);
    let message = mail::Message::new(to, subject, text).map_err(web::ApiError::internal)?.with_html(html);
    mail::enqueue(tx, message).await?;
    Ok(())
}
