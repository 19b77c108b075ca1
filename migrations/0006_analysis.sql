-- What statistics read beside issues, and what becomes of the long ones: visits, which issues are
-- reports of the same incident, and jobs. Words are those of docs/glossary.md.

-- A call at a building by a member of staff. That it took place is all that is kept: not whom it
-- was paid to, nor what was said.
create table visit (
    id          bigint generated always as identity primary key,
    source      text collate "C" not null,
    source_id   text collate "C" not null,
    building_id bigint not null references building on delete cascade,
    visited_at  timestamptz not null,
    staff_id    bigint references staff on delete set null, -- null: not stated who
    unique (source, source_id)
);
create index visit_building on visit (building_id, visited_at);
create index visit_staff on visit (staff_id) where staff_id is not null;

-- Issues that report what another one reports. Incidents are the issues that are no duplicates.
alter table issue add column duplicate boolean not null default false;
alter table issue add column duplicate_of bigint references issue on delete set null; -- null: not known of which
alter table issue add constraint issue_duplicate check (duplicate or duplicate_of is null);
alter table issue add constraint issue_other check (duplicate_of <> id);
create index issue_duplicate_of on issue (duplicate_of) where duplicate_of is not null;

alter table change drop constraint change_noun_check;
alter table change add constraint change_noun_check check (noun in (
    'level', 'area', 'building', 'estate', 'road', 'water', 'facility', 'issue', 'visit', 'staff', 'holder', 'code', 'setting'));

-- Analyses that take long. The result stays when the server ends; one that ran then runs again.
create table analysis_job (
    id         bigint generated always as identity primary key,
    what       text   not null check (what <> ''),
    question   text   not null, -- as it is compared: the same question, the same text
    area_id    bigint references area, -- which it is about; null: the whole district
    actor_kind text   not null check (actor_kind in ('visitor', 'person', 'token', 'console', 'service')),
    actor_id   bigint, -- of the person or token
    actor_name text   not null,
    state      text   not null default 'waiting' check (state in ('waiting', 'running', 'done', 'cancelled', 'failed')),
    done       bigint not null default 0 check (done >= 0), -- of total steps
    total      bigint not null default 0 check (total >= 0),
    media      text   not null default '', -- the media type of the result
    result     bytea,
    problem    jsonb, -- why there is none
    version    bigint, -- of the data that it was answered from
    made_at    timestamptz not null default now(),
    began_at   timestamptz,
    ended_at   timestamptz,
    check ((state in ('done', 'cancelled', 'failed')) = (ended_at is not null)),
    check ((state = 'done') = (result is not null))
);
create index analysis_job_open on analysis_job (id) where state in ('waiting', 'running');
create index analysis_job_question on analysis_job (question, version) where state = 'done';

-- Servers and those who wait follow jobs by this bell: the job and its state.
create function ring_job() returns trigger
    language plpgsql as $$
begin
    perform pg_notify('gewu_job', new.id || ':' || new.state);
    return null;
end
$$;
create trigger ring after insert or update of state on analysis_job for each row execute function ring_job();

-- A visit is seen by who sees the land that its building stands on, a job by who sees its area.
alter table visit enable row level security;
create policy service on visit to gewu_service using (true) with check (true);
create policy loader on visit for select to gewu_loader using (true);
create policy reader on visit for select to gewu_reader using (
    (select sees_everything()) or exists (
        select from building where building.id = building_id and st_covers((select seen_land()), building.point)));

alter table analysis_job enable row level security;
create policy service on analysis_job to gewu_service using (true) with check (true);
create policy reader on analysis_job for select to gewu_reader using (
    (select sees_everything()) or area_id = any ((select seen_areas())::bigint[]));

grant select, insert, update, delete on visit, analysis_job to gewu_service;
grant select on visit to gewu_loader;
grant select on visit, analysis_job to gewu_reader;
