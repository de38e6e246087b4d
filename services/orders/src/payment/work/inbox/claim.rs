//! Events are claimed by object, worked on, and ended. Whoever dies meanwhile loses his lease, and another one begins anew.

use std::time::Duration;

use db::INSTALLATION;
use jobs::JobContext;
use sea_orm::{FromQueryResult, Value};
use serde_json::json;
use uuid::Uuid;
use web::ApiError;

/// As many objects as are claimed at once.
const MOST: i64 = 50;
/// As many events of one of them; what it is told of more than that is the next claim's.
const MOST_OF_ONE: i64 = 100;
/// And no more events than have so many bytes together. The first is always among them: none has as many.
const MOST_BYTES: i64 = 16 * 1024 * 1024;
/// So long they are nobody else's.
const LEASE: Duration = Duration::from_mins(2);
/// Tried so often, an event is put aside: somebody looks at it and has it tried again.
const MOST_TRIES: i32 = 12;

/// An event that waits.
#[derive(Debug, FromQueryResult)]
pub(super) struct Claimed {
    organization_id: Uuid,
    id: Uuid,
    endpoint_id: Uuid,
    pub(super) object_id: Option<String>,
    event_id: String,
    pub(super) is_live: Option<bool>,
    pub(super) body: Vec<u8>,
    tries: i32,
}

impl Claimed {
    /// The account that told it.
    pub(super) fn account(&self) -> Uuid {
        self.endpoint_id
    }

    /// The shop whose own account told it.
    pub(super) fn of_shop(&self) -> Option<Uuid> {
        (self.organization_id != INSTALLATION).then_some(self.organization_id)
    }

    /// What it is told of.
    pub(super) fn object(&self) -> (Uuid, Uuid, &str) {
        (self.organization_id, self.endpoint_id, self.object_id.as_deref().unwrap_or(&self.event_id))
    }
}

/// How work on an event ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Ending {
    status: Option<&'static str>,
    shop: Option<Uuid>,
    error: Option<String>,
}

impl Ending {
    fn new(status: &'static str, shop: Option<Uuid>, error: Option<String>) -> Self {
        Self { status: Some(status), shop, error }
    }

    pub(super) fn done(shop: Option<Uuid>) -> Self {
        Self::new("done", shop, None)
    }

    pub(super) fn ignored(why: Option<String>) -> Self {
        Self::new("ignored", None, why)
    }

    pub(super) fn unparsable(why: String) -> Self {
        Self::new("unparsable", None, Some(why))
    }

    pub(super) fn dead(shop: Option<Uuid>, why: String) -> Self {
        Self::new("dead", shop, Some(why))
    }

    /// It is tried again.
    pub(super) fn again(shop: Option<Uuid>, why: String) -> Self {
        Self::new("pending", shop, Some(why))
    }

    /// Nobody has said yet how it ended.
    pub(super) fn is_open(&self) -> bool {
        self.status.is_none()
    }

    /// Of two endings the one that must not be forgotten.
    pub(super) fn worse(self, other: Self) -> Self {
        let weight = |ending: &Self| match ending.status {
            Some("pending") => 4,
            Some("dead") => 3,
            Some("done") if ending.shop.is_some() => 2,
            Some("ignored") => 1,
            _ => 0,
        };
        if weight(&other) > weight(&self) { other } else { self }
    }
}

/// Claims what is due, events of an object together, the longest waiting first; in turns, so that an account that tells a lot keeps nobody
/// else waiting. Accounts are found by a walk along the index, however much waits of each. What is too much for one claim waits for the next.
pub(super) async fn claim(ctx: &JobContext) -> Result<Vec<Claimed>, ApiError> {
    let sql = "with recursive accounts as (
            (select w.organization_id, w.endpoint_id from webhook_events w where w.status = 'pending' order by 1, 2 limit 1)
            union all
            select n.organization_id, n.endpoint_id from accounts a cross join lateral (
              select w.organization_id, w.endpoint_id from webhook_events w
              where w.status = 'pending' and (w.organization_id, w.endpoint_id) > (a.organization_id, a.endpoint_id)
              order by 1, 2 limit 1) n),
        waiting as (
            select a.organization_id, a.endpoint_id, e.object_id, e.event_id, e.next_at,
              row_number() over (partition by a.organization_id, a.endpoint_id order by e.next_at) as nth
            from accounts a cross join lateral (
              select w.object_id, w.event_id, w.next_at from webhook_events w
              where w.organization_id = a.organization_id and w.endpoint_id = a.endpoint_id and w.status = 'pending' and w.next_at <= $1
                and coalesce(w.leased_until, '-infinity') <= $1
              order by w.next_at limit $2) e),
        due as (
            select w.organization_id, w.endpoint_id, w.object_id, case when w.object_id is null then w.event_id end as event_id,
              min(w.nth) as nth, min(w.next_at) as since
            from waiting w
            -- Somebody works on the object already: what came since waits for him.
            where w.object_id is null or not exists (select from webhook_events o
              where o.organization_id = w.organization_id and o.object_id = w.object_id and o.status = 'pending' and o.leased_until > $1)
            group by 1, 2, 3, 4
            order by 5, 6 limit $2),
        picked as (
            select d.organization_id, e.id, e.created_at,
              sum(e.bytes) over (order by d.nth, d.since, d.object_id, d.event_id, e.created_at, e.id) as bytes
            from due d cross join lateral (
              (select w.id, w.created_at, octet_length(w.body) as bytes from webhook_events w
                where d.object_id is not null and w.organization_id = d.organization_id and w.object_id = d.object_id
                  and w.endpoint_id = d.endpoint_id and w.status = 'pending' and w.next_at <= $1
                  and coalesce(w.leased_until, '-infinity') <= $1
                order by w.created_at limit $4)
              union all
              (select w.id, w.created_at, octet_length(w.body) from webhook_events w
                where d.object_id is null and w.organization_id = d.organization_id and w.endpoint_id = d.endpoint_id
                  and w.event_id = d.event_id and w.object_id is null and w.status = 'pending' and w.next_at <= $1
                  and coalesce(w.leased_until, '-infinity') <= $1
                order by w.created_at limit $4)) e),
        claimed as (
            update webhook_events w set leased_until = $3, tries = w.tries + 1
            from picked p
            where w.organization_id = p.organization_id and w.id = p.id and w.created_at = p.created_at and p.bytes <= $5
            returning w.organization_id, w.id, w.endpoint_id, w.object_id, w.event_id, w.is_live, w.body, w.tries, w.created_at)
        select organization_id, id, endpoint_id, object_id, event_id, is_live, body, tries from claimed
        order by organization_id, endpoint_id, coalesce(object_id, event_id), created_at, event_id";
    let tx = ctx.db().begin_system("work on webhooks").await?;
    // One after the other, and by a statement of its own: who comes second sees what the first one has claimed.
    db::exec(&tx, "select pg_advisory_xact_lock(hashtextextended('payments.inbox', 0))", []).await?;
    let now = ctx.now();
    let values: [Value; 5] = [now.into(), MOST.into(), (now + LEASE).into(), MOST_OF_ONE.into(), MOST_BYTES.into()];
    let claimed = db::fetch_all(&tx, sql, values).await?;
    tx.commit().await?;
    Ok(claimed)
}

/// Leaves to the next run what was claimed and not begun: that was no try.
pub(super) async fn give_back(ctx: &JobContext, events: &[Claimed]) -> Result<(), ApiError> {
    let sql = "update webhook_events w set leased_until = null, tries = w.tries - 1
        from unnest($1::uuid[], $2::uuid[], $3::integer[]) c (organization_id, id, tries)
        where w.organization_id = c.organization_id and w.id = c.id and w.status = 'pending' and w.tries = c.tries";
    let values: [Value; 3] = [
        events.iter().map(|event| event.organization_id).collect::<Vec<_>>().into(),
        events.iter().map(|event| event.id).collect::<Vec<_>>().into(),
        events.iter().map(|event| event.tries).collect::<Vec<_>>().into(),
    ];
    let tx = ctx.db().begin_system("work on webhooks").await?;
    db::exec(&tx, sql, values).await?;
    Ok(tx.commit().await?)
}

/// Writes how work on the events of an object ended.
pub(super) async fn finish(ctx: &JobContext, object: &[Claimed], endings: &[Ending]) -> Result<(), ApiError> {
    let rows: Vec<_> = (object.iter().zip(endings))
        .map(|(event, ending)| {
            let status = match ending.status.unwrap_or("done") {
                "pending" if event.tries >= MOST_TRIES => "dead",
                status => status,
            };
            let error: Option<String> = ending.error.as_ref().map(|text| text.chars().take(2_000).collect());
            json!({ "id": event.id, "status": status, "shop": ending.shop, "error": error, "tries": event.tries })
        })
        .collect();
    let Some(shop) = object.first().map(|event| event.organization_id) else { return Ok(()) };
    let sql = "update webhook_events w set status = r.status, shop_id = coalesce(r.shop, w.shop_id), last_error = r.error, leased_until = null,
            done_at = case when r.status <> 'pending' then $3 end,
            next_at = case when r.status = 'pending' then $3 + least(interval '6 hours', interval '10 seconds' * 2 ^ least(r.tries, 11)) else w.next_at end
        from jsonb_to_recordset($2) as r (id uuid, status text, shop uuid, error text, tries integer)
        where w.organization_id = $1 and w.id = r.id and w.status = 'pending'";
    let tx = ctx.db().begin_system("work on webhooks").await?;
    db::exec(&tx, sql, [shop.into(), serde_json::Value::Array(rows).into(), ctx.now().into()]).await?;
    Ok(tx.commit().await?)
}
