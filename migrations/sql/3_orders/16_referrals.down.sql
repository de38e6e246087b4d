drop table public.referrals, public.referral_codes;
drop function private.refuse_self_referral();
