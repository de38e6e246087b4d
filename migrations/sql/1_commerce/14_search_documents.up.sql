-- unaccent before the stemmer, so that "café" and "cafe" meet; one configuration per language that Postgres stems.
do $$
declare language record;
begin
  for language in select c.cfgname as name from pg_catalog.pg_ts_config c join pg_catalog.pg_namespace n on n.oid = c.cfgnamespace
    where n.nspname = 'pg_catalog' and c.cfgname in ('simple', 'english', 'german', 'french', 'spanish', 'italian', 'dutch', 'danish',
      'swedish', 'norwegian', 'finnish', 'portuguese', 'romanian', 'hungarian', 'turkish', 'russian') loop
    execute format('create text search configuration private.%I (copy = pg_catalog.%I)', language.name, language.name);
    execute format('alter text search configuration private.%I alter mapping for hword, hword_part, word with extensions.unaccent, %s',
      language.name, case language.name when 'simple' then 'simple' else format('%I', language.name || '_stem') end);
  end loop;
end $$;

create function private.text_config(locale text) returns regconfig
  language sql immutable parallel safe set search_path = ''
as $$
  select case split_part(lower(locale), '-', 1)
    when 'en' then 'private.english' when 'de' then 'private.german' when 'fr' then 'private.french' when 'es' then 'private.spanish'
    when 'it' then 'private.italian' when 'nl' then 'private.dutch' when 'da' then 'private.danish' when 'sv' then 'private.swedish'
    when 'nb' then 'private.norwegian' when 'no' then 'private.norwegian' when 'fi' then 'private.finnish'
    when 'pt' then 'private.portuguese' when 'ro' then 'private.romanian' when 'hu' then 'private.hungarian'
    when 'tr' then 'private.turkish' when 'ru' then 'private.russian' else 'private.simple' end::regconfig
$$;

-- What has changed and is not in the index yet. Lines are only added, never updated: writers do not wait for each other.
create table public.search_queue (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  product_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, id)
);
create index on public.search_queue (organization_id, product_id);
call private.secure_table('public.search_queue', reader => 'nobody', writer => 'nobody');

-- A product in a language; '' is the shop's own. Read by the search functions only.
create table public.search_documents (
  organization_id uuid not null,
  product_id uuid not null,
  locale_code text not null default '',
  title text not null,
  body text not null default '',
  words text not null default '',
  vector tsvector,
  -- Of what an embedding is made of: title and body.
  content_sha256 bytea not null,
  -- As in `search_facets`: a search that filters by nothing more reads nothing else, and most shoppers' keys show some channels.
  is_published boolean not null,
  sales_channel_ids uuid[] not null default '{}',
  updated_at timestamptz not null default now(),
  primary key (organization_id, product_id, locale_code),
  foreign key (organization_id, product_id) references public.products (organization_id, id) on delete cascade
);
-- Its words bear the sign of their shop (private.of_shop): with the shop as a column of its own every search would walk all its documents.
create index search_documents_vector on public.search_documents using gin (vector);
call private.secure_table('public.search_documents', reader => 'nobody', writer => 'nobody');

-- What a shop writes about what it sells, in all its languages: whoever misspells a word means one of these. What nothing says any
-- more stays for some days; it leads to nothing.
create table public.search_words (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  -- By bytes: words that begin with another one stand behind it.
  word text collate "C" not null check (length(word) between 3 and 40),
  created_at timestamptz not null default now(),
  primary key (organization_id, word)
);
create index search_words_letters on public.search_words using gin (organization_id extensions.uuid_ops, word extensions.gin_trgm_ops);
call private.secure_table('public.search_words', reader => 'nobody', writer => 'nobody');

-- What a hit can be filtered, sorted and counted by.
create table public.search_facets (
  organization_id uuid not null,
  product_id uuid not null,
  is_published boolean not null,
  sales_channel_ids uuid[] not null default '{}',
  -- With all above them.
  category_ids uuid[] not null default '{}',
  collection_id uuid,
  type_id uuid,
  tag_ids uuid[] not null default '{}',
  -- `Size:M`, both without case.
  options text[] not null default '{}',
  -- Channels in which something of it can be bought now.
  available_in uuid[] not null default '{}',
  rating numeric(3, 2),
  rating_count integer not null default 0,
  created_at timestamptz not null,
  updated_at timestamptz not null default now(),
  primary key (organization_id, product_id),
  foreign key (organization_id, product_id) references public.products (organization_id, id) on delete cascade
);
create index search_facets_created on public.search_facets (organization_id, created_at desc, product_id) where is_published;
create index search_facets_categories on public.search_facets using gin (organization_id extensions.uuid_ops, category_ids);
call private.secure_table('public.search_facets', reader => 'nobody', writer => 'nobody');

-- The lowest price that everybody pays now, of base prices and lists that ask for no customer; in ten-thousandths, so that it has an
-- index. `region`: its wire id where a price is bound to it, else ''.
create table public.search_prices (
  organization_id uuid not null,
  product_id uuid not null,
  currency_code text not null,
  region text not null default '',
  amount_e4 bigint not null,
  primary key (organization_id, product_id, currency_code, region),
  foreign key (organization_id, product_id) references public.products (organization_id, id) on delete cascade
);
create index on public.search_prices (organization_id, currency_code, amount_e4, product_id);
call private.secure_table('public.search_prices', reader => 'nobody', writer => 'nobody');

-- `mutual`: all terms mean each other; `one_way`: who says `term` also means the others.
create table public.search_synonyms (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  id uuid not null default private.uuid_v7(),
  locale_code text not null default '',
  kind text not null default 'mutual' check (kind in ('mutual', 'one_way')),
  term text,
  synonyms text[] not null default '{}' check (cardinality(synonyms) <= 100),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  check ((kind = 'one_way') = (term is not null))
);
create index on public.search_synonyms (organization_id, locale_code);
call private.secure_table('public.search_synonyms', permission => 'product', topic => 'catalog');

create table public.search_pins (
  organization_id uuid not null,
  id uuid not null default private.uuid_v7(),
  -- As Kontor compares queries: lower-case, one blank between words.
  query text not null check (query <> '' and length(query) <= 255),
  product_id uuid not null,
  position integer not null check (position between 1 and 100),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  created_by uuid default auth.uid(),
  primary key (organization_id, id),
  unique (organization_id, query, product_id),
  foreign key (organization_id, product_id) references public.products (organization_id, id) on delete cascade
);
create index on public.search_pins (organization_id, product_id);
call private.secure_table('public.search_pins', permission => 'product', topic => 'catalog');

-- One of the columns is filled in, whatever the model: `vector` without a dimension, and an index per dimension that is offered.
create table public.product_embeddings (
  organization_id uuid not null,
  product_id uuid not null,
  locale_code text not null default '',
  model text not null check (model <> ''),
  dimensions integer not null check (dimensions between 8 and 2000),
  content_sha256 bytea not null,
  embedding extensions.vector,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, product_id, locale_code, model),
  foreign key (organization_id, product_id) references public.products (organization_id, id) on delete cascade,
  check (extensions.vector_dims(embedding) = dimensions)
);
-- Inline: an exact scan of a small shop reads pages, not toast.
alter table public.product_embeddings alter column embedding set storage plain;
create index on public.product_embeddings (organization_id, model, locale_code);
create index product_embeddings_384 on public.product_embeddings
  using hnsw ((embedding::extensions.vector(384)) extensions.vector_cosine_ops) with (m = 16, ef_construction = 128) where (dimensions = 384);
create index product_embeddings_1536 on public.product_embeddings
  using hnsw ((embedding::extensions.vector(1536)) extensions.vector_cosine_ops) with (m = 16, ef_construction = 128) where (dimensions = 1536);
call private.secure_table('public.product_embeddings', reader => 'nobody', writer => 'nobody');

-- What was asked for before; the worker forgets what nobody asked for in a month. Without a person.
create table public.query_embeddings (
  organization_id uuid not null references auth.organization (id) on delete cascade,
  query_sha256 bytea not null check (length(query_sha256) = 32),
  model text not null,
  embedding extensions.vector,
  used_at timestamptz not null default now(),
  primary key (organization_id, query_sha256, model)
);
create index on public.query_embeddings (used_at);
call private.secure_table('public.query_embeddings', reader => 'nobody', writer => 'nobody');
