//! A shop's settings, and the currencies that it sells in.

use bigdecimal::BigDecimal;
use db::{Error, Tx};
use entity::{
    Number, Timestamp,
    ids::{RegionId, SalesChannelId, StockLocationId, StoreCurrencyId, StoreId, StoreLocaleId},
};
use resource::{Param, Row, Set, Table, Unknown, names, of_owners, row};
use sea_orm::FromQueryResult;
use serde_json::{Map, Value as Json};
use uuid::Uuid;
use web::{
    body::Change,
    fields::{Column, Relation, Selection, View, many},
};

row! {
    /// The settings.
    pub struct Store from "s" {
        id: StoreId,
        name: String,
        default_sales_channel_id: Option<SalesChannelId>,
        default_region_id: Option<RegionId>,
        default_location_id: Option<StockLocationId>,
        default_locale_code: String,
        storefront_url: Option<String>,
        totals_rounding: String,
        payment_capture: String,
        deposit_percent: Number,
        deposit_days: i32,
        return_days: i32,
        invoice_when_paid: bool,
        legal_name: Option<String>,
        legal_address: Option<String>,
        tax_number: Option<String>,
        metadata: Option<Json>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
    loaded {
        supported_currencies: Vec<Currency>,
        supported_locales: Vec<Locale>,
    }
}

row! {
    /// A currency that the shop sells in.
    pub struct Currency from "y" {
        id: StoreCurrencyId,
        currency_code: String,
        is_default: bool,
        is_tax_inclusive: bool,
        store_id: StoreId,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

row! {
    /// A language that the shop speaks.
    pub struct Locale from "l" {
        id: StoreLocaleId,
        locale_code: String,
        store_id: StoreId,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for Locale {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for Locale {
    type Id = StoreLocaleId;

    const ONE: &'static str = "supported_locale";
    const MANY: &'static str = "supported_locales";
    const NAME: &'static str = "Locale";
    const SORTABLE: &'static [&'static str] = &[];
    const WORDS: &'static [&'static str] = &[];
    const FROM: &'static str = "(
        select c.*, t.id as store_id, null::timestamptz as deleted_at
        from public.store_locales c join public.stores t on t.organization_id = c.organization_id
      ) l";
    const ALIAS: &'static str = "l";
}

impl View for Currency {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for Currency {
    type Id = StoreCurrencyId;

    const ONE: &'static str = "supported_currency";
    const MANY: &'static str = "supported_currencies";
    const NAME: &'static str = "Currency";
    const SORTABLE: &'static [&'static str] = &[];
    const WORDS: &'static [&'static str] = &[];
    const FROM: &'static str = "(
        select c.*, t.id as store_id, null::timestamptz as deleted_at, coalesce(p.is_tax_inclusive, false) as is_tax_inclusive
        from public.store_currencies c join public.stores t on t.organization_id = c.organization_id
        left join public.price_preferences p on p.organization_id = c.organization_id
          and p.attribute = 'currency_code' and p.value = c.currency_code
      ) y";
    const ALIAS: &'static str = "y";
}

impl View for Store {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
    const RELATIONS: &'static [Relation<Self>] = &[
        ("supported_currencies", |s| many(s, |store: &Self| &store.supported_currencies)),
        ("supported_locales", |s| many(s, |store: &Self| &store.supported_locales)),
    ];
}

impl Table for Store {
    type Id = StoreId;

    const ONE: &'static str = "store";
    const MANY: &'static str = "stores";
    const NAME: &'static str = "Store";
    const DEFAULT_RELATIONS: &'static [&'static str] = &["*supported_currencies", "*supported_locales"];
    const SORTABLE: &'static [&'static str] = &["id", "name", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["s.name"];
    const FROM: &'static str = "(select t.*, null::timestamptz as deleted_at from public.stores t) s";
    const ALIAS: &'static str = "s";
    const FILTERS: &'static [Param] = &[Param::text("name", "Exact names.")];

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![("supported_currencies", names::<Currency>()), ("supported_locales", names::<Locale>())]
    }

    async fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> db::Result<()> {
        let owners: Vec<Uuid> = page.iter().map(|store| store.id.0).collect();
        if selection.has("supported_currencies") {
            let mut currencies = of_owners::<Currency>(tx, "", "y.store_id", owners.clone()).await?;
            for store in &mut *page {
                store.supported_currencies = currencies.remove(&store.id.0).unwrap_or_default();
            }
        }
        if selection.has("supported_locales") {
            let mut locales = of_owners::<Locale>(tx, "", "l.store_id", owners).await?;
            for store in page {
                store.supported_locales = locales.remove(&store.id.0).unwrap_or_default();
            }
        }
        Ok(())
    }
}

/// What is said of how a shop sells.
#[derive(Debug, Default)]
pub struct Selling {
    pub totals_rounding: Option<&'static str>,
    pub payment_capture: Option<&'static str>,
    pub deposit_percent: Option<BigDecimal>,
    pub deposit_days: Option<i64>,
    pub return_days: Option<i64>,
    pub invoice_when_paid: Option<bool>,
    pub legal_name: Change<String>,
    pub legal_address: Change<String>,
    pub tax_number: Change<String>,
}

/// What is said of a shop.
#[derive(Debug, Default)]
pub struct Said {
    pub name: Option<String>,
    pub default_sales_channel_id: Change<String>,
    pub default_region_id: Change<String>,
    pub default_location_id: Change<String>,
    pub default_locale_code: Option<String>,
    pub storefront_url: Change<String>,
    pub selling: Selling,
    pub metadata: Change<Map<String, Json>>,
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

/// Nobody else changes the shop's settings, or removes what is a default in them, before this transaction ends.
pub async fn lock(tx: &Tx) -> db::Result<()> {
    let sql = "select from public.stores where organization_id = $1 for no key update";
    db::exec(tx, sql, [tx.organization()?.into()]).await.map(drop)
}

/// Changes a shop's settings; false when there is no such shop. They are locked before it is looked at what is there.
pub async fn update(tx: &Tx, id: Uuid, said: Said) -> db::Result<Result<bool, Unknown>> {
    let Said {
        name,
        default_sales_channel_id,
        default_region_id,
        default_location_id,
        default_locale_code,
        storefront_url,
        selling,
        metadata,
    } = said;
    lock(tx).await?;
    let mut set = Set::new(tx, id)?;
    set.given("name", name);
    set.given("default_locale_code", default_locale_code);
    set.change("storefront_url", storefront_url);
    set.given("totals_rounding", selling.totals_rounding);
    set.given("payment_capture", selling.payment_capture);
    set.given("deposit_percent", selling.deposit_percent);
    set.given("deposit_days", selling.deposit_days);
    set.given("return_days", selling.return_days);
    set.given("invoice_when_paid", selling.invoice_when_paid);
    set.change("legal_name", selling.legal_name);
    set.change("legal_address", selling.legal_address);
    set.change("tax_number", selling.tax_number);
    set.metadata("metadata", metadata);
    for (column, table, change, parse) in [
        (
            "default_sales_channel_id",
            "public.sales_channels",
            default_sales_channel_id,
            parse::<SalesChannelId> as Parse,
        ),
        ("default_region_id", "public.regions", default_region_id, parse::<RegionId> as Parse),
        ("default_location_id", "public.stock_locations", default_location_id, parse::<StockLocationId> as Parse),
    ] {
        let change = match change {
            Change::Keep => continue,
            Change::Clear => Change::Clear,
            Change::Set(text) => match known(tx, table, parse(&text)).await? {
                Some(id) => Change::Set(id),
                None => return Ok(Err(Unknown(text))),
            },
        };
        set.change(column, change);
    }
    Ok(Ok(set.run_where(tx, "public.stores", "true").await?))
}

type Parse = fn(&str) -> Option<Uuid>;

fn parse<T: std::str::FromStr + Into<Uuid>>(text: &str) -> Option<Uuid> {
    text.parse::<T>().ok().map(Into::into)
}

/// The id, if the shop has something with it.
async fn known(tx: &Tx, table: &str, id: Option<Uuid>) -> db::Result<Option<Uuid>> {
    let sql = format!("select id from {table} where organization_id = $1 and id = $2 and deleted_at is null");
    let found: Option<Id> = db::fetch_optional(tx, &sql, [tx.organization()?.into(), id.into()]).await?;
    Ok(found.map(|found| found.id))
}

/// The currency that counts when none is named.
pub async fn default_currency(tx: &Tx) -> db::Result<Option<String>> {
    #[derive(FromQueryResult)]
    struct Row {
        currency_code: String,
    }
    let sql = "select currency_code from public.store_currencies where organization_id = $1 and is_default";
    let row: Option<Row> = db::fetch_optional(tx, sql, [tx.organization()?.into()]).await?;
    Ok(row.map(|row| row.currency_code))
}

/// There are prices in a currency: a sentence that names it.
#[derive(Debug)]
pub struct Priced(pub String);

/// Sells in these currencies and no others. One that a region needs breaks `regions_organization_id_currency_code_fkey`.
/// The settings are locked.
pub async fn set_currencies(tx: &Tx, codes: Vec<String>, default: &str) -> db::Result<Result<(), Priced>> {
    let organization = tx.organization()?;
    let gone = "delete from public.store_currencies where organization_id = $1 and not (currency_code = any($2))";
    match db::exec(tx, gone, [organization.into(), codes.clone().into()]).await {
        Err(Error::Constraint { name, detail, .. }) if name == "store_currencies_priced" => {
            return Ok(Err(Priced(detail.into())));
        }
        done => done?,
    };
    let demote = "update public.store_currencies set is_default = false
        where organization_id = $1 and is_default and currency_code <> $2";
    db::exec(tx, demote, [organization.into(), default.into()]).await?;
    let add = "insert into public.store_currencies (organization_id, currency_code, is_default, created_at, updated_at)
        select $1, code, code = $3, $4, $4 from unnest($2::text[]) code
        on conflict (organization_id, currency_code) do update set is_default = excluded.is_default
          where store_currencies.is_default <> excluded.is_default";
    let values: [sea_orm::Value; 4] = [organization.into(), codes.into(), default.into(), tx.now().into()];
    db::exec(tx, add, values).await?;
    Ok(Ok(()))
}

/// Says of currencies whether prices in them include tax.
pub async fn prefer_taxes(tx: &Tx, currencies: Vec<(String, bool)>) -> db::Result<()> {
    let (codes, inclusive): (Vec<String>, Vec<bool>) = currencies.into_iter().unzip();
    let sql = "insert into public.price_preferences
          (organization_id, attribute, value, is_tax_inclusive, created_at, updated_at)
        select $1, 'currency_code', u.code, u.inclusive, $4, $4 from unnest($2::text[], $3::boolean[]) u (code, inclusive)
        on conflict (organization_id, attribute, value) do update set is_tax_inclusive = excluded.is_tax_inclusive
          where price_preferences.is_tax_inclusive <> excluded.is_tax_inclusive";
    let values = [tx.organization()?.into(), codes.into(), inclusive.into(), tx.now().into()];
    db::exec(tx, sql, values).await.map(drop)
}

/// Something is said in a language: a sentence that names it.
#[derive(Debug)]
pub struct Spoken(pub String);

/// Speaks these languages, in this order, and no others. The settings are locked.
pub async fn set_locales(tx: &Tx, codes: Vec<String>) -> db::Result<Result<(), Spoken>> {
    let organization = tx.organization()?;
    let gone = "delete from public.store_locales where organization_id = $1 and not (locale_code = any($2))";
    match db::exec(tx, gone, [organization.into(), codes.clone().into()]).await {
        Err(Error::Constraint { name, detail, .. }) if name == "store_locales_spoken" => {
            return Ok(Err(Spoken(detail.into())));
        }
        done => done?,
    };
    let add = "insert into public.store_locales (organization_id, locale_code, rank, created_at, updated_at)
        select $1, u.code, (u.place - 1)::integer, $3, $3 from unnest($2::text[]) with ordinality u (code, place)
        on conflict (organization_id, locale_code) do update set rank = excluded.rank
          where store_locales.rank <> excluded.rank";
    db::exec(tx, add, [organization.into(), codes.into(), tx.now().into()]).await?;
    Ok(Ok(()))
}
