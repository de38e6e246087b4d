-- Subscriptions as the provider tells of them, and the orders of their bills.

-- What others are told of a subscription.
create function private.subscription_told(s public.subscriptions) returns jsonb
  language sql stable set search_path = ''
as $$
  select jsonb_build_object('status', s.status, 'customer_id', s.customer_id, 'plan_id', s.plan_id, 'quantity', s.quantity,
    'cancel_at_period_end', s.cancel_at_period_end, 'cancel_at', s.cancel_at, 'ended_at', s.ended_at, 'trial_ends_at', s.trial_ends_at,
    'needs_method', s.needs_method,
    'current_period_end', s.current_period_end, 'paused_at', s.paused_at, 'resumes_at', s.resumes_at)
$$;

-- What a provider says of a subscription. `p`: {ref, status, item, price, quantity, cancel_at_period_end, cancel_at, canceled_at, ended_at,
-- trial_ends_at, needs_method, period_start, period_end, paused, resumes_at, latest_invoice, client_secret, fresh, told_at, told_by}; `fresh` says that it
-- was read just now, and `told_at` that it is at least as young as that. It goes to and fro, so the younger counts, and only its end is an
-- end. What is of the same second, or a little older than what we read (clocks differ by as much as signatures may), and differs, tells
-- nothing by itself, nor does what was read before somebody told us more: `behind` says that it is to be read. Null for one that is not the shop's.
-- Breaks `subscriptions_ref` where it has another object at its provider.
create function private.hear_subscription(subscription uuid, p jsonb, at timestamptz) returns jsonb
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  was public.subscriptions;
  s public.subscriptions;
  told timestamptz := (p ->> 'told_at')::timestamptz;
  fresh boolean := coalesce((p ->> 'fresh')::boolean, false);
  is_over boolean := p ->> 'status' in ('canceled', 'incomplete_expired');
  said_plan uuid;
  differs boolean;
begin
  select * into was from public.subscriptions k where k.organization_id = org and k.id = subscription for no key update;
  if not found then
    return null;
  end if;
  if was.provider_ref <> p ->> 'ref' then
    perform private.refuse('subscriptions_ref', 'subscriptions', 'the subscription has another object at its provider',
      jsonb_build_object('provider_ref', was.provider_ref));
  end if;
  select l.id into said_plan from public.subscription_plans l where l.organization_id = org and l.provider_ref = p ->> 'price' limit 1;
  s := was;
  s.provider_ref := p ->> 'ref';
  s.status := p ->> 'status';
  s.item_ref := coalesce(p ->> 'item', was.item_ref);
  s.plan_id := coalesce(said_plan, was.plan_id);
  s.quantity := coalesce((p ->> 'quantity')::bigint, was.quantity);
  s.cancel_at_period_end := (p ->> 'cancel_at_period_end')::boolean;
  s.cancel_at := (p ->> 'cancel_at')::timestamptz;
  s.canceled_at := (p ->> 'canceled_at')::timestamptz;
  s.ended_at := (p ->> 'ended_at')::timestamptz;
  s.trial_ends_at := (p ->> 'trial_ends_at')::timestamptz;
  s.needs_method := coalesce((p ->> 'needs_method')::boolean, false);
  s.current_period_start := coalesce((p ->> 'period_start')::timestamptz, was.current_period_start);
  s.current_period_end := coalesce((p ->> 'period_end')::timestamptz, was.current_period_end);
  s.paused_at := case when (p ->> 'paused')::boolean then coalesce(was.paused_at, at) end;
  s.resumes_at := case when (p ->> 'paused')::boolean then (p ->> 'resumes_at')::timestamptz end;
  s.latest_invoice_ref := coalesce(p ->> 'latest_invoice', was.latest_invoice_ref);
  -- The secret by which the first bill is paid, or a card is left, is of no use once that is done.
  s.data := case when s.status = 'incomplete' or s.needs_method then was.data || jsonb_strip_nulls(jsonb_build_object('client_secret', p -> 'client_secret'))
    else was.data - 'client_secret' end;
  differs := private.subscription_told(s) <> private.subscription_told(was) or s.provider_ref is distinct from was.provider_ref;
  -- One that we gave up before it had a name may have been made after all; one that has ended has ended.
  if was.status in ('canceled', 'incomplete_expired') and was.provider_ref is not null and not is_over then
    return jsonb_build_object('news', false, 'behind', false, 'status', was.status);
  elsif not fresh and not is_over and was.told_at is not null and told <= was.told_at then
    return jsonb_build_object('news', false, 'behind', differs and told >= was.told_at - interval '5 minutes', 'status', was.status);
  elsif fresh and not is_over and told < was.told_at then
    return jsonb_build_object('news', false, 'behind', differs, 'status', was.status);
  end if;
  if differs or s.data <> was.data or s.item_ref is distinct from was.item_ref or s.latest_invoice_ref is distinct from was.latest_invoice_ref
    or s.current_period_start is distinct from was.current_period_start or told > coalesce(was.told_at, '-infinity') then
    update public.subscriptions k set provider_ref = s.provider_ref, status = s.status, item_ref = s.item_ref, plan_id = s.plan_id,
      next_plan_id = case when s.plan_id = k.next_plan_id then null else k.next_plan_id end,
      quantity = s.quantity, cancel_at_period_end = s.cancel_at_period_end, cancel_at = s.cancel_at, canceled_at = s.canceled_at,
      ended_at = s.ended_at, trial_ends_at = s.trial_ends_at, needs_method = s.needs_method, current_period_start = s.current_period_start,
      current_period_end = s.current_period_end, paused_at = s.paused_at, resumes_at = s.resumes_at, latest_invoice_ref = s.latest_invoice_ref,
      data = s.data, told_at = greatest(k.told_at, told), told_by = p ->> 'told_by'
    where k.organization_id = org and k.id = subscription;
  end if;
  if differs then
    perform private.tell_of_subscription(was, s);
  end if;
  return jsonb_build_object('news', differs, 'behind', false, 'status', s.status);
end $$;

-- Tells others how a subscription has changed: each step by its own name.
create function private.tell_of_subscription(was public.subscriptions, s public.subscriptions) returns void
  language plpgsql volatile set search_path = ''
as $$
declare
  before jsonb := private.subscription_told(was);
  after jsonb := private.subscription_told(s);
  names text[] := array_remove(array[
    case
      -- Nothing has begun while a card is wanted for what comes behind the trial.
      when s.needs_method and s.status in ('active', 'trialing') then null
      when s.status in ('active', 'trialing') and (was.needs_method or was.status in ('incomplete', 'incomplete_expired')) then 'subscription.started'
      when s.status = was.status then null
      when s.status = 'active' and was.status = 'trialing' then 'subscription.trial_ended'
      when s.status = 'active' then 'subscription.recovered'
      when s.status = 'incomplete_expired' then 'subscription.expired'
      when s.status in ('past_due', 'unpaid', 'paused', 'canceled') then 'subscription.' || s.status
    end,
    case
      when s.paused_at is not null and was.paused_at is null then 'subscription.paused'
      when s.paused_at is null and was.paused_at is not null then 'subscription.resumed'
    end,
    case
      when s.status in ('canceled', 'incomplete_expired') then null
      when s.cancel_at_period_end and not was.cancel_at_period_end then 'subscription.cancel_scheduled'
      when was.cancel_at_period_end and not s.cancel_at_period_end then 'subscription.cancel_withdrawn'
    end,
    case when was.provider_ref is not null and (s.plan_id is distinct from was.plan_id or s.quantity <> was.quantity) then 'subscription.plan_changed' end
  ], null);
begin
  if before = after then
    return;
  end if;
  if cardinality(names) = 0 then
    names := array['subscription.updated'];
  end if;
  perform private.emit_event(n, s.id, before, after, null, 0::smallint, null) from unnest(names) n;
end $$;

-- A subscription that was asked for and never came to be.
create function private.give_up_subscription(subscription uuid, why jsonb, at timestamptz) returns void
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  was public.subscriptions;
  s public.subscriptions;
begin
  select * into was from public.subscriptions k
  where k.organization_id = org and k.id = subscription and k.provider_ref is null and k.status = 'incomplete' for no key update;
  if found then
    update public.subscriptions k set status = 'incomplete_expired', ended_at = at, data = k.data || jsonb_build_object('failure', why)
    where k.organization_id = org and k.id = subscription returning * into s;
    perform private.tell_of_subscription(was, s);
  end if;
end $$;

-- What a provider says of a bill: the highest rank is how it stands, whatever the order. `p`: {ref, number, rank, status, currency_code, due,
-- paid, bought: [{price, quantity}], attempts, reason, page, period_start, period_end, told_at}; `bought` are whole periods. Answers {id,
-- wants_order}: paid, or covered by what the customer had to his credit, and nothing was bought by it yet.
create function private.hear_invoice(subscription uuid, p jsonb, at timestamptz) returns jsonb
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  of_ public.subscriptions;
  was public.subscription_invoices;
  v public.subscription_invoices;
  is_higher boolean;
  bought record;
  about jsonb;
begin
  select * into of_ from public.subscriptions s where s.organization_id = org and s.id = subscription for no key update;
  if not found then
    return null;
  end if;
  insert into public.subscription_invoices (organization_id, subscription_id, provider_ref, status, currency_code, amount_due, reason, created_at)
  values (org, subscription, p ->> 'ref', 'draft', p ->> 'currency_code', (p ->> 'due')::numeric, p ->> 'reason', at)
  on conflict (organization_id, provider_ref) do nothing;
  select * into was from public.subscription_invoices k where k.organization_id = org and k.provider_ref = p ->> 'ref' for no key update;
  if was.subscription_id <> subscription then
    perform private.refuse('subscription_invoices_subscription', 'subscription_invoices', 'the bill is of another subscription', null);
  end if;
  is_higher := (p ->> 'rank')::smallint > was.rank
    or ((p ->> 'rank')::smallint = was.rank and (p ->> 'told_at')::timestamptz >= coalesce(was.told_at, '-infinity'));
  -- A price that is none of a plan any more was one of this subscription's.
  select coalesce(l.id, of_.plan_id) as plan_id, least((b.value ->> 'quantity')::bigint, 1000000) as quantity into bought
  from jsonb_array_elements(coalesce(p -> 'bought', '[]')) with ordinality b (value, nth)
  left join public.subscription_plans l on l.organization_id = org and l.provider_ref = b.value ->> 'price'
  order by l.id is null, b.nth limit 1;
  update public.subscription_invoices k set
    plan_id = case when is_higher then bought.plan_id else k.plan_id end,
    quantity = case when is_higher then bought.quantity else k.quantity end,
    rank = greatest(k.rank, (p ->> 'rank')::smallint),
    status = case when is_higher then p ->> 'status' else k.status end,
    amount_due = case when is_higher then (p ->> 'due')::numeric else k.amount_due end,
    amount_paid = greatest(k.amount_paid, (p ->> 'paid')::numeric),
    attempts = greatest(k.attempts, (p ->> 'attempts')::integer),
    number = coalesce(p ->> 'number', k.number), page = coalesce(p ->> 'page', k.page), reason = coalesce(p ->> 'reason', k.reason),
    period_start = coalesce((p ->> 'period_start')::timestamptz, k.period_start), period_end = coalesce((p ->> 'period_end')::timestamptz, k.period_end),
    told_at = greatest(k.told_at, (p ->> 'told_at')::timestamptz)
  where k.organization_id = org and k.id = was.id returning * into v;
  about := jsonb_build_object('invoice_id', v.id, 'status', v.status, 'amount', v.amount_due::text, 'amount_paid', v.amount_paid::text,
    'currency_code', v.currency_code, 'reason', v.reason, 'attempts', v.attempts, 'customer_id', of_.customer_id);
  if v.rank = 100 and was.rank < 100 then
    perform private.emit_event('subscription.invoice_paid', subscription, jsonb_build_object('invoice_id', v.id, 'status', was.status), about, null, 0::smallint, null);
    if v.reason = 'subscription_cycle' and (v.amount_paid > 0 or v.quantity is not null) then
      perform private.emit_event('subscription.renewed', subscription, jsonb_build_object('invoice_id', v.id, 'status', was.status), about, null, 0::smallint, null);
    end if;
  elsif v.rank < 50 and v.attempts > was.attempts and coalesce(v.reason, '') <> 'subscription_create' then
    -- Of the first bill its customer hears on the page on which he pays it.
    perform private.emit_event('subscription.payment_failed', subscription, jsonb_build_object('invoice_id', v.id, 'attempts', was.attempts), about, null, 0::smallint, null);
  end if;
  return jsonb_build_object('id', v.id, 'wants_order',
    v.rank = 100 and (v.amount_paid > 0 or v.quantity is not null) and v.order_id is null);
end $$;

-- The order of a bill that was paid, with its payment, if money was: once for each bill, all of it or none. What it names of the shop's goods is
-- kept; where there is not enough of it, or nobody knows where to send it (`lacks_address`), the shop is told and looks at the order.
-- `p`: {order_id, items, addresses, totals, totals_rounding, lacks_address, region_id, sales_channel_id, email, locale, search, books: {receivable, revenue, tax}, intent, collection_id, session_id, payment_id, capture_id}.
create function private.order_of_invoice(invoice uuid, p jsonb, at timestamptz) returns uuid
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  v public.subscription_invoices;
  s public.subscriptions;
  made uuid := (p ->> 'order_id')::uuid;
  provider text := case when p ->> 'intent' is null then 'pp_system_default' else 'pp_stripe_stripe' end;
  number bigint;
  keeps jsonb;
  lacks text := case when (p ->> 'lacks_address')::boolean then 'Nobody knows where to send it: the customer has no address in the region.' end;
begin
  -- The subscription before its bill, as whoever hears of one does.
  select * into s from public.subscriptions k where k.organization_id = org
    and k.id = (select i.subscription_id from public.subscription_invoices i where i.organization_id = org and i.id = invoice) for no key update;
  select * into v from public.subscription_invoices k where k.organization_id = org and k.id = invoice for no key update;
  if not found or v.rank < 100 or (v.amount_paid <= 0 and v.quantity is null) then
    return null;
  elsif v.order_id is not null then
    return v.order_id;
  end if;
  if (p -> 'books' ->> 'receivable')::numeric is distinct from v.amount_paid then
    perform private.refuse('ledger_receivable', 'ledger_entries', 'the books do not say what the bill cost', p -> 'books');
  end if;
  number := private.take_numbers('order', 1);
  insert into public.orders (organization_id, id, display_id, status, region_id, sales_channel_id, customer_id, currency_code, email, locale,
    totals_rounding, total, totals, metadata, search, placed_at)
  values (org, made, number, 'pending', (p ->> 'region_id')::uuid, (p ->> 'sales_channel_id')::uuid, s.customer_id, v.currency_code, p ->> 'email',
    p ->> 'locale', coalesce(p ->> 'totals_rounding', 'currency'), v.amount_paid, p -> 'totals',
    jsonb_build_object('subscription_id', private.wire_id('sub', s.id), 'subscription_invoice_id', private.wire_id('sinv', v.id)),
    '#' || number || ' ' || coalesce(p ->> 'search', ''), at);
  perform private.put_into_order(made, p -> 'addresses', p -> 'items', '[]');
  update public.subscription_invoices k set order_id = made where k.organization_id = org and k.id = invoice;
  update public.subscriptions k set order_id = coalesce(k.order_id, made) where k.organization_id = org and k.id = s.id;
  perform private.post('order.placed', made, 1, v.currency_code, p -> 'books', made, null, s.customer_id);
  perform private.emit_event('order.placed', made, null, jsonb_build_object('display_id', number, 'total', v.amount_paid::text,
    'currency_code', v.currency_code, 'customer_id', s.customer_id, 'email', p ->> 'email', 'subscription_id', s.id), null, 0::smallint, null);
  if v.amount_paid > 0 then
    -- Paid already, by the bill's own intent: what becomes of that (refunds, disputes) is told of this payment from here on.
    insert into public.payment_collections (organization_id, id, order_id, currency_code, amount, created_at, updated_at)
    values (org, (p ->> 'collection_id')::uuid, made, v.currency_code, v.amount_paid, at, at);
    insert into public.payment_sessions (organization_id, id, payment_collection_id, provider_id, amount, currency_code, status, rank, received_amount,
      provider_ref, payment_account_id, context, authorized_at, told_at, created_at, updated_at)
    values (org, (p ->> 'session_id')::uuid, (p ->> 'collection_id')::uuid, provider, v.amount_paid, v.currency_code, 'captured',
      case when provider = 'pp_system_default' then 0 else 100 end, v.amount_paid, p ->> 'intent',
      (select c.payment_account_id from public.stripe_customers c
        where c.organization_id = org and c.id = s.stripe_customer_id and provider <> 'pp_system_default'),
      jsonb_build_object('subscription_invoice_id', v.id), at, v.told_at, at, at);
    insert into public.payments (organization_id, id, payment_collection_id, payment_session_id, provider_id, currency_code, amount, capturing_amount, data)
    values (org, (p ->> 'payment_id')::uuid, (p ->> 'collection_id')::uuid, (p ->> 'session_id')::uuid, provider, v.currency_code, v.amount_paid,
      v.amount_paid, jsonb_strip_nulls(jsonb_build_object('id', p -> 'intent')));
    insert into public.payment_captures (organization_id, id, payment_id, amount, provider_ref)
    values (org, (p ->> 'capture_id')::uuid, (p ->> 'payment_id')::uuid, v.amount_paid, p ->> 'intent');
    perform private.take_capture((p ->> 'capture_id')::uuid, at);
  end if;
  select jsonb_agg(jsonb_build_object('variant_id', i.variant_id, 'quantity', i.quantity, 'line_item_id', i.id)) into keeps
  from public.order_line_items i where i.organization_id = org and i.order_id = made and i.variant_id is not null;
  if keeps is not null then
    begin
      perform private.reserve_for_channel(keeps, (p ->> 'sales_channel_id')::uuid);
    exception when check_violation or raise_exception then
      lacks := concat_ws(' ', 'There is not enough of it in stock.', lacks);
    end;
  end if;
  if lacks is not null then
    -- It is paid, and cannot be sent: the shop finds out, and not the customer at his door.
    update public.orders o set status = 'requires_action' where o.organization_id = org and o.id = made;
    insert into public.notifications (organization_id, "to", channel, template, resource_type, resource_id, key, status, data)
    values (org, '', 'feed', 'subscription_order_stuck', 'order', made, 'subscription_order_stuck:' || made, 'success',
      jsonb_build_object('title', 'Order #' || number || ' of a subscription cannot be sent', 'description', lacks))
    on conflict (organization_id, key) do nothing;
  end if;
  return made;
end $$;
revoke execute on function private.subscription_told(public.subscriptions),
  private.hear_subscription(uuid, jsonb, timestamptz), private.tell_of_subscription(public.subscriptions, public.subscriptions),
  private.give_up_subscription(uuid, jsonb, timestamptz), private.hear_invoice(uuid, jsonb, timestamptz),
  private.order_of_invoice(uuid, jsonb, timestamptz) from public;
grant execute on function private.subscription_told(public.subscriptions),
  private.hear_subscription(uuid, jsonb, timestamptz), private.tell_of_subscription(public.subscriptions, public.subscriptions),
  private.give_up_subscription(uuid, jsonb, timestamptz), private.hear_invoice(uuid, jsonb, timestamptz),
  private.order_of_invoice(uuid, jsonb, timestamptz) to authenticated, service_role;
