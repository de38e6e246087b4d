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
  elsif (old.status, old.value, old.customer_id, old.expires_at) is distinct from (new.status, new.value, new.customer_id, new.expires_at) then
    perform private.emit_event(case when old.status <> new.status then 'gift_card.redeemed' else 'gift_card.updated' end, new.id,
      jsonb_build_object('status', old.status, 'value', old.value::text, 'expires_at', old.expires_at),
      jsonb_build_object('status', new.status, 'value', new.value::text, 'expires_at', new.expires_at), null, 0::smallint, null);
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
    or exists (select from public.loyalty_programs p where p.organization_id = org and (p.is_enabled or p.referrals_enabled)) then
    -- Of the row's shop, whoever writes.
    insert into public.jobs (organization_id, name, payload, queue, unique_key, status, run_at, priority, max_attempts)
    values (org, 'orders.rewards', jsonb_build_object('order', of_order), 'default', 'rewards ' || of_order || ' ' || why, 'ready', now(), 0, 20)
    on conflict (organization_id, unique_key) where status <> 'dead' do nothing;
  end if;
end $$;

create function private.want_rewards_of_order() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  if tg_op = 'INSERT' or old.status <> new.status then
    perform private.want_rewards(new.organization_id, new.id, new.status);
  end if;
  return null;
end $$;
-- At the end, when its lines are there.
create constraint trigger want_rewards after insert or update of status on public.orders deferrable initially deferred
  for each row when (new.status in ('pending', 'canceled')) execute function private.want_rewards_of_order();

create function private.want_rewards_of_payment() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  perform private.want_rewards(new.organization_id, new.order_id, new.id::text);
  return null;
end $$;
create trigger want_rewards after insert on public.order_transactions for each row execute function private.want_rewards_of_payment();

-- Whether all of an order is paid that is to be paid.
create function private.is_order_paid(of_order uuid) returns boolean
  language sql stable set search_path = ''
as $$
  select o.total <= coalesce((select sum(t.amount) from public.order_transactions t
    where t.organization_id = o.organization_id and t.order_id = o.id and t.reference = 'capture'), 0)
  from public.orders o where o.organization_id = auth.organization_id() and o.id = of_order
$$;

-- The pieces of an order that are gift cards and have none yet, once it is paid: a card is made for each, with a code of the caller's.
-- Nobody's, until somebody claims it: cards are given away.
create function private.gift_cards_owed(of_order uuid) returns table (line_item_id uuid, nth integer, value numeric, currency_code text)
  language sql volatile set search_path = ''
as $$
  with held as (
    select o.organization_id, o.id, o.currency_code from public.orders o
    where o.organization_id = auth.organization_id() and o.id = of_order and o.status not in ('canceled', 'draft') for no key update
  )
  select i.id, n, i.unit_price, h.currency_code
  from held h join public.order_line_items i on i.organization_id = h.organization_id and i.order_id = h.id and i.is_giftcard and i.unit_price > 0
  cross join lateral generate_series(1, least(i.quantity, 1000)::integer) n
  where private.is_order_paid(of_order) and not exists (
    select from public.gift_cards g where g.organization_id = h.organization_id and g.line_item_id = i.id and g.nth = n)
$$;
grant execute on function private.is_order_paid(uuid), private.gift_cards_owed(uuid) to authenticated, service_role;

-- The points of a customer, none yet if he had none.
create function private.loyalty_account(of_customer uuid) returns uuid
  language plpgsql volatile set search_path = ''
as $$ begin
  insert into public.loyalty_accounts (organization_id, customer_id) values (auth.organization_id(), of_customer) on conflict do nothing;
  return (select a.id from public.loyalty_accounts a where a.organization_id = auth.organization_id() and a.customer_id = of_customer);
end $$;

-- Points by hand, with a reason; once for a key. Below zero takes those whose end is nearest. Breaks `loyalty_insufficient`; null where there
-- is no such account.
create function private.adjust_points(account uuid, by bigint, why text, once text, expires timestamptz) returns boolean
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  a public.loyalty_accounts;
  lot uuid := private.uuid_v7();
  paid bigint;
begin
  select * into a from public.loyalty_accounts k where k.organization_id = org and k.id = account for no key update;
  if not found then
    return null;
  elsif exists (select from public.points_entries e where e.organization_id = org and e.key = once) then
    return false;
  elsif by > 0 then
    paid := least(a.debt, by);
    insert into public.points_lots (organization_id, id, account_id, points, remaining, state, expires_at, source)
    values (org, lot, account, by, by - paid, case when by = paid then 'over' else 'available' end, expires, 'manual');
    insert into public.points_entries (organization_id, account_id, kind, amount, debt_amount, lot_id, source, key, note)
    values (org, account, 'adjust', by - paid, -paid, lot, 'manual', once, why);
    update public.loyalty_accounts k set available = k.available + by - paid, debt = k.debt - paid where k.organization_id = org and k.id = account;
    return true;
  elsif a.available < -by then
    perform private.refuse('loyalty_insufficient', 'loyalty_accounts', 'not enough points', jsonb_build_object('available', a.available));
  end if;
  with ranked as (
    select l.id, l.remaining, (sum(l.remaining) over (order by l.expires_at nulls last, l.created_at, l.id rows unbounded preceding) - l.remaining)::bigint as before_it
    from public.points_lots l where l.organization_id = org and l.account_id = account and l.state = 'available' and l.remaining > 0
  ), used as (
    select r.id, least(r.remaining, -by - r.before_it) as n from ranked r where r.before_it < -by
  )
  update public.points_lots l set remaining = l.remaining - u.n, state = case when l.remaining = u.n then 'over' else l.state end
  from used u where l.organization_id = org and l.id = u.id;
  insert into public.points_entries (organization_id, account_id, kind, amount, source, key, note)
  values (org, account, 'adjust', by, 'manual', once, why);
  update public.loyalty_accounts k set available = k.available + by where k.organization_id = org and k.id = account;
  return true;
end $$;

-- What an order gives and takes back, up to date: points for whoever bought, in proportion to what he keeps, and for whoever brought him.
-- Asked in any order and any number of times, it ends the same.
create function private.reward_order(of_order uuid, at timestamptz) returns void
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  o public.orders;
  p public.loyalty_programs;
  r public.referrals;
  c public.referral_codes;
  mine uuid;
  theirs uuid;
  releases timestamptz;
  ends timestamptz;
  earned bigint;
  share numeric;
  taken bigint;
  reason text;
begin
  select * into o from public.orders k where k.organization_id = org and k.id = of_order and k.deleted_at is null and not k.is_draft_order for no key update;
  select * into p from public.loyalty_programs k where k.organization_id = org;
  -- Of a guest nobody knows who he is.
  if o.id is null or p.id is null or not exists (
      select from public.customers u where u.organization_id = org and u.id = o.customer_id and u.has_account and u.deleted_at is null) then
    return;
  end if;
  releases := coalesce(o.placed_at, o.created_at) + make_interval(days => coalesce(p.pending_days,
    (select s.return_days from public.stores s where s.organization_id = org limit 1), 30));
  ends := releases + make_interval(days => p.expires_after_days);
  -- How much of what was paid was paid back.
  share := case when o.status = 'canceled' then 1 else coalesce((
    select least(1, greatest(0, -coalesce(sum(t.amount) filter (where t.reference <> 'capture'), 0)
      / nullif(sum(t.amount) filter (where t.reference = 'capture'), 0)))
    from public.order_transactions t where t.organization_id = org and t.order_id = o.id), 0) end;

  if p.is_enabled and o.currency_code = p.currency_code then
    mine := private.loyalty_account(o.customer_id);
    if o.status <> 'canceled' then
      -- What goods cost, without gift cards, which earn when they are spent, and without what points have paid.
      earned := floor(least(1e12, greatest(0, coalesce((o.totals ->> 'item_total')::numeric, 0)
          - coalesce((select sum(i.unit_price * i.quantity) from public.order_line_items i where i.organization_id = org and i.order_id = o.id and i.is_giftcard), 0)
          - coalesce((select sum(l.amount) from public.order_credit_lines l where l.organization_id = org and l.order_id = o.id and l.reference = 'loyalty'), 0))
        * p.points_per_unit * coalesce((select t.multiplier from public.loyalty_accounts a
            join public.loyalty_tiers t on t.organization_id = org and t.id = a.tier_id and t.deleted_at is null
            where a.organization_id = org and a.id = mine and p.tiers_enabled), 1)));
      if earned > 0 then
        perform private.earn_points(mine, earned, 'order', o.id, 'order:' || o.id || ':earn', releases, ends, at);
      end if;
    end if;
    earned := coalesce((select sum(l.points) from public.points_lots l
      where l.organization_id = org and l.account_id = mine and l.source = 'order' and l.source_id = o.id), 0);
    -- The key says how much was taken back in all: what a shortage has forgiven is not asked for again.
    taken := coalesce((select max(split_part(e.key, ':', 3)::bigint) from public.points_entries e
      where e.organization_id = org and e.account_id = mine and e.kind = 'reverse' and e.source_id = o.id), 0);
    if floor(earned * share) > taken then
      perform private.reverse_points(mine, o.id, floor(earned * share)::bigint - taken, 'reverse:' || o.id || ':' || floor(earned * share)::bigint, p.when_short);
    end if;
  end if;

  select * into r from public.referrals k where k.organization_id = org and k.customer_id = o.customer_id for no key update;
  if r.id is null or (r.order_id is not null and r.order_id <> o.id) then
    return;
  end if;
  select * into c from public.referral_codes k where k.organization_id = org and k.id = r.referral_code_id for no key update;
  if r.status = 'clicked' and p.referrals_enabled and share = 0 and private.is_order_paid(o.id) then
    reason := case
      when exists (select from public.orders k where k.organization_id = org and k.customer_id = o.customer_id and k.id <> o.id
          and k.status <> 'canceled' and not k.is_draft_order and k.created_at < o.created_at) then 'not_new'
      when exists (
        select from public.order_addresses a, lateral (
            select b.address_1, b.postal_code, b.country_code from public.order_addresses b
            join public.orders k on k.organization_id = org and k.id = b.order_id and k.customer_id = c.customer_id where b.organization_id = org
            union all
            select s.address_1, s.postal_code, s.country_code from public.saved_addresses s
            where s.organization_id = org and s.customer_id = c.customer_id and s.deleted_at is null) b
        where a.organization_id = org and a.order_id = o.id and a.address_1 <> ''
          and lower(regexp_replace(concat_ws('|', a.address_1, a.postal_code, a.country_code), '[^[:alnum:]|]', '', 'g'))
            = lower(regexp_replace(concat_ws('|', b.address_1, b.postal_code, b.country_code), '[^[:alnum:]|]', '', 'g'))) then 'same_address'
      when c.uses >= p.referrals_most then 'too_many' end;
    update public.referrals k set order_id = o.id, refusal = reason, status = case when reason is null then 'pending' else 'refused' end
    where k.organization_id = org and k.id = r.id;
    if reason is null then
      update public.referral_codes k set uses = k.uses + 1 where k.organization_id = org and k.id = c.id;
      -- Accounts are held in the order of their keys.
      theirs := private.loyalty_account(c.customer_id);
      mine := private.loyalty_account(o.customer_id);
      perform from public.loyalty_accounts a where a.organization_id = org and a.id in (theirs, mine) order by a.id for no key update;
      if p.referrer_points > 0 then
        perform private.earn_points(theirs, p.referrer_points, 'referral', r.id, 'referral:' || r.id || ':referrer', releases, ends, at);
      end if;
      if p.referee_points > 0 then
        perform private.earn_points(mine, p.referee_points, 'referral', r.id, 'referral:' || r.id || ':referee', releases, ends, at);
      end if;
    end if;
    perform private.emit_event(case when reason is null then 'referral.pending' else 'referral.refused' end, r.id, '{"status": "clicked"}',
      jsonb_build_object('order_id', o.id, 'refusal', reason), null, 0::smallint, null);
  elsif r.status in ('pending', 'rewarded') and r.order_id = o.id and share = 1 then
    update public.referrals k set status = 'reversed' where k.organization_id = org and k.id = r.id;
    update public.referral_codes k set uses = greatest(k.uses - 1, 0) where k.organization_id = org and k.id = c.id;
    perform from public.loyalty_accounts a where a.organization_id = org and a.customer_id in (c.customer_id, o.customer_id) order by a.id for no key update;
    perform private.reverse_points(l.account_id, r.id, l.points, 'reverse:' || r.id || ':' || l.points || ':' || l.account_id, p.when_short)
    from public.points_lots l where l.organization_id = org and l.source = 'referral' and l.source_id = r.id;
    perform private.emit_event('referral.reversed', r.id, jsonb_build_object('status', r.status), '{"status": "reversed"}', null, 0::smallint, null);
  end if;
end $$;

-- Tiers by what was earned in the last days, without what is still pending: up at once, down when the grace is over. Who has got his reward
-- for somebody whom he brought. And who is to be told that points end soon, once for each of the program's days.
create function private.tend_tiers(at timestamptz) returns integer
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  p public.loyalty_programs;
  moved integer := 0;
begin
  select * into p from public.loyalty_programs k where k.organization_id = org;
  if p.id is null then
    return 0;
  end if;
  if p.is_enabled and p.tiers_enabled then
    with held as (
      select a.id, a.tier_id, a.tier_until from public.loyalty_accounts a where a.organization_id = org and a.customer_id is not null
      order by a.id for no key update
    ), earned as (
      select h.id, h.tier_id, h.tier_until,
        coalesce((select sum(l.points) from public.points_lots l where l.organization_id = org and l.account_id = h.id and l.state <> 'pending'
          and l.created_at > at - make_interval(days => p.tier_window_days)), 0)
        + coalesce((select sum(e.amount - e.debt_amount) from public.points_entries e where e.organization_id = org and e.account_id = h.id
          and e.kind = 'reverse' and e.created_at > at - make_interval(days => p.tier_window_days)), 0) as points
      from held h
    ), placed as (
      select e.*, w.id as wanted, coalesce(w.least_points, -1) as wanted_from, coalesce(n.least_points, -1) as now_from
      from earned e
      left join lateral (select t.id, t.least_points from public.loyalty_tiers t where t.organization_id = org and t.deleted_at is null
        and t.least_points <= e.points order by t.least_points desc limit 1) w on true
      left join public.loyalty_tiers n on n.organization_id = org and n.id = e.tier_id and n.deleted_at is null
    ), changed as (
      update public.loyalty_accounts a set
        tier_id = case when d.wanted_from > d.now_from or (d.wanted_from < d.now_from and d.tier_until <= at) then d.wanted else a.tier_id end,
        tier_until = case when d.wanted_from < d.now_from and coalesce(d.tier_until > at, true)
          then coalesce(d.tier_until, at + make_interval(days => p.tier_grace_days)) end
      from placed d where a.organization_id = org and a.id = d.id and (d.wanted_from <> d.now_from or d.tier_until is not null)
      returning a.id, d.tier_id as old_tier, a.tier_id as new_tier
    ), told as (
      select private.emit_events(coalesce(jsonb_agg(jsonb_build_object('name', 'loyalty.tier_changed', 'entity_id', k.id,
        'before', jsonb_build_object('tier_id', k.old_tier), 'after', jsonb_build_object('tier_id', k.new_tier))), '[]'), null, 0::smallint, null)
      from changed k where k.old_tier is distinct from k.new_tier
    )
    select count(*) into moved from told;
  end if;
  with rewarded as (
    update public.referrals r set status = 'rewarded', rewarded_at = at
    where r.organization_id = org and r.status = 'pending' and exists (select from public.points_lots l
      where l.organization_id = org and l.source = 'referral' and l.source_id = r.id and l.state <> 'pending')
    returning r.id
  )
  select moved + count(private.emit_event('referral.rewarded', r.id, '{"status": "pending"}', '{"status": "rewarded"}', null, 0::smallint, null))
  into moved from rewarded r;
  with due as (
    select l.id, l.account_id, l.remaining, l.expires_at from public.points_lots l
    where l.organization_id = org and l.state = 'available' and l.remaining > 0 and l.expires_at > at and exists (
      select from unnest(p.warn_days) d where l.expires_at - make_interval(days => d) <= at
        and coalesce(l.warned_at < l.expires_at - make_interval(days => d), true))
  ), warned as (
    update public.points_lots l set warned_at = at from due d where l.organization_id = org and l.id = d.id
    returning d.account_id, d.remaining, d.expires_at
  )
  select moved + count(private.emit_event('loyalty.expiring', w.account_id, null,
    jsonb_build_object('points', w.points, 'expires_at', w.ends), null, 0::smallint, null)) into moved
  from (select account_id, sum(remaining) as points, min(expires_at) as ends from warned group by account_id) w;
  return moved;
end $$;
grant execute on function private.loyalty_account(uuid), private.adjust_points(uuid, bigint, text, text, timestamptz),
  private.reward_order(uuid, timestamptz), private.tend_tiers(timestamptz) to authenticated, service_role;
