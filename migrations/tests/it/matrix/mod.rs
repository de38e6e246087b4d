//! The tenant matrix: whatever the code above the database does, nobody of one shop reaches a row of another.
//!
//! Tables are found in the catalogue of Postgres and filled by what their columns ask for, so a table added later is in
//! here without anyone remembering. One that cannot be filled fails the test.

mod fill;
mod schema;

use db::{Scope, Tx, Working, sea_orm::FromQueryResult};
use testkit::TestDb;
use uuid::Uuid;

use self::{
    fill::{Filler, Shop},
    schema::{Schema, Table},
};

/// What happened to a statement that must not succeed.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    /// Row-level security or a missing grant.
    Refused,
    /// The statement found nothing to work on.
    NothingFound,
    /// A foreign key that carries the organization.
    NoSuchReference,
    /// It worked: the wall has a hole.
    Done(u64),
}

async fn attempt(tx: &Tx, sql: &str) -> Outcome {
    tx.batch("savepoint attempt").await.unwrap();
    let outcome = match db::exec(tx, sql, []).await {
        Ok(0) => Outcome::NothingFound,
        Ok(rows) => Outcome::Done(rows),
        Err(db::Error::Forbidden(_)) => Outcome::Refused,
        Err(db::Error::Constraint { code, .. }) if code == "23503" => Outcome::NoSuchReference,
        Err(other) => panic!("{sql}: {other:?}"),
    };
    tx.batch("rollback to savepoint attempt").await.unwrap();
    outcome
}

#[derive(FromQueryResult)]
struct Count {
    n: i64,
}

/// How many rows of an organization are seen; `None` when the table may not be read at all.
async fn seen(tx: &Tx, table: &Table, organization: Uuid) -> Option<i64> {
    tx.batch("savepoint look").await.unwrap();
    let sql = format!("select count(*) as n from {} where {} = '{organization}'", table.name, table.tenant_column);
    let count = match db::fetch_one::<Count>(tx, &sql, []).await {
        Ok(count) => Some(count.n),
        Err(db::Error::Forbidden(_)) => None,
        Err(other) => panic!("{sql}: {other:?}"),
    };
    tx.batch("rollback to savepoint look").await.unwrap();
    count
}

struct World {
    test: TestDb,
    schema: Schema,
    ours: Shop,
    theirs: Shop,
}

/// Two shops with one row in every table; all values but the keys are the same in both, so a unique constraint that
/// forgets the organization already stops here.
async fn world() -> World {
    let test = TestDb::new().await;
    let tx = test.db().begin_system("fill the matrix").await.unwrap();
    let schema = Schema::read(&tx).await;
    let mut filler = Filler::default();
    let ours = filler.shop(&tx, &schema, "ours").await;
    let theirs = filler.shop(&tx, &schema, "theirs").await;
    tx.commit().await.unwrap();
    World { test, schema, ours, theirs }
}

/// Who works in our shop.
#[derive(Clone, Copy)]
enum Who {
    Person(&'static str, Scope),
    Kontor(Working),
}

impl std::fmt::Display for Who {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match *self {
            Self::Person(name, _) => name,
            Self::Kontor(_) => "Kontor at work",
        })
    }
}

impl Who {
    async fn begin(self, world: &World) -> Tx {
        match self {
            Self::Person(_, scope) => world.test.db().begin(scope).await.unwrap(),
            Self::Kontor(working) => world.test.db().begin_working(working).await.unwrap(),
        }
    }
}

/// The people of our shop.
fn our_people(world: &World) -> [Who; 4] {
    let Shop { organization, shopper, staff, admin, .. } = world.ours;
    [
        Who::Person("anonymous", Scope::anon(organization)),
        Who::Person("shopper", Scope::authenticated(organization, shopper)),
        Who::Person("staff", Scope::authenticated(organization, staff)),
        Who::Person("admin", Scope::authenticated(organization, admin)),
    ]
}

#[tokio::test]
async fn nobody_reaches_a_row_of_another_shop() {
    let world = world().await;
    let kontor = Who::Kontor(Scope::working(world.ours.organization, Some(world.ours.admin)));
    for who in our_people(&world).into_iter().chain([kontor]) {
        let tx = who.begin(&world).await;
        for table in &world.schema.tables {
            let Table { name, tenant_column: column, .. } = table;
            let (ours, theirs) = (world.ours.key_of(table), world.theirs.key_of(table));
            assert_eq!(seen(&tx, table, theirs).await.unwrap_or(0), 0, "{who} reads {name}");

            let insert = world.theirs.insert_again(table);
            assert_eq!(attempt(&tx, &insert).await, Outcome::Refused, "{who} inserts: {insert}");

            let update = format!("update {name} set {column} = {column} where {column} = '{theirs}'");
            let outcome = attempt(&tx, &update).await;
            assert!(matches!(outcome, Outcome::NothingFound | Outcome::Refused), "{who}: {outcome:?} {update}");

            let steal = format!("update {name} set {column} = '{ours}' where {column} = '{theirs}'");
            let outcome = attempt(&tx, &steal).await;
            assert!(matches!(outcome, Outcome::NothingFound | Outcome::Refused), "{who}: {outcome:?} {steal}");

            let give = format!("update {name} set {column} = '{theirs}' where {column} = '{ours}'");
            let outcome = attempt(&tx, &give).await;
            assert!(!matches!(outcome, Outcome::Done(_)), "{who}: {outcome:?} {give}");

            let delete = format!("delete from {name} where {column} = '{theirs}'");
            let outcome = attempt(&tx, &delete).await;
            assert!(matches!(outcome, Outcome::NothingFound | Outcome::Refused), "{who}: {outcome:?} {delete}");
        }
    }
}

#[tokio::test]
async fn an_admin_is_a_stranger_in_another_shop() {
    let world = world().await;
    let theirs = world.theirs.organization;
    let as_stranger = world.test.db().begin(Scope::authenticated(theirs, Uuid::now_v7())).await.unwrap();
    let as_our_admin = world.test.db().begin(Scope::authenticated(theirs, world.ours.admin)).await.unwrap();
    for table in &world.schema.tables {
        let Table { name, tenant_column: column, .. } = table;
        // He is a person there is a row for, so of people he sees himself and nobody else.
        if name != "auth.\"user\"" {
            assert_eq!(seen(&as_our_admin, table, theirs).await, seen(&as_stranger, table, theirs).await, "{name}");
        }
        for sql in [
            world.theirs.insert_again(table),
            format!("update {name} set {column} = {column}"),
            format!("delete from {name}"),
        ] {
            let outcome = attempt(&as_our_admin, &sql).await;
            assert!(matches!(outcome, Outcome::NothingFound | Outcome::Refused), "{outcome:?} {sql}");
        }
    }
}

/// Of what the shop sells by, and has been paid, no person writes a row: not even an admin, in his own shop.
#[tokio::test]
async fn what_kontor_writes_no_person_writes() {
    #[derive(FromQueryResult)]
    struct Name {
        name: String,
    }
    let world = world().await;
    let tx = world.test.db().begin_system("which tables Kontor at work writes").await.unwrap();
    let sql = "select format('%I.%I', n.nspname, c.relname) as name from pg_policy p
        join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
        where p.polcmd = 'a' and pg_get_expr(p.polwithcheck, p.polrelid) like '%is_working()%' order by 1";
    let names: Vec<String> =
        db::fetch_all::<Name>(&tx, sql, []).await.unwrap().into_iter().map(|row| row.name).collect();
    drop(tx);
    assert!(names.len() > 50, "{names:?}");
    for wanted in ["public.carts", "public.orders", "public.payments", "public.ledger_entries", "public.gift_cards"] {
        assert!(names.iter().any(|name| name == wanted), "{wanted}: {names:?}");
    }
    let ours = world.ours.organization;
    for who in our_people(&world) {
        let tx = who.begin(&world).await;
        for table in world.schema.tables.iter().filter(|table| names.contains(&table.name)) {
            let Table { name, tenant_column: column, .. } = table;
            let outcome = attempt(&tx, &world.ours.insert_again(table)).await;
            assert_eq!(outcome, Outcome::Refused, "{who} inserts into {name}");
            for sql in [format!("update {name} set {column} = {column}"), format!("delete from {name}")] {
                let outcome = attempt(&tx, &sql).await;
                assert!(matches!(outcome, Outcome::NothingFound | Outcome::Refused), "{who}: {outcome:?} {sql}");
            }
        }
    }
    // Kontor at work does, in its shop.
    let tx = world.test.db().begin_working(Scope::working(ours, None)).await.unwrap();
    assert_eq!(attempt(&tx, "update public.orders set no_notification = true").await, Outcome::Done(1));
    assert_eq!(attempt(&tx, "update public.carts set locale = 'de'").await, Outcome::Done(1));
}

async fn is_append_only(tx: &Tx, table: &Table) -> bool {
    let sql = format!("select not has_table_privilege('{}', 'update') as fits", table.name);
    db::fetch_one::<fill::Fits>(tx, &sql, []).await.unwrap().fits == Some(true)
}

#[tokio::test]
async fn not_even_the_service_role_can_refer_across_shops() {
    let world = world().await;
    let tx = world.test.db().begin_system("refer across shops").await.unwrap();
    let mut references = 0;
    for table in &world.schema.tables {
        for key in table.references.iter().filter(|key| key.carries_tenant) {
            let Some(sql) = world.ours.refer(table, key, &world.theirs) else {
                continue;
            };
            let outcome = attempt(&tx, &sql).await;
            // Lines that nobody changes, not even Kontor, refer nowhere else either.
            if !(outcome == Outcome::Refused && is_append_only(&tx, table).await) {
                assert_eq!(outcome, Outcome::NoSuchReference, "{sql}");
            }
            references += 1;
        }
    }
    assert!(references > 20, "only {references} references were tried");
}

#[tokio::test]
async fn the_matrix_is_not_empty() {
    let world = world().await;
    assert!(world.schema.tables.len() > 30, "{} tables", world.schema.tables.len());
    let tx = world.test.db().begin(Scope::service(None)).await.unwrap();
    for table in &world.schema.tables {
        for shop in [&world.ours, &world.theirs] {
            assert_eq!(
                seen(&tx, table, shop.key_of(table)).await.map(|n| n > 0),
                Some(true),
                "{} is empty",
                table.name
            );
        }
    }
    // The people of the matrix are who they are said to be: an admin reads his own shop and writes to it.
    let tx = world.test.db().begin(Scope::authenticated(world.ours.organization, world.ours.admin)).await.unwrap();
    let products = world.schema.tables.iter().find(|table| table.name == "public.products").unwrap();
    assert_eq!(seen(&tx, products, world.ours.organization).await, Some(1));
    let done = attempt(&tx, "update public.products set title = 'Renamed'").await;
    assert_eq!(done, Outcome::Done(1));
    let tx = world.test.db().begin(Scope::authenticated(world.ours.organization, world.ours.shopper)).await.unwrap();
    assert_eq!(attempt(&tx, "update public.products set title = 'Renamed'").await, Outcome::NothingFound);
}
