-- What a provider says of a session, in one step: the session learns it, what was taken is booked, and what has to follow is put into the
-- queue. `p`: {ref, method, rank, capturable, received, data, failure, fresh, told_at, told_by, capture_id}; `fresh` says that the object was read
-- just now. The caller has compared amount, currency and labels with the row. Null for a session that is not the shop's.
-- Breaks `payment_sessions_ref` where the session has another object at its provider.
create function private.hear_session(session uuid, p jsonb, at timestamptz) returns jsonb
  language plpgsql volatile set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  org uuid := auth.organization_id();
  was public.payment_sessions;
  now_is public.payment_sessions;
  collection public.payment_collections;
  captured uuid[];
  is_news boolean;
  is_settled boolean;
  told timestamptz := (p ->> 'told_at')::timestamptz;
begin
  -- The collection before the session, as everywhere.
  select * into collection from public.payment_collections c where c.organization_id = org
    and c.id = (select s.payment_collection_id from public.payment_sessions s where s.organization_id = org and s.id = session) for no key update;
  select * into was from public.payment_sessions s where s.organization_id = org and s.id = session for no key update;
  if was.id is null then
    return null;
  end if;
  -- What was paid for nothing has a payment in a collection of its own, which whoever gives it back holds first.
  perform private.hold_payment(k.id) from public.payments k where k.organization_id = org and k.payment_session_id = session;
  if was.provider_ref is null then
    update public.payment_sessions s set provider_ref = p ->> 'ref' where s.organization_id = org and s.id = session;
  elsif was.provider_ref <> p ->> 'ref' then
    perform private.refuse('payment_sessions_ref', 'payment_sessions', 'the session has another object at its provider',
      jsonb_build_object('provider_ref', was.provider_ref));
  end if;
  if (p ->> 'fresh')::boolean then
    is_news := private.retell_session(session, (p ->> 'rank')::smallint, (p ->> 'capturable')::numeric, (p ->> 'received')::numeric,
      coalesce(p -> 'data', '{}'), nullif(p -> 'failure', 'null'), told);
  else
    is_news := private.tell_session(session, (p ->> 'rank')::smallint, (p ->> 'capturable')::numeric, (p ->> 'received')::numeric,
      coalesce(p -> 'data', '{}'), nullif(p -> 'failure', 'null'), told, p ->> 'told_by');
  end if;
  -- With what it is paid is known once it is: a card that was declined is let go. What is told late says nothing of it.
  update public.payment_sessions s set method_ref = p ->> 'method'
  where s.organization_id = org and s.id = session and p ->> 'method' <> '' and s.method_ref is distinct from p ->> 'method'
    and (is_news or s.method_ref is null);
  -- From now on a bank remembers what was promised, for some days.
  update public.payment_sessions s set authorized_at = told
  where s.organization_id = org and s.id = session and s.rank in (50, 100) and s.authorized_at is null;
  -- Of an order that is there already (a due of it, a difference), what was promised or taken is a payment at once.
  if was.replaced_at is null and collection.order_id is not null and (p ->> 'rank')::smallint in (50, 100) and not exists (
      select from public.payments k where k.organization_id = org and k.payment_session_id = session) then
    if exists (select from public.orders o where o.organization_id = org and o.id = collection.order_id and o.canceled_at is not null) then
      update public.payment_sessions s set replaced_at = at where s.organization_id = org and s.id = session;
    else
      insert into public.payments (organization_id, payment_collection_id, payment_session_id, provider_id, currency_code, amount, data)
      select org, s.payment_collection_id, s.id, s.provider_id, s.currency_code, s.amount, s.data - 'client_secret'
      from public.payment_sessions s where s.organization_id = org and s.id = session;
    end if;
  end if;
  captured := array(select private.catch_up_payment(session, (p ->> 'capture_id')::uuid, at));
  if (p ->> 'rank')::smallint = 100 and was.rank < 100 and was.replaced_at is null and collection.order_id is not null then
    perform private.follow_taken(collection.id, at);
    -- It came to cost less while the bank decided.
    if was.rank < 50 and private.beyond(collection.id) > 0 then
      perform private.enqueue_job('payments.surplus', jsonb_build_object('session', session), 'payments', 'surplus ' || session, null,
        0::smallint, 30, null);
    end if;
  elsif was.rank = 40 and (p ->> 'rank')::smallint < 40 and was.replaced_at is null and collection.order_id is not null
    and was.amount > collection.amount - collection.authorized_amount then
    -- The bank has said no to a sum that nobody asks for any more.
    perform private.end_sessions(collection.id, at);
    perform private.sum_up_collection(collection.id, at);
  end if;
  select * into now_is from public.payment_sessions s where s.organization_id = org and s.id = session;
  perform private.tell_of_session(was, now_is, captured);
  if now_is.rank in (50, 100) then
    -- It went back, or is on its way; or it did not arrive there, and goes back again in its own time (private.give_back_again).
    is_settled := exists (select from public.payments k where k.organization_id = org and k.payment_session_id = session and k.captured_amount > 0
      and (k.captured_amount <= k.refunded_amount + k.refunding_amount or exists (select from public.payment_refunds f
        where f.organization_id = org and f.payment_id = k.id and f.status in ('failed', 'canceled')
          and (f.client_key like 'give_up %' or f.client_key like 'cancel %'))));
    if now_is.replaced_at is not null and is_settled then
      null;
    elsif now_is.replaced_at is not null then
      perform private.enqueue_job('payments.give_up', jsonb_build_object('session', session), 'payments', 'give_up ' || session || ' paid', null,
        0::smallint, 30, null);
    elsif exists (select from public.orders o where o.organization_id = org and o.id = collection.order_id and o.canceled_at is not null)
      and not is_settled then
      -- It was on its way when the order was taken back.
      perform private.enqueue_job('payments.release', jsonb_build_object('order', collection.order_id), 'payments',
        'release ' || collection.order_id || ' ' || now_is.rank, null, 0::smallint, 30, null);
    elsif collection.order_id is null and collection.cart_id is not null then
      -- He has paid and may never come back to say so.
      perform private.enqueue_job('payments.complete', jsonb_build_object('cart', collection.cart_id), 'payments', 'complete ' || collection.cart_id,
        null, 0::smallint, 12, null);
    end if;
  elsif was.replaced_at is not null and (now_is.rank < 50 and was.provider_ref is null or now_is.rank < 40 and was.rank = 40) then
    -- It was replaced while nobody knew what the provider has of it, or while a bank decided and nobody could end it.
    perform private.enqueue_job('payments.give_up', jsonb_build_object('session', session), 'payments', 'give_up ' || session || ' found', null,
      0::smallint, 30, null);
  elsif now_is.rank = 90 and was.rank < 90 then
    -- What was promised for an order is not any more.
    update public.payments k set canceled_at = coalesce(k.canceled_at, at)
    where k.organization_id = org and k.payment_session_id = session and k.captured_amount = 0;
    perform private.sum_up_collection(collection.id, at);
  end if;
  return jsonb_build_object('news', is_news,
    -- Younger than what we know, and less far: only the object itself can tell where it stands.
    'behind', not is_news and (p ->> 'rank')::smallint < was.rank and was.rank < 50 and told >= coalesce(was.told_at, '-infinity'), 'rank', now_is.rank, 'order_id', collection.order_id, 'cart_id', collection.cart_id,
    'replaced', now_is.replaced_at is not null, 'captured', to_jsonb(captured),
    -- It was on its way, and the bank has said no.
    'has_failed', was.rank = 40 and now_is.rank < 30 and now_is.last_error is not null);
end $$;

-- A provider has taken less than was promised, and lets go the rest: what of it the order still costs is asked for in the same collection,
-- which is held. What was agreed on with dues follows those.
create function private.follow_taken(collection uuid, at timestamptz) returns void
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  c public.payment_collections;
begin
  select * into c from public.payment_collections k where k.organization_id = org and k.id = collection;
  if c.authorized_amount >= c.amount or exists (select from public.order_dues d where d.organization_id = org and d.order_id = c.order_id) then
    return;
  end if;
  perform private.ask_for(org, collection, least(c.amount, c.authorized_amount + greatest(private.unpromised(c.order_id) - coalesce((
    select sum(k.amount - k.authorized_amount) from public.payment_collections k
    where k.organization_id = org and k.order_id = c.order_id and k.id <> collection and k.deleted_at is null and k.status <> 'canceled'
      and k.authorized_amount < k.amount), 0), 0)), at);
end $$;

-- What an order costs more than was promised or paid for it.
create function private.unpromised(order_ uuid) returns numeric
  language sql stable set search_path = ''
as $$
  select o.total - coalesce((
    select sum(private.promised_of(p, s) - p.refunded_amount) from public.payment_collections k
    join public.payments p on p.organization_id = k.organization_id and p.payment_collection_id = k.id and p.canceled_at is null
    join public.payment_sessions s on s.organization_id = p.organization_id and s.id = p.payment_session_id
    where k.organization_id = o.organization_id and k.order_id = o.id and k.deleted_at is null), 0)
  from public.orders o where o.organization_id = auth.organization_id() and o.id = order_
$$;
grant execute on function private.follow_taken(uuid, timestamptz), private.unpromised(uuid) to authenticated, service_role;

-- Whether something that was begun with an account of the shop has not ended: then its key is kept, though it was removed.
create function private.is_payment_account_at_work(account uuid) returns boolean
  language sql stable security definer set search_path = ''
as $$
  select exists (select from public.payment_sessions s
      where s.organization_id = auth.organization_id() and s.payment_account_id = account and s.rank < 90 and s.provider_ref is not null)
    -- Paid for nothing, and not given back yet.
    or exists (select from public.payment_sessions s
      left join public.payments p on p.organization_id = s.organization_id and p.payment_session_id = s.id
      left join public.payment_collections c on c.organization_id = p.organization_id and c.id = p.payment_collection_id
      where s.organization_id = auth.organization_id() and s.payment_account_id = account and s.rank = 100 and s.received_amount > 0
        and c.order_id is null and coalesce(p.refunded_amount < p.captured_amount, true))
    or exists (select from public.payment_refunds r
      join public.payments p on p.organization_id = r.organization_id and p.id = r.payment_id
      join public.payment_sessions s on s.organization_id = p.organization_id and s.id = p.payment_session_id
      where r.organization_id = auth.organization_id() and s.payment_account_id = account and r.status in ('pending', 'requires_action'))
    -- What a bank decides on may have to go back yet.
    or exists (select from public.payment_disputes d
      join public.payments p on p.organization_id = d.organization_id and p.id = d.payment_id
      join public.payment_sessions s on s.organization_id = p.organization_id and s.id = p.payment_session_id
      where d.organization_id = auth.organization_id() and s.payment_account_id = account
        and d.status in ('warning_needs_response', 'warning_under_review', 'needs_response', 'under_review'))
    or exists (select from public.payment_attempts a
      where a.organization_id = auth.organization_id() and a.payment_account_id = account and a.state in ('planned', 'unknown'))
    or exists (select from public.stripe_customers h
      where h.organization_id = auth.organization_id() and h.payment_account_id = account and h.deleted_at is not null and h.provider_ref is not null)
$$;
grant execute on function private.is_payment_account_at_work(uuid) to authenticated, service_role;

-- Tells others how far a session has come, once for each step.
create function private.tell_of_session(was public.payment_sessions, is_ public.payment_sessions, captured uuid[]) returns void
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  about jsonb := jsonb_build_object('payment_collection_id', is_.payment_collection_id, 'provider_id', is_.provider_id, 'amount', is_.amount::text,
    'currency_code', is_.currency_code, 'order_id', (select c.order_id from public.payment_collections c where c.organization_id = org
      and c.id = is_.payment_collection_id));
begin
  if is_.rank = 50 and was.rank < 50 then
    perform private.emit_event('payment.authorized', is_.id, jsonb_build_object('status', was.status), about || '{"status": "authorized"}', null, 0::smallint, null);
  elsif is_.rank = 90 and was.rank < 90 then
    perform private.emit_event('payment.canceled', is_.id, jsonb_build_object('status', was.status), about || '{"status": "canceled"}', null, 0::smallint, null);
  elsif is_.last_error is not null and is_.last_error is distinct from was.last_error then
    perform private.emit_event('payment.failed', is_.id, jsonb_build_object('status', was.status),
      about || jsonb_build_object('status', is_.status, 'error', is_.last_error), null, 0::smallint, null);
  end if;
  perform private.emit_event('payment.captured', c.payment_id, jsonb_build_object('captured_amount', (k.captured_amount - c.amount)::text),
    about || jsonb_build_object('captured_amount', k.captured_amount::text, 'capture_id', c.id, 'capture_amount', c.amount::text), null, 0::smallint, null)
  from public.payment_captures c join public.payments k on k.organization_id = org and k.id = c.payment_id
  where c.organization_id = org and c.id = any (captured);
end $$;

-- A capture that needs nobody else: it is taken, booked and told.
create function private.take_capture(capture uuid, at timestamptz) returns boolean
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  s public.payment_sessions;
begin
  if not private.settle_capture(capture, true, null, at) then
    return false;
  end if;
  perform private.book_capture(capture);
  select o.* into s from public.payment_sessions o
  join public.payments k on k.organization_id = org and k.payment_session_id = o.id
  join public.payment_captures c on c.organization_id = org and c.payment_id = k.id
  where o.organization_id = org and c.id = capture;
  perform private.tell_of_session(s, s, array[capture]);
  return true;
end $$;

-- What a provider says of a refund: what is known already is not told again.
create function private.hear_refund(refund uuid, new_status text, new_rank smallint, ref text, at timestamptz) returns boolean
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  was text := (select r.status from public.payment_refunds r where r.organization_id = org and r.id = refund);
begin
  if not private.settle_refund(refund, new_status, new_rank, ref, at) then
    return false;
  end if;
  perform private.book_refund(refund);
  perform private.emit_event(case new_status when 'succeeded' then 'payment.refunded' when 'failed' then 'payment.refund_failed'
      when 'canceled' then 'payment.refund_failed' else 'payment.refund_pending' end, r.payment_id, jsonb_build_object('status', was),
    jsonb_build_object('status', new_status, 'refund_id', r.id, 'amount', r.amount::text, 'currency_code', k.currency_code, 'order_id', c.order_id,
      'refunded_amount', k.refunded_amount::text), null, 0::smallint, null)
  from public.payment_refunds r
  join public.payments k on k.organization_id = org and k.id = r.payment_id
  join public.payment_collections c on c.organization_id = org and c.id = k.payment_collection_id
  where r.organization_id = org and r.id = refund;
  if new_status in ('failed', 'canceled') then
    perform private.give_back_again(refund, at);
  end if;
  return true;
end $$;

-- An order that waits for a bank has a payment already. It pays nothing once another try has taken its place, or somebody has paid elsewhere:
-- what the bank sends after that goes back.
create function private.cancel_payment_of_replaced() returns trigger
  language plpgsql volatile set search_path = ''
as $$ begin
  update public.payments p set canceled_at = new.replaced_at
  where p.organization_id = new.organization_id and p.payment_session_id = new.id and p.canceled_at is null
    and p.captured_amount = 0 and p.capturing_amount = 0;
  return null;
end $$;
create trigger cancel_payment after update of replaced_at on public.payment_sessions for each row
  when (old.replaced_at is null and new.replaced_at is not null and new.rank < 50 and new.provider_id <> 'pp_system_default')
  execute function private.cancel_payment_of_replaced();

-- Money that came for something that nobody pays that way any more (the session was replaced, or its cart can be no order): it becomes a
-- payment in a collection of its own, so that it can be given back in the books as any other. Null where there is none, or an order has it.
create function private.strand_payment(session uuid, collection_id uuid, payment_id uuid, capture uuid, at timestamptz) returns uuid
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  s public.payment_sessions;
  made public.payments;
begin
  perform from public.payment_collections c where c.organization_id = org
    and c.id = (select o.payment_collection_id from public.payment_sessions o where o.organization_id = org and o.id = session) for no key update;
  select * into s from public.payment_sessions o where o.organization_id = org and o.id = session for no key update;
  select * into made from public.payments k where k.organization_id = org and k.payment_session_id = session for no key update;
  if made.id is not null and (made.canceled_at is null or made.captured_amount > 0) then
    return case when (select c.order_id is null and c.cart_id is null from public.payment_collections c
      where c.organization_id = org and c.id = made.payment_collection_id) then made.id end;
  end if;
  if s.replaced_at is null or s.received_amount = 0 then
    return null;
  end if;
  insert into public.payment_collections (organization_id, id, currency_code, amount, status, metadata, created_at, updated_at)
  values (org, collection_id, s.currency_code, s.received_amount, 'awaiting', jsonb_build_object('stranded_session', private.wire_id('payses', s.id)), at, at);
  if made.id is null then
    insert into public.payments (organization_id, id, payment_collection_id, payment_session_id, provider_id, currency_code, amount, capturing_amount, data)
    values (org, payment_id, collection_id, session, s.provider_id, s.currency_code, s.received_amount, s.received_amount, s.data - 'client_secret');
  else
    -- It was an order's, which somebody has paid another way since.
    payment_id := made.id;
    update public.payments k set payment_collection_id = collection_id, amount = s.received_amount, capturing_amount = s.received_amount,
      data = s.data - 'client_secret', canceled_at = null
    where k.organization_id = org and k.id = made.id;
  end if;
  insert into public.payment_captures (organization_id, id, payment_id, amount, provider_ref) values (org, capture, payment_id, s.received_amount, s.provider_ref);
  perform private.settle_capture(capture, true, s.provider_ref, at);
  return payment_id;
end $$;
grant execute on function private.hear_session(uuid, jsonb, timestamptz), private.hear_refund(uuid, text, smallint, text, timestamptz),
  private.tell_of_session(public.payment_sessions, public.payment_sessions, uuid[]), private.strand_payment(uuid, uuid, uuid, uuid, timestamptz),
  private.take_capture(uuid, timestamptz) to authenticated, service_role;

-- A cart that was paid can be no order: what was begun ends, and what was paid goes back. Nothing where it has become an order meanwhile.
create function private.give_back_collection(collection uuid, why text, at timestamptz) returns boolean
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  of_cart uuid;
begin
  select c.cart_id into of_cart from public.payment_collections c where c.organization_id = org and c.id = collection;
  perform from public.carts k where k.organization_id = org and k.id = of_cart and k.completed_at is null for no key update;
  if not found then
    return false;
  end if;
  perform from public.payment_collections c where c.organization_id = org and c.id = collection and c.order_id is null for no key update;
  if not found then
    return false;
  end if;
  perform private.end_sessions(collection, at);
  update public.payment_collections c set status = 'not_paid' where c.organization_id = org and c.id = collection;
  perform private.emit_event('payment.given_back', collection, null, jsonb_build_object('cart_id', of_cart, 'reason', left(why, 500)), null, 0::smallint, null);
  return true;
end $$;

-- What a bank says of a payment; `withdrawn` and `reinstated` only grow. Booked when money leaves, and when it comes back. False where there is
-- no payment yet.
create function private.hear_dispute(session uuid, p jsonb, at timestamptz) returns boolean
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  pay public.payments;
  was public.payment_disputes;
  d public.payment_disputes;
  of_order uuid;
begin
  select * into pay from public.payments k where k.organization_id = org and k.payment_session_id = session for no key update;
  if not found then
    return false;
  end if;
  select c.order_id into of_order from public.payment_collections c where c.organization_id = org and c.id = pay.payment_collection_id;
  insert into public.payment_disputes (organization_id, payment_id, provider_ref, amount, currency_code, reason, status, evidence_due_at)
  values (org, pay.id, p ->> 'ref', (p ->> 'amount')::numeric, p ->> 'currency_code', p ->> 'reason', p ->> 'status', (p ->> 'evidence_due_at')::timestamptz)
  on conflict (organization_id, provider_ref) do nothing;
  select * into was from public.payment_disputes k where k.organization_id = org and k.provider_ref = p ->> 'ref' for no key update;
  update public.payment_disputes k set
    rank = greatest(k.rank, (p ->> 'rank')::smallint),
    status = case when (p ->> 'rank')::smallint >= k.rank then p ->> 'status' else k.status end,
    amount = case when (p ->> 'rank')::smallint >= k.rank then (p ->> 'amount')::numeric else k.amount end,
    withdrawn_amount = greatest(k.withdrawn_amount, (p ->> 'withdrawn')::numeric),
    reinstated_amount = greatest(k.reinstated_amount, (p ->> 'reinstated')::numeric),
    evidence_due_at = coalesce((p ->> 'evidence_due_at')::timestamptz, k.evidence_due_at)
  where k.organization_id = org and k.id = was.id returning * into d;
  update public.payments k set disputed_amount = (select coalesce(sum(x.withdrawn_amount - least(x.withdrawn_amount, x.reinstated_amount)), 0)
    from public.payment_disputes x where x.organization_id = org and x.payment_id = pay.id)
  where k.organization_id = org and k.id = pay.id;
  if of_order is not null and d.withdrawn_amount > 0 then
    perform private.post('dispute', d.id, 1, d.currency_code, jsonb_build_object('disputed', d.withdrawn_amount, 'clearing', -d.withdrawn_amount), of_order, pay.id, null);
  end if;
  if of_order is not null and d.withdrawn_amount > 0 and d.reinstated_amount > 0 then
    perform private.post('dispute.closed', d.id, 1, d.currency_code, jsonb_build_object('clearing', d.reinstated_amount, 'disputed', -d.reinstated_amount), of_order, pay.id, null);
  elsif of_order is not null and d.status = 'lost' and d.withdrawn_amount > 0 then
    perform private.post('dispute.closed', d.id, 1, d.currency_code, jsonb_build_object('losses', d.withdrawn_amount, 'disputed', -d.withdrawn_amount), of_order, pay.id, null);
  end if;
  if d.status is distinct from was.status or was.rank = 0 then
    perform private.emit_event('payment.disputed', pay.id, jsonb_build_object('status', case when was.rank > 0 then was.status end),
      jsonb_build_object('status', d.status, 'dispute_id', d.id, 'amount', d.amount::text, 'currency_code', d.currency_code, 'order_id', of_order,
        'evidence_due_at', d.evidence_due_at), null, 0::smallint, null);
    perform private.follow_dispute(d, at);
  end if;
  return true;
end $$;
grant execute on function private.give_back_collection(uuid, text, timestamptz), private.hear_dispute(uuid, jsonb, timestamptz)
  to authenticated, service_role;

-- Somebody has paid elsewhere what is open of a collection of an order: in cash, by transfer. Once; false when nothing is open.
create function private.mark_as_paid(collection uuid, session uuid, payment uuid, capture uuid, at timestamptz) returns boolean
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  c public.payment_collections;
begin
  select * into c from public.payment_collections k
  where k.organization_id = org and k.id = collection and k.order_id is not null and k.deleted_at is null for no key update;
  if not found or c.status in ('completed', 'canceled') or c.authorized_amount >= c.amount then
    return false;
  end if;
  perform private.end_sessions(collection, at);
  insert into public.payment_sessions (organization_id, id, payment_collection_id, provider_id, amount, currency_code, status, authorized_at, created_at, updated_at)
  values (org, session, collection, 'pp_system_default', c.amount - c.authorized_amount, c.currency_code, 'authorized', at, at, at);
  insert into public.payments (organization_id, id, payment_collection_id, payment_session_id, provider_id, currency_code, amount, capturing_amount)
  values (org, payment, collection, session, 'pp_system_default', c.currency_code, c.amount - c.authorized_amount, c.amount - c.authorized_amount);
  insert into public.payment_captures (organization_id, id, payment_id, amount) values (org, capture, payment, c.amount - c.authorized_amount);
  return private.take_capture(capture, at);
end $$;
grant execute on function private.mark_as_paid(uuid, uuid, uuid, uuid, timestamptz) to authenticated, service_role;

-- Whether a try to pay an order is authorised. Where nobody has to be asked, it is from now on; what others say of theirs
-- `private.hear_session` has heard.
create function private.authorize_session(session uuid, payment uuid, at timestamptz) returns boolean
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  c public.payment_collections;
  s public.payment_sessions;
begin
  select * into c from public.payment_collections k where k.organization_id = org and k.order_id is not null and k.deleted_at is null
    and k.id = (select t.payment_collection_id from public.payment_sessions t where t.organization_id = org and t.id = session) for no key update;
  select * into s from public.payment_sessions t where t.organization_id = org and t.id = session for no key update;
  if c.id is null or s.id is null or s.replaced_at is not null then
    return false;
  end if;
  -- A payment of an order may wait for a bank, or have failed there.
  if exists (select from public.payments k where k.organization_id = org and k.payment_session_id = session and k.canceled_at is null) then
    return s.provider_id = 'pp_system_default' or s.rank in (50, 100);
  end if;
  if s.provider_id <> 'pp_system_default' or c.status in ('completed', 'canceled') or s.amount > c.amount - c.authorized_amount then
    return false;
  end if;
  update public.payment_sessions t set status = 'authorized', authorized_at = coalesce(t.authorized_at, at)
  where t.organization_id = org and t.id = session;
  insert into public.payments (organization_id, id, payment_collection_id, payment_session_id, provider_id, currency_code, amount, data)
  values (org, payment, c.id, session, s.provider_id, s.currency_code, s.amount, s.data);
  perform private.sum_up_collection(c.id, at);
  perform private.emit_event('payment.authorized', session, jsonb_build_object('status', s.status), jsonb_build_object('status', 'authorized',
    'payment_collection_id', c.id, 'provider_id', s.provider_id, 'amount', s.amount::text, 'currency_code', s.currency_code, 'order_id', c.order_id),
    null, 0::smallint, null);
  return true;
end $$;
grant execute on function private.authorize_session(uuid, uuid, timestamptz) to authenticated, service_role;

-- An event that was tried in vain is put aside, and the shop that it concerns is told: whoever looks into it has it tried again. What is
-- nobody's is the operator's (`kontor payments events --dead`).
create function private.tell_of_dead_webhook() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  insert into public.notifications (organization_id, "to", channel, template, resource_type, resource_id, key, status, data)
  select g.id, '', 'feed', 'webhook_dead', 'webhook_event', new.id, 'webhook_dead:' || new.id || ':' || extract(epoch from new.done_at), 'success',
    jsonb_build_object('title', 'A payment event could not be worked on', 'description',
      concat_ws(' ', new.type, 'of', coalesce(new.object_id, new.event_id) || ':', left(new.last_error, 500)))
  from auth.organization g where g.id = coalesce(new.shop_id, new.organization_id) and g.id <> '00000000-0000-0000-0000-000000000000'
  on conflict (organization_id, key) do nothing;
  return null;
end $$;
create trigger tell_of_dead after update of status on public.webhook_events for each row
  when (new.status = 'dead' and old.status <> 'dead') execute function private.tell_of_dead_webhook();

-- What is dead, or ended in any other way, waits again. Nothing is lost by it: what is known already moves nothing.
-- A shop's are its own, and those of the installation that are told of it; each question has an index that it reads.
create function private.replay_webhooks(org uuid, ids uuid[], most integer, at timestamptz) returns setof uuid
  language plpgsql volatile security definer set search_path = '' set plan_cache_mode = force_custom_plan
as $$
declare
  owners uuid[] := case when org is not null then array[org, '00000000-0000-0000-0000-000000000000']::uuid[]
    else array['00000000-0000-0000-0000-000000000000']::uuid[] || array(select g.id from auth.organization g) end;
begin
  if ids is null then
    return query with those as (
      select w.organization_id, w.id, w.created_at from public.webhook_events w
      where w.status = 'dead' and w.organization_id = any (owners) and (org is null or w.organization_id = org or w.shop_id = org)
      order by w.received_at limit most for no key update skip locked
    )
    update public.webhook_events w set status = 'pending', tries = 0, next_at = at, leased_until = null, done_at = null
    from those t where w.organization_id = t.organization_id and w.id = t.id and w.created_at = t.created_at
    returning w.id;
  else
    return query with those as (
      select w.organization_id, w.id, w.created_at from public.webhook_events w
      where w.organization_id = any (owners) and w.id = any (ids) and w.status <> 'pending'
        and (org is null or w.organization_id = org or w.shop_id = org)
      order by w.received_at limit most for no key update skip locked
    )
    update public.webhook_events w set status = 'pending', tries = 0, next_at = at, leased_until = null, done_at = null
    from those t where w.organization_id = t.organization_id and w.id = t.id and w.created_at = t.created_at
    returning w.id;
  end if;
end $$;
revoke execute on function private.replay_webhooks(uuid, uuid[], integer, timestamptz), private.tell_of_dead_webhook() from public;
grant execute on function private.replay_webhooks(uuid, uuid[], integer, timestamptz) to service_role;
