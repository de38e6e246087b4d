//! `/admin/regions`: parts of the world with one currency, and the countries that belong to them.

mod changes;
mod countries;

use auth::needs;
use db::Tx;
use entity::ids::RegionId;
use resource::{
    Param, Table,
    admin::{Resource, Routes},
};
use serde_json::{Value as Json, json};
use utoipa_axum::router::OpenApiRouter;
use web::{App, fields::Selection};

use crate::{data, view::Region};

impl Table for Region {
    type Id = RegionId;

    const ONE: &'static str = "region";
    const MANY: &'static str = "regions";
    const NAME: &'static str = "Region";
    const LIMIT: i64 = 20;
    const DEFAULT_RELATIONS: &'static [&'static str] = &["*countries"];
    const SORTABLE: &'static [&'static str] = &["id", "name", "currency_code", "created_at", "updated_at"];
    const WORDS: &'static [&'static str] = &["r.name", "r.currency_code"];
    const FROM: &'static str = "public.regions r";
    const ALIAS: &'static str = "r";
    const FILTERS: &'static [Param] =
        &[Param::text("name", "Exact names."), Param::text("currency_code", "ISO 4217 codes, lower-case.")];

    fn related() -> Vec<(&'static str, Vec<&'static str>)> {
        let countries = vec!["iso_2", "iso_3", "num_code", "name", "display_name", "region_id"];
        vec![("countries", countries), ("payment_providers", vec!["id", "is_enabled"])]
    }

    async fn fill(tx: &Tx, page: &mut [Self], selection: &Selection) -> db::Result<()> {
        if selection.has("countries") {
            data::fill_countries(tx, page).await?;
        }
        if selection.has("payment_providers") {
            data::fill_payment_providers(tx, page).await?;
        }
        Ok(())
    }
}

impl Resource for Region {
    type Read = needs::ShopRead;
    type Write = needs::ShopWrite;

    const PATH: &'static str = "/admin/regions";
    const TAG: &'static str = "Admin: regions";

    fn example() -> Json {
        json!({
            "id": "reg_01jd6nwvvgfa5sr38y5wx4pq3d", "name": "Europe", "currency_code": "eur", "automatic_taxes": true,
            "created_at": "2026-11-21T10:00:00.000Z", "updated_at": "2026-11-21T10:00:00.000Z", "deleted_at": null,
            "metadata": null, "countries": [{"iso_2": "de", "iso_3": "deu", "num_code": "276", "name": "GERMANY",
                "display_name": "Germany", "region_id": "reg_01jd6nwvvgfa5sr38y5wx4pq3d"}]
        })
    }
}

pub(super) fn router() -> OpenApiRouter<App> {
    Routes::<Region>::new()
        .list("List regions.")
        .retrieve("Read a region.")
        .create("Make a region.")
        .update("Change a region.")
        .delete("Remove a region; its countries are free for another one.")
        .router()
}
