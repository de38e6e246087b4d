-- What time does to accounts, referrals and lots: so many in a transaction, so that nobody waits long, and what was done stays done.

-- Tiers by what was earned in the last days, without what is still pending: up at once, down when the grace is over. Of the next `most`
-- accounts after a key; answers the key of the last one, null when there is none any more.
create function private.tend_tiers(at timestamptz, after_ uuid, most integer) returns uuid
  language plpgsql volatile set search_path = '' set plan_cache_mode = force_generic_plan
as $$
declare
  org uuid := auth.organization_id();
  p public.loyalty_programs;
  accounts uuid[];
  told jsonb;
begin
  select * into p from public.loyalty_programs k where k.organization_id = org;
  if p.id is null or not p.is_enabled or not p.tiers_enabled then
    return null;
  end if;
  select array_agg(h.id order by h.id) into accounts from (
    select a.id from public.loyalty_accounts a
    where a.organization_id = org and a.id > coalesce(after_, '00000000-0000-0000-0000-000000000000') order by a.id limit most for no key update) h;
  with earned as (
    select h.id, h.tier_id, h.tier_until,
      coalesce((select sum(l.points) from public.points_lots l where l.organization_id = org and l.account_id = h.id and l.state <> 'pending'
        and l.created_at > at - make_interval(days => p.tier_window_days)), 0)
      + coalesce((select sum(e.amount - e.debt_amount) from public.points_entries e where e.organization_id = org and e.account_id = h.id
        and e.kind = 'reverse' and e.created_at > at - make_interval(days => p.tier_window_days)), 0) as points
    from public.loyalty_accounts h where h.organization_id = org and h.id = any (accounts) and h.customer_id is not null
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
  )
  select coalesce(jsonb_agg(jsonb_build_object('name', 'loyalty.tier_changed', 'entity_id', k.id,
    'before', jsonb_build_object('tier_id', k.old_tier), 'after', jsonb_build_object('tier_id', k.new_tier))), '[]') into told
  from changed k where k.old_tier is distinct from k.new_tier;
  perform private.emit_events(told, null, 0::smallint, null);
  return case when cardinality(accounts) = most then accounts[most] end;
end $$;

-- Who has got his reward for somebody whom he brought. Answers how many.
create function private.tend_referrals(at timestamptz, most integer) returns integer
  language plpgsql volatile set search_path = '' set plan_cache_mode = force_generic_plan
as $$
declare
  org uuid := auth.organization_id();
  told jsonb;
begin
  with due as (
    select r.id from public.referrals r
    where r.organization_id = org and r.status = 'pending' and exists (select from public.points_lots l
      where l.organization_id = org and l.source = 'referral' and l.source_id = r.id and l.state <> 'pending')
    order by r.id limit most for no key update
  ), rewarded as (
    update public.referrals r set status = 'rewarded', rewarded_at = at from due d where r.organization_id = org and r.id = d.id returning r.id
  )
  select coalesce(jsonb_agg(jsonb_build_object('name', 'referral.rewarded', 'entity_id', r.id, 'before', jsonb_build_object('status', 'pending'),
    'after', jsonb_build_object('status', 'rewarded'))), '[]') into told from rewarded r;
  perform private.emit_events(told, null, 0::smallint, null);
  return jsonb_array_length(told);
end $$;

-- Who is to be told that points end soon, once for each of the program's days. Answers how many are told.
create function private.warn_points(at timestamptz, most integer) returns integer
  language plpgsql volatile set search_path = '' set plan_cache_mode = force_generic_plan
as $$
declare
  org uuid := auth.organization_id();
  days integer[] := coalesce((select p.warn_days from public.loyalty_programs p where p.organization_id = org), '{}');
  told jsonb;
begin
  with soon as (
    select l.id, l.account_id, l.remaining, l.expires_at from public.points_lots l
    where l.organization_id = org and l.state = 'available' and l.remaining > 0 and l.expires_at > at
      and l.expires_at <= at + make_interval(days => coalesce((select max(d) from unnest(days) d), 0)) and exists (
        select from unnest(days) d where l.expires_at - make_interval(days => d) <= at
          and coalesce(l.warned_at < l.expires_at - make_interval(days => d), true))
  ), who as (
    -- All of somebody's at once: he is told once.
    select distinct s.account_id from soon s order by s.account_id limit most
  ), warned as (
    update public.points_lots l set warned_at = at from soon s join who w on w.account_id = s.account_id
    where l.organization_id = org and l.id = s.id returning s.account_id, s.remaining, s.expires_at
  )
  select coalesce(jsonb_agg(jsonb_build_object('name', 'loyalty.expiring', 'entity_id', w.account_id,
    'after', jsonb_build_object('points', w.points, 'expires_at', w.ends))), '[]') into told
  from (select account_id, sum(remaining) as points, min(expires_at) as ends from warned group by account_id) w;
  perform private.emit_events(told, null, 0::smallint, null);
  return jsonb_array_length(told);
end $$;
grant execute on function private.tend_tiers(timestamptz, uuid, integer), private.tend_referrals(timestamptz, integer),
  private.warn_points(timestamptz, integer) to authenticated, service_role;
