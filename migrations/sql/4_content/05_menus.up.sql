-- What stands in the header, the footer and elsewhere: a tree of labels and links, one of each handle in each language.
create table public.menus (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  handle text not null check (handle ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(handle) <= 64),
  locale text not null check (locale ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$'),
  title text not null check (length(title) between 1 and 200),
  items jsonb not null check (jsonb_typeof(items) = 'array'),
  -- Counts every change: by it a writer says what he saw.
  revision bigint not null default 1 check (revision > 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  updated_by uuid default auth.uid(),
  primary key (organization_id, id)
);
create unique index menus_handle on public.menus (organization_id, handle, locale);
call private.secure_table('public.menus', shopper => 'true', permission => 'content', writer => 'kontor', topic => 'content');
