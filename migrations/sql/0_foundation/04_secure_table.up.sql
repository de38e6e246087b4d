-- One call makes a table a tenant table: forced row-level security, the policies of its tier, grants, the updated_at
-- trigger and, for what a cached answer shows, the triggers that tell every process. Policies are written per role and
-- command, and wrap every function in a select, so that it runs once per statement and not once per row.
--
--   shopper     condition under which `anon` and any signed-in user of the shop see a row; null: they see none
--   owner       condition under which a row is the signed-in person's own, and he reads it
--   keeper      condition under which it is his own, and he writes it as well
--   permission  'product': who of the staff may 'product:read' sees every row, who may 'product:write' writes it
--   reader      who of the staff sees every row: 'staff', 'admin' or 'nobody', when no permission says it; 'kontor': nobody but Kontor at work
--   writer      who of the staff writes: 'admin', 'kontor' (Kontor at work, whatever `permission` says of reading) or 'nobody' (then only
--               service_role and definer functions write)
--   topic       'catalog', 'stock' or 'reviews': the answers that a change of this table makes stale
create procedure private.secure_table(
  target regclass,
  shopper text default null,
  reader text default 'staff',
  writer text default 'admin',
  topic text default null,
  permission text default null,
  owner text default null,
  keeper text default null
)
  language plpgsql set search_path = ''
as $$
declare
  nsp text;
  rel text;
  key text;
  tenant text;
  sees text;
  writes text;
begin
  select n.nspname, c.relname into nsp, rel
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where c.oid = target;
  select quote_ident(a.attname) into strict key
  from pg_catalog.pg_attribute a
  where a.attrelid = target and a.attname in ('organization_id', 'organizationId') and not a.attisdropped;

  tenant := format('%s = (select auth.organization_id())', key);
  sees := concat_ws(' or ', '(' || shopper || ')', '(' || owner || ')', '(' || keeper || ')',
    case
      when reader = 'kontor' then '(select private.is_working())'
      when reader = 'nobody' then null
      when permission is not null then format('(select private.may(%L))', permission || ':read')
      when reader = 'staff' then '(select private.is_staff())'
      when reader = 'admin' then '(select private.is_admin())'
    end);
  writes := concat_ws(' or ', '(' || keeper || ')',
    case
      when writer = 'kontor' then '(select private.is_working())'
      when writer = 'nobody' then null
      when permission is not null then format('(select private.may(%L))', permission || ':write')
      when writer = 'admin' then '(select private.is_admin())'
    end);

  execute format('alter table %I.%I enable row level security', nsp, rel);
  execute format('alter table %I.%I force row level security', nsp, rel);
  execute format('revoke all on %I.%I from public, anon, authenticated', nsp, rel);
  execute format('grant select, insert, update, delete on %I.%I to service_role', nsp, rel);

  if shopper is not null then
    execute format('grant select on %I.%I to anon', nsp, rel);
    execute format('create policy %I on %I.%I for select to anon using (%s and (%s))',
      rel || '_select_anon', nsp, rel, tenant, shopper);
  end if;
  if sees <> '' then
    execute format('grant select on %I.%I to authenticated', nsp, rel);
    execute format('create policy %I on %I.%I for select to authenticated using (%s and (%s))',
      rel || '_select', nsp, rel, tenant, sees);
  end if;
  if writes <> '' then
    execute format('grant insert, update, delete on %I.%I to authenticated', nsp, rel);
    execute format('create policy %I on %I.%I for insert to authenticated with check (%s and (%s))',
      rel || '_insert', nsp, rel, tenant, writes);
    execute format('create policy %I on %I.%I for update to authenticated using (%s and (%s)) with check (%s and (%s))',
      rel || '_update', nsp, rel, tenant, writes, tenant, writes);
    execute format('create policy %I on %I.%I for delete to authenticated using (%s and (%s))',
      rel || '_delete', nsp, rel, tenant, writes);
  end if;

  if exists (select from pg_catalog.pg_attribute
             where attrelid = target and attname = 'updated_at' and not attisdropped) then
    execute format('create trigger set_updated_at before update on %I.%I
                    for each row execute function private.set_updated_at()', nsp, rel);
  end if;
  if topic is not null then
    execute format('create trigger notify_cache_insert after insert on %I.%I referencing new table as changed
                    for each statement execute function private.notify_cache(%L)', nsp, rel, topic);
    execute format('create trigger notify_cache_update after update on %I.%I referencing new table as changed
                    for each statement execute function private.notify_cache(%L)', nsp, rel, topic);
    execute format('create trigger notify_cache_delete after delete on %I.%I referencing old table as changed
                    for each statement execute function private.notify_cache(%L)', nsp, rel, topic);
  end if;
end
$$;

-- A table of which lines are added and never changed: not by Kontor, not by service_role. Erasing a person goes through definer functions.
create procedure private.append_only(target regclass)
  language plpgsql set search_path = ''
as $$ begin
  execute format('revoke update, delete, truncate on %s from authenticated, service_role', target);
  execute format('drop policy if exists %I on %s', (select relname from pg_catalog.pg_class where oid = target) || '_update', target);
  execute format('drop policy if exists %I on %s', (select relname from pg_catalog.pg_class where oid = target) || '_delete', target);
end $$;

-- What a function of ours refuses, it says so that db::Error::Constraint understands it: name, table, and what it is about.
create function private.refuse(name text, of_table text, sentence text, about jsonb default null) returns void
  language plpgsql set search_path = ''
as $$ begin
  raise exception '%', sentence using errcode = 'check_violation', schema = 'public', table = of_table, constraint = name,
    detail = coalesce(about::text, '');
end $$;
grant execute on function private.refuse(text, text, text, jsonb) to authenticated, service_role;

-- Told at commit, once per shop and topic however many rows changed. There is no counter row on purpose: it would make
-- all writers of one shop wait for each other.
create function private.notify_cache() returns trigger
  language plpgsql set search_path = ''
as $$ begin
  perform pg_notify('kontor_cache', tg_argv[0] || ':' || c.organization_id)
  from (select distinct organization_id from changed) c;
  return null;
end $$;

grant execute on function private.notify_cache() to anon, authenticated, service_role;

-- A person sees himself and the people of the shop whose staff he is.
alter table auth."user" enable row level security;
alter table auth."user" force row level security;
grant select on auth."user" to authenticated;
grant select, insert, update, delete on auth."user" to service_role;
create policy user_select on auth."user" for select to authenticated using (
  id = (select auth.uid())
  or ((select private.is_staff()) and exists (
    select from auth.member m where m."organizationId" = (select auth.organization_id()) and m."userId" = "user".id
  ))
);

alter table auth.organization enable row level security;
alter table auth.organization force row level security;
grant select on auth.organization to anon, authenticated;
grant select, insert, update, delete on auth.organization to service_role;
create policy organization_select_anon on auth.organization for select to anon
  using (id = (select auth.organization_id()));
create policy organization_select on auth.organization for select to authenticated
  using (id = (select auth.organization_id()));

-- Who is on the staff and what he may do is changed by the accounts service only: an admin who could write here could make
-- himself owner, or read a stranger's address by making him a member.
call private.secure_table('auth.member', reader => 'staff', writer => 'nobody');
call private.secure_table('public.user_roles', reader => 'staff', writer => 'nobody');
