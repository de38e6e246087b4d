-- What is public of an entry of the changelog besides what its page says: written when it is published, gone when it is not any more.
create table public.changelog_entries (
  organization_id uuid not null,
  page_id uuid not null,
  version text check (length(version) between 1 and 64),
  change text not null check (change in ('added', 'changed', 'fixed', 'removed', 'security')),
  tags text[] not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, page_id),
  foreign key (organization_id, page_id) references public.pages (organization_id, id) on delete cascade
);
call private.secure_table('public.changelog_entries', shopper => 'true', permission => 'content', writer => 'kontor', topic => 'content');
