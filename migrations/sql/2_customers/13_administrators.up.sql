-- Who administers the installation is asked for with each change to one of them.
create index user_administrators on auth."user" (id) where role <> 'user';
