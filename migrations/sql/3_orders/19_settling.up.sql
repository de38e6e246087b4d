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
  -- One that was given up pays nothing: what comes nevertheless goes back.
  if p.id is null or p.canceled_at is not null then
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
  -- What somebody has begun to pay ends: nobody waits for his money any more, and a call that is under way is not sent again.
  for p in
    update public.payment_sessions o set replaced_at = at, status = case when o.rank < 50 then 'canceled' else o.status end
    where o.organization_id = org and o.payment_collection_id = any (collections) and o.replaced_at is null and o.provider_id <> 'pp_system_default'
      and not exists (select from public.payments k where k.organization_id = org and k.payment_session_id = o.id)
    returning o.id, o.rank
  loop
    if p.rank <> 90 then
      perform private.enqueue_job('payments.give_up', jsonb_build_object('session', p.id), 'payments', 'give_up ' || p.id, null, 0::smallint, 30, null);
    end if;
  end loop;
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

-- What credit, cards and points have paid of an order, and pay no more: `wanted` of it, or all that is left (null). What was given for nothing
-- goes first, then points, then credit, then cards: the last that was taken is the first that is given back. With a change the order's
-- lines of credit say so, and the books; whoever takes a whole order back books all of it himself. The caller holds the order.
create function private.give_back_credit(order_ uuid, change uuid, wanted numeric, at timestamptz) returns void
  language plpgsql volatile set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  org uuid := auth.organization_id();
  o public.orders;
  redeemed public.points_entries;
  rest numeric := coalesce(wanted, 'Infinity');
  goodwill numeric;
  worth numeric;
  spent numeric;
  restored bigint;
  credited numeric := 0;
  owed record;
begin
  select * into o from public.orders k where k.organization_id = org and k.id = order_;
  -- What is left of each is what the books say.
  select greatest(coalesce(sum(e.amount) filter (where e.account = 'goodwill'), 0), 0), coalesce(sum(e.amount) filter (where e.account = 'points'), 0),
    coalesce(sum(e.amount) filter (where e.account = 'points' and e.amount > 0), 0)
  into goodwill, worth, spent from public.ledger_entries e where e.organization_id = org and e.order_id = order_;
  goodwill := case when wanted is null then 0 else least(rest, goodwill) end;
  worth := least(rest - goodwill, worth);
  rest := rest - goodwill - worth;
  for owed in
    select d.account_id, least(d.amount, rest - d.before_it) as amount, d.card
    from (
      select t.*, coalesce(sum(t.amount) over (order by t.card is not null, t.account_id rows between unbounded preceding and 1 preceding), 0) as before_it
      from (
        select k.account_id, sum(case k.type when 'debit' then k.amount else -k.amount end) as amount,
          (select g.id from public.gift_cards g where g.organization_id = org and g.store_credit_account_id = k.account_id limit 1) as card
        from public.store_credit_transactions k
        where k.organization_id = org and k.reference in ('order', 'refund', 'cancel') and k.reference_id = order_
        group by k.account_id having sum(case k.type when 'debit' then k.amount else -k.amount end) > 0) t) d
    where d.before_it < rest order by d.account_id
  loop
    perform private.book_credit(owed.account_id, owed.amount, case when change is null then 'cancel' else 'refund' end, order_,
      case when change is null then 'cancel:' || order_ else 'change:' || change end || ':' || owed.account_id, null);
    credited := credited + owed.amount;
    if change is not null then
      insert into public.order_credit_lines (organization_id, order_id, reference, reference_id, amount)
      values (org, order_, case when owed.card is null then 'store_credit' else 'gift_card' end, coalesce(owed.card, owed.account_id)::text, -owed.amount);
    end if;
  end loop;
  select * into redeemed from public.points_entries e where e.organization_id = org and e.key = 'order:' || order_ and e.kind = 'redeem';
  if change is null then
    perform private.restore_points('order:' || order_, null, at);
    return;
  end if;
  if worth > 0 and redeemed.id is not null then
    -- In proportion to what of their worth is given back in all, so that the last euro brings the last point.
    select coalesce(sum(a.restored), 0) into restored from public.points_allocations a where a.organization_id = org and a.entry_id = redeemed.id;
    restored := floor(-redeemed.amount * (spent - (
      select sum(e.amount) from public.ledger_entries e where e.organization_id = org and e.order_id = order_ and e.account = 'points') + worth) / spent)::bigint - restored;
    if restored > 0 then
      perform private.restore_points('order:' || order_, restored, at);
    end if;
    insert into public.order_credit_lines (organization_id, order_id, reference, reference_id, amount)
    values (org, order_, 'loyalty', redeemed.account_id::text, -worth);
  end if;
  if goodwill > 0 then
    insert into public.order_credit_lines (organization_id, order_id, reference, reference_id, amount) values (org, order_, 'goodwill', null, -goodwill);
    perform private.post('order.changed', change, 2, o.currency_code, jsonb_build_object('receivable', goodwill, 'goodwill', -goodwill), order_, null, o.customer_id);
  end if;
  perform private.post('store_credit', change, 1, o.currency_code, jsonb_build_object('receivable', credited, 'store_credit', -credited), order_, null, o.customer_id);
  perform private.post('points', change, 1, o.currency_code, jsonb_build_object('receivable', worth, 'points', -worth), order_, null, o.customer_id);
end $$;
grant execute on function private.give_back_credit(uuid, uuid, numeric, timestamptz) to authenticated, service_role;

-- Of an order that is taken back nothing comes back, nor is anything claimed or exchanged any more; what has come back has.
create function private.end_swaps(order_ uuid, at timestamptz) returns void
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  told jsonb;
begin
  with returns as (
    select r.id, r.status from public.order_returns r where r.organization_id = org and r.order_id = order_ and r.deleted_at is null
      and r.status in ('open', 'requested') for no key update
  ), ended_returns as (
    update public.order_returns r set status = 'canceled', canceled_at = at, updated_at = at from returns n
    where r.organization_id = org and r.id = n.id returning r.id, n.status as before
  ), ended_claims as (
    update public.order_claims c set canceled_at = at, updated_at = at
    where c.organization_id = org and c.order_id = order_ and c.deleted_at is null and c.canceled_at is null returning c.id
  ), ended_exchanges as (
    update public.order_exchanges e set canceled_at = at, updated_at = at
    where e.organization_id = org and e.order_id = order_ and e.deleted_at is null and e.canceled_at is null returning e.id
  )
  select jsonb_agg(n) into told from (
    select 'return.canceled' as name, r.id as entity_id, jsonb_build_object('status', r.before) as before,
      jsonb_build_object('status', 'canceled', 'order_id', order_) as after from ended_returns r
    union all
    select 'claim.canceled', c.id, '{"canceled_at": null}', jsonb_build_object('canceled_at', at, 'order_id', order_) from ended_claims c
    union all
    select 'exchange.canceled', e.id, '{"canceled_at": null}', jsonb_build_object('canceled_at', at, 'order_id', order_) from ended_exchanges e) n;
  perform private.emit_events(coalesce(told, '[]'), null, 0::smallint, null);
end $$;
grant execute on function private.end_swaps(uuid, timestamptz) to authenticated, service_role;

-- Gift cards whose pieces are gone are over: those that nobody opened first, then those of which nothing was spent. `kept` says how many
-- pieces of each line are left ({line: n}, what it does not name is gone); without it the whole order is taken back. Null when all is
-- well, else a line of which more cards were spent than pieces may go: {item_id, cards}, and nothing is done. The caller holds the order.
create function private.retire_gift_cards(order_ uuid, kept jsonb, at timestamptz) returns jsonb
  language plpgsql volatile set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  org uuid := auth.organization_id();
  accounts uuid[];
  spent jsonb;
  gone uuid[];
begin
  -- Held before they are looked at: who opens one meanwhile has done so by now, or finds it gone.
  select array_agg(h.account) into accounts from (
    select g.store_credit_account_id as account from public.gift_cards g
    where g.organization_id = org and (g.deleted_at is null or (g.taken > 0 and g.nth is not null))
      and g.line_item_id in (select i.id from public.order_line_items i where i.organization_id = org and i.order_id = order_)
    order by g.id for no key update) h;
  if accounts is null then
    return null;
  end if;
  -- With those that have paid the order: what they paid may be given back in the same transaction.
  perform from public.store_credit_accounts a where a.organization_id = org and (a.id = any (accounts) or a.id in (
    select t.account_id from public.store_credit_transactions t where t.organization_id = org and t.reference = 'order' and t.reference_id = order_))
  order by a.id for no key update;
  with cards as (
    select g.id, g.line_item_id, g.store_credit_account_id is null or coalesce(a.balance >= g.value - g.taken, false) as is_whole,
      row_number() over (partition by g.line_item_id order by g.store_credit_account_id is null or coalesce(a.balance >= g.value - g.taken, false) desc,
        g.taken desc, g.store_credit_account_id is not null, g.nth desc nulls first, g.id) as place,
      count(*) over (partition by g.line_item_id) as cards,
      coalesce((kept ->> g.line_item_id::text)::bigint, 0) as pieces
    from public.gift_cards g
    join public.order_line_items i on i.organization_id = org and i.id = g.line_item_id and i.order_id = order_
    left join public.store_credit_accounts a on a.organization_id = org and a.id = g.store_credit_account_id and a.deleted_at is null
    where g.organization_id = org and (g.deleted_at is null or (g.taken > 0 and g.nth is not null)) and (kept is null or g.nth is not null)
  )
  select (array_agg(jsonb_build_object('item_id', c.line_item_id, 'cards', c.cards)) filter (where not c.is_whole))[1], array_agg(c.id order by c.id)
  into spent, gone from cards c where c.place <= c.cards - c.pieces;
  if spent is null and gone is not null then
    perform private.take_gift_card(g.id, g.value - g.taken, at) from public.gift_cards g where g.organization_id = org and g.id = any (gone);
    -- The piece is gone, and may come again.
    update public.gift_cards g set nth = null, deleted_at = coalesce(g.deleted_at, at) where g.organization_id = org and g.id = any (gone);
  end if;
  return spent;
end $$;
grant execute on function private.retire_gift_cards(uuid, jsonb, timestamptz) to authenticated, service_role;

-- An order is taken back: only one of which nothing has left, and once. What was kept is free, what was used is given back. Money is given
-- back by whoever calls (payments that were not taken are canceled, what was taken is refunded), in the same transaction by attempts.
create function private.cancel_order(order_ uuid, at timestamptz) returns boolean
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  o public.orders;
begin
  select * into o from public.orders k where k.organization_id = org and k.id = order_ and k.deleted_at is null for no key update;
  if not found or o.status = 'canceled' then
    return false;
  end if;
  if exists (select from public.fulfillments f where f.organization_id = org and f.order_id = order_ and f.canceled_at is null) then
    perform private.refuse('orders_fulfilled', 'orders', 'All fulfillments must be canceled before canceling an order', null);
  end if;
  -- Cards that were bought with it pay no more; one that somebody has paid with was used.
  if private.retire_gift_cards(order_, null, at) is not null then
    perform private.refuse('orders_cards_used', 'orders', 'a gift card that was bought with the order is in use', null);
  end if;
  update public.orders k set status = 'canceled', canceled_at = at where k.organization_id = org and k.id = order_;
  update public.order_changes k set status = 'canceled', canceled_at = at
  where k.organization_id = org and k.order_id = order_ and k.status in ('pending', 'requested');
  perform private.end_swaps(order_, at);
  perform private.give_back_credit(order_, null, null, at);
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
