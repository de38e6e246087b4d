//! From the database's notices to what this process remembers.

use auth::Keys;
use cache::{Cache, Topic};
use db::Notice;
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// Tells cache and keys what changed, until `stop`. While nobody listens, both remember nothing.
pub(super) fn forward(mut notices: Receiver<Notice>, cache: Cache, keys: Keys, stop: CancellationToken) {
    tokio::spawn(async move {
        loop {
            let notice = tokio::select! {
                () = stop.cancelled() => {
                    cache.listening(false);
                    keys.listening(false);
                    return;
                }
                notice = notices.recv() => notice,
            };
            match notice {
                Ok(Notice::Message { channel, payload }) if channel == "kontor_cache" => {
                    changed(&payload, &cache, &keys);
                }
                Ok(Notice::Message { .. }) => {}
                // What was told while this process was not listening, or was too slow to hear, is unknown: forget all.
                Ok(Notice::Connected) | Err(RecvError::Lagged(_)) => {
                    cache.invalidate_all();
                    cache.listening(true);
                    keys.listening(true);
                }
                Ok(Notice::Disconnected) => {
                    cache.listening(false);
                    keys.listening(false);
                }
                Err(RecvError::Closed) => {
                    cache.listening(false);
                    keys.listening(false);
                    return;
                }
            }
        }
    });
}

/// `catalog:<organization>`; anything else may mean anything, so everything is forgotten.
fn changed(payload: &str, cache: &Cache, keys: &Keys) {
    let parsed = payload
        .split_once(':')
        .and_then(|(topic, organization)| Some((topic.parse::<Topic>().ok()?, organization.parse::<Uuid>().ok()?)));
    let Some((topic, organization)) = parsed else {
        tracing::warn!(payload, "a notice that this build does not understand");
        cache.invalidate_all();
        keys.listening(true);
        return;
    };
    cache.invalidate(organization, topic);
    if topic == Topic::Catalog {
        keys.forget(organization);
    }
}
