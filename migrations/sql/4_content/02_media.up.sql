-- Pictures and documents that people put on pages. Here stands what is known of them; their bytes lie in the storage.
create table public.media (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  -- Under which it lies, and is shown: the hash of what it is, and a part of its own. What is deleted and sent again has another one, so
  -- nobody waits for files of the first to be gone.
  key text not null check (key ~ '^[0-9a-f]{32}-[0-9a-f]{8}$'),
  -- As it was called; never a path.
  filename text not null check (length(filename) between 1 and 255),
  title text check (length(title) between 1 and 200),
  -- What is to be seen, for those who do not see it: in the shop's first language, and in others. Null: nobody has said. Empty: decoration.
  alt text check (length(alt) <= 500),
  alt_translations jsonb not null default '{}' check (jsonb_typeof(alt_translations) = 'object'),
  -- By its bytes, whatever somebody called it.
  mime_type text not null check (mime_type in ('image/png', 'image/jpeg', 'image/gif', 'image/webp', 'application/pdf', 'image/svg+xml')),
  -- Of what is kept, which is not what was sent: pictures are written anew.
  size bigint not null check (size > 0),
  -- Of what was sent: who sends it once more is answered the same.
  sha256 bytea not null check (length(sha256) = 32),
  -- Of pictures alone: those and their colour, which stands in their place until they are there.
  width integer check (width between 1 and 16000),
  height integer check (height between 1 and 16000),
  has_alpha boolean not null default false,
  colour text check (colour ~ '^#[0-9a-f]{6}$'),
  -- What must stay in view, in hundredths from the upper left corner.
  focal_x smallint not null default 50 check (focal_x between 0 and 100),
  focal_y smallint not null default 50 check (focal_y between 0 and 100),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, key),
  check ((width is null) = (mime_type in ('application/pdf', 'image/svg+xml'))),
  check ((width is null) = (height is null)),
  check ((width is null) = (colour is null))
);
create unique index media_content on public.media (organization_id, sha256) where deleted_at is null;
create index on public.media (organization_id, created_at desc, id desc) where deleted_at is null;

-- Where they are used: in what is drafted, and in what is published. Triggers write it, whoever writes a page.
create table public.media_uses (
  organization_id uuid not null,
  media_id uuid not null,
  -- What uses it: a page (a post, a shared block), and its key.
  owner text not null check (owner ~ '^[a-z_]{1,40}$'),
  owner_id uuid not null,
  state text not null check (state in ('draft', 'published')),
  created_at timestamptz not null default now(),
  primary key (organization_id, media_id, owner, owner_id, state),
  foreign key (organization_id, media_id) references public.media (organization_id, id) on delete cascade
);
create index on public.media_uses (organization_id, owner, owner_id, state);
call private.secure_table('public.media_uses', shopper => $$state = 'published'$$, permission => 'content', writer => 'nobody');

-- What is on nothing that is published is nobody's business yet.
call private.secure_table('public.media', shopper => $$deleted_at is null and exists (select from public.media_uses u
  where u.organization_id = media.organization_id and u.media_id = media.id and u.state = 'published')$$,
  permission => 'content', writer => 'kontor', topic => 'content');

-- The key that an id of the wire stands for: the other direction of private.wire_id.
create function private.wire_key(wire text) returns uuid
  language plpgsql immutable parallel safe strict set search_path = ''
as $$
declare
  digits constant text := '0123456789abcdefghjkmnpqrstvwxyz';
  written constant text := right(wire, 26);
  bits text := '';
  hex text := '';
begin
  for i in 1..26 loop
    bits := bits || (strpos(digits, substr(written, i, 1)) - 1)::bit(5)::text;
  end loop;
  for i in 0..31 loop
    hex := hex || to_hex(substr(bits, 3 + i * 4, 4)::bit(4)::integer);
  end loop;
  return hex::uuid;
end $$;

-- Notes which media a row names, anywhere in what it says. Its arguments: what the row is, the column of its key, and its state: a column, or
-- the state of all rows of the table.
create function private.note_media() returns trigger
  language plpgsql security definer set search_path = ''
as $$
declare
  line jsonb;
  shop uuid;
  mine uuid;
  stands text;
  named uuid[] := '{}';
begin
  if tg_op = 'DELETE' then line := to_jsonb(old); else line := to_jsonb(new); end if;
  shop := (line ->> 'organization_id')::uuid;
  mine := (line ->> tg_argv[1])::uuid;
  stands := coalesce(line ->> tg_argv[2], tg_argv[2]);
  if tg_op <> 'DELETE' then
    select coalesce(array_agg(distinct private.wire_key(hit.parts[1])), '{}') into named
    from regexp_matches(line::text, '"(med_[0-7][0-9a-hjkmnp-tv-z]{25})"', 'g') hit (parts);
  end if;
  delete from public.media_uses u
  where u.organization_id = shop and u.owner = tg_argv[0] and u.owner_id = mine and u.state = stands and u.media_id <> all (named);
  if named <> '{}' then
    insert into public.media_uses (organization_id, media_id, owner, owner_id, state)
    select m.organization_id, m.id, tg_argv[0], mine, stands from public.media m
    where m.organization_id = shop and m.id = any (named) order by m.id
    on conflict do nothing;
  end if;
  return null;
end $$;
grant execute on function private.note_media() to authenticated, service_role;
create trigger note_media after insert or update of fields, content or delete on public.page_content
  for each row execute function private.note_media('page', 'page_id', 'state');
