//! Applying what was told of one object.

use jobs::JobContext;
use payments::{Doubt, Fact, Merged, Question, Session};
use uuid::Uuid;
use web::ApiError;

use super::{Whose, dispute, kind, people, refunds, subscriptions, whose};
use crate::payment::{
    Desk,
    accounts::Opened,
    settle::{Source, Unheard, hear_session},
};

/// Why nothing was applied.
#[derive(Debug)]
pub(super) enum Failed {
    /// Trying again may help.
    Now(String),
    /// It will not: somebody has to look at it.
    Never(String),
}

impl From<ApiError> for Failed {
    fn from(error: ApiError) -> Self {
        Self::Now(format!(
            "{error}: {}",
            std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default()
        ))
    }
}

impl From<db::Error> for Failed {
    fn from(error: db::Error) -> Self {
        ApiError::from(error).into()
    }
}

impl From<Doubt> for Failed {
    fn from(doubt: Doubt) -> Self {
        Self::Now(doubt.to_string())
    }
}

impl From<Unheard> for Failed {
    fn from(unheard: Unheard) -> Self {
        match unheard {
            Unheard::Failed(error) => error.into(),
            other => Self::Never(other.to_string()),
        }
    }
}

/// Applies what is known of an object, and answers the shop that it concerns.
pub(super) async fn apply(ctx: &JobContext, desk: &Desk, of: &Opened, merged: &Merged) -> Result<Option<Uuid>, Failed> {
    let told = &merged.told;
    let source = Source::Event { id: &told.event, at: told.at };
    match &told.fact {
        Fact::Session(said) if merged.is_behind => look_again(ctx, desk, of, &said.reference).await,
        Fact::Session(said) => session(ctx, desk, of, said, source).await,
        Fact::Changed { kind, reference } if kind == "payment_intent" => look_again(ctx, desk, of, reference).await,
        Fact::Changed { kind, reference } if kind == "refund" => refunds::look_again(ctx, desk, of, reference).await,
        Fact::Refund(said) => refunds::refund(ctx, desk, of, said).await,
        Fact::Charge(said) => refunds::charge(ctx, desk, of, said).await,
        Fact::Dispute(said) => dispute::dispute(ctx, of, said, told.at).await,
        Fact::Setup(said) if merged.is_behind => people::look_again(ctx, desk, of, &said.reference).await,
        Fact::Setup(said) => people::setup(ctx, desk, of, said, source).await,
        Fact::Changed { kind, reference } if kind == "setup_intent" => {
            people::look_again(ctx, desk, of, reference).await
        }
        Fact::Method(said) => people::method(ctx, desk, of, said).await,
        Fact::Customer(said) => people::customer(ctx, desk, of, said).await,
        Fact::Subscription(said) if merged.is_behind => {
            subscriptions::look_up(ctx, desk, of, (&said.reference, &said.labels)).await
        }
        Fact::Subscription(said) => subscriptions::subscription(ctx, desk, of, said, source).await,
        Fact::Changed { kind, reference } if kind == "subscription" => {
            subscriptions::look_up(ctx, desk, of, (reference, &payments::Labels::new())).await
        }
        Fact::Invoice(said) => subscriptions::invoice(ctx, desk, of, said, told.at).await,
        Fact::Changed { kind, reference } if kind == "invoice" => {
            subscriptions::look_up_invoice(ctx, desk, of, reference).await
        }
        Fact::Price(said) => subscriptions::price(ctx, desk, of, said).await,
        Fact::Checkout(said) => subscriptions::checkout(ctx, desk, of, said).await,
        // What concerns no payment of a shop is kept, and nothing moves.
        other => {
            tracing::debug!(kind = kind(other), "told of something that moves nothing");
            Ok(None)
        }
    }
}

pub(in crate::payment::work) async fn session(
    ctx: &JobContext,
    desk: &Desk,
    of: &Opened,
    said: &Session,
    source: Source<'_>,
) -> Result<Option<Uuid>, Failed> {
    let Some(Whose { shop, id }) = whose::session(ctx, of.id, &said.reference, Some(&said.labels)).await? else {
        return Ok(None);
    };
    let tx = ctx.begin_working_in(shop).await?;
    let is_behind = hear_session(&tx, id, said, source).await?;
    tx.commit().await?;
    if is_behind { Box::pin(look_again(ctx, desk, of, &said.reference)).await } else { Ok(Some(shop)) }
}

/// The object itself tells what its events cannot.
pub(super) async fn look_again(
    ctx: &JobContext,
    desk: &Desk,
    of: &Opened,
    intent: &str,
) -> Result<Option<Uuid>, Failed> {
    let Some(Whose { shop, .. }) = whose::session(ctx, of.id, intent, None).await? else { return Ok(None) };
    let asked_at = ctx.now();
    let provider = desk.get(payments::stripe::Stripe::ID)?;
    let facts = provider.look_up(&of.account, &Question::Intent(intent.to_owned())).await?;
    for fact in &facts {
        if let Fact::Session(said) = fact {
            session(ctx, desk, of, said, Source::Fresh(asked_at)).await?;
        }
    }
    Ok(Some(shop))
}
