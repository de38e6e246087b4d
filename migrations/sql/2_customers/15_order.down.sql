drop index public.jobs_of_erasures;
drop trigger keep_priced_currency on public.store_currencies;
drop function private.keep_priced_currency();
create index on public.api_audit_logs (organization_id, status, method, created_at desc);
drop index public.api_audit_logs_organization_id_method_created_at_idx,
  public.api_audit_logs_organization_id_status_created_at_idx;
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
    'with old as (
       select w.* from auth.organization o cross join lateral (
         select l.organization_id, l.id, l.created_at from %1$s l
         where l.organization_id = o.id and l.created_at < $1 order by l.created_at limit $2
       ) w limit $2
     )
     delete from %1$s l using old
     where l.organization_id = old.organization_id and l.id = old.id and l.created_at = old.created_at
       and l.created_at < $1', log) using now() - keep, most;
  get diagnostics forgotten = row_count;
  return forgotten;
end $$;
