//! Counters in Redis, which all processes share.

use std::{fmt, time::Duration};

use redis::{Client, RedisError, Script, aio::ConnectionManager, aio::ConnectionManagerConfig};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::OnceCell;

use crate::{Exceeded, Flow, Rule};

/// One step, so that many at once are counted one after the other: the count, and what is left of the window.
const TAKE: &str = "local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return {count, redis.call('PTTL', KEYS[1])}";

/// Gives as many as are wanted and there is room for, or says in how many microseconds there is room for one. By Redis'
/// clock: those of several servers differ.
const LOT: &str = "local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local interval, depth, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local due = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), now)
local room = math.floor((now + depth - due) / interval)
if room < 1 then return {0, due + interval - depth - now} end
local granted = math.min(room, wanted)
due = due + granted * interval
redis.call('SET', KEYS[1], string.format('%.0f', due), 'PX', math.ceil((due - now) / 1000) + 1)
return {granted, 0}";

pub(crate) struct Shared {
    client: Client,
    connection: OnceCell<ConnectionManager>,
    take: Script,
    lot: Script,
    timeout: Duration,
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").finish_non_exhaustive()
    }
}

impl Shared {
    pub(crate) fn open(url: &SecretString, timeout: Duration) -> Result<Self, RedisError> {
        let client = Client::open(url.expose_secret())?;
        Ok(Self { client, connection: OnceCell::new(), take: Script::new(TAKE), lot: Script::new(LOT), timeout })
    }

    /// Takes a lot out of a flow: how many there are in it.
    pub(crate) async fn lot(&self, flow: Flow, name: u128) -> Result<Result<i64, Exceeded>, RedisError> {
        let mut connection = self.connection().await?.clone();
        let mut call = self.lot.key(format!("kontor:flow:{name:032x}"));
        call.arg(flow.interval()).arg(flow.depth()).arg(flow.lot());
        let (granted, wait): (i64, i64) = call.invoke_async(&mut connection).await?;
        if granted > 0 {
            return Ok(Ok(granted));
        }
        Ok(Err(Exceeded { retry_after: Duration::from_micros(u64::try_from(wait).unwrap_or(0).max(1)) }))
    }

    pub(crate) async fn take(&self, rule: Rule, name: u128) -> Result<Result<(), Exceeded>, RedisError> {
        let mut connection = self.connection().await?.clone();
        let window = u64::try_from(rule.window.as_millis()).unwrap_or(u64::MAX);
        let key = format!("kontor:limit:{name:032x}");
        let (count, left): (u64, i64) = self.take.key(key).arg(window).invoke_async(&mut connection).await?;
        if count <= u64::from(rule.most) {
            return Ok(Ok(()));
        }
        // Without a time to live somebody else wrote the key; the rule's own window is the best guess.
        let left = u64::try_from(left).unwrap_or(window);
        Ok(Err(Exceeded { retry_after: Duration::from_millis(left) }))
    }

    async fn connection(&self) -> Result<&ConnectionManager, RedisError> {
        let config = ConnectionManagerConfig::new()
            .set_connection_timeout(Some(self.timeout))
            .set_response_timeout(Some(self.timeout))
            .set_number_of_retries(1);
        self.connection.get_or_try_init(|| async { self.client.get_connection_manager_lazy(config) }).await
    }
}
