-- Whether there is any person.
select exists (select from person)
