-- What the people @people are called: id, full name ("": none is known).
select id, full_name from person where id = any (@people::bigint[])
