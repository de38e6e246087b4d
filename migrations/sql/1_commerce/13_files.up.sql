create table public.uploads (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  name text not null check (name <> '' and length(name) <= 255),
  -- Where the storage has it; made by Kontor, never from the name.
  key text not null check (key ~ '^[0-9a-f/-]+(\.[a-z0-9]{1,8})?$'),
  mime_type text not null check (length(mime_type) <= 255),
  size bigint not null check (size >= 0),
  sha256 bytea not null check (length(sha256) = 32),
  width integer check (width > 0),
  height integer check (height > 0),
  access text not null default 'public' check (access in ('public', 'private')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, key)
);
call private.secure_table('public.uploads', permission => 'product');

-- Files that tell what is in stock: only whoever reads stock reads them. Nobody of the staff says which ones they are.
create table private.stock_files (
  organization_id uuid not null,
  upload_id uuid not null,
  primary key (organization_id, upload_id),
  foreign key (organization_id, upload_id) references public.uploads (organization_id, id) on delete cascade
);
call private.secure_table('private.stock_files', reader => 'nobody', writer => 'nobody');

create function private.tells_stock(upload uuid) returns boolean
  language sql stable security definer set search_path = ''
as $$ select exists (select from private.stock_files f where f.organization_id = (select auth.organization_id()) and f.upload_id = upload) $$;
grant execute on function private.tells_stock(uuid) to authenticated, service_role;

alter policy uploads_select on public.uploads using (organization_id = (select auth.organization_id())
  and (select private.may('product:read')) and ((select private.may('inventory:read')) or not (select private.tells_stock(id))));
-- A statement without a condition asks no policy of reading.
alter policy uploads_update on public.uploads using (organization_id = (select auth.organization_id())
  and (select private.may('product:write')) and ((select private.may('inventory:read')) or not (select private.tells_stock(id))));
alter policy uploads_delete on public.uploads using (organization_id = (select auth.organization_id())
  and (select private.may('product:write')) and ((select private.may('inventory:read')) or not (select private.tells_stock(id))));

-- Imports and exports. An import goes on behind `done_line`: what is written of a batch and the line are one transaction.
create table public.exchanges (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  kind text not null check (kind in ('product_import', 'product_export', 'inventory_export')),
  format text not null default 'shopify' check (format in ('shopify', 'medusa')),
  status text not null default 'pending' check (status in ('pending', 'ready', 'running', 'done', 'failed')),
  upload_id uuid,
  options jsonb not null default '{}',
  total_lines bigint,
  done_line bigint not null default 0 check (done_line >= 0),
  created_count bigint not null default 0,
  updated_count bigint not null default 0,
  unchanged_count bigint not null default 0,
  error_count bigint not null default 0,
  failure text,
  started_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, upload_id) references public.uploads (organization_id, id) on delete set null (upload_id)
);
create index on public.exchanges (organization_id, created_at desc, id desc);
create index on public.exchanges (organization_id, upload_id);
call private.secure_table('public.exchanges', permission => 'product');
-- An export of stock is begun by whoever reads stock, and read by nobody else.
alter policy exchanges_insert on public.exchanges with check (organization_id = (select auth.organization_id())
  and case kind when 'inventory_export' then (select private.may('inventory:read')) else (select private.may('product:write')) end);
alter policy exchanges_select on public.exchanges using (organization_id = (select auth.organization_id())
  and (select private.may('product:read')) and (kind <> 'inventory_export' or (select private.may('inventory:read'))));

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

create table public.exchange_errors (
  organization_id uuid not null,
  exchange_id uuid not null,
  line bigint not null,
  place integer not null default 0,
  field text,
  problem text not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, exchange_id, line, place),
  foreign key (organization_id, exchange_id) references public.exchanges (organization_id, id) on delete cascade
);
call private.secure_table('public.exchange_errors', permission => 'product');
