drop function private.list_dates(uuid[]);
alter policy exchanges_select on public.exchanges using (organization_id = (select auth.organization_id()) and ((select private.may('product:read'))));
alter policy exchanges_insert on public.exchanges
  with check (organization_id = (select auth.organization_id()) and ((select private.may('product:write'))));
drop trigger fail_exchange on public.jobs;
drop function private.fail_exchange();
