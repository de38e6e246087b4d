//! Which countries belong to a region: each to one of a shop at most, which the table's key sees to.

use db::Tx;
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::ApiError;

use crate::iso;

/// The codes in lower case, each once, if all are ISO's.
pub(super) fn known(codes: &[String]) -> Result<Vec<String>, ApiError> {
    let mut codes: Vec<String> = codes.iter().map(|code| code.to_lowercase()).collect();
    codes.sort_unstable();
    codes.dedup();
    let unknown: Vec<String> = codes.iter().filter(|code| iso::country(code).is_none()).cloned().collect();
    refuse(&unknown, "do not exist: field 'countries' takes ISO 3166-1 codes of two letters")?;
    Ok(codes)
}

/// Makes these the countries of a region, and no others.
pub(super) async fn set(tx: &Tx, region: Uuid, codes: Vec<String>) -> Result<(), ApiError> {
    #[derive(FromQueryResult)]
    struct Taken {
        iso_2: String,
    }
    let organization = tx.organization()?;
    let gone =
        "delete from public.region_countries where organization_id = $1 and region_id = $2 and not (iso_2 = any($3))";
    db::exec(tx, gone, [organization.into(), region.into(), codes.clone().into()]).await?;
    let add = "insert into public.region_countries (organization_id, iso_2, region_id)
        select $1, code, $2 from unnest($3::text[]) code order by code on conflict (organization_id, iso_2) do nothing";
    db::exec(tx, add, [organization.into(), region.into(), codes.clone().into()]).await?;
    // A country that another region has was left alone above, also when that region was made a moment ago.
    let taken = "select iso_2 from public.region_countries
        where organization_id = $1 and region_id <> $2 and iso_2 = any($3) order by iso_2";
    let taken: Vec<Taken> = db::fetch_all(tx, taken, [organization.into(), region.into(), codes.into()]).await?;
    let taken: Vec<String> = taken.into_iter().map(|row| row.iso_2).collect();
    refuse(&taken, "are already assigned to a region")
}

/// 400 that names countries, if there are any.
fn refuse(codes: &[String], why: &str) -> Result<(), ApiError> {
    if codes.is_empty() {
        return Ok(());
    }
    let codes: Vec<String> = codes.iter().map(|code| format!("\"{code}\"")).collect();
    Err(ApiError::invalid_data(format!("Countries with codes: {} {why}", codes.join(", "))))
}
