-- One per product and customer. The customer's row stays when he is erased, empty; what he wrote goes then (registry: Goes::Deleted).
create table public.reviews (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  product_id uuid not null,
  customer_id uuid not null,
  rating integer not null check (rating between 1 and 5),
  title text check (length(title) <= 200),
  content text check (length(content) <= 5000),
  author_name text check (length(author_name) <= 100),
  locale_code text,
  -- Counts what its author says: by it a moderator tells which text was read. `updated_at` moves with each vote.
  revision integer not null default 1,
  status text not null default 'pending' check (status in ('pending', 'approved', 'rejected')),
  is_verified_purchase boolean not null default false,
  helpful_count integer not null default 0 check (helpful_count >= 0),
  unhelpful_count integer not null default 0 check (unhelpful_count >= 0),
  moderated_at timestamptz,
  moderated_by uuid,
  moderation_note text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, product_id, customer_id),
  foreign key (organization_id, product_id) references public.products (organization_id, id) on delete cascade,
  foreign key (organization_id, customer_id) references public.customers (organization_id, id) on delete cascade
);
create index on public.reviews (organization_id, customer_id);
create index on public.reviews (organization_id, product_id, created_at desc, id desc) where status = 'approved';
create index on public.reviews (organization_id, status, created_at desc, id desc);
call private.secure_table('public.reviews', shopper => $$status = 'approved'$$, permission => 'product', topic => 'reviews',
  keeper => 'customer_id = (select private.customer_id())');

create table public.review_votes (
  organization_id uuid not null,
  review_id uuid not null,
  customer_id uuid not null,
  is_helpful boolean not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, review_id, customer_id),
  foreign key (organization_id, review_id) references public.reviews (organization_id, id) on delete cascade,
  foreign key (organization_id, customer_id) references public.customers (organization_id, id) on delete cascade
);
create index on public.review_votes (organization_id, customer_id);
call private.secure_table('public.review_votes', permission => 'product', keeper => 'customer_id = (select private.customer_id())');

-- Of approved reviews; kept right by triggers with sums that only add, so two at once are both counted.
create table public.product_ratings (
  organization_id uuid not null,
  product_id uuid not null,
  rating_count integer not null default 0 check (rating_count >= 0),
  rating_sum bigint not null default 0 check (rating_sum >= 0),
  stars integer[] not null default '{0,0,0,0,0}' check (cardinality(stars) = 5),
  average numeric(3, 2) generated always as (case when rating_count > 0 then round(rating_sum::numeric / rating_count, 2) end) stored,
  updated_at timestamptz not null default now(),
  primary key (organization_id, product_id),
  foreign key (organization_id, product_id) references public.products (organization_id, id) on delete cascade
);
call private.secure_table('public.product_ratings', shopper => 'true', permission => 'product', writer => 'nobody', topic => 'reviews');

-- What a customer may not say himself: whether it is approved, whether he bought it, how helpful it is. A changed review waits anew.
-- Runs before the row is written, for people; Kontor and staff with product:write decide.
create function private.guard_review() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  if auth.role() = 'service_role' or private.may('product:write') then
    if tg_op = 'UPDATE' and new.status is distinct from old.status then
      new.moderated_at := now();
      new.moderated_by := auth.uid();
    end if;
  else
    new.status := 'pending';
    new.moderated_at := null;
    new.moderated_by := null;
    new.moderation_note := null;
    new.helpful_count := case tg_op when 'UPDATE' then old.helpful_count else 0 end;
    new.unhelpful_count := case tg_op when 'UPDATE' then old.unhelpful_count else 0 end;
    if tg_op = 'UPDATE' then
      new.product_id := old.product_id;
    end if;
  end if;
  if tg_op = 'INSERT' then
    new.revision := 1;
  else
    new.revision := old.revision + ((new.rating, new.title, new.content, new.author_name)
      is distinct from (old.rating, old.title, old.content, old.author_name))::integer;
  end if;
  new.is_verified_purchase := private.has_bought(new.organization_id, new.customer_id, new.product_id);
  return new;
end $$;

create trigger guard_review before insert or update on public.reviews for each row
  when (pg_trigger_depth() = 0) execute function private.guard_review();
grant execute on function private.guard_review() to authenticated, service_role;

-- The ratings are locked in the order of their keys: two moderators who approve the same products'
-- reviews in different orders wait for each other once.
create function private.lock_ratings(orgs uuid[], products uuid[]) returns void
  language sql volatile security definer set search_path = ''
as $$
  insert into public.product_ratings (organization_id, product_id)
  select distinct u.organization_id, u.product_id from unnest(orgs, products) u (organization_id, product_id)
  where exists (select from public.products p where p.organization_id = u.organization_id and p.id = u.product_id)
  order by 1, 2
  on conflict do nothing;
  select r.product_id from public.product_ratings r
  join (select distinct u.organization_id, u.product_id from unnest(orgs, products) u (organization_id, product_id)) d
    on d.organization_id = r.organization_id and d.product_id = r.product_id
  order by r.organization_id, r.product_id for no key update of r;
$$;
revoke execute on function private.lock_ratings(uuid[], uuid[]) from public;

create function private.rate_products() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  perform private.lock_ratings(array_agg(c.organization_id), array_agg(c.product_id))
  from review_changes c where c.status = 'approved' having count(*) > 0;
  with delta as (
    select c.organization_id, c.product_id, count(*) filter (where c.rating = 1) as s1, count(*) filter (where c.rating = 2) as s2,
      count(*) filter (where c.rating = 3) as s3, count(*) filter (where c.rating = 4) as s4, count(*) filter (where c.rating = 5) as s5
    from review_changes c where c.status = 'approved' group by 1, 2
  ), sign as (select case tg_op when 'INSERT' then 1 else -1 end as by)
  update public.product_ratings r set
    rating_count = r.rating_count + s.by * (d.s1 + d.s2 + d.s3 + d.s4 + d.s5),
    rating_sum = r.rating_sum + s.by * (d.s1 + 2 * d.s2 + 3 * d.s3 + 4 * d.s4 + 5 * d.s5),
    stars = array[r.stars[1] + s.by * d.s1, r.stars[2] + s.by * d.s2, r.stars[3] + s.by * d.s3, r.stars[4] + s.by * d.s4, r.stars[5] + s.by * d.s5]::integer[]
  from delta d, sign s where r.organization_id = d.organization_id and r.product_id = d.product_id;
  return null;
end $$;
create function private.rate_products_anew() returns trigger
  language plpgsql security definer set search_path = ''
as $$
declare
  orgs uuid[];
  products uuid[];
begin
  select array_agg(d.organization_id), array_agg(d.product_id) into orgs, products from (
    select c.organization_id, c.product_id
    from (select n.organization_id, n.product_id, n.rating, 1 as by from after_change n where n.status = 'approved'
          union all select o.organization_id, o.product_id, o.rating, -1 from before_change o where o.status = 'approved') c
    group by c.organization_id, c.product_id, c.rating having sum(c.by) <> 0
  ) d;
  if orgs is null then
    return null;
  end if;
  perform private.lock_ratings(orgs, products);
  with delta as (
    select c.organization_id, c.product_id, sum(c.by) as n, sum(c.by * c.rating) as total,
      array[sum(c.by) filter (where c.rating = 1), sum(c.by) filter (where c.rating = 2), sum(c.by) filter (where c.rating = 3),
        sum(c.by) filter (where c.rating = 4), sum(c.by) filter (where c.rating = 5)] as stars
    from (select n.organization_id, n.product_id, n.rating, 1 as by from after_change n where n.status = 'approved'
          union all select o.organization_id, o.product_id, o.rating, -1 from before_change o where o.status = 'approved') c
    group by 1, 2
  )
  update public.product_ratings r set rating_count = r.rating_count + d.n, rating_sum = r.rating_sum + d.total,
    stars = array(select (r.stars[i] + coalesce(d.stars[i], 0))::integer from generate_series(1, 5) i order by i)
  from delta d where r.organization_id = d.organization_id and r.product_id = d.product_id
    and (d.n <> 0 or d.total <> 0 or exists (select from unnest(d.stars) s where s <> 0));
  return null;
end $$;
create trigger rate_insert after insert on public.reviews referencing new table as review_changes
  for each statement execute function private.rate_products();
create trigger rate_delete after delete on public.reviews referencing old table as review_changes
  for each statement execute function private.rate_products();
create trigger rate_update after update on public.reviews referencing old table as before_change new table as after_change
  for each statement execute function private.rate_products_anew();

create function private.count_votes() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  update public.reviews r set helpful_count = r.helpful_count + d.helpful, unhelpful_count = r.unhelpful_count + d.unhelpful
  from (select c.organization_id, c.review_id, sum(c.by) filter (where c.is_helpful) as yes, sum(c.by) filter (where not c.is_helpful) as no
        from (select v.organization_id, v.review_id, v.is_helpful, case tg_op when 'DELETE' then -1 else 1 end as by from changed_votes v) c
        group by 1, 2) x,
    lateral (select coalesce(x.yes, 0) as helpful, coalesce(x.no, 0) as unhelpful) d
  where r.organization_id = x.organization_id and r.id = x.review_id;
  return null;
end $$;
-- A vote is changed by taking it back and voting anew: no update of votes.
revoke update on public.review_votes from authenticated, service_role;
create trigger count_insert after insert on public.review_votes referencing new table as changed_votes
  for each statement execute function private.count_votes();
create trigger count_delete after delete on public.review_votes referencing old table as changed_votes
  for each statement execute function private.count_votes();
grant execute on function private.rate_products(), private.rate_products_anew(), private.count_votes() to authenticated, service_role;
