-- Points for something, once for a key; pending until `releases` if that is not over, or not known. A debt is paid off first.
create function private.earn_points(account uuid, many bigint, of_source text, what uuid, once text, releases timestamptz, expires timestamptz, at timestamptz)
  returns boolean
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  a public.loyalty_accounts;
  lot uuid := private.uuid_v7();
  is_pending boolean := coalesce(releases > at, true);
  paid bigint;
begin
  select * into a from public.loyalty_accounts k where k.organization_id = org and k.id = account for no key update;
  if not found or exists (select from public.points_entries e where e.organization_id = org and e.key = once) then
    return false;
  end if;
  paid := case when is_pending then 0 else least(a.debt, many) end;
  insert into public.points_lots (organization_id, id, account_id, points, remaining, state, releases_at, expires_at, source, source_id)
  values (org, lot, account, many, many - paid, case when is_pending then 'pending' when many = paid then 'over' else 'available' end,
    releases, expires, of_source, what);
  insert into public.points_entries (organization_id, account_id, kind, amount, pending_amount, debt_amount, lot_id, source, source_id, key)
  values (org, account, case when is_pending then 'pend' else 'earn' end, case when is_pending then 0 else many - paid end,
    case when is_pending then many else 0 end, -paid, lot, of_source, what, once);
  update public.loyalty_accounts k set available = k.available + case when is_pending then 0 else many - paid end,
    pending = k.pending + case when is_pending then many else 0 end, debt = k.debt - paid
  where k.organization_id = org and k.id = account;
  return true;
end $$;

-- How many can be spent: what has ended is there no more, also before anybody has tended to it.
create function private.spendable_points(account uuid, at timestamptz) returns bigint
  language sql stable set search_path = ''
as $$
  select coalesce(sum(l.remaining), 0)::bigint from public.points_lots l
  where l.organization_id = auth.organization_id() and l.account_id = account and l.state = 'available' and l.remaining > 0
    and coalesce(l.expires_at > at, true)
$$;

-- Spends: lots whose end is nearest come first. Breaks `loyalty_insufficient`. Once for a key.
create function private.redeem_points(account uuid, many bigint, once text, of_source text, what uuid, at timestamptz) returns boolean
  language plpgsql volatile set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  org uuid := auth.organization_id();
  entry uuid := private.uuid_v7();
  taken bigint;
begin
  perform from public.loyalty_accounts k where k.organization_id = org and k.id = account for no key update;
  -- Spending less than nothing would be earning.
  if many < 1 or not found then
    perform private.refuse('loyalty_insufficient', 'loyalty_accounts', 'not enough points', jsonb_build_object('available', 0));
  end if;
  if exists (select from public.points_entries e where e.organization_id = org and e.key = once) then
    return false;
  end if;
  insert into public.points_entries (organization_id, id, account_id, kind, amount, source, source_id, key)
  values (org, entry, account, 'redeem', -many, of_source, what, once);
  with ranked as (
    select l.id, l.remaining, (sum(l.remaining) over (order by l.expires_at nulls last, l.created_at, l.id rows unbounded preceding) - l.remaining)::bigint as before_it
    from public.points_lots l
    where l.organization_id = org and l.account_id = account and l.state = 'available' and l.remaining > 0 and coalesce(l.expires_at > at, true)
  ), used as (
    select r.id, least(r.remaining, many - r.before_it) as n from ranked r where r.before_it < many
  ), spent as (
    update public.points_lots l set remaining = l.remaining - u.n, state = case when l.remaining = u.n then 'over' else l.state end
    from used u where l.organization_id = org and l.id = u.id returning l.id
  ), kept as (
    insert into public.points_allocations (organization_id, entry_id, lot_id, points)
    select org, entry, u.id, u.n from used u join spent s on s.id = u.id returning points_allocations.points
  )
  select coalesce(sum(k.points), 0) into taken from kept k;
  if taken < many then
    perform private.refuse('loyalty_insufficient', 'loyalty_accounts', 'not enough points', jsonb_build_object('available', taken));
  end if;
  update public.loyalty_accounts k set available = k.available - many where k.organization_id = org and k.id = account;
  return true;
end $$;

-- Gives points of a redemption back to the lots that they came from, the youngest end first; null: all that is left of it. Lots that are
-- over meanwhile take them back with their own end: the next round of expiry ends them, and says so. Answers how many.
create function private.restore_points(of_key text, many bigint, at timestamptz) returns bigint
  language plpgsql volatile set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  org uuid := auth.organization_id();
  entry public.points_entries;
  back bigint;
begin
  select * into entry from public.points_entries e where e.organization_id = org and e.key = of_key and e.kind = 'redeem';
  if not found then
    return 0;
  end if;
  perform from public.loyalty_accounts k where k.organization_id = org and k.id = entry.account_id for no key update;
  with ranked as (
    select a.id, a.lot_id, a.points - a.restored as open,
      (sum(a.points - a.restored) over (order by l.expires_at desc nulls first, l.id desc rows unbounded preceding) - (a.points - a.restored))::bigint as before_it
    from public.points_allocations a join public.points_lots l on l.organization_id = org and l.id = a.lot_id
    where a.organization_id = org and a.entry_id = entry.id and a.restored < a.points
  ), used as (
    select r.id, r.lot_id, least(r.open, coalesce(many, 9223372036854775807) - r.before_it) as n from ranked r
    where r.before_it < coalesce(many, 9223372036854775807)
  ), noted as (
    update public.points_allocations a set restored = a.restored + u.n from used u where a.organization_id = org and a.id = u.id returning a.id
  ), filled as (
    update public.points_lots l set remaining = l.remaining + u.n, state = 'available' from used u
    where l.organization_id = org and l.id = u.lot_id and (select count(*) from noted) >= 0 returning l.id
  )
  select coalesce(sum(u.n), 0) into back from used u join filled f on f.id = u.lot_id;
  if back > 0 then
    insert into public.points_entries (organization_id, account_id, kind, amount, source, source_id, key)
    values (org, entry.account_id, 'restore', back, entry.source, entry.source_id,
      'restore:' || entry.id || ':' || (select coalesce(sum(a.restored), 0) from public.points_allocations a where a.organization_id = org and a.entry_id = entry.id));
    update public.loyalty_accounts k set available = k.available + back where k.organization_id = org and k.id = entry.account_id;
  end if;
  return back;
end $$;

-- What is pending and may not be returned any more is there to spend; what is over goes. A thousand lots at a time, by shop: the job comes
-- again while there is more; or those of one account, which is held. Accounts are held in the order of their keys.
create function private.tend_points(at timestamptz, most integer, only_of uuid default null) returns integer
  language plpgsql volatile set search_path = '' set plan_cache_mode = force_generic_plan
as $$
declare
  org uuid := auth.organization_id();
  accounts uuid[];
  done integer;
begin
  select array_agg(h.id) into accounts from (
    select k.id from public.loyalty_accounts k where k.organization_id = org and k.id in (
      select l.account_id from public.points_lots l
      where l.organization_id = org and ((l.state = 'pending' and l.releases_at <= at) or (l.state = 'available' and l.remaining > 0 and l.expires_at <= at))
        and (only_of is null or l.account_id = only_of)
      order by l.account_id limit most) order by k.id for no key update) h;
  -- Of these accounts alone: nobody else's lots are held still.
  with due as (
    select l.id, l.account_id, l.remaining, l.state, a.debt,
      (sum(l.remaining) filter (where l.state = 'pending') over (partition by l.account_id order by l.releases_at, l.id rows unbounded preceding)
        - case when l.state = 'pending' then l.remaining else 0 end)::bigint as before_it
    from public.points_lots l join public.loyalty_accounts a on a.organization_id = org and a.id = l.account_id
    where l.organization_id = org and l.account_id = any (accounts)
      and ((l.state = 'pending' and l.releases_at <= at) or (l.state = 'available' and l.remaining > 0 and l.expires_at <= at))
    order by l.account_id, l.releases_at, l.id limit most
  ), changed as (
    select d.*, case when d.state = 'pending' then least(greatest(d.debt - coalesce(d.before_it, 0), 0), d.remaining) else 0 end as paid from due d
  ), lots as (
    update public.points_lots l set remaining = case when c.state = 'pending' then l.remaining - c.paid else 0 end,
      state = case when c.state = 'pending' and l.remaining > c.paid then 'available' else 'over' end
    from changed c where l.organization_id = org and l.id = c.id returning l.id
  ), lines as (
    insert into public.points_entries (organization_id, account_id, kind, amount, pending_amount, debt_amount, lot_id, source, key)
    select org, c.account_id, case when c.state = 'pending' then 'release' else 'expire' end,
      case when c.state = 'pending' then c.remaining - c.paid else -c.remaining end,
      case when c.state = 'pending' then -c.remaining else 0 end, -c.paid, c.id, 'lot',
      case when c.state = 'pending' then 'release:' || c.id else 'expire:' || c.id || ':' || extract(epoch from at) end
    from changed c join lots l on l.id = c.id returning account_id, amount, pending_amount, debt_amount
  ), sums as (
    select account_id, sum(amount)::bigint as amount, sum(pending_amount)::bigint as pending_amount, sum(debt_amount)::bigint as debt_amount, count(*) as n
    from lines group by account_id
  ), summed as (
    update public.loyalty_accounts k set available = k.available + s.amount, pending = k.pending + s.pending_amount, debt = k.debt + s.debt_amount
    from sums s where k.organization_id = org and k.id = s.account_id returning s.n
  )
  select coalesce(sum(n), 0) into done from summed;
  return done;
end $$;

-- Takes back what an order (or a referral) earned, in proportion: from its own lots first, then from others, then as a debt (or not at all). Once for a key.
create function private.reverse_points(account uuid, of_order uuid, many bigint, once text, when_short text) returns boolean
  language plpgsql volatile set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  org uuid := auth.organization_id();
  pending_taken bigint;
  taken bigint;
  owed bigint;
begin
  perform from public.loyalty_accounts k where k.organization_id = org and k.id = account for no key update;
  if many < 1 or exists (select from public.points_entries e where e.organization_id = org and e.key = once) then
    return false;
  end if;
  with ranked as (
    select l.id, l.remaining, l.state, (sum(l.remaining) over (order by coalesce(l.source_id = of_order, false) desc, (l.state = 'pending') desc,
      l.expires_at nulls last, l.id rows unbounded preceding) - l.remaining)::bigint as before_it
    from public.points_lots l
    where l.organization_id = org and l.account_id = account and l.remaining > 0 and l.state <> 'over'
      and (l.state = 'available' or l.source_id = of_order)
  ), used as (
    select r.id, r.state, least(r.remaining, many - r.before_it) as n from ranked r where r.before_it < many
  ), lots as (
    update public.points_lots l set remaining = l.remaining - u.n, state = case when l.remaining = u.n then 'over' else l.state end
    from used u where l.organization_id = org and l.id = u.id returning u.state, u.n
  )
  select coalesce(sum(l.n) filter (where l.state = 'pending'), 0), coalesce(sum(l.n) filter (where l.state = 'available'), 0)
  into pending_taken, taken from lots l;
  owed := case when when_short = 'debt' then many - pending_taken - taken else 0 end;
  insert into public.points_entries (organization_id, account_id, kind, amount, pending_amount, debt_amount, source, source_id, key)
  values (org, account, 'reverse', -taken, -pending_taken, owed, coalesce((select l.source from public.points_lots l
    where l.organization_id = org and l.source_id = of_order limit 1), 'order'), of_order, once);
  update public.loyalty_accounts k set available = k.available - taken, pending = k.pending - pending_taken, debt = k.debt + owed
  where k.organization_id = org and k.id = account;
  return true;
end $$;
grant execute on function private.spendable_points(uuid, timestamptz), private.earn_points(uuid, bigint, text, uuid, text, timestamptz, timestamptz, timestamptz),
  private.redeem_points(uuid, bigint, text, text, uuid, timestamptz), private.restore_points(text, bigint, timestamptz),
  private.tend_points(timestamptz, integer, uuid), private.reverse_points(uuid, uuid, bigint, text, text) to authenticated, service_role;
