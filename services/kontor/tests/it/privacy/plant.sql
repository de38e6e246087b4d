-- Canaries of Ann ({ann}, ann.canary@example.test) in every personal column, and as much of Bob ({bob}), who is nobody's business.
update auth."user" set name = 'canary-name', image = 'https://canary-image.example/a.png', "banReason" = 'canary-ban' where id = '{ann}';
update auth.session set "ipAddress" = 'canary-ip', "userAgent" = 'canary-agent' where "userId" = '{ann}';
update auth."user" set name = 'bobby-name' where id = '{bob}';

insert into auth.account ("accountId", "providerId", "userId", scope, "accessToken") values
  ('canary-subject', 'github', '{ann}', 'canary-scope', 'secret-access'), ('bobby-subject', 'github', '{bob}', 'read', 'x');
insert into auth.passkey (name, "publicKey", "userId", "credentialID", "deviceType", "backedUp") values
  ('canary-passkey', 'secret-public', '{ann}', 'secret-credential', 'multiDevice', true), ('bobby-passkey', 'b', '{bob}', 'bobby-c', 'x', true);
insert into auth."twoFactor" (secret, "backupCodes", "userId") values ('secret-totp', 'secret-codes', '{ann}');
insert into auth.apikey (name, "referenceId", key, metadata) values
  ('canary-key', '{ann}', rpad('secret-key', 43, 'x'), '{"of": "canary-key-metadata"}'), ('bobby-key', '{bob}', rpad('b', 43, 'y'), null);
insert into auth.member ("organizationId", "userId", role) values ('{theirs}', '{ann}', 'viewer'), ('{ours}', '{bob}', 'owner');
insert into public.user_roles (organization_id, user_id, role) values ('{theirs}', '{ann}', 'viewer');
insert into auth.team ("organizationId", id, name) values ('{theirs}', '{team}', 'Team');
insert into auth."teamMember" ("organizationId", "teamId", "userId") values ('{theirs}', '{team}', '{ann}');
insert into auth.invitation ("organizationId", email, role, "expiresAt", "inviterId") values
  ('{ours}', 'ann.canary@example.test', 'viewer', now() + interval '1 day', '{bob}'), ('{ours}', 'bobby@example.test', 'viewer', now() + interval '1 day', '{bob}');
insert into auth.verification (identifier, value, "expiresAt") values
  ('sign-in:ann.canary@example.test', 'secret-hash', now() + interval '1 hour'),
  ('magic-link:abc', '{"email": "ann.canary@example.test", "name": "canary-link"}', now() + interval '1 hour'),
  ('reset-password:def', '{ann}', now() + interval '1 hour'), ('sign-in:bobby@example.test', 'h', now() + interval '1 hour');

insert into public.customers (organization_id, id, user_id, email, has_account, company_name, first_name, last_name, phone, metadata, created_by) values
  ('{ours}', '{customer}', '{ann}', 'ann.canary@example.test', true, 'canary-company', 'canary-first', 'canary-last', 'canary-phone', '{"a": "canary-metadata"}', '{ann}'),
  ('{theirs}', '{customer}', '{ann}', 'other.canary@example.test', true, 'c', 'canary-theirs', 'l', 'p', null, null),
  ('{ours}', '{guest}', null, 'ann.canary@example.test', false, null, 'canary-guest', null, null, null, null),
  ('{ours}', '{bobs}', '{bob}', 'bobby@example.test', true, 'bobby-company', 'bobby', 'bobby', 'bobby', null, null);
insert into public.saved_addresses (organization_id, customer_id, address_name, company, first_name, last_name, address_1, address_2, city, province, postal_code, phone, metadata) values
  ('{ours}', '{customer}', 'canary-label', 'canary-c', 'canary-f', 'canary-l', 'canary-street', 'canary-floor', 'canary-city', 'canary-province', 'canary-code', 'canary-p', '{"a": "canary-m"}'),
  ('{ours}', '{bobs}', 'bobby', 'bobby', 'b', 'b', 'bobby-street', null, null, null, null, null, null);
insert into public.customer_groups (organization_id, id, name) values ('{ours}', '{group}', 'Friends');
insert into public.customer_group_customers (organization_id, customer_group_id, customer_id) values
  ('{ours}', '{group}', '{customer}'), ('{ours}', '{group}', '{bobs}');

insert into public.jobs (organization_id, name, payload, status, finished_at, last_error) values
  ('{ours}', 'mail.send', '{"message": {"to": {"name": "Ann", "address": "Ann.Canary@example.test"}, "text": "canary-mail"}}', 'ready', null, null),
  ('{ours}', 'shop.other', '{"about": "ann.canary@example.test"}', 'dead', now(), null),
  ('{theirs}', 'shop.other', '{}', 'dead', now(), 'refused <other.canary@example.test>: canary-error'),
  ('{ours}', 'mail.send', '{"message": {"to": {"name": "B", "address": "bobby@example.test"}, "text": "bobby-mail"}}', 'ready', null, null);
insert into public.events (organization_id, name, entity_id, actor_id, before, after, created_at) values
  ('{ours}', 'customer.updated', '{customer}', '{ann}', '{"name": "canary-before"}', '{"name": "canary-after"}', now()),
  ('{ours}', 'staff.invited', '{group}', null, null, '{"email": "ann.canary@example.test"}', now() - interval '3 years'),
  ('{ours}', 'customer.updated', '{bobs}', '{bob}', '{"name": "bobby-before"}', '{"name": "bobby-after"}', now());
insert into public.api_audit_logs (organization_id, user_id, method, endpoint, path, status, duration_ms, address, user_agent, created_at) values
  ('{ours}', '{ann}', 'GET', '/store/x/{id}', '/store/x/canary-path', 200, 1, 'canary-address', 'canary-browser', now()),
  ('{theirs}', '{ann}', 'GET', '/store/x', '/store/x', 200, 1, 'canary-old-address', 'canary-old-browser', now() - interval '3 years'),
  ('{ours}', '{bob}', 'GET', '/store/x', '/store/x', 200, 1, 'bobby-address', 'bobby-browser', now());
insert into public.security_logs (organization_id, name, user_id, actor_id, address, user_agent, detail, created_at) values
  ('{ours}', 'role.changed', '{ann}', null, 'canary-log-address', 'canary-log-agent', '{"from": "viewer", "to": "admin", "note": "canary-detail"}', now() - interval '3 years'),
  ('{ours}', 'role.changed', '{ann}', '{bob}', 'bobby-log-address', 'bobby-log-agent', '{"from": "viewer", "to": "admin"}', now());
insert into public.blog_authors (organization_id, name, slug, bio, url, user_id, metadata) values
  ('{theirs}', 'canary-author', 'canary-author-slug', 'canary-author-bio', 'https://canary-author-url.example/', '{ann}', '{"a": "canary-author-metadata"}'),
  ('{ours}', 'bobby-author', 'bobby-author', 'bobby-author-bio', null, '{bob}', null);
