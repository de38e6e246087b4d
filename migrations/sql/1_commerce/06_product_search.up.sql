-- The words by which a product is found: its own and those of its variants, lower-case, in one row per product.
-- Only the search functions read it, because `like` is not leakproof and reaches no index under a policy.
create table public.product_search (
  organization_id uuid not null,
  product_id uuid not null,
  document text not null,
  updated_at timestamptz not null default now(),
  primary key (organization_id, product_id),
  foreign key (organization_id, product_id) references public.products (organization_id, id) on delete cascade
);
create index product_search_document on public.product_search
  using gin (organization_id extensions.uuid_ops, document extensions.gin_trgm_ops);
call private.secure_table('public.product_search', reader => 'nobody', writer => 'nobody');

-- The words by which a product is found: of whole rows, so that the trigger and the job write the same.
create function private.product_document(p public.products) returns text
  language sql stable set search_path = ''
as $$
  select lower(concat_ws(E'\n', p.title, p.subtitle, p.description, (
    select string_agg(concat_ws(E'\n', v.title, v.sku, v.barcode, v.ean, v.upc), E'\n' order by v.variant_rank, v.id)
    from public.product_variants v
    where v.organization_id = p.organization_id and v.product_id = p.id and v.deleted_at is null)))
$$;

-- The products are locked first, and read by the next statement: of two transactions that change one product, the second
-- sees what the first wrote.
create function private.index_products(org uuid, ids uuid[]) returns void
  language plpgsql volatile security definer set search_path = ''
as $$ begin
  perform from public.products p where p.organization_id = org and p.id = any (ids) order by p.id for no key update;
  insert into public.product_search (organization_id, product_id, document)
  select p.organization_id, p.id, private.product_document(p) from public.products p
  where p.organization_id = org and p.id = any (ids) order by p.id
  on conflict (organization_id, product_id) do update
    set document = excluded.document
    where public.product_search.document is distinct from excluded.document;
end $$;

-- Who writes very much says `kontor.bulk`: then the job writes these rows, a few hundred at a time.
create function private.index_changed_products() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  if current_setting('kontor.bulk', true) = 'on' then
    return null;
  end if;
  perform private.index_products(c.organization_id, array_agg(distinct c.id)) from changed c group by c.organization_id;
  return null;
end $$;
create function private.index_products_of_changed_variants() returns trigger
  language plpgsql security definer set search_path = ''
as $$ begin
  if current_setting('kontor.bulk', true) = 'on' then
    return null;
  end if;
  perform private.index_products(c.organization_id, array_agg(distinct c.product_id)) from changed c group by c.organization_id;
  return null;
end $$;
grant execute on function private.index_changed_products(), private.index_products_of_changed_variants()
  to authenticated, service_role;

create trigger index_insert after insert on public.products referencing new table as changed
  for each statement execute function private.index_changed_products();
create trigger index_update after update on public.products referencing new table as changed
  for each statement execute function private.index_changed_products();
create trigger index_insert after insert on public.product_variants referencing new table as changed
  for each statement execute function private.index_products_of_changed_variants();
create trigger index_update after update on public.product_variants referencing new table as changed
  for each statement execute function private.index_products_of_changed_variants();
create trigger index_delete after delete on public.product_variants referencing old table as changed
  for each statement execute function private.index_products_of_changed_variants();

-- Every word must stand somewhere in the document. Ids only, of the caller's shop only; whoever asks reads the products
-- under his own policies.
create function private.search_products(words text[]) returns table (product_id uuid)
  language plpgsql stable security definer set search_path = '' set plan_cache_mode = auto
as $$
declare
  patterns text[] := array(select '%' || replace(replace(replace(lower(w), '\', '\\'), '%', '\%'), '_', '\_') || '%'
                           from unnest(words) w where w <> '');
  longest text := (select p from unnest(patterns) p order by length(p) desc limit 1);
begin
  return query
    select s.product_id from public.product_search s
    where s.organization_id = (select auth.organization_id())
      and (longest is null or s.document like longest)
      and s.document like all (patterns);
end
$$;
grant execute on function private.search_products(text[]) to anon, authenticated, service_role;

-- What was there before this migration.
select private.index_products(p.organization_id, array_agg(p.id)) from public.products p group by p.organization_id;
