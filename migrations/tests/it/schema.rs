//! The migrations and `kontor doctor schema`.

use db::sea_orm::FromQueryResult;
use testkit::TestDb;

#[derive(FromQueryResult, PartialEq, Eq, Debug)]
struct Object {
    kind: String,
    name: String,
}

async fn objects(test: &TestDb) -> Vec<Object> {
    let tx = test.db().begin_system("list the schema").await.unwrap();
    db::fetch_all(
        &tx,
        "select 'relation ' || c.relkind::text as kind, format('%I.%I', n.nspname, c.relname) as name
         from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('public', 'auth', 'private')
         union all
         select 'function', p.oid::regprocedure::text
         from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('public', 'auth', 'private')
         union all
         select 'policy', polname || ' on ' || polrelid::regclass || ': ' || coalesce(pg_get_expr(polqual, polrelid), '')
         from pg_policy
         union all
         select 'trigger', tgname || ' on ' || tgrelid::regclass from pg_trigger where not tgisinternal
         order by 1, 2",
        [],
    )
    .await
    .unwrap()
}

#[tokio::test]
async fn migrations_go_up_down_and_up_again() {
    let test = TestDb::new().await;
    let before = objects(&test).await;
    let all = migrations::status(&test.owner_url()).await.unwrap();
    assert!(all.iter().all(|state| state.applied));

    let reverted = migrations::down(&test.owner_url(), None).await.unwrap();
    assert_eq!(reverted.len(), all.len());
    let left: Vec<Object> =
        objects_as_owner(&test).await.into_iter().filter(|object| !object.name.contains("seaql_migrations")).collect();
    assert_eq!(left, [], "the down migrations leave something behind");

    let applied = migrations::up(&test.owner_url(), None).await.unwrap();
    assert_eq!(applied.len(), all.len());
    assert_eq!(objects(&test).await, before);
    assert_eq!(migrations::up(&test.owner_url(), None).await.unwrap(), Vec::<String>::new());
}

/// When the roles' grants are gone, only the owner can still look.
async fn objects_as_owner(test: &TestDb) -> Vec<Object> {
    let mut connection = <sqlx::PgConnection as sqlx::Connection>::connect(&test.superuser_url()).await.unwrap();
    let rows: Vec<(String, String)> = sqlx::query_as(
        "select 'relation', format('%I.%I', n.nspname, c.relname)
         from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('public', 'auth', 'private')
         union all
         select 'function', p.oid::regprocedure::text
         from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('public', 'auth', 'private')",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    rows.into_iter().map(|(kind, name)| Object { kind, name }).collect()
}

#[tokio::test]
async fn the_schema_is_sound() {
    let test = TestDb::new().await;
    let report = migrations::doctor(&test.owner_url()).await.unwrap();
    assert_eq!(report.findings, []);
    assert!(report.tables > 30 && report.policies > 100, "{report:?}");
}

/// Each rule of the doctor, broken once.
#[tokio::test]
async fn the_doctor_finds_what_is_wrong() {
    let broken = [
        ("table without forced row-level security", "create table public.a (organization_id uuid primary key)"),
        (
            "primary key without organization_id",
            "create table public.b (id uuid primary key, organization_id uuid not null)",
        ),
        (
            "foreign key without organization_id",
            "create table public.c (organization_id uuid, id uuid, product_id uuid, primary key (organization_id, id));
             alter table public.products add constraint alone unique (id);
             alter table public.c add foreign key (product_id) references public.products (id)",
        ),
        ("foreign key without an index", "drop index public.products_organization_id_type_id_idx"),
        (
            "policy column without an index",
            "create table public.d (organization_id uuid, id uuid, owner uuid, primary key (organization_id, id));
             create policy d on public.d for select to anon using (owner = (select auth.uid()))",
        ),
        (
            "function in a policy that is not wrapped",
            "create policy e on public.jobs for select to anon using (organization_id = auth.organization_id())",
        ),
        ("function without a fixed search_path", "create function public.f() returns int language sql as 'select 1'"),
        (
            "security definer function that everyone may call",
            "create function public.g() returns int language sql security definer set search_path = '' as 'select 1';
             grant execute on function public.g() to public",
        ),
        ("view that is not security_invoker", "create view public.h as select 1 as one"),
        ("materialized view outside private", "create materialized view public.i as select 1 as one"),
        (
            "several permissive policies for one role and command",
            "create policy j on public.products for select to anon using (true)",
        ),
        ("policy without a role", "create policy k on public.jobs for select using (true)"),
        ("unique index across shops", "create unique index l on public.products (handle)"),
        ("grant that row-level security does not cover", "grant truncate on public.products to service_role"),
        ("updated_at without its trigger", "drop trigger set_updated_at on public.products"),
    ];
    for (rule, sql) in broken {
        let spoilt = TestDb::new().await;
        let mut connection = <sqlx::PgConnection as sqlx::Connection>::connect(&spoilt.owner_url()).await.unwrap();
        sqlx::Executor::execute(&mut connection, sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        let report = migrations::doctor(&spoilt.owner_url()).await.unwrap();
        assert!(report.findings.iter().any(|finding| finding.rule == rule), "{rule}: {:?}", report.findings);
    }
}
