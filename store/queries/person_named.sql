-- The id of the person who signs in as @name.
select id from person where name = @name
