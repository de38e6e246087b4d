-- What people edit and shoppers read: pages, posts of the blog, entries of the changelog, and blocks that several pages share. Here stands what is published, and where;
-- what it says stands in page_content, and what it ever said in page_content_history.
create table public.pages (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  kind text not null default 'page' check (kind in ('page', 'post', 'block', 'change')),
  -- Translations of each other have it in common.
  group_id uuid not null default private.uuid_v7(),
  locale text not null check (locale ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$'),
  -- Its path without the leading slash. The home page's is 'home'. What a draft wants to be called stands in the draft.
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*$' and length(slug) <= 200),
  -- As published; before that as drafted.
  title text not null check (length(title) between 1 and 200),
  status text not null default 'draft' check (status in ('draft', 'published', 'unpublished')),
  -- Which revision is published, and since when; when anything was for the first time.
  published_revision bigint check (published_revision > 0),
  published_at timestamptz,
  first_published_at timestamptz,
  -- Which revision is published when, and when none is any more. A revision, never "as it is then".
  scheduled_revision bigint check (scheduled_revision > 0),
  scheduled_at timestamptz,
  unpublish_at timestamptz,
  -- Why what was scheduled was not published.
  schedule_problem text check (length(schedule_problem) <= 1000),
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  check ((status = 'published') = (published_revision is not null)),
  check ((status = 'published') = (published_at is not null)),
  check ((scheduled_at is null) = (scheduled_revision is null)),
  check (unpublish_at > scheduled_at)
);
create unique index pages_slug on public.pages (organization_id, kind, locale, slug) where deleted_at is null;
create unique index pages_translation on public.pages (organization_id, group_id, locale) where deleted_at is null;
create index on public.pages (organization_id, kind, updated_at desc, id desc) where deleted_at is null;
-- What a blog shows, the newest first.
create index on public.pages (organization_id, kind, locale, first_published_at desc, id desc) where status = 'published' and deleted_at is null;
call private.secure_table('public.pages', shopper => $$status = 'published' and deleted_at is null$$, permission => 'content', writer => 'kontor',
  topic => 'content');

-- Whole snapshots: every revision, who made it, when and why. Those that were published or that somebody named stay; of the others the last
-- ones do, and one of each day (private.thin_history).
create table public.page_content_history (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  page_id uuid not null,
  revision bigint not null check (revision > 0),
  kind text not null check (kind in ('created', 'saved', 'autosaved', 'restored', 'discarded')),
  fields jsonb not null check (jsonb_typeof(fields) = 'object'),
  content jsonb not null check (coalesce(jsonb_typeof(content -> 'blocks') = 'array', false)),
  reason text check (length(reason) between 1 and 500),
  -- Which revision it was made of, where it was restored.
  of_revision bigint check (of_revision > 0),
  published_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, page_id, revision),
  foreign key (organization_id, page_id) references public.pages (organization_id, id) on delete cascade
);
call private.secure_table('public.page_content_history', permission => 'content', writer => 'kontor');

-- What it says: once as drafted, and once as published while it is.
create table public.page_content (
  organization_id uuid not null,
  page_id uuid not null,
  state text not null check (state in ('draft', 'published')),
  -- Counts every change of the draft: by it a writer says what he saw.
  revision bigint not null check (revision > 0),
  -- Slug, title, template, excerpt, SEO: what is not in the page itself.
  fields jsonb not null check (jsonb_typeof(fields) = 'object'),
  content jsonb not null check (coalesce(jsonb_typeof(content -> 'blocks') = 'array', false)),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  updated_by uuid default auth.uid(),
  primary key (organization_id, page_id, state),
  foreign key (organization_id, page_id) references public.pages (organization_id, id) on delete cascade,
  foreign key (organization_id, page_id, revision) references public.page_content_history (organization_id, page_id, revision)
);
create index on public.page_content (organization_id, page_id, revision);
call private.secure_table('public.page_content', shopper => $$state = 'published'$$, permission => 'content', writer => 'kontor', topic => 'content');

-- Who writes it: a window each. What a window saved last is known by its number, so that an older save of its own, which came late, is refused. Who
-- has it open is kept nowhere: the windows tell each other (services/cms/src/presence).
create table public.page_editors (
  organization_id uuid not null,
  page_id uuid not null,
  client_id uuid not null,
  user_id uuid,
  sequence bigint not null default 0 check (sequence >= 0),
  seen_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, page_id, client_id),
  foreign key (organization_id, page_id) references public.pages (organization_id, id) on delete cascade
);
create index on public.page_editors (organization_id, user_id);
call private.secure_table('public.page_editors', permission => 'content', writer => 'kontor');

-- What of a page's history is not kept any more. Kept are: what was published, is scheduled, or was given a reason, what `keep` last revisions
-- are, and the last one of each day.
create function private.thin_history(page uuid, keep integer, since timestamptz) returns bigint
  language sql volatile set search_path = ''
as $$
  with known as (
    select h.id, h.revision, row_number() over (order by h.revision desc) as nth,
      row_number() over (partition by h.created_at::date order by h.revision desc) as of_day
    from public.page_content_history h
    where h.organization_id = (select auth.organization_id()) and h.page_id = page
  ), gone as (
    delete from public.page_content_history h using known k
    where h.organization_id = (select auth.organization_id()) and h.id = k.id and k.nth > keep
      and (k.of_day > 1 or h.created_at < since) and h.published_at is null and h.reason is null
      and not exists (select from public.pages p where p.organization_id = h.organization_id and p.id = h.page_id
        and h.revision in (p.published_revision, p.scheduled_revision))
    returning 1
  )
  select count(*) from gone
$$;
grant execute on function private.thin_history(uuid, integer, timestamptz) to authenticated, service_role;
