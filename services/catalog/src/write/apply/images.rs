//! Which pictures of a product are those of its variants.

use db::Tx;
use entity::ids::{ImageId, VariantId};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;

use super::refused::Refused;
use crate::write::{row::Links, tables::VARIANT_IMAGES};

/// A variant and a picture.
pub type Pair = (Uuid, Uuid);

#[derive(FromQueryResult)]
struct Stray {
    id: Uuid,
}

/// Links variants of a product, which is locked, with its pictures, and some no more.
pub async fn link_images(tx: &Tx, product: Uuid, add: &[Pair], remove: &[Pair]) -> Result<(), Refused> {
    let both = || add.iter().chain(remove);
    let variants: Vec<Uuid> = both().map(|(variant, _)| *variant).collect();
    if let Some(id) = stray(tx, "public.product_variants", product, variants).await? {
        return Err(Refused::Missing { what: "Product variant", id: VariantId(id).to_string() });
    }
    let images: Vec<Uuid> = both().map(|(_, image)| *image).collect();
    if let Some(id) = stray(tx, "public.product_images", product, images).await? {
        return Err(Refused::Missing { what: "Image", id: ImageId(id).to_string() });
    }
    let mut links = Links::of(VARIANT_IMAGES);
    for (variant, image) in remove {
        links.remove(*variant, *image);
    }
    for (variant, image) in add {
        links.add(*variant, *image);
    }
    Ok(links.write(tx, tx.organization()?).await?)
}

/// One that is not the product's.
async fn stray(tx: &Tx, table: &str, product: Uuid, ids: Vec<Uuid>) -> db::Result<Option<Uuid>> {
    let sql = format!(
        "select w.id from unnest($3::uuid[]) as w (id) where not exists (
           select from {table} t
           where t.organization_id = $1 and t.product_id = $2 and t.id = w.id and t.deleted_at is null) limit 1"
    );
    let values: [Value; 3] = [tx.organization()?.into(), product.into(), ids.into()];
    let found: Option<Stray> = db::fetch_optional(tx, &sql, values).await?;
    Ok(found.map(|stray| stray.id))
}
