drop table public.changelog_entries;
