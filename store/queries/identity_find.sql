-- Who signs in as @subject at @issuer, noted as seen now: person, and whether disabled; no row when nobody does.
with seen as (
    update identity set seen_at = now() where issuer = @issuer and subject = @subject returning person_id
)
select person.id, disabled_at is not null from person join seen on person_id = person.id
