-- Takes part of what is promised; the rest of the statement is the check of the row. Breaks `payments_captured`.
create function private.begin_capture(payment uuid, of numeric, key text) returns uuid
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  made uuid;
begin
  perform from public.payments p where p.organization_id = org and p.id = payment and p.canceled_at is null for no key update;
  if not found then
    return null;
  end if;
  select c.id into made from public.payment_captures c where c.organization_id = org and c.payment_id = payment and c.client_key = key;
  if found then
    return made;
  end if;
  update public.payments p set capturing_amount = p.capturing_amount + of where p.organization_id = org and p.id = payment;
  insert into public.payment_captures (organization_id, payment_id, amount, client_key) values (org, payment, of, key) returning id into made;
  return made;
end $$;

-- Whoever settles sums up the collection in the end, so he holds it first: collections come before payments, here as everywhere.
create function private.hold_payment(payment uuid) returns void
  language plpgsql volatile set search_path = ''
as $$
declare org uuid := auth.organization_id();
begin
  perform from public.payment_collections c where c.organization_id = org
    and c.id = (select p.payment_collection_id from public.payments p where p.organization_id = org and p.id = payment) for no key update;
  perform from public.payments p where p.organization_id = org and p.id = payment for no key update;
end $$;

-- What came of it; once. A capture that is settled stays as it is.
create function private.settle_capture(capture uuid, succeeded boolean, ref text, at timestamptz) returns boolean
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  was public.payment_captures;
begin
  perform private.hold_payment((select c.payment_id from public.payment_captures c where c.organization_id = org and c.id = capture));
  update public.payment_captures c set status = case when succeeded then 'succeeded' else 'failed' end, provider_ref = coalesce(ref, c.provider_ref)
  where c.organization_id = org and c.id = capture and c.status = 'pending' returning * into was;
  if not found then
    return false;
  end if;
  update public.payments p set capturing_amount = p.capturing_amount - was.amount,
    captured_amount = p.captured_amount + case when succeeded then was.amount else 0 end,
    captured_at = case when succeeded and p.captured_amount + was.amount >= p.amount then coalesce(p.captured_at, at) else p.captured_at end
  where p.organization_id = org and p.id = was.payment_id;
  perform private.sum_up_collection((select p.payment_collection_id from public.payments p where p.organization_id = org and p.id = was.payment_id), at);
  return true;
end $$;

-- Promises money back; at most what was taken and is not promised yet. Breaks `payments_refunded`.
create function private.begin_refund(payment uuid, of numeric, key text, reason uuid, said text) returns uuid
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  made uuid;
begin
  perform from public.payments p where p.organization_id = org and p.id = payment for no key update;
  if not found then
    return null;
  end if;
  select r.id into made from public.payment_refunds r where r.organization_id = org and r.payment_id = payment and r.client_key = key;
  if found then
    return made;
  end if;
  update public.payments p set refunding_amount = p.refunding_amount + of where p.organization_id = org and p.id = payment;
  insert into public.payment_refunds (organization_id, payment_id, amount, client_key, refund_reason_id, note)
  values (org, payment, of, key, reason, said) returning id into made;
  return made;
end $$;

-- What a provider says of a refund: whatever the order, the highest rank is how it ends. False when that is known already.
create function private.settle_refund(refund uuid, new_status text, new_rank smallint, ref text, at timestamptz) returns boolean
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  was public.payment_refunds;
begin
  perform private.hold_payment((select r.payment_id from public.payment_refunds r where r.organization_id = org and r.id = refund));
  select * into was from public.payment_refunds r where r.organization_id = org and r.id = refund for no key update;
  if not found or was.rank >= new_rank then
    return false;
  end if;
  update public.payment_refunds r set status = new_status, rank = new_rank, provider_ref = coalesce(ref, r.provider_ref)
  where r.organization_id = org and r.id = refund;
  update public.payments p set
    refunding_amount = p.refunding_amount + (new_status in ('pending', 'requires_action'))::integer * was.amount
      - (was.status in ('pending', 'requires_action'))::integer * was.amount,
    refunded_amount = p.refunded_amount + (new_status = 'succeeded')::integer * was.amount - (was.status = 'succeeded')::integer * was.amount
  where p.organization_id = org and p.id = was.payment_id;
  perform private.sum_up_collection((select p.payment_collection_id from public.payments p where p.organization_id = org and p.id = was.payment_id), at);
  return true;
end $$;

-- What a payment stands for: what was promised; once a provider has taken of it, what it has taken, for it lets go the rest.
create function private.promised_of(p public.payments, s public.payment_sessions) returns numeric
  language sql immutable parallel safe set search_path = ''
as $$
  select case when s.provider_id <> 'pp_system_default' and s.rank = 100 then p.captured_amount + p.capturing_amount else p.amount end
$$;

-- The sums of a collection are those of its payments, and its state follows from them.
create function private.sum_up_collection_of(org uuid, collection uuid, at timestamptz) returns void
  language plpgsql volatile set search_path = ''
as $$ begin
  update public.payment_collections c set authorized_amount = s.authorized, captured_amount = s.captured, refunded_amount = s.refunded,
    status = case
      when s.captured >= c.amount and c.amount > 0 then 'completed'
      when s.captured > 0 then 'partially_captured'
      when s.authorized >= c.amount and c.amount > 0 then 'authorized'
      when s.authorized > 0 then 'partially_authorized'
      when c.status = 'canceled' then 'canceled'
      when exists (select from public.payment_sessions o where o.organization_id = c.organization_id and o.payment_collection_id = c.id
        and o.replaced_at is null) then 'awaiting'
      else 'not_paid' end,
    completed_at = case when s.captured >= c.amount and c.amount > 0 then coalesce(c.completed_at, at) end
  from (select
      -- What is still under way at a provider is not promised yet, and what was not taken of a promise is let go.
      coalesce(sum(private.promised_of(p, o)) filter (where p.canceled_at is null and (o.provider_id = 'pp_system_default' or o.rank in (50, 100))), 0)
        as authorized,
      coalesce(sum(p.captured_amount), 0) as captured, coalesce(sum(p.refunded_amount), 0) as refunded
    from public.payments p
    join public.payment_sessions o on o.organization_id = p.organization_id and o.id = p.payment_session_id
    where p.organization_id = org and p.payment_collection_id = collection) s
  where c.organization_id = org and c.id = collection;
end $$;
create function private.sum_up_collection(collection uuid, at timestamptz) returns void
  language plpgsql volatile set search_path = ''
as $$ begin
  perform private.sum_up_collection_of(auth.organization_id(), collection, at);
end $$;

-- What of a collection is promised, or what a bank decides on: nobody else pays that.
create function private.on_its_way(org uuid, collection uuid) returns numeric
  language sql stable set search_path = ''
as $$
  select c.authorized_amount + coalesce((select s.amount from public.payment_sessions s
    where s.organization_id = org and s.payment_collection_id = c.id and s.replaced_at is null and s.rank = 40), 0)
  from public.payment_collections c where c.organization_id = org and c.id = collection
$$;

-- Another sum is asked for. Whoever was told the old one and has promised nothing yet is told anew; what was promised stays promised, and
-- what a bank decides on comes in, or does not: too much of it goes back then (private.hear_session), all of it where nothing is asked for.
-- Whoever writes, a trigger too: so it is told whose collection it is.
create function private.ask_for(org uuid, collection uuid, sum numeric, at timestamptz) returns void
  language plpgsql volatile set search_path = ''
as $$ begin
  -- The collection before its sessions, as everywhere.
  perform from public.payment_collections c where c.organization_id = org and c.id = collection for no key update;
  if not exists (select from public.payments p where p.organization_id = org and p.payment_collection_id = collection and p.canceled_at is null)
    and not (sum > 0 and exists (select from public.payment_sessions s
      where s.organization_id = org and s.payment_collection_id = collection and s.replaced_at is null and s.rank = 40)) then
    perform private.end_sessions(collection, at);
  end if;
  update public.payment_collections c set amount = sum, status = case when sum > 0 then 'not_paid' else 'canceled' end
  where c.organization_id = org and c.id = collection;
  perform private.sum_up_collection_of(org, collection, at);
end $$;
grant execute on function private.hold_payment(uuid), private.begin_capture(uuid, numeric, text), private.settle_capture(uuid, boolean, text, timestamptz),
  private.begin_refund(uuid, numeric, text, uuid, text), private.settle_refund(uuid, text, smallint, text, timestamptz),
  private.sum_up_collection(uuid, timestamptz), private.sum_up_collection_of(uuid, uuid, timestamptz),
  private.ask_for(uuid, uuid, numeric, timestamptz), private.promised_of(public.payments, public.payment_sessions),
  private.on_its_way(uuid, uuid) to authenticated, service_role;

create function private.session_status(rank smallint, otherwise text) returns text
  language sql immutable parallel safe set search_path = ''
as $$
  select case rank when 100 then 'captured' when 90 then 'canceled' when 50 then 'authorized' when 40 then 'pending_authorization'
    when 30 then 'requires_more' else otherwise end
$$;

-- A session learns what its provider says: facts only grow, so duplicates and any order end alike. Of two of the same rank the younger
-- counts, and of two of the same second the greater event id. What goes back at the provider (a method that failed after `processing`) is
-- not told this way but read anew: private.retell_session. True when something was new.
create function private.tell_session(session uuid, new_rank smallint, capturable numeric, received numeric, said jsonb, failure jsonb,
  at timestamptz, by text) returns boolean
  language sql volatile set search_path = ''
as $$
  with changed as (
    update public.payment_sessions s set
      rank = greatest(s.rank, new_rank),
      received_amount = greatest(s.received_amount, received),
      capturable_amount = case when n.is_newer then capturable else s.capturable_amount end,
      data = case when n.is_newer then s.data || said else s.data end,
      last_error = case when n.is_newer then failure else s.last_error end,
      told_at = case when n.is_newer then at else s.told_at end,
      told_by = case when n.is_newer then by else s.told_by end,
      status = private.session_status(greatest(s.rank, new_rank), s.status)
    from (select o.id, (new_rank, at, by) > (o.rank, coalesce(o.told_at, '-infinity'), coalesce(o.told_by, '')) as is_newer
      from public.payment_sessions o where o.organization_id = auth.organization_id() and o.id = session for no key update) n
    where s.organization_id = auth.organization_id() and s.id = n.id and (n.is_newer or received > s.received_amount)
    returning s.id
  )
  select exists (select from changed)
$$;

-- The object itself, read just now: what it says is so, backwards too, unless the session has ended.
create function private.retell_session(session uuid, new_rank smallint, capturable numeric, received numeric, said jsonb, failure jsonb,
  at timestamptz) returns boolean
  language sql volatile set search_path = ''
as $$
  with changed as (
    update public.payment_sessions s set rank = new_rank, received_amount = greatest(s.received_amount, received), capturable_amount = capturable,
      data = s.data || said, last_error = failure, told_at = greatest(at, s.told_at), told_by = '~', status = private.session_status(new_rank, 'pending')
    where s.organization_id = auth.organization_id() and s.id = session and (s.rank < 90 or new_rank > s.rank)
      -- The provider's clock and ours are not the same: what has come further is younger.
      and (new_rank > s.rank or coalesce(at >= s.told_at, true))
    returning s.id
  )
  select exists (select from changed)
$$;
grant execute on function private.tell_session(uuid, smallint, numeric, numeric, jsonb, jsonb, timestamptz, text),
  private.session_status(smallint, text), private.retell_session(uuid, smallint, numeric, numeric, jsonb, jsonb, timestamptz)
  to authenticated, service_role;
