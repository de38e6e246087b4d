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
grant execute on function private.tend_tiers(timestamptz) to authenticated, service_role;
