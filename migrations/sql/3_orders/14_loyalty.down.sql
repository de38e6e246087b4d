drop table public.points_allocations, public.points_entries, public.points_lots, public.loyalty_accounts, public.loyalty_tiers,
  public.loyalty_programs;
