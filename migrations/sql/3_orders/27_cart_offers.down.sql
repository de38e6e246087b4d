drop function private.cart_offers(uuid, uuid, text, uuid, uuid[], jsonb, text[], uuid[], uuid[], boolean, timestamptz);
drop function private.short_at(uuid[], jsonb);
drop function private.promotion_offer(public.promotions, public.campaigns, uuid, text);
