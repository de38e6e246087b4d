drop function private.spendable_points(uuid, timestamptz), private.reverse_points(uuid, uuid, bigint, text, text), private.tend_points(timestamptz, integer, uuid),
  private.restore_points(text, bigint, timestamptz), private.redeem_points(uuid, bigint, text, text, uuid, timestamptz),
  private.earn_points(uuid, bigint, text, uuid, text, timestamptz, timestamptz, timestamptz);
