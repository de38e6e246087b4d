-- The languages a shop speaks, in its order; BCP 47, as sent in x-medusa-locale.
create table public.store_locales (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  locale_code text not null check (locale_code ~ '^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$'),
  rank integer not null default 0 check (rank >= 0),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, locale_code)
);
call private.secure_table('public.store_locales', shopper => 'true', permission => 'shop', topic => 'catalog');

-- Texts of a thing in a language. What `reference` names has no foreign key, because it is in one of several tables; a trigger on
-- each of them takes its translations along.
create table public.translations (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  reference text not null check (reference in ('product', 'product_variant', 'product_category', 'product_collection',
    'product_tag', 'product_type', 'product_option', 'product_option_value', 'region', 'return_reason')),
  reference_id uuid not null,
  locale_code text not null,
  translations jsonb not null default '{}' check (jsonb_typeof(translations) = 'object' and octet_length(translations::text) <= 400000),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  foreign key (organization_id, locale_code) references public.store_locales (organization_id, locale_code) on delete cascade
);
create unique index translations_of on public.translations (organization_id, reference, reference_id, locale_code) where deleted_at is null;
create index on public.translations (organization_id, reference_id, locale_code);
create index on public.translations (organization_id, locale_code);
call private.secure_table('public.translations', permission => 'product', topic => 'catalog');

-- Those of some rows, for shoppers: they do not read the table, for what is not published yet is translated there too.
create function private.translations_of(keys uuid[], locales text[]) returns table (reference_id uuid, locale_code text, translations jsonb)
  language sql stable security definer set search_path = ''
as $$
  select t.reference_id, t.locale_code, t.translations from public.translations t
  where t.organization_id = auth.organization_id() and t.reference_id = any (keys) and t.locale_code = any (locales) and t.deleted_at is null
$$;
grant execute on function private.translations_of(uuid[], text[]) to anon, authenticated, service_role;

create table public.translation_settings (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  entity_type text not null check (entity_type in ('product', 'product_variant', 'product_category', 'product_collection',
    'product_tag', 'product_type', 'product_option', 'product_option_value', 'region', 'return_reason')),
  fields text[] not null default '{}',
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  created_by uuid default auth.uid(),
  primary key (organization_id, id)
);
create unique index translation_settings_of on public.translation_settings (organization_id, entity_type) where deleted_at is null;
call private.secure_table('public.translation_settings', permission => 'product');

create function private.drop_translations() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  delete from public.translations t using gone g
  where t.organization_id = g.organization_id and t.reference = tg_argv[0] and t.reference_id = g.id;
  return null;
end $$;
grant execute on function private.drop_translations() to authenticated, service_role;
do $$
declare pair record;
begin
  for pair in select * from (values ('products', 'product'), ('product_variants', 'product_variant'), ('product_categories', 'product_category'),
    ('product_collections', 'product_collection'), ('product_tags', 'product_tag'), ('product_types', 'product_type'),
    ('product_options', 'product_option'), ('product_option_values', 'product_option_value'), ('regions', 'region'),
    ('return_reasons', 'return_reason')) t (rel, reference) loop
    execute format('create trigger drop_translations after delete on public.%I referencing old table as gone
      for each statement execute function private.drop_translations(%L)', pair.rel, pair.reference);
  end loop;
end $$;

-- The key's shop also says its languages, so that a cached answer is kept once per language that the shop has and not once per
-- text that a stranger sends.
drop function private.resolve_api_key(bytea);
create function private.resolve_api_key(key_sha256 bytea)
  returns table (
    organization_id uuid, api_key_id uuid, key_type text,
    sales_channel_ids uuid[], shop_channel_count bigint, default_region_id uuid, locales text[]
  )
  language sql stable security definer set search_path = ''
as $$
  select k.organization_id, k.id, k.type,
    array(select c.id
          from public.api_key_sales_channels l
          join public.sales_channels c on c.organization_id = l.organization_id and c.id = l.sales_channel_id
          where l.organization_id = k.organization_id and l.api_key_id = k.id
            and c.deleted_at is null and not c.is_disabled
          order by c.id),
    (select count(*) from public.sales_channels c where c.organization_id = k.organization_id and c.deleted_at is null),
    (select s.default_region_id from public.stores s where s.organization_id = k.organization_id),
    array(select s.locale_code from public.store_locales s where s.organization_id = k.organization_id order by s.rank, s.locale_code)
  from (
    select * from public.api_keys a where a.token_sha256 = key_sha256 order by a.created_at, a.id limit 1
  ) k
  where k.revoked_at is null and k.deleted_at is null
$$;
grant execute on function private.resolve_api_key(bytea) to service_role;
