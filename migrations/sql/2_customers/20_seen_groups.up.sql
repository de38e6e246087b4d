-- The groups that the signed-in person is in now, as private.list_prices sees them: an answer with prices of other groups than those
-- by which it would be kept is not kept.
create function private.groups_of_customer() returns uuid[]
  language sql stable security definer set search_path = ''
as $$
  select array(
    select l.customer_group_id from public.customer_group_customers l
    join public.customer_groups g on g.organization_id = l.organization_id and g.id = l.customer_group_id and g.deleted_at is null
    where l.organization_id = auth.organization_id() and l.customer_id = private.customer_id())
$$;
grant execute on function private.groups_of_customer() to anon, authenticated, service_role;
