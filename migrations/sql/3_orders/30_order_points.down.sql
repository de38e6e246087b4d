drop function private.reward_order(uuid, timestamptz), private.adjust_points(uuid, bigint, text, text, timestamptz),
  private.loyalty_account(uuid);
