drop table public.review_votes, public.reviews, public.product_ratings;
drop function private.count_votes(), private.rate_products_anew(), private.rate_products(), private.guard_review();
drop function private.lock_ratings(uuid[], uuid[]);
