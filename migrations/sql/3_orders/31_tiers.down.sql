drop function private.warn_points(timestamptz, integer), private.tend_referrals(timestamptz, integer), private.tend_tiers(timestamptz, uuid, integer);
