//! The letter with the token, to whoever has the order.

use config::Origin;
use entity::ids::OrderId;
use mail::{
    Message,
    template::{Button, layout},
};
use web::{ApiError, App};

/// A letter that is written and not sent yet.
#[derive(Debug)]
pub(crate) struct Letter {
    pub(super) to: String,
    pub(super) order: OrderId,
    pub(super) number: i64,
    pub(super) token: String,
    pub(super) description: Option<String>,
}

/// Sends it, behind the commit of the request and through a transaction of no shop: its token is for nobody who works there.
pub(crate) async fn send(app: &App, letter: Letter) -> Result<(), ApiError> {
    let Letter { to, order, number, token, description } = letter;
    let subject = format!("Somebody asks for your order {number}");
    let ask = format!("Somebody who has an account asks that your order {number} becomes part of it.");
    let said = description.as_deref().and_then(plain).map(|said| format!("He says: {said}"));
    let by_hand = format!("The order is {order}, and the code for it is {token}.");
    let link = storefront(app).map(|site| format!("{site}/order/{order}/transfer/{token}"));
    let mut paragraphs = vec![ask.as_str()];
    paragraphs.extend(said.as_deref());
    if link.is_none() {
        paragraphs.push(&by_hand);
    }
    let rest = "If you know nothing of it, decline it, or ignore this mail: without an answer nothing happens.";
    let button = link.as_deref().map(|url| Button { label: "Accept or decline", url });
    let (text, html) = layout(&subject, &paragraphs, button, rest);
    let message = Message::new(to.as_str(), subject, text).map_err(ApiError::internal)?.with_html(html);
    let tx = app.db.begin_system("mail the token of an order that is asked for").await?;
    mail::enqueue(&tx, message).await.map_err(ApiError::internal)?;
    tx.commit().await?;
    Ok(())
}

/// Where the storefront is: the first that may call.
fn storefront(app: &App) -> Option<&str> {
    app.config.server.store_cors.iter().find_map(|origin| match origin {
        Origin::Exact(exact) => Some(exact.as_str()),
        Origin::Pattern(_) => None,
    })
}

/// What somebody has written, on one line; none where it leads somewhere.
fn plain(text: &str) -> Option<String> {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    let text: String = words.join(" ").chars().take(200).collect();
    let leads_away = text.contains("//") || text.contains('@') || text.to_lowercase().contains("www.");
    (!text.is_empty() && !leads_away).then_some(text)
}
