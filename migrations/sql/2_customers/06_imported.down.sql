drop function private.sealed_by(text);
drop index auth.account_foreign_hash;
drop table auth.imported;
