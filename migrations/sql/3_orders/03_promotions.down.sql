drop table public.campaign_budget_usages, public.promotion_usages, public.promotion_rules, public.promotions, public.campaigns;
