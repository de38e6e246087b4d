//! Numbers of orders, taken beforehand in a transaction of their own: no order waits for another one's commit, and where many are placed one
//! call takes several. What a process that ends has not used stays a gap; a shop with few orders gets each number when it is needed.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use db::{Db, Working};
use sea_orm::FromQueryResult;
use uuid::Uuid;
use web::ApiError;

/// As many as one call takes at most.
const MOST: i32 = 16;
/// Those that were used up within it were too few.
const SOON: TimeDelta = TimeDelta::seconds(1);

/// The numbers that this process has taken and not used.
#[derive(Debug, Default)]
pub(crate) struct Numbers(Mutex<HashMap<Uuid, Handful>>);

#[derive(Debug, Default)]
struct Handful {
    left: BTreeSet<i64>,
    taken_at: DateTime<Utc>,
    many: i32,
}

/// A number; it goes back to where it was taken from unless it is used.
#[derive(Debug)]
pub(super) struct Number<'a> {
    numbers: &'a Numbers,
    shop: Uuid,
    value: i64,
    is_used: bool,
}

#[derive(FromQueryResult)]
struct First {
    number: Option<i64>,
}

impl Numbers {
    /// The least that is left, or a new one. No transaction may be open: this may need one.
    pub(super) async fn next(&self, db: &Db, working: Working, shop: Uuid) -> Result<Number<'_>, ApiError> {
        let now = db.clock().now();
        let many = {
            let mut all = self.all();
            let handful = all.entry(shop).or_default();
            if let Some(number) = handful.left.pop_first() {
                return Ok(self.number(shop, number));
            }
            if now - handful.taken_at < SOON { (handful.many * 2).clamp(1, MOST) } else { 1 }
        };
        let tx = db.begin_working(working).await?;
        // One need not wait for the disk: the order comes behind it in the log, and takes it along. Several outlive that order.
        let sql = "select private.take_numbers('order', $1) as number, case when $1 = 1 then set_config('synchronous_commit', 'off', true) end";
        let First { number } = db::fetch_one(&tx, sql, [many.into()]).await?;
        tx.commit().await?;
        let first = number.ok_or_else(|| ApiError::internal("there are no numbers for orders"))?;
        let mut all = self.all();
        let handful = all.entry(shop).or_default();
        handful.left.extend(first + 1..first + i64::from(many));
        (handful.taken_at, handful.many) = (now, many);
        Ok(self.number(shop, first))
    }

    /// Forgets what is left of a shop's: an order has one that was thought to be free. The database had lost the note that it was taken, in a
    /// crash or with what it had not told its replica yet, and may tell others again as well.
    pub(super) fn start_over(&self, shop: Uuid) {
        self.all().remove(&shop);
    }

    fn number(&self, shop: Uuid, value: i64) -> Number<'_> {
        Number { numbers: self, shop, value, is_used: false }
    }

    fn all(&self) -> MutexGuard<'_, HashMap<Uuid, Handful>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Number<'_> {
    pub(super) fn get(&self) -> i64 {
        self.value
    }

    /// An order has it.
    pub(super) fn spend(mut self) {
        self.is_used = true;
    }
}

impl Drop for Number<'_> {
    fn drop(&mut self) {
        if !self.is_used {
            self.numbers.all().entry(self.shop).or_default().left.insert(self.value);
        }
    }
}
