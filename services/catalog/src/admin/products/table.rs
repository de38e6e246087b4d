//! Products as the shop's staff sees them.

use std::collections::HashMap;

use db::Tx;
use entity::{
    Timestamp,
    ids::{
        CategoryId, CollectionId, OptionId, OptionValueId, PriceListId, ProductId, ProductTagId, ProductTypeId,
        SalesChannelId, ShippingProfileId,
    },
};
use resource::{Filter, Has, Param, Table, names, row};
use serde_json::Value;
use uuid::Uuid;
use web::{
    columns,
    fields::{Column, Relation, Selection, View, many, one},
};

use super::load::{Channel, Profile, of};
use crate::{
    admin::{
        options::table::{OptionValue, ProductOption},
        variants::{
            price::PriceRow,
            table::{Item, ItemLink, VariantRow},
        },
    },
    html,
    view::{Category, Collection, Image, ProductTag, ProductType},
};

row! {
    /// A product.
    pub struct Product from "p" {
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
        shipping_profile_id: Option<ShippingProfileId>,
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
    }
    loaded {
        r#type: Option<ProductType>,
        collection: Option<Collection>,
        shipping_profile: Option<Profile>,
        options: Vec<ProductOption>,
        tags: Vec<ProductTag>,
        images: Vec<Image>,
        variants: Vec<VariantRow>,
        categories: Vec<Category>,
        sales_channels: Vec<Channel>,
    }
}

impl View for Product {
    const COLUMNS: &'static [Column<Self>] = columns!(
        Product: id, title, subtitle, handle, status, is_giftcard, discountable, thumbnail, collection_id, type_id,
        shipping_profile_id, weight, length, height, width, hs_code, origin_country, mid_code, material, external_id,
        metadata, created_at, updated_at, deleted_at, description,
    );
    const RELATIONS: &'static [Relation<Self>] = &[
        ("type", |s| one(s, |product: &Self| product.r#type.as_ref())),
        ("collection", |s| one(s, |product: &Self| product.collection.as_ref())),
        ("shipping_profile", |s| one(s, |product: &Self| product.shipping_profile.as_ref())),
        ("options", |s| many(s, |product: &Self| &product.options)),
        ("tags", |s| many(s, |product: &Self| &product.tags)),
        ("images", |s| many(s, |product: &Self| &product.images)),
        ("variants", |s| many(s, |product: &Self| &product.variants)),
        ("categories", |s| many(s, |product: &Self| &product.categories)),
        ("sales_channels", |s| many(s, |product: &Self| &product.sales_channels)),
    ];
}

impl Table for Product {
    type Id = ProductId;

    const ONE: &'static str = "product";
    const MANY: &'static str = "products";
    const NAME: &'static str = "Product";
    const DEFAULT_RELATIONS: &'static [&'static str] = &[
        "*type",
        "*collection",
        "*options",
        "*options.values",
        "*tags",
        "*images",
        "*variants",
        "*variants.prices",
        "*variants.options",
        "*sales_channels",
    ];
    const SORTABLE: &'static [&'static str] =
        &["id", "title", "subtitle", "handle", "status", "created_at", "updated_at", "external_id"];
    const WORDS: &'static [&'static str] = &["p.title", "p.handle"];
    const FROM: &'static str = "public.products p";
    const ALIAS: &'static str = "p";
    const FILTERS: &'static [Param] = &[
        Param::text("status", "`draft`, `proposed`, `published` or `rejected`."),
        Param::text("title", "Exact titles."),
        Param::text("handle", "Exact handles."),
        Param::text("external_id", "Keys in the system they come from."),
        Param::boolean("is_giftcard", "Whether they are gift cards."),
        Param::ids::<CollectionId>("collection_id", "Of these collections."),
        Param::ids::<ProductTypeId>("type_id", "Of these types."),
        Param::ids::<ShippingProfileId>("shipping_profile_id", "Shipped in these ways."),
        Param::ids::<SalesChannelId>("sales_channel_id", "Sold in these channels.").when(
            "exists (select from public.product_sales_channels l where l.organization_id = p.organization_id
               and l.product_id = p.id and l.sales_channel_id = any(?))",
        ),
        Param::ids::<CategoryId>("category_id", "In these categories.").when(
            "exists (select from public.product_category_products l where l.organization_id = p.organization_id
               and l.product_id = p.id and l.product_category_id = any(?))",
        ),
        Param::ids::<ProductTagId>("tag_id", "With these tags.").when(
            "exists (select from public.product_product_tags l where l.organization_id = p.organization_id
               and l.product_id = p.id and l.tag_id = any(?))",
        ),
        Param::ids::<OptionId>("option_id", "With these options.").when(
            "exists (select from public.product_product_options l where l.organization_id = p.organization_id
               and l.product_id = p.id and l.option_id = any(?))",
        ),
        Param::ids::<OptionValueId>("option_value_id", "With variants of these values.").when(
            "exists (select from public.product_variants v
               join public.product_variant_options l on l.organization_id = v.organization_id and l.variant_id = v.id
               where v.organization_id = p.organization_id and v.product_id = p.id and v.deleted_at is null
                 and l.option_value_id = any(?))",
        ),
        Param::has("variants", &VARIANTS, "With a variant that is so: `variants[sku]=MUG-B`."),
        Param::ids::<PriceListId>("price_list_id", "With prices in these lists.").when(
            "exists (select from public.product_variants v
               join public.price_list_prices l on l.organization_id = v.organization_id
                 and l.price_set_id = v.price_set_id and l.deleted_at is null
               where v.organization_id = p.organization_id and v.product_id = p.id and v.deleted_at is null
                 and l.price_list_id = any(?))",
        ),
    ];

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![
            ("type", names::<ProductType>()),
            ("collection", names::<Collection>()),
            ("shipping_profile", names::<Profile>()),
            ("options", names::<ProductOption>()),
            ("options.values", names::<OptionValue>()),
            ("tags", names::<ProductTag>()),
            ("images", names::<Image>()),
            ("categories", names::<Category>()),
            ("sales_channels", names::<Channel>()),
            ("variants", [names::<VariantRow>(), vec!["inventory_quantity"]].concat()),
            ("variants.prices", names::<PriceRow>()),
            ("variants.options", names::<OptionValue>()),
            ("variants.options.option", names::<ProductOption>()),
            ("variants.images", names::<Image>()),
            ("variants.inventory_items", names::<ItemLink>()),
            ("variants.inventory_items.inventory", names::<Item>()),
        ]
    }

    fn search(filter: &mut Filter, words: &[String]) {
        find_words(filter, "p.id", words);
    }

    async fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> db::Result<()> {
        fill(tx, page, selection).await
    }
}

const VARIANTS: Has = Has {
    exists: "exists (select from public.product_variants v
      where v.organization_id = p.organization_id and v.product_id = p.id and v.deleted_at is null",
    alias: "v",
    params: <VariantRow as Table>::FILTERS,
    words: <VariantRow as Table>::WORDS,
};

impl Product {
    /// As it may be shown, whoever wrote it.
    pub(in crate::admin) fn harmless(mut self) -> Self {
        self.description = self.description.take().as_deref().map(harmless);
        self
    }
}

/// What psql wrote is shown to staff too.
fn harmless(text: &str) -> String {
    html::shown(text).into_owned()
}

/// By the words of products and of their variants, from the index of the search.
pub(in crate::admin) fn find_words(filter: &mut Filter, product: &str, words: &[String]) {
    if !words.is_empty() {
        filter.and(format!("{product} in (select s.product_id from private.search_products(?) s)"), words.to_vec());
    }
}

async fn fill(tx: &Tx, page: &mut [Product], selection: &Selection) -> db::Result<()> {
    let ids: Vec<Uuid> = page.iter().map(|product| product.id.0).collect();
    macro_rules! load {
        ($name:literal, $owner:literal, $from:literal) => {
            if selection.has($name) { of(tx, $owner, $from, ids.clone()).await? } else { HashMap::new() }
        };
    }
    let mut types: HashMap<Uuid, Vec<ProductType>> = load!(
        "type",
        "p.id",
        "public.products p join public.product_types t on t.organization_id = p.organization_id and t.id = p.type_id
         and t.deleted_at is null where p.organization_id = $1 and p.id = any($2)"
    );
    let mut collections: HashMap<Uuid, Vec<Collection>> = load!(
        "collection",
        "p.id",
        "public.products p join public.product_collections c on c.organization_id = p.organization_id
         and c.id = p.collection_id and c.deleted_at is null where p.organization_id = $1 and p.id = any($2)"
    );
    let mut profiles: HashMap<Uuid, Vec<Profile>> = load!(
        "shipping_profile",
        "p.id",
        "public.products p join public.shipping_profiles s on s.organization_id = p.organization_id
         and s.id = p.shipping_profile_id and s.deleted_at is null where p.organization_id = $1 and p.id = any($2)"
    );
    let mut tags: HashMap<Uuid, Vec<ProductTag>> = load!(
        "tags",
        "l.product_id",
        "public.product_product_tags l join public.product_tags t on t.organization_id = l.organization_id
         and t.id = l.tag_id and t.deleted_at is null
         where l.organization_id = $1 and l.product_id = any($2) order by t.value, t.id"
    );
    let mut categories: HashMap<Uuid, Vec<Category>> = load!(
        "categories",
        "l.product_id",
        "public.product_category_products l join public.product_categories c on c.organization_id = l.organization_id
         and c.id = l.product_category_id and c.deleted_at is null
         where l.organization_id = $1 and l.product_id = any($2) order by c.rank, c.id"
    );
    let mut channels: HashMap<Uuid, Vec<Channel>> = load!(
        "sales_channels",
        "l.product_id",
        "public.product_sales_channels l join public.sales_channels c on c.organization_id = l.organization_id
         and c.id = l.sales_channel_id and c.deleted_at is null
         where l.organization_id = $1 and l.product_id = any($2) order by c.name, c.id"
    );
    let mut images: HashMap<Uuid, Vec<Image>> = load!(
        "images",
        "i.product_id",
        "public.product_images i where i.organization_id = $1 and i.product_id = any($2) and i.deleted_at is null
         order by i.rank, i.id"
    );
    let mut options: HashMap<Uuid, Vec<ProductOption>> = load!(
        "options",
        "l.product_id",
        "public.product_product_options l join public.product_options o on o.organization_id = l.organization_id
         and o.id = l.option_id and o.deleted_at is null
         where l.organization_id = $1 and l.product_id = any($2) order by l.rank, o.id"
    );
    if let Some(selection) = selection.get("options") {
        let mut all: Vec<&mut ProductOption> = options.values_mut().flatten().collect();
        ProductOption::fill_values(tx, &mut all, selection).await?;
        let each = options.iter_mut();
        let mut each: Vec<(Uuid, &mut ProductOption)> =
            each.flat_map(|(product, options)| options.iter_mut().map(|option| (*product, option))).collect();
        ProductOption::keep_chosen(tx, &mut each).await?;
    }
    let mut variants: Vec<VariantRow> = Vec::new();
    if let Some(selection) = selection.get("variants") {
        let found: HashMap<Uuid, Vec<VariantRow>> = load!(
            "variants",
            "v.product_id",
            "public.product_variants v where v.organization_id = $1 and v.product_id = any($2) and v.deleted_at is null
             order by v.variant_rank, v.id"
        );
        variants = found.into_values().flatten().collect();
        VariantRow::fill(tx, &mut variants, selection).await?;
    }
    let places: HashMap<ProductId, usize> = page.iter().enumerate().map(|(at, product)| (product.id, at)).collect();
    for variant in variants {
        if let Some(at) = places.get(&variant.product_id) {
            page[*at].variants.push(variant);
        }
    }
    for product in page {
        let id = product.id.0;
        product.description = product.description.take().as_deref().map(harmless);
        product.r#type = types.remove(&id).and_then(|mut found| found.pop());
        product.collection = collections.remove(&id).and_then(|mut found| found.pop());
        product.shipping_profile = profiles.remove(&id).and_then(|mut found| found.pop());
        product.tags = tags.remove(&id).unwrap_or_default();
        product.categories = categories.remove(&id).unwrap_or_default();
        product.sales_channels = channels.remove(&id).unwrap_or_default();
        product.images = images.remove(&id).unwrap_or_default();
        product.options = options.remove(&id).unwrap_or_default();
    }
    Ok(())
}
