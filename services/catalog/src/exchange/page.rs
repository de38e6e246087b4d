//! Products as an export reads them: a page in one statement.

use db::Tx;
use entity::ids::SalesChannelId;
use resource::Filter;
use sea_orm::FromQueryResult;
use serde::Deserialize;
use serde_json::{Map, Value as Json};
use uuid::Uuid;

/// A product with all that its lines say.
#[derive(Debug, Clone, FromQueryResult)]
pub(super) struct Exported {
    pub(super) id: Uuid,
    pub(super) handle: String,
    pub(super) title: String,
    pub(super) description: Option<String>,
    pub(super) status: String,
    pub(super) is_giftcard: bool,
    pub(super) kind: Option<String>,
    pub(super) metadata: Option<Json>,
    pub(super) tags: Vec<String>,
    options: Json,
    variants: Json,
    images: Json,
    channels: Json,
}

/// What its variants differ in.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct ExportedOption {
    pub(super) id: Uuid,
    pub(super) title: String,
}

/// What can be bought. Amounts are texts, so that no digit is lost.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct ExportedVariant {
    pub(super) title: String,
    pub(super) sku: Option<String>,
    pub(super) barcode: Option<String>,
    pub(super) weight: Option<String>,
    pub(super) manage_inventory: bool,
    pub(super) allow_backorder: bool,
    pub(super) metadata: Option<Map<String, Json>>,
    pub(super) cost: Option<String>,
    pub(super) price: Option<String>,
    pub(super) stock: Option<i64>,
    /// By the option's key.
    pub(super) values: Map<String, Json>,
    pub(super) image: Option<String>,
}

/// Where it is sold.
#[derive(Debug, Clone, Deserialize)]
struct ExportedChannel {
    id: Uuid,
    name: String,
    /// No other channel has the name.
    is_clear: bool,
}

/// A picture.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct ExportedImage {
    pub(super) url: String,
    pub(super) alt: Option<String>,
}

impl Exported {
    pub(super) fn options(&self) -> Result<Vec<ExportedOption>, serde_json::Error> {
        Vec::deserialize(&self.options)
    }

    pub(super) fn variants(&self) -> Result<Vec<ExportedVariant>, serde_json::Error> {
        Vec::deserialize(&self.variants)
    }

    /// What a cell calls the channels in which it is sold: their names, where those tell which ones are meant.
    pub(super) fn channels(&self) -> Result<Vec<String>, serde_json::Error> {
        let channels = Vec::<ExportedChannel>::deserialize(&self.channels)?;
        let said = channels.into_iter().map(|channel| {
            let is_plain = !channel.name.contains(',') && channel.name.trim() == channel.name;
            if channel.is_clear && is_plain { channel.name } else { SalesChannelId(channel.id).to_string() }
        });
        Ok(said.collect())
    }

    pub(super) fn images(&self) -> Result<Vec<ExportedImage>, serde_json::Error> {
        Vec::deserialize(&self.images)
    }
}

/// Products at a time.
pub(super) const PAGE: i64 = 250;

const SELECT: &str = "
  select p.id, p.handle, p.title, p.description, p.status, p.is_giftcard, p.metadata, t.value as kind,
    array(select g.value from public.product_product_tags l join public.product_tags g
            on g.organization_id = l.organization_id and g.id = l.tag_id and g.deleted_at is null
          where l.organization_id = p.organization_id and l.product_id = p.id order by g.value) as tags,
    coalesce((select jsonb_agg(jsonb_build_object('id', o.id, 'title', o.title) order by l.rank, o.id)
      from public.product_product_options l join public.product_options o
        on o.organization_id = l.organization_id and o.id = l.option_id and o.deleted_at is null
      where l.organization_id = p.organization_id and l.product_id = p.id), '[]') as options,
    coalesce((select jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'is_clear', not exists (
          select from public.sales_channels o
          where o.organization_id = c.organization_id and o.name = c.name and o.id <> c.id and o.deleted_at is null)) order by c.name, c.id)
      from public.product_sales_channels l join public.sales_channels c
        on c.organization_id = l.organization_id and c.id = l.sales_channel_id and c.deleted_at is null
      where l.organization_id = p.organization_id and l.product_id = p.id), '[]') as channels,
    coalesce((select jsonb_agg(jsonb_build_object('url', i.url, 'alt', i.metadata ->> 'alt') order by i.rank, i.id)
      from public.product_images i
      where i.organization_id = p.organization_id and i.product_id = p.id and i.deleted_at is null), '[]') as images,
    coalesce((select jsonb_agg(jsonb_build_object(
        'title', v.title, 'sku', v.sku, 'barcode', v.barcode, 'weight', v.weight::text, 'manage_inventory', v.manage_inventory,
        'allow_backorder', v.allow_backorder, 'metadata', v.metadata,
        'price', (select r.amount::text from public.prices r
          where r.organization_id = v.organization_id and r.price_set_id = v.price_set_id and r.currency_code = $2
            and r.deleted_at is null and r.min_quantity is null and r.max_quantity is null
            and not exists (select from public.price_rules u where u.organization_id = r.organization_id and u.price_id = r.id)
          order by r.id limit 1),
        'cost', (select c.amount::text from public.variant_costs c
          where c.organization_id = v.organization_id and c.variant_id = v.id and c.currency_code = $2),
        'stock', (select case when count(*) = 1 then min(n.stocked_quantity) end
          from public.product_variant_inventory_items k
          left join public.inventory_levels n
            on n.organization_id = k.organization_id and n.inventory_item_id = k.inventory_item_id and n.location_id = $3
          where k.organization_id = v.organization_id and k.variant_id = v.id and v.manage_inventory and $5),
        'values', coalesce((select jsonb_object_agg(w.option_id, w.value) from public.product_variant_options k
          join public.product_option_values w
            on w.organization_id = k.organization_id and w.id = k.option_value_id and w.deleted_at is null
          where k.organization_id = v.organization_id and k.variant_id = v.id), '{}'),
        'image', (select i.url from public.product_variant_images k join public.product_images i
            on i.organization_id = k.organization_id and i.id = k.image_id and i.deleted_at is null
          where k.organization_id = v.organization_id and k.variant_id = v.id order by i.rank, i.id limit 1)
      ) order by v.variant_rank, v.id)
      from public.product_variants v
      where v.organization_id = p.organization_id and v.product_id = p.id and v.deleted_at is null), '[]') as variants
  from public.products p
  left join public.product_types t on t.organization_id = p.organization_id and t.id = p.type_id and t.deleted_at is null
  where p.organization_id = $1 and p.deleted_at is null and p.id > $4";

/// The next products behind one, by their keys.
pub(super) async fn page(
    tx: &Tx,
    currency: &str,
    (reads_stock, location): (bool, Option<Uuid>),
    after: Uuid,
    filter: &Filter,
) -> db::Result<Vec<Exported>> {
    let mut values =
        vec![tx.organization()?.into(), currency.to_owned().into(), location.into(), after.into(), reads_stock.into()];
    let conditions = filter.sql(&mut values);
    let sql = format!("{SELECT} and {conditions} order by p.id limit {PAGE}");
    db::fetch_all(tx, &sql, values).await
}

/// Whether some variant has several pictures of its own, which a line cannot say.
pub(super) async fn has_many_images(tx: &Tx) -> db::Result<bool> {
    #[derive(FromQueryResult)]
    struct Is {
        is: bool,
    }
    let sql = "select exists (select from public.product_variant_images k where k.organization_id = $1
          group by k.variant_id having count(*) > 1) as is";
    Ok(db::fetch_one::<Is>(tx, sql, [tx.organization()?.into()]).await?.is)
}
