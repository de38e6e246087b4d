drop function auth.check_session();
