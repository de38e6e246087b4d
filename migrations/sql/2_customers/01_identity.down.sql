drop table auth.jwks, auth.apikey, auth.passkey, auth."twoFactor", auth.verification, auth.account, auth.session;
alter table auth."user"
  drop column role, drop column banned, drop column "banReason", drop column "banExpires", drop column "twoFactorEnabled";
drop procedure private.secure_identity(regclass);
