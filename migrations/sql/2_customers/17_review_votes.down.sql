drop trigger guard_vote on public.review_votes;
drop function private.guard_vote();
alter policy reviews_select on public.reviews using (
  organization_id = (select auth.organization_id())
  and (status = 'approved' or customer_id = (select private.customer_id()) or (select private.may('product:read')))
);
revoke select on public.reviews from anon;
revoke select (organization_id, id, product_id, rating, title, content, author_name, locale_code, status, is_verified_purchase,
  helpful_count, unhelpful_count, created_at, updated_at) on public.reviews from anon;
grant select on public.reviews to anon;
