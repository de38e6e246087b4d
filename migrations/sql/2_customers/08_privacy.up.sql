-- What somebody asked to be told or to have erased. The file of an export holds a week and goes when its person is erased. `user_id` has no foreign key: it is a pseudonym once the person is gone.
create table public.privacy_requests (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  kind text not null check (kind in ('export', 'erasure')),
  customer_id uuid,
  user_id uuid,
  status text not null default 'pending' check (status in ('pending', 'running', 'done', 'failed')),
  failure text,
  expires_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, customer_id) references public.customers (organization_id, id) on delete cascade
);
create index on public.privacy_requests (organization_id, created_at desc, id desc);
create index on public.privacy_requests (organization_id, customer_id);
create index on public.privacy_requests (user_id);
create index on public.privacy_requests (expires_at) where expires_at is not null;
create index on public.privacy_requests (created_at) where status in ('pending', 'running');
call private.secure_table('public.privacy_requests', permission => 'privacy', writer => 'nobody');

-- The file of an export, in pages that are sealed one by one: nobody has to hold the whole of it.
create table public.privacy_pages (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  request_id uuid not null,
  nth integer not null check (nth >= 0),
  page text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, request_id, nth),
  foreign key (organization_id, request_id) references public.privacy_requests (organization_id, id) on delete cascade
);
-- Rotation of keys walks by id.
create index on public.privacy_pages (id);
-- What is sealed does not shrink.
alter table public.privacy_pages alter column page set storage external;
call private.secure_table('public.privacy_pages', permission => 'privacy', writer => 'nobody');

-- Whether a text names this address: the whole of it, so that ann@a.example is not found in joann@a.example.
create function private.mentions(said text, addresses text[]) returns boolean
  language sql immutable parallel safe set search_path = ''
as $$
  select coalesce(bool_or(strpos(lower(said), a) > 0 and lower(said) ~ (
    '(^|[^[:alnum:]._+-])' || regexp_replace(a, '([^[:alnum:]])', '\\\1', 'g') || '($|[^[:alnum:]._-]|\.($|[^[:alnum:]]))'
  )), false)
  from unnest(addresses) a
$$;

-- Whether somebody works in a shop: what he did there as one of the staff is the shop's own record.
create function private.works_in(person uuid, shop uuid) returns boolean
  language sql stable set search_path = ''
as $$
  select exists (select from auth.member m where m."organizationId" = shop and m."userId" = person)
    or exists (select from public.user_roles r where r.organization_id = shop and r.user_id = person)
$$;

-- Whether it was he whom the address and the browser of a line belong to: who did it, or began the session. While somebody
-- acted as him they are that other one's, and so they are where that began and ended, whoever is written down as having done it.
create function private.is_of(line public.security_logs, person uuid) returns boolean
  language sql immutable parallel safe set search_path = ''
as $$
  select coalesce(case
    when line.impersonated_by is not null then line.impersonated_by = person
    when line.name like 'impersonation.%' then coalesce(line.detail ->> 'impersonated_by', line.actor_id::text) = person::text
    else coalesce(line.actor_id, line.user_id) = person or (line.user_id = person and line.name like 'session.%') end, false)
$$;

-- The one way to change the security log. That something happened stays, and to which id; where from, with what, and whatever
-- a detail may say of him does not. Without a shop it is done in all of them.
create function private.erase_from_logs(person uuid, shop uuid) returns bigint
  language plpgsql volatile security definer set search_path = ''
as $$
declare
  changed bigint;
begin
  if shop is not null and private.works_in(person, shop) then
    return 0;
  end if;
  update public.security_logs l set
    address = case when not private.is_of(l, person) then l.address end,
    user_agent = case when not private.is_of(l, person) then l.user_agent end,
    detail = case when l.user_id is distinct from person then l.detail else (
      select jsonb_object_agg(d.key, d.value)
      from jsonb_each(case jsonb_typeof(l.detail) when 'object' then l.detail else '{}' end) d
      where d.key in ('from', 'to', 'role', 'provider', 'impersonated_by', 'until')) end
  where (l.user_id = person or l.actor_id = person or l.impersonated_by = person)
    and (shop is null or l.organization_id = shop)
    and (l.address is not null or l.user_agent is not null or l.detail is not null);
  get diagnostics changed = row_count;
  return changed;
end $$;
grant execute on function private.mentions(text, text[]), private.works_in(uuid, uuid),
  private.is_of(public.security_logs, uuid), private.erase_from_logs(uuid, uuid) to service_role;
