update public.product_variants v set metadata = coalesce(v.metadata, '{}') || jsonb_build_object('cost_per_item', c.amounts)
from (
  select organization_id, variant_id, jsonb_object_agg(currency_code, amount::text) as amounts
  from public.variant_costs group by organization_id, variant_id
) c
where c.organization_id = v.organization_id and c.variant_id = v.id;
drop table public.variant_costs;
