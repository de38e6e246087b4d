drop table public.menus;
