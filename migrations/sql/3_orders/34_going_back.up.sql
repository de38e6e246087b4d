-- Money that goes back though nobody asks for it: of orders that were taken back, of what nothing was bought with, of what came too much.

-- What is taken of a collection beyond what it asks for, and is not on its way back.
create function private.beyond(collection uuid) returns numeric
  language sql stable set search_path = ''
as $$
  select greatest(coalesce(sum(p.captured_amount - p.refunded_amount - p.refunding_amount), 0) - c.amount, 0)
  from public.payment_collections c
  left join public.payments p on p.organization_id = c.organization_id and p.payment_collection_id = c.id
  where c.organization_id = auth.organization_id() and c.id = collection group by c.amount
$$;

-- What of a payment goes back though nobody asks for it, in which job: all of it where its order was taken back, or nothing was bought with
-- it; of others what was refunded `because` too much had come. No row where nothing does.
create function private.goes_back(payment uuid, because text)
  returns table (job text, payload jsonb, key text, asked text, order_id uuid, what text)
  language sql stable set search_path = ''
as $$
  select n.job, n.payload, n.key, n.asked, o.id, case when o.id is null then 'What was paid for nothing'
    else case when o.canceled_at is null then 'What was paid too much for order #' else 'What was paid for the canceled order #' end || o.display_id end
  from public.payments p
  join public.payment_collections c on c.organization_id = p.organization_id and c.id = p.payment_collection_id
  join public.payment_sessions s on s.organization_id = p.organization_id and s.id = p.payment_session_id
  join public.payment_collections begun on begun.organization_id = p.organization_id and begun.id = s.payment_collection_id
  left join public.orders o on o.organization_id = p.organization_id and o.id = coalesce(c.order_id, begun.order_id)
  cross join lateral (
    select 'payments.release' as job, jsonb_build_object('order', o.id, 'payment', p.id) as payload, 'release ' || p.id as key, 'cancel %' as asked
    where c.order_id is not null and o.canceled_at is not null
    union all
    -- It is in a collection of its own (private.strand_payment).
    select 'payments.give_up', jsonb_build_object('session', s.id), 'give_up ' || s.id, 'give_up %'
    where c.order_id is null and c.cart_id is null and c.id <> begun.id
    union all
    select 'payments.surplus', jsonb_build_object('session', s.id), 'surplus ' || s.id, 'surplus %'
    where c.order_id is not null and o.canceled_at is null and because like 'surplus %') n
  where p.organization_id = auth.organization_id() and p.id = payment and p.provider_id <> 'pp_system_default'
$$;

-- A line in the feed of those who work in the shop, about an order, or about a payment that is of none; told with the same key, it is told once.
create function private.tell_of_money(of_order uuid, payment uuid, key text, title text, description text, at timestamptz) returns void
  language sql volatile set search_path = ''
as $$
  insert into public.notifications (organization_id, "to", channel, template, resource_type, resource_id, key, status, data, created_at, updated_at)
  values (auth.organization_id(), '', 'feed', 'admin-ui', case when of_order is null then 'payment' else 'order' end, coalesce(of_order, payment), key,
    'success', jsonb_build_object('title', title, 'description', description), at, at)
  on conflict (organization_id, key) do nothing
$$;

-- What goes back by itself and did not is asked for anew. What was refused waits for hours, each time longer than before, and what was refused
-- five times somebody has to look at. What never arrived nobody has refused: it is asked for within a minute, and then less and less often.
create function private.give_back_again(refund uuid, at timestamptz) returns void
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  f public.payment_refunds;
  g record;
  refused integer;
  lost integer;
  is_lost boolean;
begin
  select * into f from public.payment_refunds k where k.organization_id = org and k.id = refund;
  select * into g from private.goes_back(f.payment_id, f.client_key);
  if not found then
    return;
  end if;
  select count(*) filter (where not t.is_lost), count(*) filter (where t.is_lost), coalesce(bool_or(t.id = refund and t.is_lost), false)
  into refused, lost, is_lost
  from (select k.id, exists (select from public.payment_attempts a where a.organization_id = org and a.kind = 'refund' and a.subject_id = k.id
      and (a.state = 'given_up' or a.error_code = 'never_arrived')) as is_lost
    from public.payment_refunds k
    where k.organization_id = org and k.payment_id = f.payment_id and k.client_key like g.asked and k.status in ('failed', 'canceled')) t;
  if refused < 5 and lost < 20 then
    perform private.enqueue_job(g.job, g.payload, 'payments', g.key || ' ' || refund,
      case when is_lost then at + least(interval '20 seconds' * 2 ^ (lost - 1), interval '1 hour')
        when refused > 0 then at + interval '1 hour' * 2 ^ (refused - 1) end, 0::smallint, 30, null);
    return;
  end if;
  perform private.tell_of_money(g.order_id, f.payment_id, 'refund_given_up:' || f.payment_id, g.what || ' does not go back',
    concat_ws(' ', trim_scale(f.amount), (select upper(p.currency_code) from public.payments p where p.organization_id = org and p.id = f.payment_id),
      'were to go back, and', case when refused < 5 then 'the payment provider was asked twenty times in vain' else 'were refused five times' end
        || ': it is not tried again. Look at the payment, and refund it yourself if it is still owed.',
      'The payment provider says: ' || (select left(a.error_message, 500) from public.payment_attempts a
        where a.organization_id = org and a.subject_id = refund and a.kind = 'refund' order by a.nth desc limit 1)), at);
end $$;

-- What a bank has given back itself, at its customer's word: nobody gives it back once more.
create function private.lost_of(payment uuid) returns numeric
  language sql stable set search_path = ''
as $$
  select coalesce(sum(case when d.currency_code = p.currency_code then d.amount else p.captured_amount end), 0)
  from public.payment_disputes d
  join public.payments p on p.organization_id = d.organization_id and p.id = d.payment_id
  where d.organization_id = auth.organization_id() and d.payment_id = payment and d.status = 'lost'
$$;

-- What a bank decides on, or asks about, at its customer's word: a provider gives nothing back of it, and the bank may. The shop is told that
-- it waits; how it ended says private.follow_dispute. False when it need not wait. The payment is held.
create function private.waits_for_bank(payment uuid, at timestamptz) returns boolean
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  d public.payment_disputes;
  g record;
  is_question boolean;
begin
  select * into d from public.payment_disputes k
  where k.organization_id = org and k.payment_id = payment
    and k.status in ('warning_needs_response', 'warning_under_review', 'needs_response', 'under_review')
  order by k.rank desc, k.created_at limit 1;
  if not found then
    return false;
  end if;
  select b.*, upper(p.currency_code) as currency, trim_scale(p.captured_amount - p.refunded_amount - p.refunding_amount) as rest into g
  from private.goes_back(payment, null) b
  join public.payments p on p.organization_id = org and p.id = payment;
  if not found then
    return false;
  end if;
  is_question := d.status like 'warning%';
  perform private.tell_of_money(g.order_id, payment, 'refund_waits:' || d.id || case when is_question then ':asked' else '' end,
    g.what || ' waits for the customer''s bank',
    g.rest || ' ' || g.currency || case
      when is_question then ' are questioned by the customer''s bank (' || coalesce(d.reason, 'no reason given') || '), which has taken nothing so far. '
        || 'They go back by themselves once it asks no more; to have it end sooner, refund them yourself.'
      else ' are disputed at the customer''s bank (' || coalesce(d.reason, 'no reason given') || '): until it has decided, the payment provider gives '
        || 'nothing back. They go back by themselves if you win, and if you lose, the bank has given them back.' end
      || coalesce(' Answer by ' || to_char(d.evidence_due_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC.', ''), at);
  return true;
end $$;

-- A bank has something to say of a payment. What goes back by itself waits while that is open, and goes back when it is over; what was lost
-- the bank has given back.
create function private.follow_dispute(d public.payment_disputes, at timestamptz) returns void
  language plpgsql volatile set search_path = ''
as $$
declare
  org uuid := auth.organization_id();
  g record;
  lost numeric := private.lost_of(d.payment_id);
begin
  select b.*, upper(p.currency_code) as currency, p.captured_amount - p.refunded_amount - p.refunding_amount as rest into g
  from private.goes_back(d.payment_id, null) b
  join public.payments p on p.organization_id = org and p.id = d.payment_id;
  if not found or g.rest <= 0 or private.waits_for_bank(d.payment_id, at) then
    return;
  end if;
  if d.status = 'lost' then
    perform private.tell_of_money(g.order_id, d.payment_id, 'refund_lost:' || d.id, g.what || ' went back by the customer''s bank',
      trim_scale(least(g.rest, lost)) || ' ' || g.currency || ' were disputed, and the bank has given them back: they are not refunded.', at);
  end if;
  if g.rest > lost then
    perform private.enqueue_job(g.job, g.payload, 'payments', g.key || ' ' || d.id || ' ' || d.status, null, 0::smallint, 30, null);
  end if;
end $$;
grant execute on function private.beyond(uuid), private.goes_back(uuid, text), private.tell_of_money(uuid, uuid, text, text, text, timestamptz),
  private.give_back_again(uuid, timestamptz), private.lost_of(uuid), private.waits_for_bank(uuid, timestamptz),
  private.follow_dispute(public.payment_disputes, timestamptz) to authenticated, service_role;
