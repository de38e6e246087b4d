-- What of pages, posts and the changelog is found by words: written when they are published, gone when they are not any more. A shop says little
-- enough to be looked through whole, so there is no index of words: under row-level security none would be used.
create table public.content_documents (
  organization_id uuid not null,
  page_id uuid not null,
  kind text not null check (kind in ('page', 'post', 'change')),
  locale text not null,
  title text not null,
  summary text not null,
  words tsvector,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, page_id),
  foreign key (organization_id, page_id) references public.pages (organization_id, id) on delete cascade
);
create index on public.content_documents (organization_id, locale, kind);
call private.secure_table('public.content_documents', shopper => 'true', permission => 'content', writer => 'kontor', topic => 'content');

-- What is published and says this, the best first: all words in it, the last one perhaps only begun, or a title that is nearly this. Reads as
-- whoever asks.
create function private.find_content(asked text, of_locale text, of_kinds text[])
  returns table (page_id uuid, rank real)
  language sql stable set search_path = ''
as $$
  with mine as materialized (
    select d.* from public.content_documents d
    where d.organization_id = (select auth.organization_id()) and (of_locale is null or d.locale = of_locale)
      and (of_kinds is null or d.kind = any (of_kinds))
  ), said as materialized (
    select l.locale, plainto_tsquery(private.text_config(l.locale), asked) as whole from (select distinct m.locale from mine m) l
  ), wanted as materialized (
    -- A word that is still being written is the beginning of one.
    select s.locale, case when numnode(s.whole) = 0 then s.whole else (s.whole::text || ':*')::tsquery end as query from said s
  )
  select m.page_id, (case when m.words @@ w.query then 1 + ts_rank(m.words, w.query, 1) else 0 end
      + extensions.word_similarity(asked, m.title))::real
  from mine m join wanted w on w.locale = m.locale
  where m.words @@ w.query or extensions.word_similarity(asked, m.title) > 0.6
$$;
grant execute on function private.find_content(text, text, text[]), private.text_config(text) to anon, authenticated, service_role;
