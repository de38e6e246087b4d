//! The mails that this service sends, each in the transaction that makes it due.

use db::Tx;
use jobs::Job;
use mail::template::{Button, layout};

use crate::store::users::User;

/// Asks a new person to prove his address.
pub(crate) async fn verify_email(tx: &Tx, user: &User, link: &str) -> Result<(), web::ApiError> {
    let text = format!("{}please confirm that this address is yours. The link holds for one hour.", hello(user));
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
    let text = format!("{}set a new password here. The link holds for one hour and works once.", hello(user));
    let rest = "If you did not ask for it, ignore this mail: your password stays as it is.";
    send(tx, &user.email, "Set a new password", &[&text], Some(("Set a new password", link)), rest).await
}

/// Asks the owner of an address whether it shall be replaced.
pub(crate) async fn confirm_change(tx: &Tx, user: &User, new: &str, link: &str) -> Result<(), web::ApiError> {
    let text = format!("{}shall your account have the address {new} from now on?", hello(user));
    let rest = "If you did not ask for it, change your password: somebody is signed in as you.";
    send(tx, &user.email, "Change of your address", &[&text], Some(("Yes, change it", link)), rest).await
}

/// Asks a person to prove his new address.
pub(crate) async fn prove_change(tx: &Tx, user: &User, new: &str, link: &str) -> Result<(), web::ApiError> {
    let text = format!("{}please confirm that this address is yours. It then replaces the old one.", hello(user));
    let rest = "If you did not ask for it, ignore this mail.";
    send(tx, new, "Confirm your new address", &[&text], Some(("Confirm address", link)), rest).await
}

/// A link that deletes an account.
pub(crate) async fn delete_account(tx: &Tx, user: &User, link: &str) -> Result<(), web::ApiError> {
    let text = format!("{}this deletes your account for good. The link holds for one day.", hello(user));
    let rest = "If you did not ask for it, change your password: somebody is signed in as you.";
    send(tx, &user.email, "Delete your account", &[&text], Some(("Delete my account", link)), rest).await
}

/// Tells a person that his password was changed.
pub(crate) async fn password_changed(tx: &Tx, user: &User) -> Result<(), web::ApiError> {
    let text = format!("{}the password of your account was changed just now.", hello(user));
    let rest = "If it was not you, ask for a new password at once; that ends all sessions.";
    send(tx, &user.email, "Your password was changed", &[&text], None, rest).await
}

/// Tells a person that his password was set anew, by somebody who reads his mail.
pub(crate) async fn password_reset(tx: &Tx, user: &User) -> Result<(), web::ApiError> {
    let text = format!(
        "{}the password of your account was changed just now. All sessions have ended, and your personal keys are switched \
         off: switch on again which you need.",
        hello(user)
    );
    let rest = "If it was not you, somebody reads your mail: change the password of your mailbox, then ask for a new one here.";
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
    let inviter =
        plain(&inviter.name).map_or_else(|| inviter.email.clone(), |name| format!("{name} ({})", inviter.email));
    let organization = plain(organization).unwrap_or_else(|| "a shop".to_owned());
    let text = format!("{inviter} invites you to {organization}. The invitation holds for two days.");
    let rest = "If you know nothing of it, ignore this mail: without a click nothing happens.";
    send(tx, email, "You are invited", &[&text], Some(("See the invitation", link)), rest).await
}

/// Tells a person that his address is another one now.
pub(crate) async fn email_changed(tx: &Tx, user: &User) -> Result<(), web::ApiError> {
    let text = format!("{}your account has another address now; this one no longer opens it.", hello(user));
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
    let text = format!("{}signing in with a second factor was switched {state} just now.", hello(user));
    let rest = "If it was not you, ask for a new password at once; that ends all sessions.";
    send(tx, &user.email, &format!("Your second factor is {state}"), &[&text], None, rest).await
}

/// Tells a person that an authenticator app takes the place of codes by mail.
pub(crate) async fn app_added(tx: &Tx, user: &User) -> Result<(), web::ApiError> {
    let text =
        format!("{}an authenticator app was added to your account just now: its codes are asked for.", hello(user));
    let rest = "If it was not you, ask for a new password at once; that ends all sessions. Then write to us.";
    send(tx, &user.email, "A new authenticator app", &[&text], None, rest).await
}

/// Tells a person that he has other backup codes now.
pub(crate) async fn new_backup_codes(tx: &Tx, user: &User) -> Result<(), web::ApiError> {
    let text = format!("{}new backup codes were made for your account just now. The old ones are over.", hello(user));
    let rest = "If it was not you, ask for a new password at once; that ends all sessions. Then make new codes.";
    send(tx, &user.email, "New backup codes", &[&text], None, rest).await
}

/// Tells a person that a program can call as he from now on.
pub(crate) async fn personal_key(tx: &Tx, user: &User, name: Option<&str>) -> Result<(), web::ApiError> {
    let called = quoted(name);
    let text = format!("{}a personal key{called} was made just now. Whoever has it calls in your name.", hello(user));
    let rest = "If it was not you, ask for a new password at once; that ends all sessions and switches your keys off.";
    send(tx, &user.email, "A new personal key", &[&text], None, rest).await
}

/// Tells a person that a passkey was added to his account or removed from it.
pub(crate) async fn passkey(tx: &Tx, user: &User, name: Option<&str>, is_new: bool) -> Result<(), web::ApiError> {
    let called = quoted(name);
    let (happened, subject) = if is_new {
        ("was added to your account just now. It signs in without a password.", "A new passkey")
    } else {
        ("was removed from your account just now.", "A passkey was removed")
    };
    let text = format!("{}a passkey{called} {happened}", hello(user));
    let rest = "If it was not you, ask for a new password at once; that ends all sessions. Then look at your passkeys.";
    send(tx, &user.email, subject, &[&text], None, rest).await
}

/// Tells a person that an account at a provider opens his account from now on, or does so no longer.
pub(crate) async fn account_linked(tx: &Tx, user: &User, provider: &str, is_on: bool) -> Result<(), web::ApiError> {
    let what = if provider == "credential" { "your password".to_owned() } else { format!("an account at {provider}") };
    let (text, subject) = if is_on {
        (format!("{}{what} can be used to sign in as you from now on.", hello(user)), "A way to sign in was added")
    } else {
        (format!("{}{what} can no longer be used to sign in.", hello(user)), "A way to sign in was removed")
    };
    let rest = "If it was not you, ask for a new password at once; that ends all sessions.";
    send(tx, &user.email, subject, &[&text], None, rest).await
}

/// The most of a name that stands in a mail.
const LONGEST_NAME: usize = 100;

/// A name on one line and not too long. None where it is no name: what somebody else has typed is sent in ours, so it leads
/// nowhere.
fn plain(name: &str) -> Option<String> {
    let words: Vec<&str> =
        name.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    let name: String = words.join(" ").chars().take(LONGEST_NAME).collect();
    let leads_away = name.contains("//") || name.contains('@') || name.to_lowercase().contains("www.");
    (!name.is_empty() && !leads_away).then_some(name)
}

/// How a mail begins. Who has not proven his address may be anybody, and what he calls himself a text for somebody else.
fn hello(user: &User) -> String {
    let name = plain(&user.name).filter(|_| user.email_verified);
    name.map_or_else(|| "Hello, ".to_owned(), |name| format!("Hello {name}, "))
}

/// What somebody calls a thing of his.
fn quoted(name: Option<&str>) -> String {
    name.and_then(plain).map(|name| format!(" \u{201c}{name}\u{201d}")).unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_mails_are_names() {
        for (given, shown) in [
            ("Ann Hansen", Some("Ann Hansen")),
            (" Ann\r\nHansen\u{0} ", Some("Ann Hansen")),
            ("Kaffee & Co. KG", Some("Kaffee & Co. KG")),
            ("", None),
            (" \n ", None),
            ("You have won: https://evil.test", None),
            ("//evil.test/x", None),
            ("WWW.evil.test", None),
            ("write to eve@evil.test", None),
        ] {
            assert_eq!(plain(given).as_deref(), shown, "{given:?}");
        }
        assert_eq!(plain(&"x".repeat(1000)).map(|name| name.len()), Some(LONGEST_NAME));
    }
}
