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

