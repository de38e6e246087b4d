-- What happens to credit and cards is told, whoever writes.
create function private.tell_credit() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  perform private.emit_event('store_credit.' || new.type || 'ed', new.account_id,
    jsonb_build_object('balance', (new.balance_after - case new.type when 'credit' then new.amount else -new.amount end)::text),
    jsonb_build_object('balance', new.balance_after::text, 'amount', new.amount::text, 'reference', new.reference, 'reference_id', new.reference_id),
    null, 0::smallint, null);
  return null;
end $$;
create trigger tell_credit after insert on public.store_credit_transactions for each row execute function private.tell_credit();

-- Never with its code.
create function private.tell_gift_card() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  if tg_op = 'INSERT' then
    perform private.emit_event('gift_card.created', new.id, null,
      jsonb_build_object('status', new.status, 'value', new.value::text, 'currency_code', new.currency_code, 'line_item_id', new.line_item_id), null, 0::smallint, null);
  elsif (old.status, old.value, old.taken, old.customer_id, old.expires_at, old.deleted_at)
      is distinct from (new.status, new.value, new.taken, new.customer_id, new.expires_at, new.deleted_at) then
    perform private.emit_event(case when old.status <> new.status then 'gift_card.redeemed' else 'gift_card.updated' end, new.id,
      jsonb_build_object('status', old.status, 'value', old.value::text, 'taken', old.taken::text, 'expires_at', old.expires_at,
        'deleted_at', old.deleted_at),
      jsonb_build_object('status', new.status, 'value', new.value::text, 'taken', new.taken::text, 'expires_at', new.expires_at,
        'deleted_at', new.deleted_at), null, 0::smallint, null);
  end if;
  return null;
end $$;
create trigger tell_gift_card after insert or update on public.gift_cards for each row execute function private.tell_gift_card();

-- Every line of points. A line is a change: what it adds and takes is what happened.
create function private.tell_points() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  perform private.emit_events(coalesce((
    select jsonb_agg(jsonb_build_object('name', 'loyalty.' || e.kind, 'entity_id', e.account_id,
      'after', jsonb_build_object('amount', e.amount, 'pending_amount', e.pending_amount, 'debt_amount', e.debt_amount, 'source', e.source,
        'source_id', e.source_id, 'lot_id', e.lot_id)))
    from written e), '[]'),
    null, 0::smallint, null);
  return null;
end $$;
create trigger tell_points after insert on public.points_entries referencing new table as written
  for each statement execute function private.tell_points();

-- What an order gives is given by a job, when it is placed, paid, paid back and canceled: in which order these come does not matter. Only
-- where there is something to give.
create function private.want_rewards(org uuid, of_order uuid, why text) returns void
  language plpgsql security definer set search_path = ''
as $$ begin
  if exists (select from public.order_line_items i where i.organization_id = org and i.order_id = of_order and i.is_giftcard)
    or exists (select from public.loyalty_programs p where p.organization_id = org and (p.is_enabled or p.referrals_enabled))
    -- What was given is taken back whatever the program says by now.
    or exists (select from public.points_lots l where l.organization_id = org and l.source = 'order' and l.source_id = of_order)
    or exists (select from public.referrals r where r.organization_id = org and r.order_id = of_order) then
    -- Of the row's shop, whoever writes.
    insert into public.jobs (organization_id, name, payload, queue, unique_key, status, run_at, priority, max_attempts)
    values (org, 'orders.rewards', jsonb_build_object('order', of_order), 'default', 'rewards ' || of_order || ' ' || why, 'ready', now(), 0, 20)
    on conflict (organization_id, unique_key) where status <> 'dead' do nothing;
  end if;
end $$;

create function private.want_rewards_of_order() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  if tg_op = 'INSERT' or (old.status, old.version, old.customer_id) is distinct from (new.status, new.version, new.customer_id) then
    perform private.want_rewards(new.organization_id, new.id, new.status || ' ' || new.version || coalesce(' ' || new.customer_id, ''));
  end if;
  return null;
end $$;
-- At the end, when its lines are there. What it is by then, and whose, says how much it gives.
create constraint trigger want_rewards after insert or update of status, version, customer_id on public.orders deferrable initially deferred
  for each row when (new.status in ('pending', 'completed', 'canceled') and not new.is_draft_order) execute function private.want_rewards_of_order();

create function private.want_rewards_of_payment() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  perform private.want_rewards(new.organization_id, new.order_id, new.id::text);
  return null;
end $$;
create trigger want_rewards after insert on public.order_transactions for each row execute function private.want_rewards_of_payment();

-- Whether all of an order is paid that is to be paid, less what went back.
create function private.is_order_paid(of_order uuid) returns boolean
  language sql stable set search_path = ''
as $$
  select o.total <= coalesce((select sum(t.amount) from public.order_transactions t
    where t.organization_id = o.organization_id and t.order_id = o.id), 0)
  from public.orders o where o.organization_id = auth.organization_id() and o.id = of_order
$$;

-- The pieces of an order that are gift cards and have none yet, once it is paid: a card is made for each, with a code of the caller's; as many
-- as `most`, and more the next time. Nobody's, until somebody claims it: cards are given away.
create function private.gift_cards_owed(of_order uuid, most integer) returns table (line_item_id uuid, nth integer, value numeric, currency_code text)
  language sql volatile set search_path = ''
as $$
  with held as (
    select o.organization_id, o.id, o.currency_code from public.orders o
    where o.organization_id = auth.organization_id() and o.id = of_order and o.status <> 'canceled' and not o.is_draft_order for no key update
  ), lines as (
    select i.organization_id, i.id, i.unit_price, i.quantity, h.currency_code,
      i.quantity - i.return_received_quantity - i.return_dismissed_quantity - i.written_off_quantity
        - (select count(*) from public.gift_cards g where g.organization_id = i.organization_id and g.line_item_id = i.id and g.nth is not null) as missing
    from held h join public.order_line_items i on i.organization_id = h.organization_id and i.order_id = h.id and i.is_giftcard and i.unit_price > 0
    where private.is_order_paid(of_order)
  )
  select l.id, n.nth, l.unit_price, l.currency_code
  from lines l cross join lateral (
    select n::integer as nth from generate_series(1, l.quantity) n
    where not exists (select from public.gift_cards g where g.organization_id = l.organization_id and g.line_item_id = l.id and g.nth = n)
    order by n limit least(l.missing, most)) n
  where l.missing > 0 limit most
$$;

-- What the gift cards of an order are worth follows what is paid for them: what was paid back, or a bank took back, goes off the cards when
-- nothing else of the order is left that it could be of; cards that nobody opened first, open ones as far as they have not been spent. When
-- it comes again (a refund that failed, a dispute that was won), they are worth it again.
create function private.settle_gift_cards(of_order uuid, at timestamptz) returns void
  language plpgsql volatile set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  org uuid := auth.organization_id();
  o public.orders;
  lines uuid[];
  accounts uuid[];
  worth numeric;
  wanted numeric;
  g record;
begin
  select * into o from public.orders k
  where k.organization_id = org and k.id = of_order and k.deleted_at is null and not k.is_draft_order and k.status <> 'canceled' for no key update;
  select array_agg(i.id) into lines from public.order_line_items i where i.organization_id = org and i.order_id = o.id and i.is_giftcard;
  select array_agg(h.store_credit_account_id), sum(h.value) into accounts, worth from (
    select k.store_credit_account_id, k.value from public.gift_cards k
    where k.organization_id = org and k.line_item_id = any (lines) and k.nth is not null and (k.deleted_at is null or k.taken > 0)
    order by k.id for no key update) h;
  if worth is null then
    return;
  end if;
  perform from public.store_credit_accounts a where a.organization_id = org and a.id = any (accounts) order by a.id for no key update;
  -- What is not paid (any more), less what the order has besides cards.
  wanted := o.total - (select coalesce(sum(t.amount), 0) from public.order_transactions t where t.organization_id = org and t.order_id = o.id)
    - greatest(0, o.total + (select coalesce(sum(l.amount), 0) from public.order_credit_lines l where l.organization_id = org and l.order_id = o.id) - worth);
  wanted := least(worth, greatest(0, wanted)) - (select coalesce(sum(k.taken), 0) from public.gift_cards k
    where k.organization_id = org and k.line_item_id = any (lines) and k.nth is not null);
  for g in
    select k.id, k.taken, case when wanted < 0 then k.taken when k.store_credit_account_id is null then k.value - k.taken
        else least(k.value - k.taken, coalesce(a.balance, 0)) end as most
    from public.gift_cards k
    left join public.store_credit_accounts a on a.organization_id = org and a.id = k.store_credit_account_id and a.deleted_at is null
    where k.organization_id = org and k.line_item_id = any (lines) and k.nth is not null
      and case when wanted < 0 then k.taken > 0 and (k.store_credit_account_id is null or a.id is not null) else k.deleted_at is null end
    order by (k.store_credit_account_id is null) = (wanted > 0) desc, k.nth * sign(wanted) desc
  loop
    exit when wanted = 0;
    if g.most > 0 then
      perform private.take_gift_card(g.id, sign(wanted) * least(abs(wanted), g.most), at);
      wanted := wanted - sign(wanted) * least(abs(wanted), g.most);
    end if;
  end loop;
end $$;
grant execute on function private.is_order_paid(uuid), private.gift_cards_owed(uuid, integer), private.settle_gift_cards(uuid, timestamptz)
  to authenticated, service_role;
