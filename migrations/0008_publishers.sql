-- As what somebody published an edition: a name alone does not tell a person from an account on the
-- server's machine, or from a token, that is called alike. Words are those of docs/glossary.md.

alter table edition add column published_as text not null default '' -- '': it was imported, or that was not noted then
    check (published_as in ('', 'person', 'token', 'console', 'service'));
alter table edition add column publisher_id bigint; -- of the person or token

-- Of what was published before this column the audit trail tells it: of plans by their number, of a
-- community's division published again by the first entry about it after the edition was begun.
update edition set published_as = told.kind, publisher_id = told.actor_id
from (
    select distinct on (edition.id) edition.id, audit.kind, audit.actor_id
    from edition
    join audit on audit.actor_name = edition.published_by and audit.noun = 'area' and audit.at >= edition.published_at and (
        audit.operation = 'POST /v1/plans/{id}/publish' and audit.object = 'plan ' || edition.plan_id
        or audit.operation = 'POST /v1/editions/{id}/restore' and edition.plan_id is null and audit.area_id = edition.scope_id)
    where edition.published_by <> '' and audit.kind <> 'visitor'
    order by edition.id, audit.id
) as told
where edition.id = told.id;
