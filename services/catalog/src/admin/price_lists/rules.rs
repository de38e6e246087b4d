//! What must be so that a list holds, or a price of it. `private.list_prices` decides these and no others: what it does not know
//! never holds, so it is refused here.

use std::collections::{BTreeMap, HashSet};

use db::Tx;
use entity::ids::{CustomerGroupId, RegionId};
use sea_orm::FromQueryResult;
use serde_json::json;
use uuid::Uuid;
use web::ApiError;

const GROUP: &str = "customer.groups.id";
const REGION: &str = "region_id";
const CURRENCY: &str = "currency_code";

/// The most values of an attribute.
const MOST: usize = 1_000;

/// Texts that rules name, as the database compares them.
#[derive(Debug, Default)]
pub(super) struct Known {
    regions: HashSet<Uuid>,
}

impl Known {
    /// What there is of the regions that rules name; see [`region`].
    pub(super) async fn load(tx: &Tx, regions: Vec<Uuid>) -> db::Result<Self> {
        #[derive(FromQueryResult)]
        struct Id {
            id: Uuid,
        }
        if regions.is_empty() {
            return Ok(Self::default());
        }
        let sql = "select r.id from public.regions r where r.organization_id = $1 and r.id = any($2) and r.deleted_at is null";
        let found: Vec<Id> = db::fetch_all(tx, sql, [tx.organization()?.into(), regions.into()]).await?;
        Ok(Self { regions: found.into_iter().map(|row| row.id).collect() })
    }

    /// A value as it is compared; `at` is where the rules stand.
    pub(super) fn value(&self, at: &str, attribute: &str, text: &str) -> Result<String, ApiError> {
        let shown = |text: &str| text.chars().take(100).collect::<String>();
        let wrong = |problem: String| {
            let message = format!("Invalid request: Value for field '{at}, {}' {problem}", shown(attribute));
            ApiError::invalid_data(message)
        };
        match attribute {
            REGION => match text.parse::<RegionId>() {
                Ok(id) if self.regions.contains(&id.0) => Ok(id.to_string()),
                _ => Err(wrong(format!("names no region of the shop: '{}'", shown(text)))),
            },
            // Whether there is such a group, who writes prices may not be allowed to see.
            GROUP => text.parse::<CustomerGroupId>().map(|id| id.to_string()).map_err(|error| wrong(error.to_string())),
            CURRENCY => {
                let code = text.to_ascii_lowercase();
                let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_lowercase());
                if is_code { Ok(code) } else { Err(wrong(format!("is no ISO 4217 code: '{}'", shown(text)))) }
            }
            _ => Err(wrong(format!("is no rule that prices know: they know {GROUP}, {REGION} and {CURRENCY}"))),
        }
    }
}

/// The region that a rule names.
pub(super) fn region(attribute: &str, text: &str) -> Option<Uuid> {
    text.parse::<RegionId>().ok().filter(|_| attribute == REGION).map(|id| id.0)
}

/// Makes these the rules of a list, and no others. An attribute without values is no rule.
pub(super) async fn set(tx: &Tx, list: Uuid, rules: BTreeMap<String, Vec<String>>) -> Result<(), ApiError> {
    let mut regions = Vec::new();
    for (attribute, values) in &rules {
        regions.extend(values.iter().filter_map(|value| region(attribute, value)));
    }
    let known = Known::load(tx, regions).await?;
    let mut rows = Vec::new();
    for (attribute, values) in &rules {
        if values.len() > MOST {
            let message =
                format!("Invalid request: Value for field 'rules, {attribute}' too big, expected at most: '{MOST}'");
            return Err(ApiError::invalid_data(message));
        }
        let mut values: Vec<String> =
            values.iter().map(|value| known.value("rules", attribute, value)).collect::<Result<_, _>>()?;
        values.sort();
        values.dedup();
        if !values.is_empty() {
            rows.push(json!({ "attribute": attribute, "value": values }));
        }
    }
    let organization = tx.organization()?;
    let kept: Vec<String> = rows.iter().filter_map(|row| Some(row["attribute"].as_str()?.to_owned())).collect();
    let sql = "delete from public.price_list_rules where organization_id = $1 and price_list_id = $2 and not (attribute = any($3))";
    db::exec(tx, sql, [organization.into(), list.into(), kept.into()]).await?;
    let sql =
        "insert into public.price_list_rules (organization_id, price_list_id, attribute, value, created_at, updated_at)
        select $1, $2, r.attribute, r.value, $4, $4 from jsonb_to_recordset($3) r (attribute text, value text[])
        on conflict (organization_id, price_list_id, attribute) do update set value = excluded.value
          where price_list_rules.value <> excluded.value";
    db::exec(tx, sql, [organization.into(), list.into(), serde_json::Value::from(rows).into(), tx.now().into()])
        .await?;
    Ok(())
}
