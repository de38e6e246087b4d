drop table public.blog_post_authors;
drop table public.blog_post_tags;
drop table public.blog_posts;
drop table public.blog_authors;
