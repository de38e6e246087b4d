-- Two shops. `ours` has a mug, a shirt, a lamp without a price in euros, a draft and a deleted product; `theirs` has a
-- product with the same handle. Keys are written so that a test can name them: a shop's digit, a kind's, a number.
insert into auth.organization (id, name, slug) values
  ('00000000-0000-7000-8000-00000000000a', 'Ours', 'ours'), ('00000000-0000-7000-8000-00000000000b', 'Theirs', 'theirs');

create temporary table shop on commit drop as
  select id as o, right(id::text, 1) as x from auth.organization where slug in ('ours', 'theirs');
create function pg_temp.k(x text, kind text, n int) returns uuid language sql immutable strict as
  $$ select format('00000000-0000-7000-8%s-0000%s%s', lpad(x, 3, '0'), lpad(kind, 4, '0'), lpad(n::text, 4, '0'))::uuid $$;
create function pg_temp.k(x text, kind text, n bigint) returns uuid language sql immutable strict as
  $$ select pg_temp.k(x, kind, n::int) $$;

insert into sales_channels (organization_id, id, name)
  select o, pg_temp.k(x, 'c', n), 'Channel ' || n from shop, generate_series(1, 2) n;
-- Key 1 shows channel 1, key 2 both, key 3 none, key 4 is revoked.
insert into api_keys (organization_id, id, type, title, token_sha256, token, redacted, revoked_at)
  select o, pg_temp.k(x, 'a', n), 'publishable', 'Key ' || n,
    sha256(('pk_' || repeat(x, 63) || n)::bytea), 'pk_' || repeat(x, 63) || n, 'pk_***', case n when 4 then now() end
  from shop, generate_series(1, 4) n;
insert into api_keys (organization_id, id, type, title, token_sha256, redacted)
  select o, pg_temp.k(x, 'a', 9), 'secret', 'Secret', sha256(('sk_' || repeat(x, 64))::bytea), 'sk_***' from shop;
insert into api_key_sales_channels (organization_id, api_key_id, sales_channel_id)
  select o, pg_temp.k(x, 'a', k), pg_temp.k(x, 'c', c) from shop, (values (1, 1), (2, 1), (2, 2), (4, 1)) l (k, c);

insert into store_currencies (organization_id, currency_code, is_default)
  select o, code, code = 'usd' from shop, unnest(array['usd', 'eur']) code;
insert into regions (organization_id, id, name, currency_code)
  select o, pg_temp.k(x, 'e', n), name, code from shop, (values (1, 'United States', 'usd'), (2, 'Europe', 'eur')) r (n, name, code);
insert into region_countries (organization_id, iso_2, region_id)
  select o, iso_2, pg_temp.k(x, 'e', n) from shop, (values ('us', 1), ('de', 2), ('dk', 2)) c (iso_2, n);
insert into price_preferences (organization_id, attribute, value, is_tax_inclusive)
  select o, 'currency_code', code, code = 'eur' from shop, unnest(array['usd', 'eur']) code;
insert into stores (organization_id, id, name, default_sales_channel_id)
  select o, pg_temp.k(x, '5', 1), 'Shop', pg_temp.k(x, 'c', 1) from shop;

insert into product_types (organization_id, id, value)
  select o, pg_temp.k(x, '10', n), value from shop, (values (1, 'Kitchen'), (2, 'Clothing')) t (n, value);
insert into product_tags (organization_id, id, value)
  select o, pg_temp.k(x, '11', n), value from shop, (values (1, 'new'), (2, 'sale')) t (n, value);
insert into product_collections (organization_id, id, title, handle, metadata, created_at)
  select o, pg_temp.k(x, '12', n), title, handle, '{"mood": "calm"}', timestamptz '2026-01-01' + n * interval '1 day'
  from shop, (values (1, 'Harbour', 'harbour'), (2, 'Winter', 'winter')) t (n, title, handle);
insert into product_categories (organization_id, id, parent_category_id, name, handle, rank, is_active, is_internal)
  select o, pg_temp.k(x, '13', n), pg_temp.k(x, '13', parent), name, handle, n, active, internal
  from shop, (values (1, null, 'Home', 'home', true, false), (2, 1, 'Cups', 'home/cups', true, false),
    (3, 2, 'Mugs', 'home/cups/mugs', true, false), (4, null, 'Hidden', 'hidden', false, false),
    (5, 1, 'Staff only', 'staff', true, true)) c (n, parent, name, handle, active, internal);

insert into products (organization_id, id, title, subtitle, description, handle, status, type_id, collection_id, thumbnail,
    material, metadata, created_at, deleted_at)
  select o, pg_temp.k(x, '1', n), title, subtitle, description, handle, status, pg_temp.k(x, '10', kind),
    pg_temp.k(x, '12', 1), 'https://img.example/' || handle || '.jpg', material, '{"care": "by hand"}',
    timestamptz '2026-02-01 10:00:00.123Z' + n * interval '1 day', case when handle = 'gone' then now() end
  from shop, (values
    (1, 'Harbour Mug', 'For long mornings', 'A mug of 100% stoneware_glaze.', 'mug', 'published', 1, 'stoneware'),
    (2, 'Deck Shirt', null, 'A shirt for every weather.', 'shirt', 'published', 2, 'cotton'),
    (3, 'Lamp', null, null, 'lamp', 'published', 1, null),
    (4, 'Secret', null, 'Not yet.', 'secret', 'draft', 1, null),
    (5, 'Gone', null, 'No more.', 'gone', 'published', 1, null)
  ) p (n, title, subtitle, description, handle, status, kind, material);
insert into product_images (organization_id, id, product_id, url, rank)
  select o, pg_temp.k(x, '14', p * 10 + n), pg_temp.k(x, '1', p), format('https://img.example/%s-%s.jpg', p, n), n
  from shop, generate_series(1, 5) p, generate_series(0, 1) n;
insert into product_category_products (organization_id, product_category_id, product_id)
  select o, pg_temp.k(x, '13', c), pg_temp.k(x, '1', p) from shop, (values (3, 1), (1, 1), (1, 3), (4, 2), (5, 2), (3, 4)) l (c, p);
insert into product_product_tags (organization_id, product_id, tag_id)
  select o, pg_temp.k(x, '1', p), pg_temp.k(x, '11', t) from shop, (values (1, 1), (1, 2), (2, 1), (4, 1)) l (p, t);
-- The lamp is sold in channel 2 only.
insert into product_sales_channels (organization_id, product_id, sales_channel_id)
  select o, pg_temp.k(x, '1', p), pg_temp.k(x, 'c', c) from shop, (values (1, 1), (2, 1), (2, 2), (3, 2), (4, 1), (5, 1)) l (p, c);

insert into product_options (organization_id, id, title)
  select o, pg_temp.k(x, '15', n), title from shop, (values (1, 'Colour'), (2, 'Size'), (3, 'Format')) t (n, title);
insert into product_option_values (organization_id, id, option_id, value, rank)
  select o, pg_temp.k(x, '16', n), pg_temp.k(x, '15', opt), value, n
  from shop, (values (1, 1, 'Blue'), (2, 1, 'White'), (3, 2, 'S'), (4, 2, 'M'), (5, 3, 'One')) v (n, opt, value);
insert into product_product_options (organization_id, product_id, option_id)
  select o, pg_temp.k(x, '1', p), pg_temp.k(x, '15', n) from shop, (values (1, 1), (2, 2), (3, 3)) l (p, n);
insert into price_sets (organization_id, id) select o, pg_temp.k(x, '17', n) from shop, generate_series(1, 6) n;
insert into product_variants (organization_id, id, product_id, title, sku, ean, variant_rank, price_set_id, manage_inventory)
  select o, pg_temp.k(x, '18', n), pg_temp.k(x, '1', p), title, sku, ean, n, pg_temp.k(x, '17', n), n <> 5
  from shop, (values (1, 1, 'Blue', 'MUG-B', '4006381333931'), (2, 1, 'White', 'MUG-W', null), (3, 2, 'S', 'SHIRT-S', null),
    (4, 2, 'M', 'SHIRT-M', null), (5, 3, 'One', 'LAMP', null), (6, 4, 'One', 'SECRET', null)) v (n, p, title, sku, ean);
insert into product_variant_options (organization_id, variant_id, option_value_id)
  select o, pg_temp.k(x, '18', n), pg_temp.k(x, '16', n) from shop, generate_series(1, 5) n;
insert into prices (organization_id, id, price_set_id, currency_code, amount, min_quantity)
  select o, pg_temp.k(x, '19', n), pg_temp.k(x, '17', s), code, amount, least_quantity
  from shop, (values (1, 1, 'usd', 19.90, null), (2, 1, 'eur', 18, null), (3, 2, 'usd', 21, null), (4, 2, 'eur', 20.005, null),
    (5, 3, 'usd', 60, null), (6, 4, 'usd', 60, null), (7, 5, 'usd', 120, null), (8, 1, 'usd', 15, 10), (9, 3, 'eur', 55, null))
    p (n, s, code, amount, least_quantity);

insert into stock_locations (organization_id, id, name)
  select o, pg_temp.k(x, '20', n), 'Location ' || n from shop, generate_series(1, 2) n;
insert into sales_channel_stock_locations (organization_id, sales_channel_id, stock_location_id)
  select o, pg_temp.k(x, 'c', n), pg_temp.k(x, '20', n) from shop, generate_series(1, 2) n;
insert into inventory_items (organization_id, id, sku) select o, pg_temp.k(x, '21', n), 'ITEM-' || n from shop, generate_series(1, 4) n;
-- A white mug comes as a pair: it takes two of its item, and one of the shirt's.
insert into product_variant_inventory_items (organization_id, variant_id, inventory_item_id, required_quantity)
  select o, pg_temp.k(x, '18', v), pg_temp.k(x, '21', i), q
  from shop, (values (1, 1, 1), (2, 2, 2), (2, 3, 1), (3, 3, 1)) l (v, i, q);
insert into inventory_levels (organization_id, id, inventory_item_id, location_id, stocked_quantity, reserved_quantity)
  select o, pg_temp.k(x, '22', i * 10 + l), pg_temp.k(x, '21', i), pg_temp.k(x, '20', l), stocked, reserved
  from shop, (values (1, 1, 10, 3), (1, 2, 5, 0), (2, 1, 9, 0), (3, 1, 3, 1)) s (i, l, stocked, reserved);
