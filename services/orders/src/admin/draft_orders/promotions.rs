//! Promotion codes of a draft.

use axum::response::Response;
use web::ApiError;

use super::{answer, bodies::Codes, open};
use crate::{
    admin::operations::Work,
    amend,
    change::What,
    offer::{self, Wanted},
};

/// The most codes that are entered at once.
const MOST: usize = 50;

fn written(codes: Codes) -> Result<Vec<String>, ApiError> {
    let mut codes: Vec<String> =
        codes.promo_codes.unwrap_or_default().into_iter().map(|code| code.trim().to_owned()).collect();
    codes.retain(|code| !code.is_empty());
    codes.dedup();
    match codes.len() {
        0 => Err(ApiError::invalid_data("Invalid request: Field 'promo_codes' is required")),
        1..=MOST => Ok(codes),
        _ => Err(ApiError::invalid_data(format!(
            "Invalid request: Value for field 'promo_codes' too big, expected at most: '{MOST}'"
        ))),
    }
}

pub(super) async fn add(work: Work, codes: Codes) -> Result<Response, ApiError> {
    let codes = written(codes)?;
    let mut held = open(&work).await?;
    let pseudo = held.as_cart(&held.applied()?.order);
    let offers = offer::offers(&work.tx, &pseudo, &Wanted { codes: codes.clone(), ..Wanted::default() }).await?;
    let mut whats = Vec::new();
    for code in codes {
        let found = offers.promotions.iter().find(|promotion| promotion.code == code);
        let promotion = found.ok_or_else(|| amend::invalid(&code))?.id;
        whats.push((What::PromotionAdd { promotion, code }, None));
    }
    amend::push(&work.tx, &mut held, whats).await?;
    answer(work, &held).await
}

pub(super) async fn remove(work: Work, codes: Codes) -> Result<Response, ApiError> {
    let codes = written(codes)?;
    let mut held = open(&work).await?;
    let order = amend::settled(&work.tx, &held, held.applied()?, &[]).await?;
    let mut whats = Vec::new();
    for code in codes {
        let mut of_order = order
            .items
            .iter()
            .flat_map(|item| &item.line.adjustments)
            .chain(order.shipping_methods.iter().flat_map(|method| &method.adjustments));
        let found = of_order.find(|one| one.code.as_deref() == Some(&*code)).and_then(|one| one.promotion_id);
        let promotion = found.ok_or_else(|| amend::invalid(&code))?;
        whats.push((What::PromotionRemove { promotion, code }, None));
    }
    amend::push(&work.tx, &mut held, whats).await?;
    answer(work, &held).await
}
