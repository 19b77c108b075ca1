-- The person @person, kept from change by others until the end: sign-in name, full name, e-mail,
-- whether disabled; no row when there is none.
select name, full_name, email, disabled_at is not null from person where id = @person for update
