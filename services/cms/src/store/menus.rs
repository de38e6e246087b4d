//! `/store/menus`: what stands in the header, the footer and elsewhere.

use std::sync::LazyLock;

use auth::Shopper;
use axum::{extract::State, response::Response};
use cache::Topic;
use entity::{Timestamp, ids::MenuId};
use resource::{Filter, Param, Row, Select, order_by, read_few, row};
use serde_json::Value as Json;
use utoipa::openapi::path::{Parameter, ParameterIn};
use web::{
    ApiError, App, ListQuery, StoreErrors,
    fields::{Column, FieldRules, Plan, View},
    query::{FromParams, Params, Query},
};

use super::answer::respond;
use crate::menus::{self, Item};

row! {
    /// A menu.
    pub(super) struct Menu from "m" {
        id: MenuId,
        handle: String,
        locale: String,
        title: String,
        items: Json,
        updated_at: Timestamp,
    }
}

impl View for Menu {
    const COLUMNS: &'static [Column<Self>] = <Self as Row>::FIELDS;
}

const SORTABLE: &[&str] = &["id", "handle", "locale", "title", "updated_at"];
const WORDS: &[&str] = &["m.title"];
const FILTERS: &[Param] = &[
    Param::ids::<MenuId>("id", "Ids."),
    Param::text("handle", "Where they stand, such as `main` and `footer`."),
    Param::text("locale", "Languages."),
];
/// A menu has up to 200 entries.
const MOST: i64 = 50;

static RULES: LazyLock<FieldRules> =
    LazyLock::new(|| FieldRules::new(resource::names::<Menu>(), std::iter::empty::<&str>()));

pub(super) struct Parameters {
    list: ListQuery,
    filter: Filter,
}

impl FromParams for Parameters {
    fn read(params: &mut Params) -> Self {
        let list = ListQuery::read(params, 20, SORTABLE);
        let mut filter = Filter::default();
        read_few(params, FILTERS.to_vec(), "m", WORDS, &mut filter);
        Self { list, filter }
    }
}

impl utoipa::IntoParams for Parameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        resource::admin::of_list(FILTERS).into_iter().filter(|param| param.name != "with_deleted").collect()
    }
}

/// List menus, with where their entries lead.
///
/// What an entry names by its id has its path of now; entries that lead to what is gone or not published are left out.
#[utoipa::path(
    get,
    path = "/store/menus",
    tag = "Menus",
    operation_id = "list_menus",
    params(Parameters),
    security(("publishable_key" = [])),
    responses(
        (status = 200, description = "A page of menus.", body = Json, example = json!({
            "menus": [{
                "id": "menu_01jd6nwvvgfa5sr38y5wx4pq3d", "handle": "main", "locale": "en", "title": "Header",
                "items": [
                    {"label": "Shop", "type": "category", "id": "pcat_01jd6nwvvgfa5sr38y5wx4pq3d", "url": "/categories/shop", "items": [
                        {"label": "Mugs", "type": "site", "id": null, "url": "/collections/mugs", "items": []}
                    ]},
                    {"label": "Help", "type": "group", "id": null, "url": null, "items": [
                        {"label": "Write to us", "type": "mail", "id": null, "url": "mailto:hello@example.com", "items": []}
                    ]}
                ],
                "updated_at": "2026-11-22T10:00:00.000Z"
            }], "count": 1, "offset": 0, "limit": 20
        })),
        StoreErrors,
    )
)]
pub(super) async fn list(
    State(app): State<App>,
    shopper: Shopper,
    Query(Parameters { list, filter }): Query<Parameters>,
) -> Result<Response, ApiError> {
    let selection = RULES.select(list.fields.as_deref())?;
    if list.page.limit > MOST {
        return Err(ApiError::invalid_data(format!("Value for field 'limit' too big, expected at most: '{MOST}'")));
    }
    let mut conditions = Filter::new("m.organization_id = $1");
    conditions.all(filter);
    conditions.and_words(WORDS, &list.words);
    let order_by = order_by("m", &list.order, "m.handle, m.locale, m.id");
    let select = Select { columns: Menu::SELECT, from: "public.menus m", order_by: &order_by };
    let tx = app.db.begin_read(&shopper).await?;
    let (mut found, count): (Vec<Menu>, i64) =
        resource::page(&tx, select, &conditions, vec![tx.organization()?.into()], list.page).await?;
    if selection.has("items") {
        let kept = |menu: &Menu| {
            let items: Vec<Item> = serde_json::from_value(menu.items.clone()).map_err(ApiError::internal)?;
            Ok::<_, ApiError>(menus::Menu { locale: menu.locale.clone(), items })
        };
        let kept = found.iter().map(kept).collect::<Result<Vec<_>, _>>()?;
        let resolved = menus::resolve(&tx, &shopper, &kept).await?;
        for (menu, items) in found.iter_mut().zip(resolved) {
            menu.items = items;
        }
    }
    tx.commit().await?;
    let mut body = b"{\"menus\":".to_vec();
    Plan::<Menu>::new(&selection).write_all(&found, &mut body);
    let rest = format!(",\"count\":{count},\"offset\":{},\"limit\":{}}}", list.page.offset, list.page.limit);
    body.extend_from_slice(rest.as_bytes());
    // Paths of products and categories are the catalogue's.
    Ok(respond(Topic::Content | Topic::Catalog, body))
}
