//! Promotion codes of a draft.

use axum::response::Response;
use web::ApiError;

use super::{answer, bodies::Codes, open};
use crate::{
    admin::operations::Work,
    amend,
    cart::written_codes,
    change::What,
    offer::{self, Wanted},
};

fn written(codes: Codes) -> Result<Vec<String>, ApiError> {
    let codes = written_codes(codes.promo_codes.unwrap_or_default())?;
    if codes.is_empty() {
        return Err(ApiError::invalid_data("Invalid request: Field 'promo_codes' is required"));
    }
    Ok(codes)
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
