-- What of the price lists holds for whoever asks: groups are his own, looked up here, and never what he says. Stands behind
-- customers, whose groups it reads.
create function private.list_prices(sets uuid[], currency text, region uuid, at timestamptz, of_customer uuid default null)
  returns table (price_set_id uuid, id uuid, price_list_id uuid, type text, amount numeric, min_quantity bigint, max_quantity bigint, rules bigint, of_region boolean)
  language plpgsql stable security definer set search_path = '' set plan_cache_mode = auto
as $$
declare
  org uuid := auth.organization_id();
  wire_region text;
  groups text[];
begin
  -- Most shops have no list that is open, and every change of every cart asks.
  if not exists (select from public.price_lists l where l.organization_id = org and l.status = 'active' and l.deleted_at is null) then
    return;
  end if;
  wire_region := private.wire_id('reg', region);
  groups := array(
    select private.wire_id('cusgroup', l.customer_group_id) from public.customer_group_customers l
    join public.customer_groups g on g.organization_id = org and g.id = l.customer_group_id and g.deleted_at is null
    where l.organization_id = org and l.customer_id = case when private.is_working() then of_customer else private.customer_id() end);
  return query
    with lists as materialized (
      select l.id, l.type, (select count(*) from public.price_list_rules r where r.organization_id = org and r.price_list_id = l.id) as rules
      from public.price_lists l
      where l.organization_id = org and l.deleted_at is null and l.status = 'active'
        and coalesce(l.starts_at <= at, true) and coalesce(l.ends_at > at, true)
        and not exists (
          select from public.price_list_rules r where r.organization_id = org and r.price_list_id = l.id and not case r.attribute
            when 'customer.groups.id' then r.value && groups
            when 'region_id' then wire_region = any (r.value)
            when 'currency_code' then currency = any (r.value)
            else false end)
    )
    select p.price_set_id, p.id, l.id, l.type, p.amount, p.min_quantity, p.max_quantity,
      l.rules + (select count(*) from jsonb_object_keys(p.rules)), p.rules ? 'region_id'
    from lists l
    join public.price_list_prices p on p.organization_id = org and p.price_list_id = l.id
    where p.price_set_id = any (sets) and p.currency_code = currency and p.deleted_at is null
      and not exists (select from jsonb_each_text(p.rules) u where not case u.key
        when 'region_id' then u.value = wire_region
        when 'customer.groups.id' then u.value = any (groups)
        when 'currency_code' then u.value = currency
        else false end);
end $$;

-- Rules name things as the wire does (`reg_…`): the same as entity::ids, which a test compares.
create function private.wire_id(prefix text, id uuid) returns text
  language plpgsql immutable parallel safe set search_path = ''
as $$
declare
  digits constant text := '0123456789abcdefghjkmnpqrstvwxyz';
  bits bit(130) := b'00' || ('x' || replace(id::text, '-', ''))::bit(128);
  written text := '';
begin
  for i in 0..25 loop
    written := written || substr(digits, substring(bits from i * 5 + 1 for 5)::integer + 1, 1);
  end loop;
  return prefix || '_' || written;
end $$;

-- Whether there is any list to ask for, and when the next one begins or ends: a cached answer ends then.
create function private.price_list_calendar(at timestamptz) returns table (has_lists boolean, next_change timestamptz)
  language sql stable security definer set search_path = ''
as $$
  select bool_or(coalesce(l.starts_at <= at, true) and coalesce(l.ends_at > at, true)),
    min(least(case when l.starts_at > at then l.starts_at end, case when l.ends_at > at then l.ends_at end))
  from public.price_lists l
  where l.organization_id = auth.organization_id() and l.deleted_at is null and l.status = 'active' and coalesce(l.ends_at > at, true)
$$;
grant execute on function private.list_prices(uuid[], text, uuid, timestamptz, uuid), private.price_list_calendar(timestamptz)
  to anon, authenticated, service_role;
grant execute on function private.wire_id(text, uuid) to service_role;

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
