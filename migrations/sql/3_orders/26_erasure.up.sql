-- A document of an order without whom it was for: keys that name somebody go, wherever they stand; what was sold and to which country stays.
create function private.without_person(said jsonb) returns jsonb
  language plpgsql immutable parallel safe set search_path = ''
as $$ begin
  return case jsonb_typeof(said)
    when 'object' then (
      select coalesce(jsonb_object_agg(e.key, private.without_person(e.value)), '{}') from jsonb_each(said) e
      where e.key <> all (array['email', 'first_name', 'last_name', 'company', 'company_name', 'address_1', 'address_2', 'city', 'phone',
        'search', 'customer', 'customer_id', 'metadata', 'note', 'internal_note', 'delivery_address']))
    when 'array' then (
      select coalesce(jsonb_agg(private.without_person(e.value) order by e.ordinality), '[]')
      from jsonb_array_elements(said) with ordinality e)
    else said end;
end $$;

-- Lines of credit and points are added and never changed, but for this: what somebody wrote beside them about a customer.
create function private.erase_notes(shops uuid[], of_customers uuid[]) returns bigint
  language plpgsql volatile security definer set search_path = ''
as $$
declare
  credit bigint;
  points bigint;
begin
  update public.store_credit_transactions t set note = null
  where t.note is not null and exists (
    select from public.store_credit_accounts a
    where a.organization_id = t.organization_id and a.id = t.account_id
      and a.organization_id = any (shops) and a.customer_id = any (of_customers));
  get diagnostics credit = row_count;
  update public.points_entries t set note = null
  where t.note is not null and exists (
    select from public.loyalty_accounts a
    where a.organization_id = t.organization_id and a.id = t.account_id
      and a.organization_id = any (shops) and a.customer_id = any (of_customers));
  get diagnostics points = row_count;
  return credit + points;
end $$;
grant execute on function private.without_person(jsonb), private.erase_notes(uuid[], uuid[]) to service_role;
