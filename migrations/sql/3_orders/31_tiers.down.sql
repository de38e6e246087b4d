drop function private.tend_tiers(timestamptz);
