-- Who brings somebody. The code is in the link; the reward comes when the order of who was brought is paid and cannot be returned any more.
create table public.referral_codes (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  customer_id uuid not null,
  code text not null check (code ~ '^[A-Za-z0-9_-]{4,64}$'),
  uses bigint not null default 0 check (uses >= 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, customer_id),
  foreign key (organization_id, customer_id) references public.customers (organization_id, id) on delete cascade
);
create unique index referral_codes_code on public.referral_codes (organization_id, lower(code));
call private.secure_table('public.referral_codes', permission => 'promotion', writer => 'kontor', owner => 'customer_id = (select private.customer_id())');

-- Who was brought, and what came of it.
create table public.referrals (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  referral_code_id uuid not null,
  -- Whom he brought: one customer is brought once.
  customer_id uuid not null,
  order_id uuid,
  status text not null default 'clicked' check (status in ('clicked', 'ordered', 'pending', 'rewarded', 'refused', 'reversed')),
  refusal text check (refusal in ('self', 'same_payment', 'same_address', 'not_new', 'too_many')),
  rewarded_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, customer_id),
  foreign key (organization_id, referral_code_id) references public.referral_codes (organization_id, id) on delete cascade,
  foreign key (organization_id, customer_id) references public.customers (organization_id, id) on delete cascade,
  foreign key (organization_id, order_id) references public.orders (organization_id, id) on delete set null (order_id)
);
create index on public.referrals (organization_id, referral_code_id, status);
create index on public.referrals (organization_id, order_id);
create index referrals_pending on public.referrals (organization_id, id) where status = 'pending';
call private.secure_table('public.referrals', permission => 'promotion', writer => 'kontor');

-- Nobody brings himself: not by his own code, whatever the code above says.
create function private.refuse_self_referral() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  if exists (
    select from public.referral_codes c
    join public.customers mine on mine.organization_id = c.organization_id and mine.id = c.customer_id
    join public.customers other on other.organization_id = new.organization_id and other.id = new.customer_id
    where c.organization_id = new.organization_id and c.id = new.referral_code_id
      and (mine.id = other.id or mine.user_id = other.user_id or mine.email = other.email)) and new.status <> 'refused' then
    perform private.refuse('referrals_self', 'referrals', 'nobody refers himself', null);
  end if;
  return new;
end $$;
create trigger refuse_self_referral before insert or update of customer_id, referral_code_id, status on public.referrals
  for each row execute function private.refuse_self_referral();
