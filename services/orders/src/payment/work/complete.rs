//! Completing a cart that was paid, whether its customer comes back or not.

use entity::ids::CartId;
use jobs::{Job, JobContext, JobError};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::again;
use crate::{checkout::place, payment::Desk};

/// A cart of the shop was paid.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Complete {
    cart: Uuid,
}

impl Job for Complete {
    const NAME: &'static str = "payments.complete";
    const QUEUE: &'static str = "payments";
    type State = Desk;

    async fn run(&self, ctx: &JobContext, desk: &Desk) -> Result<(), JobError> {
        let cart = CartId(self.cart).to_string();
        match place(ctx.db(), desk, (ctx.organization(), || ctx.working_in(ctx.organization())), &cart, None).await {
            Ok(_) => Ok(()),
            // It cannot be an order, now at least: its customer may mend it, and if nobody does, `stuck` gives back what he paid.
            Err(error) if error.status().is_client_error() && error.status() != http::StatusCode::CONFLICT => {
                tracing::warn!(%cart, %error, "a cart that was paid cannot be an order");
                Ok(())
            }
            Err(error) => Err(again(error)),
        }
    }
}
