-- What is not limited is counted nowhere but in its uses: they are counted when it gets a limit. Orders that use it hold its key until they
-- are there or not: they are waited for.
create function private.count_uses() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  perform from public.promotions p where p.organization_id = new.organization_id and p.id = new.id for update;
  new.used := (select count(*) from public.promotion_usages u
    where u.organization_id = new.organization_id and u.promotion_id = new.id and u.released_at is null);
  return new;
end $$;
create trigger count_uses before update of "limit" on public.promotions for each row
  when (old."limit" is null and new."limit" is not null) execute function private.count_uses();

-- Counts the promotions of an order, or refuses (`promotions_ended`, `promotions_limit`, `campaigns_budget`): `uses` is
-- [{promotion_id, amount}]. Only what is limited is locked, in the order of its key, promotions before campaigns: an order with an
-- unlimited code waits for nobody. The detail says which code it was.
create function private.use_promotions(order_id uuid, customer uuid, email text, uses jsonb, at timestamptz) returns void
  language plpgsql volatile set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare
  org uuid := auth.organization_id();
  refused text;
begin
  if jsonb_array_length(uses) = 0 then
    return;
  end if;
  -- `at` is when the customer was told what he pays: what held then holds for this order.
  select p.code into refused
  from jsonb_to_recordset(uses) as u (promotion_id uuid)
  left join public.promotions p on p.organization_id = org and p.id = u.promotion_id
  left join public.campaigns c on c.organization_id = org and c.id = p.campaign_id and c.deleted_at is null
  where p.id is null or p.status <> 'active' or p.deleted_at <= at or c.starts_at > at or c.ends_at <= at
  limit 1;
  if found then
    perform private.refuse('promotions_ended', 'promotions', 'the promotion does not hold any more', jsonb_build_object('code', refused));
  end if;
  insert into public.promotion_usages (organization_id, promotion_id, order_id, customer_id, attribute_value, amount, campaign_id)
  select org, p.id, use_promotions.order_id, customer,
    case c.budget_attribute when 'customer_id' then customer::text when 'customer_email' then use_promotions.email end, u.amount,
    case when c.budget_type is not null then c.id end
  from jsonb_to_recordset(uses) as u (promotion_id uuid, amount numeric)
  join public.promotions p on p.organization_id = org and p.id = u.promotion_id
  left join public.campaigns c on c.organization_id = org and c.id = p.campaign_id;

  with held as (
    select p.id from public.promotions p
    join jsonb_to_recordset(uses) as u (promotion_id uuid) on u.promotion_id = p.id
    where p.organization_id = org and p."limit" is not null order by p.id for no key update of p
  ), counted as (
    -- Whether it still held was looked at above; here it is counted.
    update public.promotions p set used = p.used + 1 from held h
    where p.organization_id = org and p.id = h.id and p.used < p."limit"
    returning p.id
  )
  select p.code into refused from held h join public.promotions p on p.organization_id = org and p.id = h.id
  where h.id not in (select id from counted) limit 1;
  if refused is not null then
    perform private.refuse('promotions_limit', 'promotions', 'the promotion was used as often as it may be', jsonb_build_object('code', refused));
  end if;

  -- A budget by customer refuses whoever is not known: else it would bind everybody but strangers.
  with spent as (
    select c.id, c.budget_type, u.attribute_value, (array_agg(p.code))[1] as code,
      case when c.budget_type like 'spend%' then sum(u.amount) else count(*)::numeric end as amount
    from public.promotion_usages u
    join public.promotions p on p.organization_id = org and p.id = u.promotion_id
    join public.campaigns c on c.organization_id = org and c.id = u.campaign_id
    where u.organization_id = org and u.order_id = use_promotions.order_id
    group by c.id, c.budget_type, u.attribute_value
  ), held as (
    select c.id from public.campaigns c join spent s on s.id = c.id
    where c.organization_id = org order by c.id for no key update of c
  ), counted as (
    update public.campaigns c set budget_used = c.budget_used + s.amount
    from spent s join held h on h.id = s.id
    where c.organization_id = org and c.id = s.id
      and (c.budget_limit is null or c.budget_type like '%by_attribute' or c.budget_used + s.amount <= c.budget_limit)
    returning c.id
  ), by_value as (
    insert into public.campaign_budget_usages as b (organization_id, campaign_id, attribute_value, used)
    select org, s.id, s.attribute_value, s.amount from spent s join held h on h.id = s.id
    join public.campaigns c on c.organization_id = org and c.id = s.id
    where s.budget_type like '%by_attribute' and s.attribute_value is not null and coalesce(s.amount <= c.budget_limit, true)
    on conflict (organization_id, campaign_id, attribute_value) do update set used = b.used + excluded.used, updated_at = now()
      where b.used + excluded.used <= coalesce(
        (select c.budget_limit from public.campaigns c where c.organization_id = org and c.id = b.campaign_id), 'Infinity')
    returning b.campaign_id
  )
  select s.code into refused from spent s
  where s.id not in (select id from counted)
     or (s.budget_type like '%by_attribute' and s.id not in (select campaign_id from by_value))
  limit 1;
  if refused is not null then
    perform private.refuse('campaigns_budget', 'campaigns', 'the budget of the campaign is spent', jsonb_build_object('code', refused));
  end if;
end $$;

-- An order that is canceled gives back what it used, once, and to whom it was taken from.
create function private.release_promotions(order_id uuid) returns void
  language plpgsql volatile set search_path = '' set plan_cache_mode = force_generic_plan set enable_seqscan = off
as $$
declare org uuid := auth.organization_id();
begin
  with given as (
    update public.promotion_usages u set released_at = now()
    where u.organization_id = org and u.order_id = release_promotions.order_id and u.released_at is null
    returning u.promotion_id, u.campaign_id, u.attribute_value, u.amount
  ), held as (
    select p.id from public.promotions p join given g on g.promotion_id = p.id
    where p.organization_id = org order by p.id for no key update of p
  ), fewer as (
    update public.promotions p set used = greatest(p.used - 1, 0) from held h
    where p.organization_id = org and p.id = h.id and p."limit" is not null returning p.id
  ), back as (
    select c.id, c.budget_type, g.attribute_value, case when c.budget_type like 'spend%' then sum(g.amount) else count(*)::numeric end as amount
    from given g join public.campaigns c on c.organization_id = org and c.id = g.campaign_id and (select count(*) from held) > 0
    group by c.id, c.budget_type, g.attribute_value
  ), campaigns as (
    select c.id from public.campaigns c join back b on b.id = c.id where c.organization_id = org order by c.id for no key update of c
  ), unspent as (
    update public.campaigns c set budget_used = greatest(c.budget_used - b.amount, 0) from back b join campaigns k on k.id = b.id
    where c.organization_id = org and c.id = b.id returning c.id
  )
  update public.campaign_budget_usages u set used = greatest(u.used - b.amount, 0), updated_at = now() from back b join campaigns k on k.id = b.id
  where u.organization_id = org and u.campaign_id = b.id and u.attribute_value = b.attribute_value;
end $$;
grant execute on function private.use_promotions(uuid, uuid, text, jsonb, timestamptz), private.release_promotions(uuid) to authenticated, service_role;
