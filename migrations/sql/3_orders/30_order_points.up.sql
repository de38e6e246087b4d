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

-- What an order gives and takes back, up to date: points for whoever bought, in proportion to what he keeps and has paid, and for whoever
-- brought him. They are pending from when it is placed, and there to spend when it is paid and cannot be returned any more.
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
  window_end timestamptz;
  releases timestamptz;
  ends timestamptz;
  -- In money: what came in and what went back, what credit has paid of it, what is worth points now, and what points were given for.
  came numeric;
  went numeric;
  credit numeric;
  kept numeric;
  given_for numeric;
  share numeric;
  is_paid boolean;
  is_giving boolean;
  earned bigint;
  reversed bigint;
  taken bigint;
  net bigint;
  number bigint;
  reason text;
begin
  select * into o from public.orders k where k.organization_id = org and k.id = of_order and k.deleted_at is null and not k.is_draft_order for no key update;
  select * into p from public.loyalty_programs k where k.organization_id = org;
  -- Of a guest nobody knows who he is. When the order is a customer's, it is asked again.
  if o.id is null or p.id is null or not exists (
      select from public.customers u where u.organization_id = org and u.id = o.customer_id and u.has_account and u.deleted_at is null) then
    return;
  end if;
  select coalesce(sum(t.amount) filter (where t.reference = 'capture'), 0), -coalesce(sum(t.amount) filter (where t.reference <> 'capture'), 0)
  into came, went from public.order_transactions t where t.organization_id = org and t.order_id = o.id;
  select coalesce(sum(e.amount) filter (where e.amount > 0), 0), -coalesce(sum(e.amount) filter (where e.amount < 0), 0)
  into credit, share from public.ledger_entries e
  where e.organization_id = org and e.order_id = o.id and e.account = 'store_credit' and e.source = 'store_credit';
  -- How much of what was paid was paid back.
  share := case when o.status = 'canceled' then 1 else coalesce(least(1, greatest(0, (went + share) / nullif(came + credit, 0))), 0) end;
  credit := (select coalesce(sum(e.amount), 0) from public.ledger_entries e
    where e.organization_id = org and e.order_id = o.id and e.account = 'store_credit' and e.source = 'store_credit');
  is_paid := o.total <= came;

  -- Points stay with who has them, wherever the order goes. Accounts are held in the order of their keys, before anything is done with one.
  perform private.loyalty_account(w.customer_id) from (
    select o.customer_id
    union select k.customer_id from public.referrals f join public.referral_codes k on k.organization_id = org and k.id = f.referral_code_id
      where f.organization_id = org and f.customer_id = o.customer_id
    order by 1) w;
  mine := coalesce(
    (select l.account_id from public.points_lots l where l.organization_id = org and l.source = 'order' and l.source_id = o.id limit 1),
    private.loyalty_account(o.customer_id));
  theirs := (select a.id from public.referrals f join public.referral_codes k on k.organization_id = org and k.id = f.referral_code_id
    join public.loyalty_accounts a on a.organization_id = org and a.customer_id = k.customer_id
    where f.organization_id = org and f.customer_id = o.customer_id);
  perform from public.loyalty_accounts a where a.organization_id = org and a.id in (mine, theirs) order by a.id for no key update;

  window_end := coalesce(o.placed_at, o.created_at) + make_interval(days => coalesce(p.pending_days,
    (select s.return_days from public.stores s where s.organization_id = org limit 1), 30));
  -- Who pays when it cannot be returned any more waits no longer.
  releases := case when is_paid then greatest(window_end, at) end;
  ends := coalesce(releases, window_end) + make_interval(days => p.expires_after_days);

  -- What was given again (below) has no worth of its own.
  select coalesce(sum(l.points) filter (where l.worth > 0), 0), coalesce(sum(l.worth), 0), coalesce(bool_or(l.releases_at is not null), false) or is_paid
  into earned, given_for, is_paid from public.points_lots l
  where l.organization_id = org and l.account_id = mine and l.source = 'order' and l.source_id = o.id;
  is_giving := p.is_enabled and o.currency_code = p.currency_code;
  -- What was given is taken back whatever the program says by now.
  if is_giving or given_for > 0 then
    -- What goods cost, without gift cards, which earn when they are spent, and without what points have paid.
    kept := case when o.status = 'canceled' then 0 else least(1e12, greatest(0, coalesce((o.totals ->> 'item_total')::numeric, 0)
      - coalesce((select sum(i.unit_price * greatest(i.quantity - i.return_received_quantity - i.return_dismissed_quantity - i.written_off_quantity, 0))
          from public.order_line_items i where i.organization_id = org and i.order_id = o.id and i.is_giftcard), 0)
      - (select coalesce(sum(e.amount), 0) from public.ledger_entries e
          where e.organization_id = org and e.order_id = o.id and e.account = 'points' and e.source = 'points'))) end;
    -- Of what was paid once, only what is still paid counts.
    if is_paid and o.total + credit > 0 then
      kept := kept * greatest(0, least(1, (came - went + credit) / (o.total + credit)));
    end if;
    if is_paid and releases is null then
      kept := least(kept, given_for);
    end if;
    if kept > given_for and is_giving then
      taken := floor(least(1e12, (kept - given_for) * p.points_per_unit * coalesce((select t.multiplier from public.loyalty_accounts a
        join public.loyalty_tiers t on t.organization_id = org and t.id = a.tier_id and t.deleted_at is null
        where a.organization_id = org and a.id = mine and p.tiers_enabled), 1)))::bigint;
      if taken > 0 and private.earn_points(mine, taken, 'order', o.id, 'order:' || o.id || ':earn:' || earned, null, ends, at) then
        update public.points_lots l set worth = kept - given_for
        from public.points_entries e where e.organization_id = org and e.key = 'order:' || o.id || ':earn:' || earned
          and l.organization_id = org and l.id = e.lot_id;
        earned := earned + taken;
        given_for := kept;
      end if;
    end if;
    -- The key says how much is taken back in all: what a shortage has forgiven is not asked for again.
    select e.number + 1, e.total, e.net into number, taken, net from (
      select count(*) as number, coalesce((array_agg(split_part(k.key, ':', 3)::bigint order by split_part(k.key, ':', 4)::integer desc))[1], 0) as total,
        -coalesce(sum(k.amount + k.pending_amount - k.debt_amount), 0) as net
      from public.points_entries k
      where k.organization_id = org and k.account_id = mine and k.key like 'reverse:' || o.id || ':%') e;
    reversed := case when given_for > 0 then floor(earned * greatest(given_for - kept, 0) / given_for)::bigint else 0 end;
    if reversed > taken then
      perform private.reverse_points(mine, o.id, reversed - taken, 'reverse:' || o.id || ':' || reversed || ':' || number, p.when_short);
    elsif reversed < taken then
      -- What went back has come again (a refund that failed, a dispute that was won): so do its points, as many as were taken indeed.
      taken := net - floor(net * reversed::numeric / taken)::bigint;
      if taken > 0 then
        perform private.earn_points(mine, taken, 'order', o.id, 'reverse:' || o.id || ':' || reversed || ':' || number, releases, ends, at);
      end if;
    end if;
    if releases is not null then
      update public.points_lots l set releases_at = releases, expires_at = ends
      where l.organization_id = org and l.account_id = mine and l.source = 'order' and l.source_id = o.id and l.state = 'pending' and l.releases_at is null;
      if found and releases <= at then
        perform private.tend_points(at, 1000, mine);
      end if;
    end if;
  end if;
  releases := coalesce(releases, window_end);

  select * into r from public.referrals k where k.organization_id = org and k.customer_id = o.customer_id for no key update;
  if r.id is null or (r.order_id is not null and r.order_id <> o.id) then
    return;
  end if;
  select * into c from public.referral_codes k where k.organization_id = org and k.id = r.referral_code_id for no key update;
  if r.status = 'clicked' and p.referrals_enabled and share = 0 and came - went > 0 and came - went >= p.least_order and private.is_order_paid(o.id) then
    reason := case
      when exists (select from public.orders k where k.organization_id = org and k.customer_id = o.customer_id and k.id <> o.id
          and k.status <> 'canceled' and not k.is_draft_order and k.created_at < o.created_at) then 'not_new'
      when exists (
        select from public.stripe_customers his join public.saved_payment_methods a on a.organization_id = org and a.stripe_customer_id = his.id
        join public.saved_payment_methods b on b.organization_id = org and b.fingerprint_sha256 = a.fingerprint_sha256
        join public.stripe_customers hers on hers.organization_id = org and hers.id = b.stripe_customer_id
        where his.organization_id = org and his.customer_id = o.customer_id and hers.customer_id = c.customer_id) then 'same_payment'
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
      theirs := coalesce(theirs, private.loyalty_account(c.customer_id));
      if p.referrer_points > 0 then
        perform private.earn_points(theirs, p.referrer_points, 'referral', r.id, 'referral:' || r.id || ':referrer', releases, ends, at);
      end if;
      if p.referee_points > 0 then
        perform private.earn_points(private.loyalty_account(o.customer_id), p.referee_points, 'referral', r.id, 'referral:' || r.id || ':referee', releases, ends, at);
      end if;
    end if;
    perform private.emit_event(case when reason is null then 'referral.pending' else 'referral.refused' end, r.id, '{"status": "clicked"}',
      jsonb_build_object('order_id', o.id, 'refusal', reason), null, 0::smallint, null);
  elsif r.status in ('pending', 'rewarded') and r.order_id = o.id and share = 1 then
    update public.referrals k set status = 'reversed' where k.organization_id = org and k.id = r.id;
    update public.referral_codes k set uses = greatest(k.uses - 1, 0) where k.organization_id = org and k.id = c.id;
    perform private.reverse_points(e.account_id, r.id, e.given, 'reverse:' || r.id || ':' || e.number || ':' || e.account_id, p.when_short)
    from (
      select k.account_id, sum(k.amount + k.pending_amount - k.debt_amount)::bigint as given, count(*) as number from public.points_entries k
      where k.organization_id = org and k.source = 'referral' and k.source_id = r.id and k.kind in ('earn', 'pend', 'reverse')
      group by k.account_id order by k.account_id) e
    where e.given > 0;
    perform private.emit_event('referral.reversed', r.id, jsonb_build_object('status', r.status), '{"status": "reversed"}', null, 0::smallint, null);
  elsif r.status = 'reversed' and r.order_id = o.id and share < 1 then
    -- The money has come again, so he was brought after all.
    update public.referrals k set status = case when k.rewarded_at is null then 'pending' else 'rewarded' end where k.organization_id = org and k.id = r.id;
    update public.referral_codes k set uses = k.uses + 1 where k.organization_id = org and k.id = c.id;
    perform private.earn_points(e.account_id, e.taken, 'referral', r.id, 'again:' || r.id || ':' || e.number || ':' || e.account_id, releases, ends, at)
    from (
      select k.account_id, -sum(k.amount + k.pending_amount - k.debt_amount)::bigint as taken, count(*) as number from public.points_entries k
      where k.organization_id = org and k.source = 'referral' and k.source_id = r.id and (k.kind = 'reverse' or k.key like 'again:%')
      group by k.account_id order by k.account_id) e
    where e.taken > 0;
    perform private.emit_event('referral.pending', r.id, '{"status": "reversed"}', jsonb_build_object('order_id', o.id, 'refusal', null), null, 0::smallint, null);
  end if;
end $$;

grant execute on function private.loyalty_account(uuid), private.adjust_points(uuid, bigint, text, text, timestamptz),
  private.reward_order(uuid, timestamptz) to authenticated, service_role;
