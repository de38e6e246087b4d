//! The two tasks of a process: one hears what others tell and looks at the time, one tells them.

use std::{sync::Arc, time::Duration};

use db::Notice;
use tokio::{
    sync::broadcast::{Receiver, error::RecvError},
    time::{MissedTickBehavior, interval, sleep, timeout},
};
use tokio_util::sync::CancellationToken;

use super::{
    hub::Hub,
    notice::{CHANNEL, Item, payloads},
};

/// So often the clock is looked at.
const TICK: Duration = Duration::from_secs(1);
/// What happens within so long is told at once.
const PAUSE: Duration = Duration::from_millis(100);
/// So long after Postgres did not take something it is told again.
const AGAIN: Duration = Duration::from_secs(1);

pub(super) async fn hear(hub: Arc<Hub>, mut notices: Receiver<Notice>, stop: CancellationToken) {
    let mut tick = interval(TICK);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            _ = tick.tick() => hub.tick(),
            notice = notices.recv() => match notice {
                Ok(Notice::Message { channel, payload }) => hub.heard(&channel, &payload),
                Ok(Notice::Connected) | Err(RecvError::Lagged(_)) => hub.catch_up(),
                Ok(Notice::Disconnected) => {}
                // The process ends, or is about to.
                Err(RecvError::Closed) => {
                    stop.cancelled().await;
                    break;
                }
            },
        }
    }
    hub.close();
}

pub(super) async fn tell(hub: Arc<Hub>, stop: CancellationToken) {
    while !stop.is_cancelled() {
        tokio::select! {
            () = stop.cancelled() => break,
            () = hub.wake.notified() => {}
        }
        sleep(PAUSE).await;
        for payload in hub.take() {
            // Others must not be told later things first.
            while let Err(error) = hub.db.notify(CHANNEL, &payload).await {
                tracing::debug!(%error, "other processes cannot be told who edits");
                sleep(AGAIN).await;
                if stop.is_cancelled() {
                    break;
                }
            }
        }
    }
    // Who is not told finds it out.
    for payload in payloads(hub.process, vec![Item::Left]) {
        let _ = timeout(AGAIN, hub.db.notify(CHANNEL, &payload)).await;
    }
}
