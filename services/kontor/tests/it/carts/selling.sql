-- What `ours` needs to sell: how things are sent to Germany and Denmark, and what is taxed there.
insert into shipping_profiles (organization_id, id, name, type)
  values ('00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-800a-000000300001', 'Parcels', 'default');
update products set shipping_profile_id = '00000000-0000-7000-800a-000000300001'
  where organization_id = '00000000-0000-7000-8000-00000000000a' and handle in ('mug', 'shirt');
insert into tax_regions (organization_id, id, country_code, provider_id) values
  ('00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-800a-000000310001', 'de', 'tp_system'),
  ('00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-800a-000000310002', 'dk', 'tp_system');
insert into tax_rates (organization_id, id, tax_region_id, rate, code, name, is_default) values
  ('00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-800a-000000320001', '00000000-0000-7000-800a-000000310001', 19, 'DE19', 'VAT', true),
  ('00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-800a-000000320002', '00000000-0000-7000-800a-000000310002', 25, 'DK25', 'Moms', true);
insert into fulfillment_sets (organization_id, id, stock_location_id, name, type)
  values ('00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-800a-000000330001', '00000000-0000-7000-800a-000000200001', 'Parcels', 'shipping');
insert into service_zones (organization_id, id, fulfillment_set_id, name)
  values ('00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-800a-000000340001', '00000000-0000-7000-800a-000000330001', 'Europe');
insert into geo_zones (organization_id, service_zone_id, type, country_code)
  select '00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-800a-000000340001', 'country', c from unnest(array['de', 'dk']) c;
insert into shipping_options (organization_id, id, service_zone_id, shipping_profile_id, provider_id, name, price_type, data) values
  ('00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-800a-000000350001', '00000000-0000-7000-800a-000000340001',
   '00000000-0000-7000-800a-000000300001', 'manual_manual', 'Standard', 'flat', null),
  ('00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-800a-000000350002', '00000000-0000-7000-800a-000000340001',
   '00000000-0000-7000-800a-000000300001', 'weight_weight', 'By weight', 'calculated', '{"base": "2.90", "per_kg": "1.50"}'),
  ('00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-800a-000000350003', '00000000-0000-7000-800a-000000340001',
   '00000000-0000-7000-800a-000000300001', 'manual_manual', 'Back', 'flat', null);
insert into shipping_option_rules (organization_id, shipping_option_id, attribute, operator, value) values
  ('00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-800a-000000350001', 'enabled_in_store', 'eq', '"true"'),
  ('00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-800a-000000350001', 'is_return', 'eq', '"false"'),
  ('00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-800a-000000350003', 'is_return', 'eq', '"true"');
-- Five euros; nothing from a hundred on.
insert into shipping_option_prices (organization_id, shipping_option_id, currency_code, amount, rules) values
  ('00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-800a-000000350001', 'eur', 5, '[]'),
  ('00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-800a-000000350001', 'eur', 0,
   '[{"attribute": "item_total", "operator": "gte", "value": "100"}]'),
  ('00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-800a-000000350003', 'eur', 4, '[]');
insert into promotions (organization_id, id, code, status, method_type, target_type, allocation, value, currency_code, "limit") values
  ('00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-800a-000000360001', 'TEN', 'active', 'percentage', 'order', 'across', 10, null, null),
  ('00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-800a-000000360002', 'ONCE', 'active', 'fixed', 'order', 'across', 5, 'eur', 1),
  ('00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-800a-000000360003', 'OLD', 'inactive', 'percentage', 'order', 'across', 50, null, null);
update inventory_levels set stocked_quantity = 1000, reserved_quantity = 0 where organization_id = '00000000-0000-7000-8000-00000000000a';
