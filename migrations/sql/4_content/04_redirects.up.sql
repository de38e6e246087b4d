-- Where that lies now which lay at a path. No chains: what leads to a path that leads on leads on itself, which whoever writes a row sees to.
create table public.redirects (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  -- Decoded, without query and trailing slash.
  from_path text not null check (from_path ~ '^/.' and octet_length(from_path) <= 2000),
  -- A path of this shop, or an address elsewhere.
  to_url text not null check (to_url ~ '^(/([^/]|$)|https://)' and length(to_url) <= 2048),
  -- The path in it, as `from_path` is written, where it is one of this shop: by this chains are found.
  to_path text check (to_path ~ '^/' and octet_length(to_path) <= 2000),
  status_code integer not null default 301 check (status_code in (301, 302, 307, 308)),
  -- The page that has moved, where that is why it is here.
  page_id uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, page_id) references public.pages (organization_id, id) on delete set null (page_id),
  check (from_path is distinct from to_path)
);
create unique index redirects_from on public.redirects (organization_id, from_path);
create index on public.redirects (organization_id, to_path);
create index on public.redirects (organization_id, page_id);
call private.secure_table('public.redirects', shopper => 'true', permission => 'content', writer => 'kontor', topic => 'content');
