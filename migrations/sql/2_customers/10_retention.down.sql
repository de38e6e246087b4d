drop function private.forget_lines(regclass, interval, integer);
