-- Kontor at work for one shop: what no person may write himself, orders and payments above all, is written in a transaction that is
-- `authenticated`, confined to its shop by the same policies as everybody's, and says `"works": "shop"` in its claims. Only
-- Db::begin_working makes one. No token that Kontor signs has that claim, and auth.check_session refuses it.
create function private.is_working() returns boolean
  language plpgsql stable set search_path = ''
as $$ begin
  return coalesce(nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'works' = 'shop', false);
end $$;
grant execute on function private.is_working() to anon, authenticated, service_role;

create or replace function private.permissions() returns text[]
  language plpgsql stable security definer set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  uid uuid := auth.uid();
  key uuid := auth.api_key_id();
  held text[];
begin
  if private.is_working() then
    return array['*'];
  end if;
  if key is not null then
    return coalesce((
      select k.scopes from public.api_keys k
      where k.organization_id = org and k.id = key and k.type = 'secret' and k.revoked_at is null and k.deleted_at is null
        and coalesce(k.expires_at > now(), true)), array[]::text[]);
  end if;
  held := array(
    select r from auth.member m, string_to_table(m.role, ',') r where m."organizationId" = org and m."userId" = uid
    union
    select r.role from public.user_roles r where r.organization_id = org and r.user_id = uid);
  if cardinality(held) = 0 then
    return held;
  end if;
  return array(
    select p from unnest(held) r, unnest(private.role_permissions(r)) p
    union
    select resource.key || ':' || action.value
    from auth."organizationRole" o, jsonb_each(o.permission::jsonb) resource,
      jsonb_array_elements_text(case jsonb_typeof(resource.value) when 'array' then resource.value else '[]' end) action
    where o."organizationId" = org and o.role = any (held));
end $$;

-- Asked in every policy: Kontor at work need not look up what it may.
create or replace function private.may(permission text) returns boolean
  language plpgsql stable security definer set search_path = ''
as $$ begin
  return private.is_working() or private.covers(private.permissions(), permission);
end $$;

create or replace function private.is_staff() returns boolean
  language plpgsql stable security definer set search_path = ''
as $$ begin
  return private.is_working() or case when auth.api_key_id() is null then exists (
    select from auth.member m
    where m."organizationId" = auth.organization_id() and m."userId" = auth.uid()
  ) or exists (
    select from public.user_roles r
    where r.organization_id = auth.organization_id() and r.user_id = auth.uid()
  ) else cardinality(private.permissions()) > 0 end;
end $$;

-- private.secure_table with one more writer: `kontor`, which is Kontor at work for the shop, whatever `permission` says of reading.
-- Everything else is as it was in 04_secure_table.
create or replace procedure private.secure_table(
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
