//! Sealing anew, with the newest key, what older ones sealed.

use db::{Db, Tx};
use sea_orm::{FromQueryResult, Value};
use uuid::Uuid;
use vault::seal::Error;

use super::{
    Keys,
    columns::{self, Column},
};

/// Rows per transaction: no lock is held for long.
const AT_ONCE: i64 = 500;
/// Another writer may be in the way of a transaction so often.
const ATTEMPTS: usize = 5;

/// How far it is.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// Values that were looked at.
    pub values: u64,
}

/// What was done with a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotated {
    /// Which one.
    pub column: Column,
    /// Values that are sealed with the newest key now.
    pub resealed: u64,
    /// Values that somebody changed in that very moment: what he wrote stays.
    pub changed: u64,
    /// Values that do not open, by why: they stay as they are.
    pub failed: Vec<(String, u64)>,
}

#[derive(FromQueryResult)]
struct Found {
    row: Uuid,
    bound: String,
    sealed: String,
}

/// Seals anew whatever another key than the newest has sealed. Each batch is a transaction and each value is replaced only
/// if it is still the one that was opened, so it may be stopped, repeated, and run beside servers that write.
pub async fn rotate(db: &Db, keys: &Keys, mut progress: impl FnMut(Progress)) -> db::Result<Vec<Rotated>> {
    let mut values = 0;
    let mut all = Vec::new();
    for column in columns::ALL {
        let mut done = Rotated { column: *column, resealed: 0, changed: 0, failed: Vec::new() };
        let mut after = Uuid::nil();
        loop {
            let rows = batch(db, keys, column, after).await?;
            let Some(last) = rows.last() else { break };
            after = last.row;
            values += rows.len() as u64;
            let renewed = reseal(keys, column, rows, &mut done);
            let wanted = renewed.len() as u64;
            let replaced = replace(db, column, &renewed).await?;
            done.resealed += replaced;
            done.changed += wanted - replaced;
            progress(Progress { values });
        }
        all.push(done);
    }
    Ok(all)
}

async fn batch(db: &Db, keys: &Keys, column: &Column, after: Uuid) -> db::Result<Vec<Found>> {
    let tx = db.begin_system("look for values of older keys").await?;
    let rows = older(&tx, column, keys.newest(), after).await?;
    tx.commit().await?;
    Ok(rows)
}

async fn older(tx: &Tx, column: &Column, newest: &str, after: Uuid) -> db::Result<Vec<Found>> {
    let Column { table, row, bound, .. } = column;
    let (value, has_one) = (column.value(), column.has_one());
    let sql = format!(
        "select {row} as row, {bound} as bound, {value} as sealed from {table}
         where {row} > $1 and {has_one} and private.sealed_by({value}) <> $2 order by {row} limit $3"
    );
    db::fetch_all(tx, &sql, [after.into(), newest.into(), AT_ONCE.into()]).await
}

struct Renewed {
    row: Uuid,
    old: String,
    new: String,
}

fn reseal(keys: &Keys, column: &Column, rows: Vec<Found>, done: &mut Rotated) -> Vec<Renewed> {
    let mut renewed = Vec::with_capacity(rows.len());
    for Found { row, bound, sealed: old } in rows {
        let place = column.of(&bound);
        match keys.open(&old, &place).and_then(|secret| keys.seal(&secret, &place)) {
            Ok(new) => renewed.push(Renewed { row, old, new }),
            Err(error) => done.fail(&error),
        }
    }
    renewed
}

impl Rotated {
    fn fail(&mut self, error: &Error) {
        let why = error.to_string();
        match self.failed.iter_mut().find(|(known, _)| *known == why) {
            Some((_, count)) => *count += 1,
            None => self.failed.push((why, 1)),
        }
    }
}

async fn replace(db: &Db, column: &Column, renewed: &[Renewed]) -> db::Result<u64> {
    if renewed.is_empty() {
        return Ok(0);
    }
    let mut left = ATTEMPTS;
    loop {
        left -= 1;
        match replace_once(db, column, renewed).await {
            Err(db::Error::Conflict(_)) if left > 0 => {}
            outcome => return outcome,
        }
    }
}

async fn replace_once(db: &Db, column: &Column, renewed: &[Renewed]) -> db::Result<u64> {
    let Column { table, row, .. } = column;
    let (has_one, value, write) = (column.has_one(), column.value(), column.write("n.new"));
    let sql = format!(
        "update {table} as t set {write} from unnest($1::uuid[], $2::text[], $3::text[]) as n (row, old, new)
         where t.{row} = n.row and {has_one} and {value} = n.old"
    );
    let values: [Value; 3] = [
        renewed.iter().map(|value| value.row).collect::<Vec<_>>().into(),
        renewed.iter().map(|value| value.old.clone()).collect::<Vec<_>>().into(),
        renewed.iter().map(|value| value.new.clone()).collect::<Vec<_>>().into(),
    ];
    let tx = db.begin_system("seal values with the newest key").await?;
    // Nobody changed anything of his, and the security log is not told that somebody did.
    db::exec(&tx, "select set_config('kontor.change', 'renewed', true)", []).await?;
    let replaced = db::exec(&tx, &sql, values).await?;
    tx.commit().await?;
    Ok(replaced)
}
