-- How far orders are paid and sent, for a page at once; Medusa's words.
create function private.order_states(orders uuid[]) returns table (order_id uuid, payment_status text, fulfillment_status text)
  language sql stable set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
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

-- Orders whole, a document each; as whoever asks may see them. Money is text: JSON numbers lose digits on their way.
create function private.order_documents(orders uuid[]) returns table (id uuid, is_draft_order boolean, found jsonb)
  language sql stable set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
  select o.id, o.is_draft_order, to_jsonb(o) - 'totals' - 'search' || jsonb_build_object(
    'total', o.total::text, 'original_total', o.original_total::text,
    'addresses', (select coalesce(jsonb_agg(to_jsonb(a) order by a.kind desc), '[]') from public.order_addresses a
      where a.organization_id = o.organization_id and a.order_id = o.id),
    'items', (select coalesce(jsonb_agg(to_jsonb(i) || jsonb_build_object('unit_price', i.unit_price::text,
        'compare_at_unit_price', i.compare_at_unit_price::text) order by i.created_at, i.id), '[]')
      from public.order_line_items i where i.organization_id = o.organization_id and i.order_id = o.id),
    'shipping_methods', (select coalesce(jsonb_agg(to_jsonb(m) || jsonb_build_object('amount', m.amount::text) order by m.created_at, m.id), '[]')
      from public.order_shipping_methods m where m.organization_id = o.organization_id and m.order_id = o.id and m.deleted_at is null),
    'credit_lines', (select coalesce(jsonb_agg(to_jsonb(l) || jsonb_build_object('amount', l.amount::text) order by l.created_at, l.id), '[]')
      from public.order_credit_lines l where l.organization_id = o.organization_id and l.order_id = o.id),
    'payment_collections', (select coalesce(jsonb_agg(to_jsonb(k) || jsonb_build_object('amount', k.amount::text,
        'authorized_amount', k.authorized_amount::text, 'captured_amount', k.captured_amount::text, 'refunded_amount', k.refunded_amount::text,
        'session', null, 'payments', (select coalesce(jsonb_agg(to_jsonb(p) || jsonb_build_object('data', p.data - 'client_secret', 'amount', p.amount::text,
            'captured_amount', p.captured_amount::text, 'refunded_amount', p.refunded_amount::text,
            'captures', (select coalesce(jsonb_agg(to_jsonb(c) || jsonb_build_object('amount', c.amount::text) order by c.created_at, c.id), '[]')
              from public.payment_captures c where c.organization_id = p.organization_id and c.payment_id = p.id and c.status = 'succeeded'),
            'refunds', (select coalesce(jsonb_agg(to_jsonb(r) || jsonb_build_object('amount', r.amount::text,
                'refund_reason', (select to_jsonb(e) from public.refund_reasons e where e.organization_id = r.organization_id and e.id = r.refund_reason_id))
                order by r.created_at, r.id), '[]')
              from public.payment_refunds r where r.organization_id = p.organization_id and r.payment_id = p.id and r.status not in ('failed', 'canceled')))
            order by p.created_at), '[]')
          from public.payments p where p.organization_id = k.organization_id and p.payment_collection_id = k.id)) order by k.created_at), '[]')
      from public.payment_collections k where k.organization_id = o.organization_id and k.order_id = o.id and k.deleted_at is null),
    'transactions', (select coalesce(jsonb_agg(to_jsonb(t) || jsonb_build_object('amount', t.amount::text) order by t.created_at, t.id), '[]')
      from public.order_transactions t where t.organization_id = o.organization_id and t.order_id = o.id),
    'paid', coalesce((select sum(t.amount) from public.order_transactions t
      where t.organization_id = o.organization_id and t.order_id = o.id and t.amount > 0), 0)::text,
    'refunded', coalesce((select -sum(t.amount) from public.order_transactions t
      where t.organization_id = o.organization_id and t.order_id = o.id and t.amount < 0), 0)::text,
    'payment_status', s.payment_status, 'fulfillment_status', s.fulfillment_status)
  from public.orders o join private.order_states(orders) s on s.order_id = o.id
  where o.organization_id = auth.organization_id() and o.id = any (orders) and o.deleted_at is null
$$;

-- The same for Kontor at work, past the policies: whoever has an order's id is told the order, and some twenty tables are read for it.
create function private.placed_orders(orders uuid[]) returns table (id uuid, is_draft_order boolean, found jsonb)
  language plpgsql stable security definer set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  org uuid := coalesce(private.working_shop(), private.shop_at_work());
begin
  return query select d.id, d.is_draft_order, d.found from private.order_documents(orders) d where org is not null;
end $$;

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
grant execute on function private.order_states(uuid[]), private.order_documents(uuid[]), private.placed_orders(uuid[]),
  private.search_orders(text[], integer) to authenticated, service_role;

-- Taxes by rate and month, for whoever does the books; under the policies of whoever asks.
create view public.order_tax_lines with (security_invoker = true, security_barrier = true) as
  select o.organization_id, o.id as order_id, o.placed_at, o.currency_code, i.id as line_item_id, t.value ->> 'code' as code,
    (t.value ->> 'rate')::numeric as rate, (t.value ->> 'total')::numeric as total
  from public.orders o
  join public.order_line_items i on i.organization_id = o.organization_id and i.order_id = o.id
  cross join lateral jsonb_array_elements(i.tax_lines) t
  where not o.is_draft_order;
grant select on public.order_tax_lines to authenticated, service_role;
