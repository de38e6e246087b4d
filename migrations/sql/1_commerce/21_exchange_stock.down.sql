alter policy uploads_delete on public.uploads using (organization_id = (select auth.organization_id()) and ((select private.may('product:write'))));
alter policy uploads_update on public.uploads using (organization_id = (select auth.organization_id()) and ((select private.may('product:write'))));
alter policy uploads_select on public.uploads using (organization_id = (select auth.organization_id()) and ((select private.may('product:read'))));
drop function private.tells_stock(uuid, uuid);
drop table private.stock_files;
