drop function private.settle_gift_cards(uuid, timestamptz), private.gift_cards_owed(uuid, integer), private.is_order_paid(uuid);
drop trigger want_rewards on public.order_transactions;
drop trigger want_rewards on public.orders;
drop trigger tell_points on public.points_entries;
drop trigger tell_gift_card on public.gift_cards;
drop trigger tell_credit on public.store_credit_transactions;
drop function private.want_rewards_of_payment(), private.want_rewards_of_order(), private.want_rewards(uuid, uuid, text), private.tell_points(),
  private.tell_gift_card(), private.tell_credit();
