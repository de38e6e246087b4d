-- What becomes of an import or an export whose job has failed for good, however that came: its process was killed, its time was over.
create function private.fail_exchange() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  update public.exchanges e set status = 'failed', finished_at = now(), failure = case e.kind
    when 'product_import' then 'it failed too often: import the file again, which writes what is missing'
    else 'it failed too often: begin it again' end
  where e.organization_id = new.organization_id and e.id = (new.payload ->> 'exchange')::uuid and e.status not in ('done', 'failed');
  return null;
end $$;
grant execute on function private.fail_exchange() to service_role;
create trigger fail_exchange after update of status on public.jobs for each row
  when (new.status = 'dead' and new.name in ('catalog.import', 'catalog.export')) execute function private.fail_exchange();

-- An export of stock is begun by whoever reads stock, and read by nobody else.
alter policy exchanges_insert on public.exchanges with check (organization_id = (select auth.organization_id())
  and case kind when 'inventory_export' then (select private.may('inventory:read')) else (select private.may('product:write')) end);
alter policy exchanges_select on public.exchanges using (organization_id = (select auth.organization_id())
  and (select private.may('product:read')) and (kind <> 'inventory_export' or (select private.may('inventory:read'))));

-- From when to when the price of a list holds, for shoppers who are shown it. A list without an end has no line.
create function private.list_dates(lists uuid[]) returns table (id uuid, begins timestamptz, ends timestamptz)
  language sql stable security definer set search_path = ''
as $$
  select l.id, coalesce(l.starts_at, l.created_at), l.ends_at from public.price_lists l
  where l.organization_id = (select auth.organization_id()) and l.id = any (lists)
    and l.status = 'active' and l.deleted_at is null and l.ends_at is not null
$$;
grant execute on function private.list_dates(uuid[]) to anon, authenticated, service_role;
