-- Months that are over are dropped whole (private.drop_partitions). In the month in which the limit lies lines go one by one,
-- so that logs are kept for as many days as was said, and not for up to a month more. So many at once as no lock is held long;
-- by shop, because that is how the logs are indexed. Lines outlive their shop, so which shops have some is seen in the log itself: a
-- step of the index for each, in the month where the limit lies and before.
create function private.forget_lines(log regclass, keep interval, most integer) returns bigint
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
grant execute on function private.forget_lines(regclass, interval, integer) to service_role;
