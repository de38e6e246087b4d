drop function private.unship(uuid, timestamptz), private.ship_reserved(jsonb, uuid);
drop table public.fulfillment_labels, public.fulfillment_items, public.fulfillments;
