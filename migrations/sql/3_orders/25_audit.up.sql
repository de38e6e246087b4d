-- What has to hold at any moment; `kontor doctor orders` and the fault test ask it. Each row is a fault.
create function private.audit_orders(org uuid) returns table (rule text, subject uuid, detail text)
  language sql stable security definer set search_path = ''
as $$
  select 'posting balances', e.posting_id, e.currency_code || ' ' || sum(e.amount)
    from public.ledger_entries e where e.organization_id = org group by e.posting_id, e.currency_code having sum(e.amount) <> 0
  union all
  select 'captures are what was captured', p.id, p.captured_amount || ' <> ' || coalesce(c.sum, 0)
    from public.payments p left join (select k.payment_id, sum(k.amount) as sum from public.payment_captures k
      where k.organization_id = org and k.status = 'succeeded' group by 1) c on c.payment_id = p.id
    where p.organization_id = org and p.captured_amount <> coalesce(c.sum, 0)
  union all
  select 'refunds are what was refunded', p.id, p.refunded_amount || ' <> ' || coalesce(c.sum, 0)
    from public.payments p left join (select k.payment_id, sum(k.amount) as sum from public.payment_refunds k
      where k.organization_id = org and k.status = 'succeeded' group by 1) c on c.payment_id = p.id
    where p.organization_id = org and p.refunded_amount <> coalesce(c.sum, 0)
  union all
  select 'clearing is captured less refunded', o.order_id, o.booked || ' <> ' || o.paid
    from (select c.order_id, sum(p.captured_amount - p.refunded_amount) as paid,
            (select coalesce(sum(e.amount), 0) from public.ledger_entries e where e.organization_id = org and e.order_id = c.order_id
              and e.account in ('clearing', 'disputed', 'losses')) as booked
          from public.payments p join public.payment_collections c on c.organization_id = org and c.id = p.payment_collection_id
          where p.organization_id = org and c.order_id is not null group by c.order_id) o
    where o.booked <> o.paid
  union all
  select 'money was taken for an order', s.id, s.provider_ref
    from public.payment_sessions s
    where s.organization_id = org and s.rank in (50, 100) and s.provider_id <> 'pp_system_default' and s.replaced_at is null
      and not exists (select from public.payments p where p.organization_id = org and p.payment_session_id = s.id)
      and s.told_at < now() - interval '15 minutes'
  union all
  select 'what was paid for nothing goes back', s.id, s.provider_ref
    from public.payment_sessions s
    where s.organization_id = org and s.replaced_at is not null and s.received_amount > 0
      and not exists (select from public.payments p where p.organization_id = org and p.payment_session_id = s.id
        and (p.canceled_at is null or p.captured_amount > 0))
      and s.told_at < now() - interval '1 day'
  union all
  select 'a line is kept or gone', i.id, null
    from public.order_line_items i
    join public.orders o on o.organization_id = org and o.id = i.order_id and o.status = 'pending' and not o.is_draft_order
    join public.product_variants v on v.organization_id = org and v.id = i.variant_id and v.manage_inventory
    where i.organization_id = org and i.fulfilled_quantity < i.quantity
      and not exists (select from public.reservation_items r where r.organization_id = org and r.line_item_id = i.id::text and r.deleted_at is null)
  union all
  select 'reserved is what is kept', l.id, l.reserved_quantity || ' <> ' || coalesce(r.sum, 0)
    from public.inventory_levels l left join (select k.inventory_item_id, k.location_id, sum(k.quantity) as sum from public.reservation_items k
      where k.organization_id = org and k.deleted_at is null group by 1, 2) r on r.inventory_item_id = l.inventory_item_id and r.location_id = l.location_id
    where l.organization_id = org and l.reserved_quantity <> coalesce(r.sum, 0)
  union all
  select 'credit is what its lines say', a.id, a.balance || ' <> ' || coalesce(t.sum, 0)
    from public.store_credit_accounts a left join (select k.account_id, sum(case k.type when 'credit' then k.amount else -k.amount end) as sum
      from public.store_credit_transactions k where k.organization_id = org group by 1) t on t.account_id = a.id
    where a.organization_id = org and a.balance <> coalesce(t.sum, 0)
  union all
  select 'credit of an order is what was booked', o.id, coalesce(l.sum, 0) || ' <> ' || coalesce(e.sum, 0)
    from public.orders o
    left join (select k.order_id, sum(k.amount) as sum from public.order_credit_lines k where k.organization_id = org group by 1) l on l.order_id = o.id
    left join (select k.order_id, sum(k.amount) as sum from public.ledger_entries k
      where k.organization_id = org and k.account in ('store_credit', 'points', 'goodwill') group by 1) e on e.order_id = o.id
    where o.organization_id = org and o.status not in ('canceled', 'archived') and coalesce(l.sum, 0) <> coalesce(e.sum, 0)
  union all
  select 'points are what their lines say', a.id, a.available || '/' || a.pending || '/' || a.debt
    from public.loyalty_accounts a left join (select k.account_id, sum(k.amount) as amount, sum(k.pending_amount) as pending, sum(k.debt_amount) as debt
      from public.points_entries k where k.organization_id = org group by 1) t on t.account_id = a.id
    where a.organization_id = org and (a.available, a.pending, a.debt) <> (coalesce(t.amount, 0), coalesce(t.pending, 0), coalesce(t.debt, 0))
  union all
  select 'points are what their lots have', a.id, a.available || '/' || a.pending
    from public.loyalty_accounts a left join (select k.account_id, sum(k.remaining) filter (where k.state = 'available') as available,
      sum(k.remaining) filter (where k.state = 'pending') as pending from public.points_lots k where k.organization_id = org group by 1) t on t.account_id = a.id
    where a.organization_id = org and (a.available, a.pending) <> (coalesce(t.available, 0), coalesce(t.pending, 0))
  union all
  -- What was paid stays in its due, also where it was given back or is too much by now.
  select 'dues are what the order costs', o.id, o.total || ' <> ' || d.sum
    from public.orders o join (select k.order_id, sum(k.amount) as sum, sum(private.worth_of(k)) as worth, bool_or(k.paid_at is null) as is_open
      from public.order_dues k where k.organization_id = org group by 1) d on d.order_id = o.id
    where o.organization_id = org and o.status <> 'canceled' and (o.total > d.sum or (d.is_open and o.total < d.worth))
  union all
  select 'a due that is paid was paid', d.id, d.amount || ' > ' || c.captured_amount
    from public.order_dues d join public.payment_collections c on c.organization_id = org and c.id = d.payment_collection_id
    where d.organization_id = org and d.paid_at is not null and c.captured_amount < d.amount
  union all
  select 'promotions are used as often as it says', p.id, p.used || ' <> ' || coalesce(u.uses, 0)
    from public.promotions p left join (select k.promotion_id, count(*) as uses from public.promotion_usages k
      where k.organization_id = org and k.released_at is null group by 1) u on u.promotion_id = p.id
    where p.organization_id = org and p."limit" is not null and p.used <> coalesce(u.uses, 0)
  union all
  select 'budgets are what was taken from them', c.id, c.budget_used || ' <> ' || coalesce(u.sum, 0)
    from public.campaigns c left join (select k.campaign_id,
        sum(case when b.budget_type like 'spend%' then k.amount else 1 end) as sum
      from public.promotion_usages k join public.campaigns b on b.organization_id = org and b.id = k.campaign_id
      where k.organization_id = org and k.released_at is null group by 1) u on u.campaign_id = c.id
    where c.organization_id = org and c.budget_type is not null and c.budget_used <> coalesce(u.sum, 0)
  union all
  select 'gift cards are made of what was bought', i.id, i.pieces || ' pieces, ' || i.cards || ' cards'
    from (
      select l.id, case when o.status = 'canceled' then 0 else private.pieces_left(l) end as pieces,
        (select count(*) from public.gift_cards g where g.organization_id = org and g.line_item_id = l.id and g.nth is not null
          and (g.deleted_at is null or o.status <> 'canceled')) as cards,
        o.status <> 'canceled' and l.unit_price > 0 and o.total <= t.paid and coalesce(t.last_at, o.placed_at) < now() - interval '15 minutes' as is_owed
      from public.order_line_items l
      join public.orders o on o.organization_id = org and o.id = l.order_id and not o.is_draft_order
      left join lateral (select coalesce(sum(k.amount), 0) as paid, max(k.created_at) as last_at from public.order_transactions k
        where k.organization_id = org and k.order_id = o.id) t on true
      where l.organization_id = org and l.is_giftcard) i
    where i.cards > i.pieces or (i.is_owed and i.cards < i.pieces)
  union all
  select 'who is let in has paid', e.id, null
    from public.enrollments e
    join public.orders o on o.organization_id = org and o.id = e.order_id
    left join public.order_line_items l on l.organization_id = org and l.id = e.line_item_id
    cross join lateral (select coalesce(sum(k.amount), 0) as credit from public.order_credit_lines k where k.organization_id = org and k.order_id = o.id) c
    cross join lateral (select coalesce(sum(k.amount), 0) as paid from public.order_transactions k where k.organization_id = org and k.order_id = o.id) t
    where e.organization_id = org and e.status in ('pending', 'active', 'paused')
      and (o.status = 'canceled' or l.id is null or private.pieces_left(l) <= 0 or (o.total + c.credit > 0 and t.paid + c.credit <= 0))
$$;
grant execute on function private.audit_orders(uuid) to service_role;
