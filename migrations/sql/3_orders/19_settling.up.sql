-- The books and the order's transactions of a capture, a refund: once, whoever comes.
create function private.book_capture(capture uuid) returns boolean
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  r record;
begin
  select k.amount, k.payment_id, p.currency_code, c.order_id into r
  from public.payment_captures k
  join public.payments p on p.organization_id = org and p.id = k.payment_id
  join public.payment_collections c on c.organization_id = org and c.id = p.payment_collection_id
  where k.organization_id = org and k.id = capture and k.status = 'succeeded';
  if not found or r.order_id is null then
    return false;
  end if;
  insert into public.order_transactions (organization_id, order_id, amount, currency_code, reference, reference_id)
  values (org, r.order_id, r.amount, r.currency_code, 'capture', capture) on conflict (organization_id, reference, reference_id) do nothing;
  return private.post('capture', capture, 1, r.currency_code, jsonb_build_object('clearing', r.amount, 'receivable', -r.amount), r.order_id, r.payment_id, null);
end $$;

create function private.book_refund(refund uuid) returns boolean
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  r record;
begin
  select k.amount, k.payment_id, k.status, p.currency_code, c.order_id into r
  from public.payment_refunds k
  join public.payments p on p.organization_id = org and p.id = k.payment_id
  join public.payment_collections c on c.organization_id = org and c.id = p.payment_collection_id
  where k.organization_id = org and k.id = refund;
  if not found or r.order_id is null then
    return false;
  elsif r.status = 'succeeded' then
    insert into public.order_transactions (organization_id, order_id, amount, currency_code, reference, reference_id)
    values (org, r.order_id, -r.amount, r.currency_code, 'refund', refund) on conflict (organization_id, reference, reference_id) do nothing;
    return private.post('refund', refund, 1, r.currency_code, jsonb_build_object('receivable', r.amount, 'clearing', -r.amount), r.order_id, r.payment_id, null);
  elsif r.status in ('failed', 'canceled') and exists (
      select from public.order_transactions t where t.organization_id = org and t.reference = 'refund' and t.reference_id = refund) then
    insert into public.order_transactions (organization_id, order_id, amount, currency_code, reference, reference_id)
    values (org, r.order_id, r.amount, r.currency_code, 'refund_failed', refund) on conflict (organization_id, reference, reference_id) do nothing;
    return private.post('refund.failed', refund, 1, r.currency_code, jsonb_build_object('clearing', r.amount, 'receivable', -r.amount), r.order_id, r.payment_id, null);
  end if;
  return false;
end $$;
-- A provider says that more was taken of a session than we know: captures of ours that are on their way are settled as far as it goes, and
-- what was taken by somebody else (in Stripe's own pages) becomes one. Nothing while there is no order yet: placing it takes what was
-- received. Whoever comes first, answer or webhook, the other finds it done. Answers the captures that are settled now.
create function private.catch_up_payment(session uuid, new_id uuid, at timestamptz) returns setof uuid
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  s public.payment_sessions;
  p public.payments;
  c record;
begin
  perform from public.payment_collections k where k.organization_id = org
    and k.id = (select o.payment_collection_id from public.payment_sessions o where o.organization_id = org and o.id = session) for no key update;
  select * into s from public.payment_sessions o where o.organization_id = org and o.id = session for no key update;
  select * into p from public.payments k where k.organization_id = org and k.payment_session_id = session for no key update;
  if p.id is null then
    return;
  end if;
  for c in
    select k.id, k.amount from public.payment_captures k
    where k.organization_id = org and k.payment_id = p.id and k.status = 'pending'
    -- Of several that are on their way, the one of the very sum that came.
    order by (k.amount = s.received_amount - p.captured_amount) desc, k.created_at, k.id
  loop
    exit when p.captured_amount + c.amount > s.received_amount;
    if private.settle_capture(c.id, true, s.provider_ref, at) then
      p.captured_amount := p.captured_amount + c.amount;
      perform private.book_capture(c.id);
      return next c.id;
    end if;
  end loop;
  if least(s.received_amount, p.amount) > p.captured_amount and not exists (
      select from public.payment_captures k where k.organization_id = org and k.payment_id = p.id and k.status = 'pending') then
    insert into public.payment_captures (organization_id, id, payment_id, amount, provider_ref)
    values (org, new_id, p.id, least(s.received_amount, p.amount) - p.captured_amount, s.provider_ref);
    update public.payments k set capturing_amount = k.capturing_amount + least(s.received_amount, p.amount) - p.captured_amount
    where k.organization_id = org and k.id = p.id;
    perform private.settle_capture(new_id, true, s.provider_ref, at);
    perform private.book_capture(new_id);
    return next new_id;
  end if;
  -- Authorised meanwhile, perhaps, and nothing taken.
  perform private.sum_up_collection(p.payment_collection_id, at);
end $$;
grant execute on function private.book_capture(uuid), private.book_refund(uuid), private.catch_up_payment(uuid, uuid, timestamptz)
  to authenticated, service_role;

-- What the provider that authorises by itself has for an order: what was promised is given up, what was taken is given back. The order is
-- held by whoever calls. What other providers have is left to their attempts.
create function private.release_payments(order_ uuid, at timestamptz) returns void
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  collections uuid[];
  p record;
  refund uuid;
begin
  select coalesce(array_agg(c.id), '{}') into collections from (
    select k.id from public.payment_collections k
    where k.organization_id = org and k.order_id = order_ and k.deleted_at is null order by k.id for no key update) c;
  perform from public.payment_sessions s where s.organization_id = org and s.payment_collection_id = any (collections) order by s.id for no key update;
  for p in
    select k.* from public.payments k
    where k.organization_id = org and k.payment_collection_id = any (collections) and k.provider_id = 'pp_system_default' and k.canceled_at is null
    order by k.id for no key update
  loop
    if p.captured_amount + p.capturing_amount < p.amount then
      update public.payments k set canceled_at = at where k.organization_id = org and k.id = p.id;
      update public.payment_sessions s set status = 'canceled' where s.organization_id = org and s.id = p.payment_session_id and p.captured_amount = 0;
      perform private.emit_event('payment.canceled', p.id, jsonb_build_object('amount', p.amount::text, 'captured_amount', p.captured_amount::text),
        jsonb_build_object('order_id', order_, 'canceled_at', at), null, 0::smallint, null);
    end if;
    if p.captured_amount > p.refunded_amount + p.refunding_amount then
      refund := private.begin_refund(p.id, p.captured_amount - p.refunded_amount - p.refunding_amount, 'cancel:' || order_, null, null);
      perform private.settle_refund(refund, 'succeeded', 50::smallint, null, at);
      perform private.book_refund(refund);
      perform private.emit_event('payment.refunded', p.id, jsonb_build_object('refunded_amount', p.refunded_amount::text),
        jsonb_build_object('order_id', order_, 'refund_id', refund,
          'refunded_amount', (p.captured_amount - p.refunding_amount)::text), null, 0::smallint, null);
    end if;
  end loop;
  -- Nobody begins to pay for it any more.
  update public.payment_collections c set status = 'canceled'
  where c.organization_id = org and c.id = any (collections) and c.captured_amount = 0 and not exists (
    select from public.payments k where k.organization_id = org and k.payment_collection_id = c.id and k.canceled_at is null);
  perform private.sum_up_collection(c, at) from unnest(collections) c;
end $$;
grant execute on function private.release_payments(uuid, timestamptz) to authenticated, service_role;

-- An order is taken back: only one of which nothing has left, and once. What was kept is free, what was used is given back. Money is given
-- back by whoever calls (payments that were not taken are canceled, what was taken is refunded), in the same transaction by attempts.
create function private.cancel_order(order_ uuid, at timestamptz) returns boolean
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  o public.orders;
  credit record;
begin
  select * into o from public.orders k where k.organization_id = org and k.id = order_ and k.deleted_at is null for no key update;
  if not found or o.status = 'canceled' then
    return false;
  end if;
  if exists (select from public.fulfillments f where f.organization_id = org and f.order_id = order_ and f.canceled_at is null) then
    perform private.refuse('orders_fulfilled', 'orders', 'All fulfillments must be canceled before canceling an order', null);
  end if;
  -- Cards that were bought with it pay no more; one that somebody has opened was used.
  if exists (select from public.gift_cards g join public.order_line_items i on i.organization_id = org and i.id = g.line_item_id
      where g.organization_id = org and i.order_id = order_ and g.status = 'redeemed') then
    perform private.refuse('orders_cards_used', 'orders', 'a gift card that was bought with the order is in use', null);
  end if;
  update public.gift_cards g set deleted_at = at from public.order_line_items i
  where g.organization_id = org and g.deleted_at is null and i.organization_id = org and i.id = g.line_item_id and i.order_id = order_;
  update public.orders k set status = 'canceled', canceled_at = at where k.organization_id = org and k.id = order_;
  update public.order_changes k set status = 'canceled', canceled_at = at
  where k.organization_id = org and k.order_id = order_ and k.status in ('pending', 'requested');
  for credit in
    select t.account_id, t.amount from public.store_credit_transactions t
    where t.organization_id = org and t.reference = 'order' and t.reference_id = order_ and t.type = 'debit' order by t.account_id
  loop
    perform private.book_credit(credit.account_id, credit.amount, 'cancel', order_, 'cancel:' || order_ || ':' || credit.account_id, null);
  end loop;
  perform private.restore_points('order:' || order_, null, at);
  perform private.release_promotions(order_);
  perform private.post('order.canceled', order_, 1, o.currency_code,
    (select jsonb_object_agg(e.account, -e.sum) from (
      select account, sum(amount) as sum from public.ledger_entries
      where organization_id = org and order_id = order_ and source in ('order.placed', 'order.changed', 'store_credit', 'points')
      group by account) e), order_, null, o.customer_id);
  perform private.emit_event('order.canceled', order_, jsonb_build_object('status', o.status), '{"status": "canceled"}', null, 0::smallint, null);
  perform private.end_reservations(array(
    select r.id from public.reservation_items r join public.order_line_items i on i.organization_id = org and i.order_id = order_ and r.line_item_id = i.id::text
    where r.organization_id = org and r.deleted_at is null), false);
  return true;
end $$;
grant execute on function private.cancel_order(uuid, timestamptz) to authenticated, service_role;
