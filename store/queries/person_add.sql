-- Adds a person without a role, and with a hash their password, which must be changed; returns the id.
with added as (
    insert into person (name, full_name, email) values (@name, @full_name, @email) returning id
), secret as (
    insert into credential (person_id, hash, must_change) select id, @hash, true from added where @hash <> ''
)
select id from added
