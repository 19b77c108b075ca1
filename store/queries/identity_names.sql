-- The sign-in names that are @name, or begin with it and a hyphen.
select name from person where name = @name or starts_with(name, @name || '-')
