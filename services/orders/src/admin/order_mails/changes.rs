//! How a shop's own words are written, changed and thrown away.

use auth::Staff;
use db::{OnConstraint, Tx};
use entity::ids::OrderMailId;
use resource::{
    Set,
    admin::{Create, Delete, Update, duplicate, select},
    fields::{AtMost, Title as _},
    one,
};
use sea_orm::Value;
use uuid::Uuid;
use web::{
    ApiError,
    body::{Filled, Required},
};

use super::{
    bodies::{Changes, Locale, New, issues},
    order_mail::OrderMail,
};
use crate::mails;

impl Create for OrderMail {
    type New = New;

    async fn create(tx: &Tx, _: &Staff, new: New) -> Result<Uuid, ApiError> {
        let New {
            kind: Required(kind),
            locale: Filled(locale),
            is_enabled,
            subject: Required(AtMost(subject)),
            heading,
            body,
        } = new;
        let Locale(locale) = locale.unwrap_or_else(|| Locale("en".to_owned()));
        let id = OrderMailId::new().0;
        let sql = "insert into public.order_mails (organization_id, id, kind, locale, is_enabled, subject, heading, body, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)";
        let values: [Value; 9] = [
            tx.organization()?.into(),
            id.into(),
            kind.as_str().into(),
            locale.as_str().into(),
            is_enabled.unwrap_or(true).into(),
            subject.into(),
            heading.map(|AtMost(heading)| heading).into(),
            body.0.unwrap_or_default().into(),
            tx.now().into(),
        ];
        db::exec(tx, sql, values).await.on_constraint("order_mails_organization_id_kind_locale_key", |_| {
            duplicate(format!("Order mail with kind: {kind}, locale: {locale}, already exists."))
        })?;
        Ok(id)
    }
}

impl Update for OrderMail {
    type Changes = Changes;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        let Changes { is_enabled, subject, heading, body } = changes;
        let Some(there) = one::<Self>(tx, id, &select::<Self>(None)?).await? else { return Ok(false) };
        let Some(kind) = mails::kind(&there.kind) else { return Ok(false) };
        let (subject, heading) = (subject.title(), heading.map(|AtMost(text)| text));
        let said = heading.clone().given();
        if let Some(issue) = issues(kind, subject.as_deref(), said.as_deref(), body.0.as_deref()).into_iter().next() {
            return Err(ApiError::invalid_data(format!("Invalid request: {issue}")));
        }
        let mut set = Set::new(tx, id)?;
        set.given("is_enabled", is_enabled);
        set.given("subject", subject);
        set.change("heading", heading);
        set.given("body", body.0);
        Ok(set.run_where(tx, "public.order_mails", "true").await?)
    }
}

impl Delete for OrderMail {
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        let sql = "delete from public.order_mails where organization_id = $1 and id = $2";
        Ok(db::exec(tx, sql, [tx.organization()?.into(), id.into()]).await? > 0)
    }
}
