//! Writing a batch of one kind: four statements, however many rows it has.

use std::collections::{HashMap, HashSet};

use db::Tx;
use sea_orm::{FromQueryResult, Value};
use serde_json::json;
use uuid::Uuid;

use super::kinds::{Kind, Row};

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    Created,
    Updated,
    Unchanged,
    Kept,
    Refused { why: String, remedy: String },
}

/// Writes rows; answers what became of each, in their order. When Postgres refuses a statement for the sake of one row, the
/// others are written without it.
pub(super) async fn write(tx: &Tx, kind: &Kind, rows: &[Row]) -> db::Result<Vec<Fate>> {
    let mut fates = Vec::with_capacity(rows.len());
    // The last part is looked at first.
    let mut parts = vec![rows];
    while let Some(part) = parts.pop() {
        if part.is_empty() {
            continue;
        }
        tx.batch("savepoint part").await?;
        match attempt(tx, kind, part).await {
            Ok(found) => {
                tx.batch("release savepoint part").await?;
                fates.extend(found);
            }
            Err(db::Error::Constraint { name, detail, .. }) => {
                tx.batch("rollback to savepoint part").await?;
                if part.len() == 1 {
                    let why = format!("it breaks the rule {name} of Kontor's tables ({detail})");
                    fates.push(Fate::Refused { why, remedy: "change it there and import again".to_owned() });
                } else {
                    let (first, second) = part.split_at(part.len() / 2);
                    parts.extend([second, first]);
                }
            }
            Err(other) => return Err(other),
        }
    }
    Ok(fates)
}

#[derive(FromQueryResult)]
struct Id {
    id: Uuid,
}

#[derive(FromQueryResult)]
#[expect(clippy::struct_excessive_bools, reason = "the columns of a row, which are read at once")]
struct Other {
    id: Uuid,
    is_known: bool,
    is_same: bool,
    is_there: bool,
    is_untouched: bool,
    problem: Option<i32>,
}

async fn attempt(tx: &Tx, kind: &Kind, rows: &[Row]) -> db::Result<Vec<Fate>> {
    let given: serde_json::Value = rows.iter().map(|row| json!({ "digest": row.digest, "row": row.columns })).collect();
    let values = || -> [Value; 2] { [kind.theirs.into(), given.clone().into()] };
    let ids = |found: Vec<Id>| found.into_iter().map(|found| found.id).collect::<HashSet<_>>();

    let created = ids(db::fetch_all(tx, &insert(kind), values()).await?);
    let updated = ids(db::fetch_all(tx, &update(kind), values()).await?);
    let written: Vec<Uuid> = created.iter().chain(&updated).copied().collect();
    let [name, given] = values();
    if !written.is_empty() {
        db::exec(tx, &remember(kind), [name.clone(), given.clone(), written.clone().into()]).await?;
    }
    let others: Vec<Other> = if written.len() == rows.len() {
        Vec::new()
    } else {
        db::fetch_all(tx, &look(kind), [name, given, written.into()]).await?
    };
    let others: HashMap<Uuid, Other> = others.into_iter().map(|other| (other.id, other)).collect();
    let fate = |row: &Row| {
        if created.contains(&row.id) {
            return Fate::Created;
        }
        if updated.contains(&row.id) {
            return Fate::Updated;
        }
        match others.get(&row.id) {
            Some(other) => explain(kind, other),
            None => refused("it is gone", "import again"),
        }
    };
    Ok(rows.iter().map(fate).collect())
}

fn refused(why: &str, remedy: &str) -> Fate {
    Fate::Refused { why: why.to_owned(), remedy: remedy.to_owned() }
}

fn explain(kind: &Kind, other: &Other) -> Fate {
    let problem = other.problem.and_then(|at| kind.checks.get(usize::try_from(at).ok()?));
    match (other, problem) {
        (Other { is_known: true, is_same: true, .. }, _) => Fate::Unchanged,
        (Other { is_known: true, is_untouched: true, .. }, Some(check)) => refused(check.why, check.remedy),
        (Other { is_known: true, .. }, _) => Fate::Kept,
        (Other { is_there: true, .. }, _) => {
            refused("something here has its id, and no import brought it", "give one of the two another id")
        }
        (_, Some(check)) => refused(check.why, check.remedy),
        (_, None) => refused("another row has what only one may have", "remove one of the two there and import again"),
    }
}

/// The rows of the batch, as rows of our table: `$2` is their JSON.
fn given(kind: &Kind) -> String {
    let ours = kind.ours;
    format!(
        "given as (
           select e.value ->> 'digest' as theirs_now, g.*
           from jsonb_array_elements($2::jsonb) as e
           cross join lateral jsonb_populate_record(null::{ours}, e.value -> 'row') as g)"
    )
}

/// How a row of ours looks. The transaction's time zone is UTC, so it looks the same tomorrow.
const OURS_NOW: &str = "encode(sha256(convert_to(to_jsonb(t)::text, 'UTF8')), 'base64')";

fn problem(kind: &Kind) -> String {
    if kind.checks.is_empty() {
        return "null::integer".to_owned();
    }
    let cases = kind.checks.iter().enumerate().map(|(at, check)| format!("when {} then {at}", check.fails));
    format!("(case {} end)", cases.collect::<Vec<_>>().join(" "))
}

fn names(kind: &Kind) -> String {
    kind.columns.iter().map(|column| format!("\"{}\"", column.name)).collect::<Vec<_>>().join(", ")
}

fn insert(kind: &Kind) -> String {
    let Kind { ours, key, .. } = kind;
    let (given, problem, names) = (given(kind), problem(kind), names(kind));
    let values = kind.columns.iter().map(super::kinds::Column::value).collect::<Vec<_>>().join(", ");
    format!(
        "with {given}
         insert into {ours} ({names}) select {values} from given g
         where not exists (select from auth.imported i where i.kind = $1 and i.id = g.id)
           and not exists (select from {ours} t where {key})
           and {problem} is null
         on conflict do nothing returning id"
    )
}

/// Only what is here as the last import left it.
fn update(kind: &Kind) -> String {
    let Kind { ours, key, .. } = kind;
    let (given, problem) = (given(kind), problem(kind));
    let sets = kind.columns.iter().filter(|column| !column.is_key());
    let sets = sets.map(|column| format!("\"{}\" = {}", column.name, column.value())).collect::<Vec<_>>().join(", ");
    format!(
        "with {given}
         update {ours} as t set {sets} from given g, auth.imported i
         where {key} and i.kind = $1 and i.id = g.id and i.theirs <> g.theirs_now and i.ours = {OURS_NOW}
           and {problem} is null
         returning t.id"
    )
}

fn remember(kind: &Kind) -> String {
    let Kind { ours, key, .. } = kind;
    let given = given(kind);
    format!(
        "with {given}
         insert into auth.imported (kind, id, theirs, ours)
         select $1, t.id, g.theirs_now, {OURS_NOW} from given g join {ours} t on {key} where g.id = any ($3::uuid[])
         on conflict (kind, id) do update set theirs = excluded.theirs, ours = excluded.ours"
    )
}

fn look(kind: &Kind) -> String {
    let Kind { ours, key, .. } = kind;
    let (given, problem) = (given(kind), problem(kind));
    format!(
        "with {given}
         select g.id, i.id is not null as is_known, coalesce(i.theirs = g.theirs_now, false) as is_same,
           t.id is not null as is_there, coalesce(i.ours = {OURS_NOW}, false) as is_untouched, {problem} as problem
         from given g
         left join auth.imported i on i.kind = $1 and i.id = g.id
         left join {ours} t on {key}
         where g.id <> all ($3::uuid[])"
    )
}
