//! Products and variants of lines, as the shop shows them now.

use std::collections::HashMap;

use db::Tx;
use entity::{
    Timestamp,
    ids::{CategoryId, CollectionId, ProductId, ProductTagId, ProductTypeId, ShippingProfileId, VariantId},
};
use resource::{Row, row};
use sea_orm::{DbErr, FromQueryResult, QueryResult, TryGetable, Value as Cell};
use serde_json::Value;
use uuid::Uuid;
use web::fields::{Column, Relation, Selection, View, json, many, one};

use super::variants::{KitPart, OptionValue, kits, options};

use crate::cart::Line;

row! {
    /// A product; what is not published any more is not shown.
    pub(super) struct ProductOf from "p" {
        id: ProductId,
        title: String,
        subtitle: Option<String>,
        description: Option<String>,
        handle: String,
        status: String,
        is_giftcard: bool,
        discountable: bool,
        thumbnail: Option<String>,
        collection_id: Option<CollectionId>,
        type_id: Option<ProductTypeId>,
        weight: Option<String>,
        length: Option<String>,
        height: Option<String>,
        width: Option<String>,
        hs_code: Option<String>,
        origin_country: Option<String>,
        mid_code: Option<String>,
        material: Option<String>,
        external_id: Option<String>,
        metadata: Option<Value>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
        category_ids: Vec<Uuid> = "array(select c.product_category_id from product_category_products c
            where c.organization_id = p.organization_id and c.product_id = p.id)",
        tag_ids: Vec<Uuid> = "array(select t.tag_id from product_product_tags t
            where t.organization_id = p.organization_id and t.product_id = p.id)",
        shipping_profile_id: Option<ShippingProfileId>,
    }
    loaded {
        categories: Vec<CategoryOf>,
        tags: Vec<TagOf>,
    }
}

row! {
    /// A variant.
    pub(super) struct VariantOf from "v" {
        id: VariantId,
        title: String,
        sku: Option<String>,
        barcode: Option<String>,
        ean: Option<String>,
        upc: Option<String>,
        allow_backorder: bool,
        manage_inventory: bool,
        hs_code: Option<String>,
        origin_country: Option<String>,
        mid_code: Option<String>,
        material: Option<String>,
        weight: Option<f64>,
        length: Option<f64>,
        height: Option<f64>,
        width: Option<f64>,
        metadata: Option<Value>,
        variant_rank: i32,
        thumbnail: Option<String>,
        product_id: ProductId,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
    loaded {
        product: Option<Box<ProductOf>>,
        options: Vec<OptionValue>,
        inventory_items: Vec<KitPart>,
    }
}

/// Who looks: shoppers are shown what is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Audience {
    /// Whoever has the id.
    Shopper,
    /// Who works in the shop.
    Staff,
}

/// Which category.
#[derive(Debug, Clone)]
pub(super) struct CategoryOf(CategoryId);

/// Which tag.
#[derive(Debug, Clone)]
pub(super) struct TagOf(ProductTagId);

/// What lines name, by id.
#[derive(Debug, Default)]
pub(crate) struct Goods {
    pub(super) products: HashMap<Uuid, ProductOf>,
    pub(super) variants: HashMap<Uuid, VariantOf>,
}

/// What a line names, as far as it is shown.
struct OfLine {
    variant: Option<VariantOf>,
    product: Option<ProductOf>,
}

/// The same behind what was done.
struct After<T> {
    line: OfLine,
    done: T,
}

impl<T: TryGetable> FromQueryResult for After<T> {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        Ok(Self { line: OfLine::from_query_result(row, prefix)?, done: row.try_get(prefix, "done")? })
    }
}

impl FromQueryResult for OfLine {
    fn from_query_result(row: &QueryResult, _: &str) -> Result<Self, DbErr> {
        let is_there = |nth: usize| row.try_get_by_index::<bool>(VariantOf::WIDTH + ProductOf::WIDTH + nth);
        let variant = if is_there(0)? { Some(VariantOf::read_at(row, 0)?) } else { None };
        let mut product = if is_there(1)? { Some(ProductOf::read_at(row, VariantOf::WIDTH)?) } else { None };
        if let Some(product) = &mut product {
            product.categories = product.category_ids.iter().map(|id| CategoryOf(CategoryId(*id))).collect();
            product.tags = product.tag_ids.iter().map(|id| TagOf(ProductTagId(*id))).collect();
        }
        Ok(Self { variant, product })
    }
}

/// What is asked of them: one statement for products and variants, as a cart is shown with every click.
pub(crate) struct Asked {
    product_ids: Vec<Uuid>,
    variant_ids: Vec<Uuid>,
    products: bool,
    variants: bool,
    audience: Audience,
}

impl Asked {
    /// What is selected of what these lines name; nothing where nothing is.
    pub(crate) fn of<'l>(
        lines: impl Iterator<Item = &'l Line>,
        audience: Audience,
        selection: &Selection,
    ) -> Option<Self> {
        let (products, variants) =
            (selection.has("items.product") || selection.has("items.variant.product"), selection.has("items.variant"));
        // Nothing is the nil id.
        let (product_ids, variant_ids): (Vec<Uuid>, Vec<Uuid>) =
            lines.map(|line| (line.product_id.unwrap_or_default(), line.variant_id.unwrap_or_default())).unzip();
        (!product_ids.is_empty() && (products || variants)).then_some(Self {
            product_ids,
            variant_ids,
            products,
            variants,
            audience,
        })
    }

    /// The select list, and where from; its parameters come after `given` others, and are these.
    fn parts(&self, given: usize) -> (String, String, [Cell; 4]) {
        let is_published = match self.audience {
            Audience::Shopper => "p.status = 'published' and p.deleted_at is null",
            Audience::Staff => "p.deleted_at is null",
        };
        let [a, b, c, d] = [1, 2, 3, 4].map(|nth| format!("${}", given + nth));
        let select = format!("{}, {}, v.id is not null, p.id is not null", VariantOf::SELECT, ProductOf::SELECT);
        let from = format!(
            "unnest({a}::uuid[], {b}::uuid[]) l (product_id, variant_id)
            left join products p on {c} and p.id = l.product_id and {is_published}
            left join product_variants v on {d} and v.id = l.variant_id and v.deleted_at is null
              and exists (select from products p where p.organization_id = v.organization_id and p.id = v.product_id and {is_published})"
        );
        let values = [
            self.product_ids.clone().into(),
            self.variant_ids.clone().into(),
            self.products.into(),
            self.variants.into(),
        ];
        (select, from, values)
    }

    /// Reads them.
    async fn read(&self, tx: &Tx) -> db::Result<Vec<OfLine>> {
        let (select, from, values) = self.parts(0);
        db::fetch_all(tx, &format!("select {select} from {from}"), values).await
    }

    /// Reads them in one round trip with what is done before, an expression of these values.
    pub(crate) async fn read_after<T: TryGetable>(
        self,
        tx: &Tx,
        (done, values): (&str, Vec<Cell>),
        selection: &Selection,
    ) -> db::Result<(T, Goods)> {
        let (select, from, own) = self.parts(values.len());
        let sql =
            format!("with d as materialized (select {done} as done) select {select}, d.done from d cross join {from}");
        let rows: Vec<After<T>> = db::fetch_all(tx, &sql, values.into_iter().chain(own)).await?;
        let mut done = None;
        let lines = rows.into_iter().map(|row| {
            done = Some(row.done);
            row.line
        });
        let goods = self.collect(tx, lines.collect(), selection).await?;
        let none = || DbErr::RecordNotFound("nothing was answered".to_owned());
        Ok((done.ok_or_else(none).map_err(db::Error::Internal)?, goods))
    }

    async fn collect(&self, tx: &Tx, rows: Vec<OfLine>, selection: &Selection) -> db::Result<Goods> {
        let mut goods = Goods::default();
        for OfLine { product, variant } in rows {
            goods.products.extend(product.map(|product| (product.id.0, product)));
            goods.variants.extend(variant.map(|variant| (variant.id.0, variant)));
        }
        if self.variants {
            complete(tx, &mut goods, selection).await?;
        }
        Ok(goods)
    }
}

/// Reads what is selected of them.
pub(crate) async fn load<'l>(
    tx: &Tx,
    lines: impl Iterator<Item = &'l Line>,
    audience: Audience,
    selection: &Selection,
) -> db::Result<Goods> {
    let Some(asked) = Asked::of(lines, audience, selection) else { return Ok(Goods::default()) };
    asked.collect(tx, asked.read(tx).await?, selection).await
}

/// What is selected of what variants have.
async fn complete(tx: &Tx, goods: &mut Goods, selection: &Selection) -> db::Result<()> {
    let ids: Vec<Uuid> = goods.variants.keys().copied().collect();
    if selection.has("items.variant.options") {
        for (variant, values) in options(tx, ids.clone()).await? {
            goods.variants.entry(variant).and_modify(|one| one.options = values);
        }
    }
    if selection.has("items.variant.inventory_items") {
        for (variant, parts) in kits(tx, ids).await? {
            goods.variants.entry(variant).and_modify(|one| one.inventory_items = parts);
        }
    }
    if selection.has("items.variant.product") {
        for variant in goods.variants.values_mut() {
            variant.product = goods.products.get(&variant.product_id.0).cloned().map(Box::new);
        }
    }
    Ok(())
}

impl View for ProductOf {
    // The last three are shown as relations.
    const COLUMNS: &'static [Column<Self>] = {
        let (shown, _) = <Self as Row>::FIELDS.split_at(<Self as Row>::FIELDS.len() - 3);
        shown
    };
    const RELATIONS: &'static [Relation<Self>] = &[
        ("categories", |s| many(s, |product: &Self| &product.categories)),
        ("tags", |s| many(s, |product: &Self| &product.tags)),
        // By it the dashboard knows what may go into a parcel.
        ("shipping_profile", |_| {
            Box::new(|product: &Self, out| {
                json(&product.shipping_profile_id.map(|id| serde_json::json!({ "id": id })), out);
            })
        }),
    ];
}

impl View for VariantOf {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
    const RELATIONS: &'static [Relation<Self>] = &[
        ("product", |s| one(s, |variant: &Self| variant.product.as_deref())),
        ("options", |s| many(s, |variant: &Self| &variant.options)),
        ("inventory_items", |s| many(s, |variant: &Self| &variant.inventory_items)),
    ];
}

impl View for CategoryOf {
    const COLUMNS: &'static [Column<Self>] = &[("id", |category, out| json(&category.0, out))];
}

impl View for TagOf {
    const COLUMNS: &'static [Column<Self>] = &[("id", |tag, out| json(&tag.0, out))];
}
