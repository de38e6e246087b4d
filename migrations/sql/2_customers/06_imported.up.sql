-- What was taken over from another system, and how both sides looked then. So taking over once more brings what changed
-- there, keeps what changed here, and brings back nothing that was deleted here.
create table auth.imported (
  kind text not null,
  id uuid not null,
  theirs text not null,
  ours text not null,
  primary key (kind, id)
);
call private.secure_identity('auth.imported');

-- As long as there is one, every sign-in does the work of both kinds of hashes.
create index account_foreign_hash on auth.account (id) where password not like '$argon2id$%';

-- The id of the key that a sealed value names; null for what is no sealed value.
create function private.sealed_by(sealed text) returns text
  language sql immutable parallel safe set search_path = ''
as $$
  select case when get_byte(head, 0) = 1 then encode(substr(head, 3, get_byte(head, 1)), 'escape') end
  from (select case when sealed ~ '^[A-Za-z0-9_-]{40,}$'
    then decode(translate(left(sealed, 4 * (least(length(sealed), 48) / 4)), '-_', '+/'), 'base64') end) as h (head)
$$;

grant execute on function private.sealed_by(text) to service_role;
