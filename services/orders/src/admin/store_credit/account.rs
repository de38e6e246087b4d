//! Accounts as the shop's staff sees them: codes are told once, as those of gift cards.

use auth::{Staff, needs};
use bigdecimal::BigDecimal;
use db::{OnConstraint, Tx};
use entity::{
    Timestamp,
    ids::{CustomerId, StoreCreditAccountId},
};
use resource::{
    Filter, Param, Table,
    admin::{Create, Resource, Routes, duplicate},
    fields::Word,
    fresh_metadata, row,
};
use sea_orm::Value;
use serde_json::{Map, Value as Json, json};
use utoipa_axum::router::OpenApiRouter;
use uuid::Uuid;
use web::{
    ApiError, App, body,
    body::{Change, Required},
    fields::{Column, View, json as write},
};

use crate::{
    admin::{
        gift_cards::customer,
        promotions::{fields::currency, number},
    },
    credit::{fresh, written},
};

row! {
    /// An account.
    pub struct Account from "a" {
        id: StoreCreditAccountId,
        code: Option<String> = "case when current_setting('kontor.new_code', true) = a.id::text then a.code else '****-' || right(a.code, 4) end",
        customer_id: Option<CustomerId>,
        currency_code: String,
        balance: BigDecimal,
        credits: BigDecimal = "coalesce((select sum(t.amount) from public.store_credit_transactions t
            where t.organization_id = a.organization_id and t.account_id = a.id and t.type = 'credit'), 0)",
        debits: BigDecimal = "coalesce((select sum(t.amount) from public.store_credit_transactions t
            where t.organization_id = a.organization_id and t.account_id = a.id and t.type = 'debit'), 0)",
        metadata: Option<Json>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for Account {
    const COLUMNS: &'static [Column<Self>] = &[
        ("id", |account, out| write(&account.id, out)),
        ("code", |account, out| write(&account.code, out)),
        ("customer_id", |account, out| write(&account.customer_id, out)),
        ("currency_code", |account, out| write(&account.currency_code, out)),
        ("balance", |account, out| write(&number(&account.balance), out)),
        ("credits", |account, out| write(&number(&account.credits), out)),
        ("debits", |account, out| write(&number(&account.debits), out)),
        ("metadata", |account, out| write(&account.metadata, out)),
        ("created_at", |account, out| write(&account.created_at, out)),
        ("updated_at", |account, out| write(&account.updated_at, out)),
        ("deleted_at", |account, out| write(&account.deleted_at, out)),
    ];
}

impl Table for Account {
    type Id = StoreCreditAccountId;

    const ONE: &'static str = "store_credit_account";
    const MANY: &'static str = "store_credit_accounts";
    const NAME: &'static str = "Store credit account";
    const SORTABLE: &'static [&'static str] = &["id", "currency_code", "balance", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &[];
    const FROM: &'static str = "public.store_credit_accounts a";
    const ALIAS: &'static str = "a";
    const FILTERS: &'static [Param] =
        &[Param::text("currency_code", "Currencies."), Param::ids::<CustomerId>("customer_id", "Ids of customers.")];

    /// A whole code, and no part of one.
    fn search(filter: &mut Filter, words: &[String]) {
        if !words.is_empty() {
            filter.and("a.code = ?", written(&words.join(" ")));
        }
    }
}

impl Resource for Account {
    type Read = needs::OrderRead;
    type Write = needs::OrderWrite;

    const PATH: &'static str = "/admin/store-credit-accounts";
    const TAG: &'static str = "Admin: store credit";
    const AS_KONTOR: Option<&'static str> = Some("accounts hold codes, which are money: nobody reads the table");

    fn example() -> Json {
        json!({
            "id": "sca_01jd6nwvvgfa5sr38y5wx4pq3d", "code": null, "customer_id": "cus_01jd6nwvvgfa5sr38y5wx4pq3d",
            "currency_code": "eur", "balance": 20, "credits": 50, "debits": 30, "metadata": null,
            "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null
        })
    }
}

body! {
    /// What is said of a new account.
    pub struct New {
        /// In which currency.
        pub(super) currency_code: Required<Word> = "eur",
        /// Whose it is. Without it, it is claimed by a code, which is told now and not again.
        pub(super) customer_id: Change<String> = "cus_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// The shop's own data.
        pub(super) metadata: Change<Map<String, Json>> = {"why": "complaint"},
    }
}

impl Create for Account {
    type New = New;

    async fn create(tx: &Tx, staff: &Staff, new: New) -> Result<Uuid, ApiError> {
        let Required(code) = new.currency_code;
        let currency = currency(&code.0, "currency_code")?;
        let owner = match new.customer_id {
            Change::Set(id) => Some(customer(tx, &id).await?),
            _ => None,
        };
        let code = owner.is_none().then(fresh);
        let id = StoreCreditAccountId::new().0;
        let sql = "insert into public.store_credit_accounts (organization_id, id, code, customer_id, currency_code, metadata, created_by,
              created_at, updated_at)
            values ($1, $2, $3, $4, $5, private.merge_metadata(null, $6, '{}'), $7, $8, $8)";
        let values: [Value; 8] = [
            tx.organization()?.into(),
            id.into(),
            code.into(),
            owner.into(),
            currency.clone().into(),
            fresh_metadata(new.metadata).into(),
            staff.user().map(|user| user.0).into(),
            tx.now().into(),
        ];
        let taken = |_| {
            duplicate(format!("Store credit account with currency_code: {currency}, already exists for this customer."))
        };
        db::exec(tx, sql, values).await.on_constraint("store_credit_accounts_one", taken)?;
        db::exec(tx, "select set_config('kontor.new_code', $1, true)", [id.to_string().into()]).await?;
        Ok(id)
    }
}

pub(super) fn routes() -> OpenApiRouter<App> {
    Routes::<Account>::new()
        .list("List store credit accounts, without their codes. `q` finds the account of a whole code.")
        .retrieve("Read a store credit account.")
        .create("Make a store credit account, empty: a customer has one for each currency.")
        .router()
}
