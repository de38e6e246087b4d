-- How far orders are paid and sent, for a page at once; Medusa's words.
create function private.order_states(orders uuid[]) returns table (order_id uuid, payment_status text, fulfillment_status text)
  language sql stable set search_path = '' set plan_cache_mode = force_generic_plan
as $$
  select o.id,
    case
      when o.canceled_at is not null and coalesce(c.captured, 0) = 0 then 'canceled'
      when c.n is null then 'not_paid'
      when c.refunded > 0 and c.refunded >= c.captured then 'refunded'
      when c.refunded > 0 then 'partially_refunded'
      when c.captured > 0 and c.captured >= greatest(c.amount, o.total) then 'captured'
      when c.captured > 0 then 'partially_captured'
      when c.wants_more then 'requires_action'
      when c.authorized > 0 and c.authorized >= greatest(c.amount, o.total) then 'authorized'
      when c.authorized > 0 then 'partially_authorized'
      when c.awaits then 'awaiting'
      when c.canceled then 'canceled'
      else 'not_paid' end,
    case
      when i.quantity is null or i.fulfilled = 0 then case when o.canceled_at is not null then 'canceled' else 'not_fulfilled' end
      when i.delivered >= i.quantity then 'delivered'
      when i.delivered > 0 then 'partially_delivered'
      when i.shipped >= i.quantity then 'shipped'
      when i.shipped > 0 then 'partially_shipped'
      when i.fulfilled >= i.quantity then 'fulfilled'
      else 'partially_fulfilled' end
  from public.orders o
  left join lateral (
    select count(*) as n, sum(k.amount) as amount, sum(k.authorized_amount) as authorized, sum(k.captured_amount) as captured, sum(k.refunded_amount) as refunded,
      bool_or(k.status = 'awaiting') as awaits, bool_and(k.status = 'canceled') as canceled,
      bool_or(exists (select from public.payment_sessions s where s.organization_id = k.organization_id and s.payment_collection_id = k.id
        and s.replaced_at is null and s.status = 'requires_more')) as wants_more
    from public.payment_collections k where k.organization_id = o.organization_id and k.order_id = o.id and k.deleted_at is null having count(*) > 0
  ) c on true
  left join lateral (
    select sum(l.quantity) as quantity, sum(l.fulfilled_quantity) as fulfilled, sum(l.shipped_quantity) as shipped,
      sum(l.delivered_quantity) as delivered
    from public.order_line_items l where l.organization_id = o.organization_id and l.order_id = o.id
  ) i on true
  where o.organization_id = auth.organization_id() and o.id = any (orders)
$$;

-- `like` is not leakproof and reaches no index under a policy: the ids of orders that have all these words, of the caller's shop, for
-- whoever may read orders. They are then read under the policies.
create function private.search_orders(words text[], most integer) returns setof uuid
  language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_custom_plan
as $$ begin
  if not private.may('order:read') then
    return;
  end if;
  return query
    select o.id from public.orders o
    where o.organization_id = auth.organization_id() and o.deleted_at is null
      and o.search like all (select '%' || replace(replace(replace(lower(w), '\', '\\'), '%', '\%'), '_', '\_') || '%' from unnest(words) w)
    order by o.created_at desc limit most;
end $$;
grant execute on function private.order_states(uuid[]), private.search_orders(text[], integer) to authenticated, service_role;

-- Taxes by rate and month, for whoever does the books; under the policies of whoever asks.
create view public.order_tax_lines with (security_invoker = true, security_barrier = true) as
  select o.organization_id, o.id as order_id, o.placed_at, o.currency_code, i.id as line_item_id, t.value ->> 'code' as code,
    (t.value ->> 'rate')::numeric as rate, (t.value ->> 'total')::numeric as total
  from public.orders o
  join public.order_line_items i on i.organization_id = o.organization_id and i.order_id = o.id
  cross join lateral jsonb_array_elements(i.tax_lines) t
  where not o.is_draft_order;
grant select on public.order_tax_lines to authenticated, service_role;
