drop index auth.user_administrators;
