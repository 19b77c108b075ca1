-- Plans: draft divisions of communities, the log of what was done to them, and what publishing one
-- leaves behind. Words are those of docs/glossary.md.

-- What plans begin from: the coverage of the cells of communities and the grids that hold them, as
-- package plan encodes a plan. It is made once for what the ground and the editions were.
create table fabric (
    id            bigint generated always as identity primary key,
    communities   bigint[] not null check (cardinality(communities) between 1 and 1000),
    base_editions bigint[] not null check (cardinality(base_editions) = cardinality(communities)), -- 0: it had none
    digest        bytea not null unique check (length(digest) = 32), -- of what it was made of
    notes         jsonb not null default '[]', -- what is not as the edition or the file had it
    cells         integer not null check (cells > 0),
    body          bytea not null,
    made_at       timestamptz not null default now()
);

create table plan (
    id              bigint generated always as identity primary key,
    title           text not null check (btrim(title) <> '' and length(title) <= 200),
    note            text not null default '' check (length(note) <= 4000),
    author_id       bigint references person, -- null: a program, or somebody at the server's machine
    author_name     text not null,
    communities     bigint[] not null check (cardinality(communities) between 1 and 1000), -- areas, in order
    base_editions   bigint[] not null check (cardinality(base_editions) = cardinality(communities)), -- of each; 0: it had none
    first_fabric_id bigint not null references fabric, -- from which it began at revision 0
    fabric_id       bigint not null references fabric, -- from which it begins since it was last rebased
    state           text not null default 'draft' check (state in ('draft', 'proposed', 'returned', 'published', 'dropped')),
    revision        bigint not null default 0 check (revision >= 0), -- how many rows its log has
    started_from    text not null check (started_from in ('edition', 'empty', 'file', 'plan')),
    copied_from     bigint references plan,
    created_at      timestamptz not null default now(),
    changed_at      timestamptz not null default now(),
    edition_id      bigint references edition, -- as which it was published; of several, the first
    check ((started_from = 'plan') = (copied_from is not null)),
    check (edition_id is null or state = 'published')
);
create index plan_communities on plan using gin (communities);

-- What was done to plans. A row holds operations that were made together, takes the last ones back
-- (undo), makes them again (redo), or begins anew from another fabric (rebase).
create table plan_log (
    plan_id    bigint not null references plan,
    revision   bigint not null check (revision > 0), -- of the plan after it
    kind       text   not null check (kind in ('operations', 'undo', 'redo', 'rebase')),
    operations jsonb  not null default '[]' check (jsonb_typeof(operations) = 'array'),
    summary    jsonb  not null default '{}', -- which cells, nodes, arcs and grids it changed
    fabric_id  bigint references fabric,     -- from which a rebase begins
    person_id  bigint references person,
    actor_name text   not null,
    at         timestamptz not null default clock_timestamp(),
    primary key (plan_id, revision),
    check ((kind = 'operations') = (operations <> '[]')),
    check ((kind = 'rebase') = (fabric_id is not null))
);

create function keep_plan_log() returns trigger
    language plpgsql as $$
begin
    raise exception 'what was done to a plan is never changed or removed' using errcode = 'insufficient_privilege';
end
$$;
create trigger keep before update or delete on plan_log for each row execute function keep_plan_log();
create trigger keep_all before truncate on plan_log for each statement execute function keep_plan_log();

-- What plans were at some revisions, so that none is made again from its beginning.
create table plan_checkpoint (
    plan_id  bigint not null references plan,
    revision bigint not null check (revision > 0),
    body     bytea  not null,
    primary key (plan_id, revision)
);

-- Servers and screens follow plans by this bell: the plan and its revision.
create function ring_plan() returns trigger
    language plpgsql as $$
begin
    perform pg_notify('gewu_plan', new.id || ':' || new.revision);
    return null;
end
$$;
create trigger ring after insert or update on plan for each row execute function ring_plan();

-- Which plan an edition was published from, by whom, and what was said of it.
alter table edition add column plan_id bigint references plan;
alter table edition add column published_by text not null default ''; -- '': it was imported
alter table edition add column note text not null default '' check (length(note) <= 4000);
create index edition_plan on edition (plan_id) where plan_id is not null;

-- What became of the areas of the edition before: one row for each pair that share land.
create table lineage (
    edition_id    bigint not null references edition,
    old_area      bigint references area, -- null: the land was in none
    new_area      bigint references area, -- null: the land is in none
    kind          text   not null check (kind in ('kept', 'split', 'merged', 'reshaped', 'new', 'ended')),
    households    integer not null check (households >= 0), -- of the land they share
    buildings     integer not null check (buildings >= 0),
    square_metres double precision not null check (square_metres >= 0),
    unique nulls not distinct (edition_id, old_area, new_area),
    check (old_area is not null or new_area is not null)
);
create index lineage_old on lineage (old_area);
create index lineage_new on lineage (new_area);

-- The buildings that an edition gave to another area. One that is gone keeps its row.
create table moved_building (
    edition_id  bigint not null references edition,
    building_id bigint not null,
    from_area   bigint references area, -- null: it was in none
    to_area     bigint references area, -- null: it is in none
    primary key (edition_id, building_id),
    check (from_area is distinct from to_area)
);

-- A plan is seen by who sees all of its communities, and its log with it.
alter table plan enable row level security;
create policy service on plan to gewu_service using (true) with check (true);
create policy reader on plan for select to gewu_reader using (
    (select sees_everything()) or communities <@ (select seen_areas())::bigint[]);

alter table plan_log enable row level security;
create policy service on plan_log to gewu_service using (true) with check (true);
create policy reader on plan_log for select to gewu_reader using (
    exists (select from plan where plan.id = plan_log.plan_id));

-- The service makes plans and never removes one; of their log it may only add and read.
grant select, insert, update on plan to gewu_service;
grant select, insert on fabric, plan_log, plan_checkpoint, lineage, moved_building to gewu_service;
grant select on lineage, moved_building to gewu_loader;
grant select on plan, plan_log, lineage, moved_building to gewu_reader;
