//! What was received is put into the library.

use std::collections::HashMap;

use base64::{Engine, engine::general_purpose::STANDARD};
use db::Tx;
use entity::ids::MediaId;
use events::{Emit, EventName};
use images::Kind;
use sea_orm::{FromQueryResult, Value as Cell};
use serde_json::json;
use uuid::Uuid;
use web::ApiError;

use super::{Library, address::original};

const CREATED: EventName = EventName::new("media.created");

/// A file that lies where it stays; its row is not written yet.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) id: MediaId,
    pub(super) key: String,
    pub(super) filename: String,
    pub(super) kind: Kind,
    pub(super) size: i64,
    pub(super) sha256: Vec<u8>,
    pub(super) shown: Option<Shown>,
}

/// What is known of a picture.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) has_alpha: bool,
    pub(super) colour: String,
}

impl Received {
    /// Takes back what is not wanted, after all. What cannot be taken back now is swept later.
    pub(crate) async fn forget(&self, library: &Library, shop: Uuid) {
        if let Err(error) = library.storage.delete(&original(shop, &self.key, self.kind)).await {
            tracing::warn!(%error, "a file that is not kept stays until it is swept");
        }
    }
}

#[derive(FromQueryResult)]
struct Known {
    id: Uuid,
    sha: String,
}

/// Which of these the shop has already, by their hashes.
pub(crate) async fn known(tx: &Tx, hashes: &[Vec<u8>]) -> db::Result<HashMap<Vec<u8>, Uuid>> {
    let sql = "select m.id, encode(m.sha256, 'base64') as sha from media m
        where m.organization_id = $1 and m.deleted_at is null
          and m.sha256 = any (select decode(h, 'base64') from unnest($2::text[]) h)";
    let hashes: Vec<String> = hashes.iter().map(|hash| STANDARD.encode(hash)).collect();
    let found: Vec<Known> = db::fetch_all(tx, sql, [tx.organization()?.into(), hashes.into()]).await?;
    let pairs = found.into_iter().filter_map(|Known { id, sha }| Some((STANDARD.decode(sha).ok()?, id)));
    Ok(pairs.collect())
}

#[derive(FromQueryResult)]
struct Kept {
    id: Uuid,
}

/// Writes their rows. What the shop has already, or gets at this moment, has one and no other: which were written.
pub(crate) async fn keep(tx: &Tx, received: &[Received]) -> Result<Vec<Uuid>, ApiError> {
    if received.is_empty() {
        return Ok(Vec::new());
    }
    let texts = |of: fn(&Received) -> String| received.iter().map(of).collect::<Vec<_>>();
    let side = |of: fn(&Shown) -> u32| {
        let sides = received.iter().map(|one| one.shown.as_ref().map_or(0, of));
        sides.map(|side| i32::try_from(side).unwrap_or(i32::MAX)).collect::<Vec<i32>>()
    };
    let sql = "insert into media (organization_id, id, key, filename, mime_type, size, sha256, width, height, has_alpha, colour, created_at, updated_at)
        select $1, m.id, m.key, m.filename, m.mime, m.size, decode(m.sha, 'base64'), nullif(m.width, 0), nullif(m.height, 0), m.alpha,
          nullif(m.colour, ''), $12, $12
        from unnest($2::uuid[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::integer[], $9::integer[], $10::boolean[], $11::text[])
          m (id, key, filename, mime, size, sha, width, height, alpha, colour)
        on conflict (organization_id, sha256) where deleted_at is null do nothing
        returning id";
    let values: [Cell; 12] = [
        tx.organization()?.into(),
        received.iter().map(|one| one.id.0).collect::<Vec<_>>().into(),
        texts(|one| one.key.clone()).into(),
        texts(|one| one.filename.clone()).into(),
        texts(|one| one.kind.mime().to_owned()).into(),
        received.iter().map(|one| one.size).collect::<Vec<_>>().into(),
        texts(|one| STANDARD.encode(&one.sha256)).into(),
        side(|shown| shown.width).into(),
        side(|shown| shown.height).into(),
        received.iter().map(|one| one.shown.as_ref().is_some_and(|shown| shown.has_alpha)).collect::<Vec<_>>().into(),
        texts(|one| one.shown.as_ref().map(|shown| shown.colour.clone()).unwrap_or_default()).into(),
        tx.now().into(),
    ];
    let kept: Vec<Kept> = db::fetch_all(tx, sql, values).await?;
    let kept: Vec<Uuid> = kept.into_iter().map(|kept| kept.id).collect();
    let told = received.iter().filter(|one| kept.contains(&one.id.0)).map(|one| {
        let after = json!({ "filename": one.filename, "mime_type": one.kind.mime(), "size": one.size });
        Emit::new(CREATED, one.id).after(after)
    });
    events::emit_all(tx, told).await?;
    Ok(kept)
}
