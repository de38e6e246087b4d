//! Gift cards that were bought for somebody else: the storefront says for whom in the line's `metadata` (`recipient_email`, and if it likes
//! `sender` and `message`), and he is mailed the code once the card is paid. Whoever has bought it is told by `credit::rewards`.

use std::collections::BTreeMap;

use events::{EventRef, Subscriptions};
use jobs::{Job, JobContext, JobError};
use sea_orm::FromQueryResult;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::{
    Telling,
    gather::{plain, plain_name},
    kind, tell,
};
use crate::documents::{words, written};

/// The most that is told of what a buyer wrote.
const LONGEST_MESSAGE: usize = 200;

/// Answers that a gift card was made with a mail to its recipient.
#[derive(Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct TellGift(EventRef);

/// With the events that it hears.
pub(super) fn heard(all: Subscriptions) -> Subscriptions {
    all.on::<TellGift>("gift_card.created")
}

#[derive(FromQueryResult)]
struct Bought {
    id: Uuid,
    code: String,
    value: String,
    currency_code: String,
    metadata: Option<Value>,
    email: Option<String>,
    locale: Option<String>,
    buyer: Option<String>,
    shop: String,
}

impl Job for TellGift {
    const NAME: &'static str = "orders.tell_gift";
    type State = ();

    async fn run(&self, ctx: &JobContext, (): &()) -> Result<(), JobError> {
        let (Some(card), Some(kind)) = (self.0.entity_id, kind("gift_card")) else { return Ok(()) };
        let tx = ctx.begin_working().await?;
        let sql = "select g.id, g.code, g.value::text as value, g.currency_code, i.metadata, o.email, o.locale,
              (select nullif(concat_ws(' ', a.first_name, a.last_name), '') from order_addresses a
                where a.organization_id = o.organization_id and a.order_id = o.id order by a.kind limit 1) as buyer,
              (select s.name from stores s where s.organization_id = o.organization_id limit 1) as shop
            from gift_cards g
            join order_line_items i on i.organization_id = g.organization_id and i.id = g.line_item_id
            join orders o on o.organization_id = i.organization_id and o.id = i.order_id
            where g.id = $1";
        let found: Option<Bought> = db::fetch_optional(&tx, sql, [card.into()]).await?;
        let Some(bought) = found else { return Ok(()) };
        let said = |name: &str| bought.metadata.as_ref().and_then(|all| all[name].as_str()).map(str::trim);
        let Some(to) = said("recipient_email").filter(|to| !to.is_empty() && bought.email.as_deref() != Some(*to))
        else {
            return Ok(());
        };
        let value = bought.value.parse().map_err(web::ApiError::internal)?;
        let sender = said("sender").and_then(plain_name).or_else(|| bought.buyer.as_deref().and_then(plain_name));
        let values = BTreeMap::from([
            ("shop", bought.shop.clone()),
            ("code", bought.code.clone()),
            ("amount", written(words(bought.locale.as_deref()), &bought.currency_code, &value)),
            ("sender", sender.unwrap_or_else(|| bought.shop.clone())),
            // What a stranger has typed goes out in the shop's name: on one line, and leading nowhere.
            ("message", said("message").and_then(|said| plain(said, LONGEST_MESSAGE)).unwrap_or_default()),
        ]);
        let telling = Telling {
            kind,
            to: to.to_owned(),
            locale: bought.locale.clone(),
            customer: None,
            about: ("gift_card", bought.id),
            key: format!("gift_card:{}", bought.id),
            values,
            is_secret: true,
        };
        tell(&tx, &telling).await?;
        tx.commit().await?;
        Ok(())
    }
}
