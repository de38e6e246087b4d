-- Strangers read what customers say, and neither who said it nor what the staff thinks of it. Signed-in customers read their
-- own by PostgREST; those of others are answered by the Store API.
revoke select on public.reviews from anon;
grant select (organization_id, id, product_id, rating, title, content, author_name, locale_code, status, is_verified_purchase,
  helpful_count, unhelpful_count, created_at, updated_at) on public.reviews to anon;
alter policy reviews_select on public.reviews using (
  organization_id = (select auth.organization_id())
  and (customer_id = (select private.customer_id()) or (select private.may('product:read')))
);

-- Nobody finds his own review helpful, or one that is not to be seen. Votes on one review wait for each other here, before
-- they count, and not afterwards, where two would wait for each other for ever.
create function private.guard_vote() returns trigger
  language plpgsql security definer set search_path = ''
as $$
declare
  found record;
begin
  -- In another shop or in another's name the policy refuses it, and a vote for what there is not its key.
  if auth.role() = 'service_role' or new.organization_id is distinct from auth.organization_id()
      or (new.customer_id is distinct from private.customer_id() and not private.may('product:write')) then
    return new;
  end if;
  select r.status, r.customer_id into found from public.reviews r
  where r.organization_id = new.organization_id and r.id = new.review_id for no key update;
  if found.customer_id = new.customer_id or found.status <> 'approved' then
    raise exception 'a vote is for an approved review of somebody else'
      using errcode = 'check_violation', constraint = 'review_votes_of_others', table = 'review_votes', schema = 'public';
  end if;
  return new;
end $$;
grant execute on function private.guard_vote() to authenticated, service_role;
create trigger guard_vote before insert on public.review_votes for each row execute function private.guard_vote();

-- The same as before, but the ratings are locked in the order of their keys: two moderators who approve the same products'
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

create or replace function private.rate_products() returns trigger
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

-- What changes no rating, as a vote does, touches none.
create or replace function private.rate_products_anew() returns trigger
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
