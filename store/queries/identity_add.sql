-- Adds a person without a role who signs in as @subject at @issuer; returns the id.
with added as (
    insert into person (name, full_name, email) values (@name, @full_name, @email) returning id
), identified as (
    insert into identity (person_id, issuer, subject) select id, @issuer, @subject from added
)
select id from added
