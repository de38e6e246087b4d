-- Lines outlive their shop, so which shops have some is seen in the log itself: a step of the index for each, in the month
-- where the limit lies and before.
create or replace function private.forget_lines(log regclass, keep interval, most integer) returns bigint
  language plpgsql volatile security definer set search_path = ''
as $$
declare
  forgotten bigint;
begin
  if log <> all (array['public.api_audit_logs', 'public.security_logs']::regclass[]) then
    raise exception '% is not a log', log using errcode = '42501';
  end if;
  if keep < interval '1 day' or most < 1 then
    raise exception 'logs are kept for a day at least' using errcode = '22023';
  end if;
  execute format(
    'with recursive shop (id) as (
       (select l.organization_id from %1$s l where l.created_at < $3 order by l.organization_id limit 1)
       union all
       select n.id from shop s cross join lateral (
         select l.organization_id as id from %1$s l where l.organization_id > s.id and l.created_at < $3
         order by l.organization_id limit 1
       ) n
     ),
     old as (
       select w.* from shop s cross join lateral (
         select l.organization_id, l.id, l.created_at from %1$s l
         where l.organization_id = s.id and l.created_at < $1 order by l.created_at limit $2
       ) w limit $2
     )
     delete from %1$s l using old
     where l.organization_id = old.organization_id and l.id = old.id and l.created_at = old.created_at
       and l.created_at < $1', log)
  using now() - keep, most,
    (date_trunc('month', (now() - keep) at time zone 'UTC') + interval '1 month') at time zone 'UTC';
  get diagnostics forgotten = row_count;
  return forgotten;
end $$;

-- What the log is filtered by is found by itself.
create index on public.api_audit_logs (organization_id, method, created_at desc);
create index on public.api_audit_logs (organization_id, status, created_at desc);
drop index public.api_audit_logs_organization_id_status_method_created_at_idx;

-- A currency takes no prices with it but those that are deleted already. Whoever makes one just now holds the currency, and
-- is waited for before this looks. A shop that is deleted is gone when its currencies go.
create function private.keep_priced_currency() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  if exists (select from auth.organization o where o.id = old.organization_id)
    and exists (
      select from public.prices p
      where p.organization_id = old.organization_id and p.currency_code = old.currency_code and p.deleted_at is null) then
    raise exception 'There are prices in %: delete them first', old.currency_code
      using errcode = '23503', constraint = 'store_currencies_priced', table = 'store_currencies', schema = 'public';
  end if;
  return old;
end $$;
create trigger keep_priced_currency before delete on public.store_currencies
  for each row execute function private.keep_priced_currency();

-- Rotation of keys walks by id.
create index jobs_of_erasures on public.jobs (id) where name in ('accounts.erase_person', 'accounts.erase_person_again');
