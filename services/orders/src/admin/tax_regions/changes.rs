//! What is said of tax regions, and how they are made, changed and removed.

use auth::Staff;
use db::{OnConstraint, Tx};
use entity::ids::TaxRegionId;
use resource::{
    Set,
    admin::{Create, Delete, Update, duplicate},
    fields::{Amount, AtMost, Name, Word},
    fresh_metadata, retire,
};
use sea_orm::{FromQueryResult, Value};
use serde_json::{Map, Value as Json};
use uuid::Uuid;
use web::{
    ApiError, body,
    body::{Change, Fields, Filled, Required},
};

use super::TaxRegion;
use crate::admin::{
    bodies::{Country, Object, Province, check_number},
    providers,
    tax_rates::{self, MOST_RATE, Said},
};

body! {
    /// The rate of what no rule names.
    struct DefaultRate {
        /// In percent: 19 is nineteen of a hundred.
        rate: Amount = 19,
        /// Its short name, which stands on invoices.
        code: Required<Word> = "DE19",
        /// Its name for people.
        name: Required<Name> = "VAT",
        /// Of a province: whether the country's rate is added.
        is_combinable: Option<bool> = false,
        /// The shop's own data.
        metadata: Change<Map<String, Json>> = {"erp": "19"},
    }
    checked by check_rate
}

fn check_rate(fields: &mut Fields, rate: &DefaultRate) {
    check_number(fields, "rate", rate.rate.0.as_ref(), MOST_RATE);
}

body! {
    /// What is said of a new tax region.
    pub struct New {
        /// The country: ISO 3166-1, two letters.
        country_code: Required<Country> = "de",
        /// A province of it: ISO 3166-2. Of a country it is left out.
        province_code: Option<Province> = "de-sh",
        /// The region of the province's country; it is found when it is left out.
        parent_id: Option<String> = "txreg_01jd6nwvvgfa5sr38y5wx4pq3d",
        /// The rate of what no rule names.
        default_tax_rate: Object<DefaultRate> = {"rate": 19, "code": "DE19", "name": "VAT"},
        /// Who says what the taxes are. Only countries have one, and a province its country's.
        provider_id: Option<String> = "tp_system",
        /// The shop's own data.
        metadata: Change<Map<String, Json>> = {"erp": "de"},
    }
    checked by check_new
}

fn check_new(fields: &mut Fields, New { province_code, parent_id, provider_id, .. }: &New) {
    if province_code.is_none() && parent_id.is_some() {
        fields.complain("Field 'province_code' is required, as field 'parent_id' says that it is a province");
    }
    if province_code.is_some() && provider_id.is_some() {
        fields.complain("Field 'provider_id' belongs to countries: a province has its country's");
    }
}

body! {
    /// What changes of a tax region.
    pub struct Changes {
        /// The province: ISO 3166-2.
        province_code: Filled<Province> = "de-hh",
        /// Who says what the taxes are; `null`: nobody else than Kontor.
        provider_id: Change<String> = "tp_system",
        /// The shop's own data.
        metadata: Change<Map<String, Json>> = {"erp": "de"},
    }
}

/// 422 when there is a region of the place.
fn taken<T>(done: db::Result<T>, country: &str, province: Option<&str>) -> Result<T, ApiError> {
    done.on_constraint("tax_regions_place", |_| {
        duplicate(match province {
            Some(province) => {
                format!("Tax region with country_code: {country}, province_code: {province}, already exists.")
            }
            None => format!("Tax region with country_code: {country}, already exists."),
        })
    })
}

#[derive(FromQueryResult)]
struct Parent {
    id: Uuid,
    country_code: String,
}

/// The region of a province's country, which stays until this transaction ends.
async fn parent(tx: &Tx, country: &str, province: &str, named: Option<&str>) -> Result<Uuid, ApiError> {
    let wanted = format!("You are trying to create a province with (country: {country}, province: {province})");
    let none = || {
        let words = "Province must belong to a parent tax region";
        ApiError::invalid_data(format!("{words}. {wanted} but parent does not exist"))
    };
    let id = named.map(str::parse::<TaxRegionId>).transpose().map_err(|_| none())?.map(|id| id.0);
    let sql = "select g.id, g.country_code from public.tax_regions g
        where g.organization_id = $1 and g.deleted_at is null and g.province_code is null
          and case when $2::uuid is null then g.country_code = $3 else g.id = $2 end for share";
    let values: [Value; 3] = [tx.organization()?.into(), id.into(), country.into()];
    let found: Option<Parent> = db::fetch_optional(tx, sql, values).await?;
    let Parent { id, country_code } = found.ok_or_else(none)?;
    if country_code != country {
        let words = "Province must belong to a parent tax region with the same country code";
        return Err(ApiError::invalid_data(format!("{words}. {wanted} but parent expects (country: {country_code})")));
    }
    Ok(id)
}

impl Create for TaxRegion {
    type New = New;

    async fn create(tx: &Tx, staff: &Staff, new: New) -> Result<Uuid, ApiError> {
        let New { country_code: Required(Country(country)), province_code, parent_id, .. } = new;
        providers::known_tax(new.provider_id.as_deref())?;
        let province = province_code.map(|Province(code)| code);
        let parent = match &province {
            Some(province) => Some(parent(tx, &country, province, parent_id.as_deref()).await?),
            None => None,
        };
        let id = TaxRegionId::new().0;
        let sql = "insert into public.tax_regions
              (organization_id, id, country_code, province_code, parent_id, provider_id, metadata, created_by, created_at, updated_at)
            values ($1, $2, $3, $4, $5, $6, private.merge_metadata(null, $7, '{}'), $8, $9, $9)";
        let values: [Value; 9] = [
            tx.organization()?.into(),
            id.into(),
            country.clone().into(),
            province.clone().into(),
            parent.into(),
            new.provider_id.into(),
            fresh_metadata(new.metadata).into(),
            staff.user().map(|user| user.0).into(),
            tx.now().into(),
        ];
        taken(db::exec(tx, sql, values).await, &country, province.as_deref())?;
        if let Object(Some(rate)) = new.default_tax_rate {
            let DefaultRate { rate: Amount(rate), code, name, is_combinable, metadata } = rate;
            let (Required(AtMost(code)), Required(AtMost(name))) = (code, name);
            let said = Said { rate, code, name, is_combinable, is_default: true, metadata };
            tax_rates::insert(tx, staff, id, said).await?;
        }
        Ok(id)
    }
}

#[derive(FromQueryResult)]
struct Place {
    country_code: String,
    province_code: Option<String>,
}

impl Update for TaxRegion {
    type Changes = Changes;

    async fn update(tx: &Tx, _: &Staff, id: Uuid, changes: Changes) -> Result<bool, ApiError> {
        let Changes { province_code: Filled(province), provider_id, metadata } = changes;
        if let Change::Set(provider) = &provider_id {
            providers::known_tax(Some(provider))?;
        }
        let sql = "select g.country_code, g.province_code from public.tax_regions g
            where g.organization_id = $1 and g.id = $2 and g.deleted_at is null for no key update";
        let place: Option<Place> = db::fetch_optional(tx, sql, [tx.organization()?.into(), id.into()]).await?;
        let Some(place) = place else { return Ok(false) };
        let province = province.map(|Province(code)| code);
        if province.is_some() && place.province_code.is_none() {
            let words =
                "Field 'province_code' belongs to provinces, and this is a country: make a region for the province";
            return Err(ApiError::invalid_data(words));
        }
        if matches!(provider_id, Change::Set(_)) && place.province_code.is_some() {
            let words = "Field 'provider_id' belongs to countries: a province has its country's";
            return Err(ApiError::invalid_data(words));
        }
        let wanted = province.clone();
        let mut set = Set::new(tx, id)?;
        set.given("province_code", province);
        set.change("provider_id", provider_id);
        set.metadata("metadata", metadata);
        taken(set.run(tx, "public.tax_regions").await, &place.country_code, wanted.as_deref())
    }
}

impl Delete for TaxRegion {
    /// With its provinces and all their rates: a province is taxed nowhere without its country.
    async fn delete(tx: &Tx, _: &Staff, id: Uuid) -> Result<bool, ApiError> {
        if !retire(tx, "public.tax_regions", id).await? {
            return Ok(false);
        }
        let sql = "update public.tax_regions set deleted_at = $3
            where organization_id = $1 and parent_id = $2 and deleted_at is null";
        let values: [Value; 3] = [tx.organization()?.into(), id.into(), tx.now().into()];
        db::exec(tx, sql, values.clone()).await?;
        let sql = "update public.tax_rates r set deleted_at = $3 from public.tax_regions g
            where r.organization_id = $1 and r.deleted_at is null and g.organization_id = $1 and g.id = r.tax_region_id
              and (g.id = $2 or g.parent_id = $2)";
        db::exec(tx, sql, values).await?;
        Ok(true)
    }
}
