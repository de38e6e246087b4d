//! Everything of a shop but its products.

use std::collections::HashMap;

use auth::{Token, TokenKind};
use db::{OnConstraint, Tx};
use entity::ids::RegionId;
use sea_orm::Value;
use serde_json::json;
use uuid::Uuid;

use super::{
    SLUG, SeedError,
    shop::{Category, Region, Shop},
};
use crate::iso;

/// What a shop's callers need to know of it.
pub(super) struct Settings {
    pub(super) publishable_key: String,
    pub(super) secret_key: String,
    pub(super) region: RegionId,
}

/// Makes the organization; `tx` works in it from then on.
pub(super) async fn make_organization(tx: &mut Tx, name: &str) -> Result<Uuid, SeedError> {
    let organization = Uuid::now_v7();
    let sql = "insert into auth.organization (id, name, slug) values ($1, $2, $3)";
    db::exec(tx, sql, [organization.into(), name.into(), SLUG.into()])
        .await
        .on_constraint("organization_slug_key", |_| SeedError::Exists)?;
    tx.work_in(organization).await?;
    Ok(organization)
}

/// Makes the store with its channel, stock location, keys, currencies, regions and taxonomy.
pub(super) async fn make_settings(tx: &Tx, organization: Uuid, shop: &Shop) -> Result<Settings, SeedError> {
    check(shop)?;
    let channel = Uuid::now_v7();
    insert(
        tx,
        "sales_channels (organization_id, id, name, description)",
        "($1, $2, 'Web shop', 'Where everybody buys')",
        [organization.into(), channel.into()],
    )
    .await?;
    let location = Uuid::now_v7();
    insert(
        tx,
        "stock_locations (organization_id, id, name)",
        "($1, $2, 'Warehouse')",
        [organization.into(), location.into()],
    )
    .await?;
    insert(
        tx,
        "sales_channel_stock_locations (organization_id, sales_channel_id, stock_location_id)",
        "($1, $2, $3)",
        [organization.into(), channel.into(), location.into()],
    )
    .await?;
    let (publishable_key, secret_key) = make_keys(tx, organization, channel).await?;
    make_currencies(tx, organization, shop).await?;
    let region = make_regions(tx, organization, &shop.regions).await?;
    insert(
        tx,
        "stores (organization_id, name, default_sales_channel_id, default_region_id, metadata)",
        "($1, $2, $3, $4, $5)",
        [
            organization.into(),
            shop.name.as_str().into(),
            channel.into(),
            region.0.into(),
            json!({ "tagline": shop.tagline }).into(),
        ],
    )
    .await?;
    make_taxonomy(tx, organization, shop).await?;
    Ok(Settings { publishable_key, secret_key, region })
}

/// What the constraints would refuse without a name.
fn check(shop: &Shop) -> Result<(), SeedError> {
    let wrong = |message: String| Err(SeedError::Description(message));
    if shop.regions.is_empty() {
        return wrong("the shop has no region".to_owned());
    }
    for currency in &shop.currencies {
        if iso::currency(currency).is_none() {
            return wrong(format!("'{currency}' is no currency: give three lower-case letters of ISO 4217"));
        }
    }
    for region in &shop.regions {
        if !shop.currencies.contains(&region.currency_code) {
            return wrong(format!("region '{}' sells in '{}', the shop does not", region.name, region.currency_code));
        }
        if let Some(country) = region.countries.iter().find(|country| iso::country(country).is_none()) {
            return wrong(format!("'{country}' is no country: give two lower-case letters of ISO 3166"));
        }
    }
    for category in &shop.categories {
        if let Some(parent) = &category.parent
            && !shop.categories.iter().any(|other| other.handle == *parent)
        {
            return wrong(format!("category '{}' is below '{parent}', which is not there", category.handle));
        }
    }
    Ok(())
}

async fn make_keys(tx: &Tx, organization: Uuid, channel: Uuid) -> Result<(String, String), SeedError> {
    let publishable = Token::generate(TokenKind::Publishable);
    let secret = Token::generate(TokenKind::Secret);
    let ids = [Uuid::now_v7(), Uuid::now_v7()];
    for (id, token, kind, title) in [
        (ids[0], &publishable, TokenKind::Publishable, "Web shop"),
        (ids[1], &secret, TokenKind::Secret, "Administration"),
    ] {
        // The text of a key that is public anyway is kept to be shown again.
        let text = (kind == TokenKind::Publishable).then(|| token.text.clone());
        insert(
            tx,
            "api_keys (organization_id, id, type, title, token_sha256, token, redacted)",
            "($1, $2, $3, $4, $5, $6, $7)",
            [
                organization.into(),
                id.into(),
                kind.name().into(),
                title.into(),
                token.sha256.to_vec().into(),
                text.into(),
                token.redacted.as_str().into(),
            ],
        )
        .await?;
    }
    insert(
        tx,
        "api_key_sales_channels (organization_id, api_key_id, sales_channel_id)",
        "($1, $2, $3)",
        [organization.into(), ids[0].into(), channel.into()],
    )
    .await?;
    Ok((publishable.text, secret.text))
}

async fn make_currencies(tx: &Tx, organization: Uuid, shop: &Shop) -> Result<(), SeedError> {
    insert_from(
        tx,
        "store_currencies (organization_id, currency_code, is_default)",
        "select $1, u.code, u.at = 1 from unnest($2::text[]) with ordinality as u (code, at)",
        [organization.into(), shop.currencies.clone().into()],
    )
    .await?;
    // A preference is a currency's; where two regions share one, the first one decides.
    insert_from(
        tx,
        "price_preferences (organization_id, attribute, value, is_tax_inclusive)",
        "select distinct on (r.code) $1, 'currency_code', r.code, r.inclusive
         from unnest($2::text[], $3::boolean[]) with ordinality as r (code, inclusive, at) order by r.code, r.at",
        [
            organization.into(),
            column(&shop.regions, |region| region.currency_code.clone()),
            shop.regions.iter().map(|region| region.tax_inclusive).collect::<Vec<bool>>().into(),
        ],
    )
    .await
}

async fn make_regions(tx: &Tx, organization: Uuid, regions: &[Region]) -> Result<RegionId, SeedError> {
    let ids: Vec<Uuid> = regions.iter().map(|_| Uuid::now_v7()).collect();
    insert_from(
        tx,
        "regions (organization_id, id, name, currency_code, automatic_taxes)",
        "select $1, r.* from unnest($2::uuid[], $3::text[], $4::text[], $5::boolean[]) as r",
        [
            organization.into(),
            ids.clone().into(),
            column(regions, |region| region.name.clone()),
            column(regions, |region| region.currency_code.clone()),
            regions.iter().map(|region| region.automatic_taxes).collect::<Vec<bool>>().into(),
        ],
    )
    .await?;
    let countries: Vec<(Uuid, String)> = ids
        .iter()
        .zip(regions)
        .flat_map(|(id, region)| region.countries.iter().map(|country| (*id, country.clone())))
        .collect();
    let (of, countries): (Vec<Uuid>, Vec<String>) = countries.into_iter().unzip();
    insert_from(
        tx,
        "region_countries (organization_id, region_id, iso_2)",
        "select $1, c.* from unnest($2::uuid[], $3::text[]) as c",
        [organization.into(), of.into(), countries.into()],
    )
    .await?;
    Ok(RegionId(ids[0]))
}

async fn make_taxonomy(tx: &Tx, organization: Uuid, shop: &Shop) -> Result<(), SeedError> {
    for (table, values) in [("product_types", &shop.types), ("product_tags", &shop.tags)] {
        insert_from(
            tx,
            &format!("{table} (organization_id, value)"),
            "select $1, w from unnest($2::text[]) as w",
            [organization.into(), values.clone().into()],
        )
        .await?;
    }
    let collections = shop.collections.iter().map(
        |collection| json!({ "handle": collection.handle, "title": collection.title, "metadata": collection.metadata }),
    );
    insert_from(
        tx,
        "product_collections (organization_id, handle, title, metadata)",
        "select $1, c.* from jsonb_to_recordset($2) as c (handle text, title text, metadata jsonb)",
        [organization.into(), collections.collect::<serde_json::Value>().into()],
    )
    .await?;
    insert_from(
        tx,
        "product_categories (organization_id, id, parent_category_id, handle, name, description, rank, is_active)",
        "select $1, c.*, true from jsonb_to_recordset($2) as c
           (id uuid, parent uuid, handle text, name text, description text, rank integer)",
        [organization.into(), categories(&shop.categories).into()],
    )
    .await
}

fn categories(categories: &[Category]) -> serde_json::Value {
    let ids: HashMap<&str, Uuid> =
        categories.iter().map(|category| (category.handle.as_str(), Uuid::now_v7())).collect();
    let rows = categories.iter().map(|Category { handle, name, description, parent, rank }| {
        json!({
            "id": ids.get(handle.as_str()),
            "parent": parent.as_deref().and_then(|parent| ids.get(parent)),
            "handle": handle,
            "name": name,
            "description": description,
            "rank": rank,
        })
    });
    rows.collect()
}

fn column(regions: &[Region], read: impl Fn(&Region) -> String) -> Value {
    regions.iter().map(read).collect::<Vec<String>>().into()
}

async fn insert(tx: &Tx, into: &str, values: &str, bound: impl IntoIterator<Item = Value>) -> Result<(), SeedError> {
    insert_from(tx, into, &format!("values {values}"), bound).await
}

async fn insert_from(tx: &Tx, into: &str, from: &str, bound: impl IntoIterator<Item = Value>) -> Result<(), SeedError> {
    db::exec(tx, &format!("insert into public.{into} {from}"), bound).await?;
    Ok(())
}
