-- `auth.uid()` by itself runs once per row, `(select auth.uid())` once per statement.
select format('%I on %s', p.polname, p.polrelid::regclass) as object
from pg_policy p
cross join lateral concat_ws(' ', pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) expr
where regexp_replace(expr, '\( ?SELECT (auth|private)\.\w+\([^()]*\) AS \w+\)', '', 'gi') ~ '(auth|private)\.\w+\('
