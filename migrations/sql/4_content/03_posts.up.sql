-- Who writes in the blog: how he is called in public, which is not how he signs in. Where he is of the staff, what is told of him goes with him.
create table public.blog_authors (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  name text not null check (length(name) between 1 and 200),
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 200),
  bio text check (length(bio) <= 1000),
  -- A picture of the media library.
  avatar_media_id text check (avatar_media_id ~ '^med_[0-7][0-9a-hjkmnp-tv-z]{25}$'),
  url text check (length(url) <= 2048 and url ~ '^https?://'),
  user_id uuid,
  metadata jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id)
);
create unique index blog_authors_slug on public.blog_authors (organization_id, slug);
create unique index blog_authors_user on public.blog_authors (organization_id, user_id) where user_id is not null;
call private.secure_table('public.blog_authors', shopper => 'true', permission => 'content', writer => 'kontor', topic => 'content');
create trigger note_media after insert or update or delete on public.blog_authors
  for each row execute function private.note_media('blog_author', 'id', 'published');

-- What is public of a post besides what its page says: written when it is published, gone when it is not any more. So no draft changes anything here.
create table public.blog_posts (
  organization_id uuid not null,
  page_id uuid not null,
  excerpt text check (length(excerpt) <= 500),
  cover_media_id text check (cover_media_id ~ '^med_[0-7][0-9a-hjkmnp-tv-z]{25}$'),
  cover_alt text check (length(cover_alt) <= 500),
  reading_minutes integer not null check (reading_minutes > 0),
  -- What it says as plain text, and its hash: of what an embedding is made, and whether one is of this very text.
  body text not null,
  content_sha256 bytea not null,
  embedding_model text,
  embedding_sha256 bytea,
  embedding extensions.vector,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, page_id),
  foreign key (organization_id, page_id) references public.pages (organization_id, id) on delete cascade,
  check ((embedding is null) = (embedding_model is null)),
  check ((embedding is null) = (embedding_sha256 is null))
);
call private.secure_table('public.blog_posts', shopper => 'true', permission => 'content', writer => 'kontor', topic => 'content');

create table public.blog_post_tags (
  organization_id uuid not null,
  page_id uuid not null,
  slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 100),
  -- As whoever published it wrote it.
  name text not null check (length(name) between 1 and 100),
  rank integer not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, page_id, slug),
  foreign key (organization_id, page_id) references public.blog_posts (organization_id, page_id) on delete cascade
);
create index on public.blog_post_tags (organization_id, slug, page_id);
call private.secure_table('public.blog_post_tags', shopper => 'true', permission => 'content', writer => 'kontor', topic => 'content');

create table public.blog_post_authors (
  organization_id uuid not null,
  page_id uuid not null,
  author_id uuid not null,
  rank integer not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, page_id, author_id),
  foreign key (organization_id, page_id) references public.blog_posts (organization_id, page_id) on delete cascade,
  foreign key (organization_id, author_id) references public.blog_authors (organization_id, id) on delete cascade
);
create index on public.blog_post_authors (organization_id, author_id, page_id);
call private.secure_table('public.blog_post_authors', shopper => 'true', permission => 'content', writer => 'kontor', topic => 'content');
