//! The demo shop.
//!
//! Owns making a whole shop from a description: organization, store, keys, regions, taxonomy, products; and further
//! products by the thousand, for measuring. It must never change a shop that is there, nor write a product by itself (that
//! is [`crate::write`]).
//!
//! To add something to the shop: its type in `shop`, its rows in `setup`.

mod extra;
mod setup;
mod shop;
#[cfg(test)]
mod tests;

use db::{Db, Tx};
use entity::ids::VariantId;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    search::index_now,
    write::{ShopContext, WriteError, begin_bulk, upsert_products},
};
use extra::Generator;
use shop::Shop;

/// The demo shop's slug.
pub const SLUG: &str = "demo";

/// Further products in a transaction.
const BATCH: u32 = 250;

/// How to use a shop that was made.
#[derive(Clone, PartialEq, Eq)]
pub struct DemoShop {
    /// The shop.
    pub organization: Uuid,
    /// Opens its Store API.
    pub publishable_key: String,
    /// Opens its Admin API. Nobody can read it again.
    pub secret_key: String,
    /// Its first region, as on the wire.
    pub region_id: String,
    /// A variant that can be bought, as on the wire.
    pub variant_id: String,
    /// The product of that variant.
    pub product_handle: String,
}

impl std::fmt::Debug for DemoShop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DemoShop").field("organization", &self.organization).finish_non_exhaustive()
    }
}

/// Why the demo shop was not made.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// It is there.
    #[error("there is a shop '{SLUG}' already: use it, or delete it first")]
    Exists,
    /// The description is no JSON of a shop.
    #[error("the description of the shop cannot be read")]
    Json(#[from] serde_json::Error),
    /// The description contradicts itself.
    #[error("the description of the shop is wrong: {0}")]
    Description(String),
    /// The products cannot be written.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// The database.
    #[error(transparent)]
    Database(#[from] db::Error),
}

/// Makes the demo shop: all of it, or nothing of it. `extra_products` come afterwards, in transactions of their own.
///
/// Pictures are expected at `{image_base}/{file}`.
pub async fn demo(
    db: &Db,
    shop_json: &str,
    image_base: &str,
    extra_products: Option<u32>,
) -> Result<DemoShop, SeedError> {
    let shop: Shop = serde_json::from_str(shop_json)?;
    let image_base = image_base.trim_end_matches('/');
    let drafts: Vec<_> = shop.products.iter().map(|product| product.draft(image_base)).collect();

    let mut tx = db.begin_system("make the demo shop").await?;
    let organization = setup::make_organization(&mut tx, &shop.name).await?;
    let settings = setup::make_settings(&tx, organization, &shop).await?;
    let context = ShopContext::load(&tx).await?;
    upsert_products(&tx, &context, &drafts).await?;
    let Sample { variant, handle } = sample(&tx, organization).await?;
    tx.commit().await?;

    let images = drafts.iter().flat_map(|draft| draft.images.iter().flatten()).map(|image| image.url.clone()).collect();
    let generator = Generator::new(&shop, images);
    let mut from = 0;
    let wanted = extra_products.unwrap_or(0);
    while from < wanted {
        let to = wanted.min(from + BATCH);
        let drafts: Vec<_> = (from..to).map(|number| generator.draft(number)).collect();
        let tx = begin_bulk(db, organization, "make further products").await?;
        upsert_products(&tx, &context, &drafts).await?;
        tx.commit().await?;
        tracing::debug!(products = to, "further products made");
        from = to;
    }
    if wanted > 0 {
        index_now(db, organization).await?;
    }
    Ok(DemoShop {
        organization,
        publishable_key: settings.publishable_key,
        secret_key: settings.secret_key,
        region_id: settings.region.to_string(),
        variant_id: variant.to_string(),
        product_handle: handle,
    })
}

#[derive(FromQueryResult)]
struct Sample {
    variant: VariantId,
    handle: String,
}

/// A variant that is there and has a price.
async fn sample(tx: &Tx, organization: Uuid) -> Result<Sample, SeedError> {
    let found = db::fetch_optional(
        tx,
        "select v.id as variant, p.handle
         from public.products p
         join public.product_variants v on v.organization_id = p.organization_id and v.product_id = p.id
         join public.product_variant_inventory_items i on i.organization_id = v.organization_id and i.variant_id = v.id
         join public.inventory_levels l
           on l.organization_id = i.organization_id and l.inventory_item_id = i.inventory_item_id
         where p.organization_id = $1 and p.status = 'published' and l.stocked_quantity > 0
           and exists (select from public.prices r
                       where r.organization_id = v.organization_id and r.price_set_id = v.price_set_id)
         order by p.id, v.variant_rank limit 1",
        [organization.into()],
    )
    .await?;
    found.ok_or_else(|| SeedError::Description("no product of it can be bought".to_owned()))
}
