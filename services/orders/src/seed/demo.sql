-- The shop that this transaction works in gets what it needs to sell.
insert into shipping_profiles (organization_id, id, name, type) values (auth.organization_id(), private.uuid_v7(), 'Parcels', 'default');
-- What was described by hand; made-up products beyond it are sent by any way there is.
update products p set shipping_profile_id = (select s.id from shipping_profiles s where s.organization_id = p.organization_id and s.name = 'Parcels')
where p.organization_id = auth.organization_id()
  and p.id in (select q.id from products q where q.organization_id = auth.organization_id() order by q.id limit 100);

insert into fulfillment_sets (organization_id, stock_location_id, name, type)
select l.organization_id, l.id, l.name || ' parcels', 'shipping' from stock_locations l where l.organization_id = auth.organization_id();
insert into stock_location_fulfillment_providers (organization_id, stock_location_id, provider_id)
select l.organization_id, l.id, p.id from stock_locations l cross join unnest(array['manual_manual', 'weight_weight']) p (id) where l.organization_id = auth.organization_id();
insert into service_zones (organization_id, fulfillment_set_id, name)
select f.organization_id, f.id, r.name from fulfillment_sets f join regions r on r.organization_id = f.organization_id
where f.organization_id = auth.organization_id();
insert into geo_zones (organization_id, service_zone_id, type, country_code)
select z.organization_id, z.id, 'country', c.iso_2
from service_zones z
join regions r on r.organization_id = z.organization_id and r.name = z.name
join region_countries c on c.organization_id = r.organization_id and c.region_id = r.id
where z.organization_id = auth.organization_id();

insert into shipping_option_types (organization_id, label, description, code) values
  (auth.organization_id(), 'Standard', 'Two to five days', 'standard'), (auth.organization_id(), 'Express', 'The next working day', 'express');
insert into shipping_options (organization_id, service_zone_id, shipping_profile_id, shipping_option_type_id, provider_id, name, price_type)
select z.organization_id, z.id, p.id, t.id, 'manual_manual', t.label, 'flat'
from service_zones z
join shipping_profiles p on p.organization_id = z.organization_id and p.name = 'Parcels'
join shipping_option_types t on t.organization_id = z.organization_id
where z.organization_id = auth.organization_id();
-- What it costs is asked for: so much, and so much for each kilogram.
insert into shipping_options (organization_id, service_zone_id, shipping_profile_id, provider_id, name, price_type, data)
select z.organization_id, z.id, p.id, 'weight_weight', 'By weight', 'calculated', '{"base": "2.90", "per_kg": "1.50"}'
from service_zones z join shipping_profiles p on p.organization_id = z.organization_id and p.name = 'Parcels'
where z.organization_id = auth.organization_id();
insert into shipping_option_rules (organization_id, shipping_option_id, attribute, operator, value)
select o.organization_id, o.id, r.attribute, 'eq', to_jsonb(r.value)
from shipping_options o cross join (values ('enabled_in_store', 'true'), ('is_return', 'false')) r (attribute, value)
where o.organization_id = auth.organization_id();
-- Standard is free from a hundred on.
insert into shipping_option_prices (organization_id, shipping_option_id, currency_code, amount, rules)
select o.organization_id, o.id, c.currency_code, a.amount, a.rules
from shipping_options o
join (select distinct organization_id, currency_code from regions) c on c.organization_id = o.organization_id
join (values ('Standard', 4.90, '[]'::jsonb), ('Standard', 0, '[{"attribute": "item_total", "operator": "gte", "value": "100"}]'), ('Express', 12.90, '[]'))
  a (name, amount, rules) on a.name = o.name
where o.organization_id = auth.organization_id();

insert into tax_regions (organization_id, country_code, provider_id)
select distinct c.organization_id, c.iso_2, 'tp_system' from region_countries c where c.organization_id = auth.organization_id();
insert into tax_regions (organization_id, country_code, province_code, parent_id)
select t.organization_id, 'us', p.code, t.id from tax_regions t cross join (values ('ca'), ('ny')) p (code)
where t.organization_id = auth.organization_id() and t.country_code = 'us';
-- Standard rates of 2026; those of the states are without their counties'.
insert into tax_rates (organization_id, tax_region_id, rate, code, name, is_default)
select t.organization_id, t.id, r.rate, r.code, r.name, true
from (values ('de', null, 19, 'DE19', 'Umsatzsteuer'), ('dk', null, 25, 'DK25', 'Moms'), ('fr', null, 20, 'FR20', 'TVA'), ('nl', null, 21, 'NL21', 'Btw'),
  ('se', null, 25, 'SE25', 'Moms'), ('it', null, 22, 'IT22', 'IVA'), ('es', null, 21, 'ES21', 'IVA'), ('at', null, 20, 'AT20', 'Umsatzsteuer'),
  ('be', null, 21, 'BE21', 'Btw'), ('fi', null, 25.5, 'FI255', 'Arvonlisävero'), ('ie', null, 23, 'IE23', 'VAT'), ('pl', null, 23, 'PL23', 'VAT'),
  ('pt', null, 23, 'PT23', 'IVA'), ('us', 'ca', 7.25, 'CA', 'Sales tax'), ('us', 'ny', 4, 'NY', 'Sales tax')) r (country, province, rate, code, name)
join tax_regions t on t.country_code = r.country and t.province_code is not distinct from r.province
where t.organization_id = auth.organization_id();

insert into promotions (organization_id, code, status, method_type, target_type, allocation, value)
values (auth.organization_id(), 'WELCOME10', 'active', 'percentage', 'order', 'across', 10);
insert into refund_reasons (organization_id, label, code) values
  (auth.organization_id(), 'Arrived damaged', 'damaged'), (auth.organization_id(), 'Something else was sent', 'wrong_item'),
  (auth.organization_id(), 'Goodwill', 'goodwill');
insert into return_reasons (organization_id, value, label, description) values
  (auth.organization_id(), 'damaged', 'It is damaged', null), (auth.organization_id(), 'wrong-item', 'It is not what was ordered', null),
  (auth.organization_id(), 'other', 'Something else', null);
-- A point for each euro, worth a cent.
insert into loyalty_programs (organization_id, is_enabled, tiers_enabled, currency_code, points_per_unit, point_value)
values (auth.organization_id(), true, true, 'eur', 1, 0.01);
insert into loyalty_tiers (organization_id, name, least_points, multiplier, benefits) values
  (auth.organization_id(), 'Deckhand', 0, 1, null), (auth.organization_id(), 'Mate', 500, 1.25, null), (auth.organization_id(), 'Captain', 2000, 1.5, null);
