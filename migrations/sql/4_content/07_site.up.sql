-- How the shop presents itself: one row, whole, as `cms` has looked at it.
create table public.site_settings (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  settings jsonb not null check (jsonb_typeof(settings) = 'object'),
  -- Counts every change: by it a writer says what he saw.
  revision bigint not null default 1 check (revision > 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  updated_by uuid default auth.uid(),
  primary key (organization_id)
);
call private.secure_table('public.site_settings', shopper => 'true', permission => 'content', writer => 'kontor', topic => 'content');
create trigger note_media after insert or update or delete on public.site_settings
  for each row execute function private.note_media('site_settings', 'organization_id', 'published');
