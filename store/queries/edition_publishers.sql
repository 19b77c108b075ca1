-- The people who sign in with @names: id, name, full name ("": none is known).
select id, name, full_name from person where name = any (@names::text[])
