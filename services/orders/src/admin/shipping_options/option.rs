//! A shipping option, with all that belongs to it.

use db::Tx;
use entity::{
    Timestamp,
    ids::{ServiceZoneId, ShippingOptionId, ShippingOptionTypeId, ShippingProfileId, StockLocationId},
};
use resource::{Param, Row, Table, names, of_owners, row};
use serde_json::Value as Json;
use uuid::Uuid;
use web::fields::{Column, Relation, Selection, View, many, one};

use super::{price::OptionPrice, rule::OptionRule};
use crate::admin::{
    fulfillment_sets::{self, FulfillmentSet, Place, Zone},
    providers::Provider,
    shipping_option_types::OptionType,
};

row! {
    /// A shipping option.
    #[expect(clippy::struct_field_names, reason = "the columns are Medusa's")]
    pub(in crate::admin) struct ShippingOption from "o" {
        id: ShippingOptionId,
        name: String,
        price_type: String,
        service_zone_id: ServiceZoneId,
        shipping_profile_id: Option<ShippingProfileId>,
        provider_id: Option<String>,
        shipping_option_type_id: Option<ShippingOptionTypeId>,
        data: Option<Json>,
        metadata: Option<Json>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
    loaded {
        provider: Option<Provider>,
        kind: Option<OptionType>,
        shipping_profile: Option<Profile>,
        service_zone: Option<Zone>,
        rules: Vec<OptionRule>,
        prices: Vec<OptionPrice>,
    }
}

row! {
    /// What is shipped alike. It is the catalogue's to change; here it is only shown.
    pub(in crate::admin) struct Profile from "f" {
        id: ShippingProfileId,
        name: String,
        r#type: String = "f.type",
        metadata: Option<Json>,
        created_at: Timestamp,
        updated_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }
}

impl View for Profile {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

impl Table for Profile {
    type Id = ShippingProfileId;

    const ONE: &'static str = "shipping_profile";
    const MANY: &'static str = "shipping_profiles";
    const NAME: &'static str = "Shipping profile";
    const SORTABLE: &'static [&'static str] = &[];
    const WORDS: &'static [&'static str] = &[];
    const FROM: &'static str = "public.shipping_profiles f";
    const ALIAS: &'static str = "f";
}

impl View for ShippingOption {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
    const RELATIONS: &'static [Relation<Self>] = &[
        ("provider", |s| one(s, |option: &Self| option.provider.as_ref())),
        ("type", |s| one(s, |option: &Self| option.kind.as_ref())),
        ("shipping_profile", |s| one(s, |option: &Self| option.shipping_profile.as_ref())),
        ("service_zone", |s| one(s, |option: &Self| option.service_zone.as_ref())),
        ("rules", |s| many(s, |option: &Self| &option.rules)),
        ("prices", |s| many(s, |option: &Self| &option.prices)),
    ];
}

impl Table for ShippingOption {
    type Id = ShippingOptionId;

    const ONE: &'static str = "shipping_option";
    const MANY: &'static str = "shipping_options";
    const NAME: &'static str = "Shipping option";
    const LIMIT: i64 = 20;
    const DEFAULT_RELATIONS: &'static [&'static str] =
        &["*rules", "*type", "*prices", "*prices.price_rules", "*service_zone", "*shipping_profile", "*provider"];
    const SORTABLE: &'static [&'static str] = &["id", "name", "price_type", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["o.name"];
    const FROM: &'static str = "public.shipping_options o";
    const ALIAS: &'static str = "o";
    const FILTERS: &'static [Param] = &[
        Param::text("name", "Exact names."),
        Param::text("price_type", "`flat` or `calculated`."),
        Param::text("provider_id", "Ids of fulfillment providers."),
        Param::ids::<ServiceZoneId>("service_zone_id", "Ids of service zones."),
        Param::ids::<ShippingProfileId>("shipping_profile_id", "Ids of shipping profiles."),
        Param::ids::<ShippingOptionTypeId>("shipping_option_type_id", "Ids of kinds of options."),
        Param::ids::<StockLocationId>("stock_location_id", "Ids of places from which it is sent.").when(
            "exists (select from public.service_zones z
               join public.fulfillment_sets s on s.organization_id = z.organization_id and s.id = z.fulfillment_set_id
               where z.organization_id = o.organization_id and z.id = o.service_zone_id and s.stock_location_id = any(?))",
        ),
        Param::boolean("is_return", "Whether it is for sending back.").at(
            "(exists (select from public.shipping_option_rules r where r.organization_id = o.organization_id
               and r.shipping_option_id = o.id and r.attribute = 'is_return' and r.operator = 'eq' and r.value = '\"true\"'))",
        ),
        Param::boolean("admin_only", "Whether customers do not see it.").at(
            "(exists (select from public.shipping_option_rules r where r.organization_id = o.organization_id
               and r.shipping_option_id = o.id and r.attribute = 'enabled_in_store' and r.operator = 'eq' and r.value = '\"false\"'))",
        ),
    ];

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        vec![
            ("provider", names::<Provider>()),
            ("type", names::<OptionType>()),
            ("shipping_profile", names::<Profile>()),
            ("service_zone", names::<Zone>()),
            ("service_zone.geo_zones", Vec::new()),
            ("service_zone.fulfillment_set", names::<FulfillmentSet>()),
            ("service_zone.fulfillment_set.location", names::<Place>()),
            ("rules", names::<OptionRule>()),
            ("prices", names::<OptionPrice>()),
        ]
    }

    async fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> db::Result<()> {
        let owners: Vec<Uuid> = page.iter().map(|option| option.id.0).collect();
        for option in &mut *page {
            option.provider = option.provider_id.clone().map(Provider);
        }
        if selection.has("rules") {
            let mut rules = of_owners::<OptionRule>(tx, "", "r.shipping_option_id", owners.clone()).await?;
            for option in &mut *page {
                option.rules = rules.remove(&option.id.0).unwrap_or_default();
            }
        }
        if selection.has("prices") {
            let mut prices = of_owners::<OptionPrice>(tx, "", "p.shipping_option_id", owners).await?;
            for option in &mut *page {
                option.prices = prices.remove(&option.id.0).unwrap_or_default();
            }
        }
        if selection.has("type") {
            let kinds = page.iter().filter_map(|option| option.shipping_option_type_id).map(|id| id.0).collect();
            let kinds = of_owners::<OptionType>(tx, "", "y.id", kinds).await?;
            for option in &mut *page {
                let found = option.shipping_option_type_id.and_then(|id| kinds.get(&id.0));
                option.kind = found.and_then(|found| found.first().cloned());
            }
        }
        if selection.has("shipping_profile") {
            let profiles = page.iter().filter_map(|option| option.shipping_profile_id).map(|id| id.0).collect();
            let profiles = of_owners::<Profile>(tx, "", "f.id", profiles).await?;
            for option in &mut *page {
                let found = option.shipping_profile_id.and_then(|id| profiles.get(&id.0));
                option.shipping_profile = found.and_then(|found| found.first().cloned());
            }
        }
        if let Some(of_zone) = selection.get("service_zone") {
            let zones = page.iter().map(|option| option.service_zone_id.0).collect();
            let zones = fulfillment_sets::by_id(tx, zones, of_zone).await?;
            for option in page {
                option.service_zone = zones.get(&option.service_zone_id.0).cloned();
            }
        }
        Ok(())
    }
}
