-- Files that tell what is in stock: only whoever reads stock reads them. Nobody of the staff says which ones they are.
create table private.stock_files (
  organization_id uuid not null,
  upload_id uuid not null,
  primary key (organization_id, upload_id),
  foreign key (organization_id, upload_id) references public.uploads (organization_id, id) on delete cascade
);
call private.secure_table('private.stock_files', reader => 'nobody', writer => 'nobody');
insert into private.stock_files (organization_id, upload_id)
select distinct e.organization_id, e.upload_id from public.exchanges e
where e.upload_id is not null and e.kind in ('product_export', 'inventory_export');

create function private.tells_stock(shop uuid, upload uuid) returns boolean
  language sql stable security definer set search_path = ''
as $$ select exists (select from private.stock_files f where f.organization_id = shop and f.upload_id = upload) $$;
grant execute on function private.tells_stock(uuid, uuid) to authenticated, service_role;

alter policy uploads_select on public.uploads using (organization_id = (select auth.organization_id())
  and (select private.may('product:read')) and ((select private.may('inventory:read')) or not (select private.tells_stock(organization_id, id))));
-- A statement without a condition asks no policy of reading.
alter policy uploads_update on public.uploads using (organization_id = (select auth.organization_id())
  and (select private.may('product:write')) and ((select private.may('inventory:read')) or not (select private.tells_stock(organization_id, id))));
alter policy uploads_delete on public.uploads using (organization_id = (select auth.organization_id())
  and (select private.may('product:write')) and ((select private.may('inventory:read')) or not (select private.tells_stock(organization_id, id))));
