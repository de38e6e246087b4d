//! Pictures of products and variants.

use std::collections::HashMap;

use db::Tx;
use entity::ids::VariantId;
use sea_orm::FromQueryResult;

use super::{places, uuids, variants::keys};
use crate::view::{Image, Product, Variant};

pub(super) async fn fill_product_images(tx: &Tx, products: &mut [Product]) -> db::Result<()> {
    let sql = format!(
        "select {} from product_images i where i.product_id = any($1) and i.deleted_at is null order by i.rank, i.id",
        Image::SELECT
    );
    let rows: Vec<Image> = db::fetch_all(tx, &sql, [uuids(products.iter().map(|product| product.id))]).await?;
    let places = places(products);
    for image in rows {
        if let Some(at) = places.get(&image.product_id) {
            products[*at].images.push(image);
        }
    }
    Ok(())
}

pub(super) async fn fill_variant_images(tx: &Tx, variants: &mut [&mut Variant]) -> db::Result<()> {
    struct Row(VariantId, Image);
    impl FromQueryResult for Row {
        fn from_query_result(row: &sea_orm::QueryResult, pre: &str) -> Result<Self, sea_orm::DbErr> {
            Ok(Self(row.try_get("", "of_variant")?, Image::from_query_result(row, pre)?))
        }
    }
    let sql = format!(
        "select {}, l.variant_id as of_variant
         from product_variant_images l
         cross join lateral (
           select i.* from product_images i
           where i.organization_id = l.organization_id and i.id = l.image_id and i.deleted_at is null offset 0
         ) i
         where l.variant_id = any($1)
         order by i.rank, i.id",
        Image::SELECT
    );
    let rows: Vec<Row> = db::fetch_all(tx, &sql, [keys(variants)]).await?;
    let mut by_variant: HashMap<VariantId, Vec<Image>> = HashMap::new();
    for Row(variant, image) in rows {
        by_variant.entry(variant).or_default().push(image);
    }
    for variant in variants {
        variant.images = by_variant.remove(&variant.id).unwrap_or_default();
    }
    Ok(())
}
