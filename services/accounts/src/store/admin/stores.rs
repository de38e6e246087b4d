//! A shop's settings, and the currencies that it sells in.

use db::Tx;
use entity::{
    Timestamp,
    ids::{RegionId, SalesChannelId, StockLocationId, StoreCurrencyId, StoreId},
};
use sea_orm::FromQueryResult;
use serde_json::{Map, Value as Json};
use uuid::Uuid;
use web::{
    body::Change,
    fields::{Column, Relation, Selection, View, many},
    query::Params,
};

use super::{
    Filter, Table, Unknown,
    change::Set,
    links,
    row::row,
    table::{names, of_owners},
};

row! {
    /// The settings.
    pub struct Store from "s" {
        id: StoreId,
        name: String,
        default_sales_channel_id: Option<SalesChannelId>,
        default_region_id: Option<RegionId>,
        default_location_id: Option<StockLocationId>,
        metadata: Option<Json>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
    loaded {
        supported_currencies: Vec<Currency>,
    }
}

row! {
    /// A currency that the shop sells in.
    pub struct Currency from "y" {
        id: StoreCurrencyId,
        currency_code: String,
        is_default: bool,
        store_id: StoreId,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for Currency {
    const COLUMNS: &'static [Column<Self>] = Self::FIELDS;
}

impl Table for Currency {
    type Id = StoreCurrencyId;

    const ONE: &'static str = "supported_currency";
    const MANY: &'static str = "supported_currencies";
    const NAME: &'static str = "Currency";
    const SORTABLE: &'static [&'static str] = &[];
    const WORDS: &'static [&'static str] = &[];
    const COLUMNS_SQL: &'static [&'static str] = Self::SELECT;
    const FROM: &'static str = "(
        select c.*, t.id as store_id, null::timestamptz as deleted_at
        from public.store_currencies c join public.stores t on t.organization_id = c.organization_id
      ) y";
    const ALIAS: &'static str = "y";

    fn filter(_: &mut Params, _: &mut Filter) {}
}

impl View for Store {
    const COLUMNS: &'static [Column<Self>] = Self::FIELDS;
    const RELATIONS: &'static [Relation<Self>] =
        &[("supported_currencies", |s| many(s, |store: &Self| &store.supported_currencies))];
}

impl Table for Store {
    type Id = StoreId;

    const ONE: &'static str = "store";
    const MANY: &'static str = "stores";
    const NAME: &'static str = "Store";
    const DEFAULT_RELATIONS: &'static [&'static str] = &["*supported_currencies"];
    const SORTABLE: &'static [&'static str] = &["id", "name", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["s.name"];
    const COLUMNS_SQL: &'static [&'static str] = Self::SELECT;
    const FROM: &'static str = "(select t.*, null::timestamptz as deleted_at from public.stores t) s";
    const ALIAS: &'static str = "s";

    fn filter(params: &mut Params, filter: &mut Filter) {
        filter.living(params, "s");
        filter.ids::<StoreId>(params, "id", "s.id = any(?)");
        filter.texts(params, "name", "s.name");
    }

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![("supported_currencies", names::<Currency>())]
    }

    async fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> db::Result<()> {
        if !selection.has("supported_currencies") {
            return Ok(());
        }
        let owners = page.iter().map(|store| store.id.0).collect();
        let mut currencies = of_owners::<Currency>(tx, "", "y.store_id", owners).await?;
        for store in page {
            store.supported_currencies = currencies.remove(&store.id.0).unwrap_or_default();
        }
        Ok(())
    }
}

/// What is said of a shop.
#[derive(Debug, Default)]
pub struct Said {
    pub name: Option<String>,
    pub default_sales_channel_id: Change<String>,
    pub default_region_id: Change<String>,
    pub default_location_id: Change<String>,
    pub metadata: Change<Map<String, Json>>,
}

/// Changes a shop's settings; false when there is no such shop. Nobody else changes them before this transaction ends.
pub async fn update(tx: &Tx, id: Uuid, said: Said) -> db::Result<Result<bool, Unknown>> {
    let Said { name, default_sales_channel_id, default_region_id, default_location_id, metadata } = said;
    let mut set = Set::new(tx, id)?;
    if let Some(name) = name {
        set.to("name", name);
    }
    set.json("metadata", metadata);
    for (column, change, known) in [
        (
            "default_sales_channel_id",
            &default_sales_channel_id,
            known::<SalesChannelId>(tx, "public.sales_channels", &default_sales_channel_id).await?,
        ),
        ("default_region_id", &default_region_id, known::<RegionId>(tx, "public.regions", &default_region_id).await?),
        (
            "default_location_id",
            &default_location_id,
            known::<StockLocationId>(tx, "public.stock_locations", &default_location_id).await?,
        ),
    ] {
        match (change, known) {
            (_, Err(unknown)) => return Ok(Err(unknown)),
            (Change::Keep, _) => {}
            (Change::Clear, _) => set.id(column, Change::Clear),
            (Change::Set(_), Ok(ids)) => {
                if let Some(id) = ids.first() {
                    set.id(column, Change::Set(*id));
                }
            }
        }
    }
    Ok(Ok(set.run_where(tx, "public.stores", "true").await?))
}

async fn known<T: std::str::FromStr + Into<Uuid>>(
    tx: &Tx,
    table: &str,
    change: &Change<String>,
) -> db::Result<Result<Vec<Uuid>, Unknown>> {
    match change {
        Change::Set(text) => links::known::<T>(tx, table, std::slice::from_ref(text)).await,
        Change::Keep | Change::Clear => Ok(Ok(Vec::new())),
    }
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

/// Sells in these currencies and no others. One that a region needs breaks `regions_organization_id_currency_code_fkey`.
/// The settings are locked.
pub async fn set_currencies(tx: &Tx, codes: Vec<String>, default: &str) -> db::Result<()> {
    let organization = tx.organization()?;
    let gone = "delete from public.store_currencies where organization_id = $1 and not (currency_code = any($2))";
    db::exec(tx, gone, [organization.into(), codes.clone().into()]).await?;
    let demote = "update public.store_currencies set is_default = false
        where organization_id = $1 and is_default and currency_code <> $2";
    db::exec(tx, demote, [organization.into(), default.into()]).await?;
    let add = "insert into public.store_currencies (organization_id, currency_code, is_default, created_at, updated_at)
        select $1, code, code = $3, $4, $4 from unnest($2::text[]) code
        on conflict (organization_id, currency_code) do update set is_default = excluded.is_default
          where store_currencies.is_default <> excluded.is_default";
    let values: [sea_orm::Value; 4] = [organization.into(), codes.into(), default.into(), tx.now().into()];
    db::exec(tx, add, values).await.map(drop)
}
