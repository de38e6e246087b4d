drop table public.notifications, public.order_mails, public.documents;
