-- Who may do what, and the proof of what was done: people, their grants, sessions and tokens, the
-- audit trail, attachments, what each of the service's database roles may do, and which rows the
-- reader sees. Words are those of docs/glossary.md. The roles themselves are in roles/roles.sql.

-- A person who may sign in. One who is gone is disabled, never deleted: the trail names them.
create table person (
    id          bigint generated always as identity primary key,
    name        text not null unique check (name ~ '^[a-z0-9._-]{2,64}$'), -- what they sign in with
    full_name   text not null default '' check (length(full_name) <= 200),
    email       text not null default '' check (length(email) <= 254),
    created_at  timestamptz not null default now(),
    disabled_at timestamptz
);

-- The local password of a person; one who signs in elsewhere has none.
create table credential (
    person_id    bigint primary key references person,
    hash         text not null, -- argon2id in PHC's form
    must_change  boolean not null default false,
    changed_at   timestamptz not null default now(),
    failures     integer not null default 0 check (failures >= 0), -- in a row
    failed_at    timestamptz,
    locked_until timestamptz
);

-- Who a person is to an OpenID provider.
create table identity (
    person_id bigint not null references person,
    issuer    text not null check (length(issuer) <= 1000),
    subject   text not null check (length(subject) <= 255),
    seen_at   timestamptz not null default now(),
    primary key (issuer, subject)
);
create index identity_person on identity (person_id);

-- A role of a person in an area and everything under it (null: the whole district), from a day
-- until a day, exclusive. The same role in the same area does not overlap with itself.
create table role_grant (
    id         bigint generated always as identity primary key,
    person_id  bigint not null references person,
    role       text   not null check (role in ('viewer', 'patrol', 'planner', 'leader', 'administrator')),
    area_id    bigint references area,
    from_day   date not null,
    until_day  date,
    granted_by text not null,
    granted_at timestamptz not null default now(),
    revoked_at timestamptz,
    check (until_day > from_day),
    constraint role_grant_once exclude using gist (
        person_id with =, role with =, coalesce(area_id, 0) with =, daterange(from_day, until_day) with &&
    ) where (revoked_at is null)
);
create index role_grant_person on role_grant (person_id);
create index role_grant_area on role_grant (area_id);

-- What a program shows to be let in. Only a hash is kept.
create table token (
    id         bigint generated always as identity primary key,
    name       text  not null check (name <> '' and length(name) <= 200),
    maker_id   bigint references person, -- null: made on the server's machine
    hash       bytea not null unique check (length(hash) = 32),
    role       text  not null check (role in ('viewer', 'patrol', 'planner', 'leader', 'administrator')),
    area_id    bigint references area, -- null: the whole district
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    revoked_at timestamptz,
    used_on    date,
    check (expires_at > created_at)
);
create index token_maker on token (maker_id);

create table session (
    id           bigint generated always as identity primary key,
    person_id    bigint not null references person,
    hash         bytea not null unique check (length(hash) = 32),
    created_at   timestamptz not null default now(),
    seen_at      timestamptz not null default now(),
    expires_at   timestamptz not null,
    ended_at     timestamptz,
    from_address text not null default '',
    agent        text not null default '' check (length(agent) <= 500)
);
create index session_person on session (person_id);
create index session_expiry on session (expires_at);

-- Pictures of an area. The bytes lie in files named after their hash.
create table attachment (
    id         text primary key check (id ~ '^[0-9a-f]{32}$'), -- 128 random bits
    area_id    bigint not null references area,
    kind       text   not null check (kind in ('image/jpeg', 'image/png', 'image/webp')),
    bytes      bigint not null check (bytes > 0),
    sha256     bytea  not null check (length(sha256) = 32),
    width      integer not null check (width > 0),
    height     integer not null check (height > 0),
    person_id  bigint references person,
    actor_name text not null,
    created_at timestamptz not null default now(),
    removed_at timestamptz
);
create index attachment_area on attachment (area_id, created_at);
create index attachment_sha256 on attachment (sha256);

-- Whether visitors see who holds the post.
alter table post add column notice boolean not null default true;

-- The part of the phones that anyone may read.
alter table staff add column public_phone text generated always as
    (case when phone_public then work_phone else '' end) stored;

-- Servers forget whom they know when this rings.
create function ring_access() returns trigger
    language plpgsql as $$
begin
    perform pg_notify('gewu_access', '');
    return null;
end
$$;
create trigger ring after update of disabled_at, name on person for each statement execute function ring_access();
create trigger ring after update of hash, must_change on credential for each statement execute function ring_access();
create trigger ring after insert or update or delete on role_grant for each statement execute function ring_access();
create trigger ring after update of revoked_at, expires_at, role, area_id on token for each statement execute function ring_access();
create trigger ring after update of ended_at, expires_at on session for each statement execute function ring_access();

-- The audit trail: what was done, by whom, from where. The database numbers, dates and chains the
-- entries; nobody changes or removes one, not even the owner.
create table audit (
    id           bigint primary key, -- 1, 2, 3 … without a gap
    at           timestamptz not null,
    kind         text not null check (kind in ('visitor', 'person', 'token', 'console', 'service')),
    actor_id     bigint, -- of the person or token
    actor_name   text not null,
    from_address text not null default '', -- '': the server's own machine
    operation    text not null check (operation <> ''), -- 'POST /v1/people', 'gewu import grids'
    noun         text not null default '',
    object       text not null default '', -- which of the noun
    area_id      bigint references area, -- null: of no area, or of the whole district
    before       jsonb,
    after        jsonb,
    previous     bytea not null, -- the hash of the entry before; of the first: 32 times zero
    hash         bytea not null
);
create index audit_area on audit (area_id, id);
create index audit_actor on audit (actor_id, id);
create index audit_object on audit (noun, object, id);
create index audit_at on audit (at);

-- The end of the trail. Its row is held by who adds an entry until they commit.
create table audit_head (
    only_row boolean primary key default true check (only_row),
    id       bigint not null,
    hash     bytea  not null
);
insert into audit_head (id, hash) values (0, decode(repeat('00', 32), 'hex'));

-- A text as a netstring, its length in bytes before it; a hyphen for null. So no two lists of
-- texts are written alike.
create function netstring(words text) returns text
    language sql immutable parallel safe as $$
    select coalesce(octet_length(convert_to(words, 'UTF8')) || ':' || words || ',', '-')
$$;

-- What the hash of an entry is taken of, after the hash before it.
create function audit_text(entry audit) returns text
    language sql immutable parallel safe set search_path = public, pg_temp as $$
    select netstring(entry.id::text)
        || netstring(to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
        || netstring(entry.kind) || netstring(entry.actor_id::text) || netstring(entry.actor_name)
        || netstring(entry.from_address) || netstring(entry.operation) || netstring(entry.noun)
        || netstring(entry.object) || netstring(entry.area_id::text)
        || netstring(entry.before::text) || netstring(entry.after::text)
$$;

-- Numbers, dates and chains a new entry. It runs as the owner: who adds entries cannot touch the head.
create function chain_audit() returns trigger
    language plpgsql security definer set search_path = public, pg_temp as $$
declare
    head audit_head;
begin
    select * into strict head from audit_head for update;
    new.id := head.id + 1;
    new.at := clock_timestamp();
    new.previous := head.hash;
    new.hash := sha256(head.hash || convert_to(audit_text(new), 'UTF8'));
    update audit_head set id = new.id, hash = new.hash;
    return new;
end
$$;
create trigger chain before insert on audit for each row execute function chain_audit();

create function keep_audit() returns trigger
    language plpgsql as $$
begin
    raise exception 'entries of the audit trail are never changed or removed' using errcode = 'insufficient_privilege';
end
$$;
create trigger keep before update or delete on audit for each row execute function keep_audit();
create trigger keep_all before truncate on audit for each statement execute function keep_audit();

-- Rows by area. A transaction says for which areas it reads: set gewu.areas to their ids between
-- commas, or to 'all'. While it is not set, nothing is seen.

-- Whether the transaction reads for the whole district.
create function sees_everything() returns boolean
    language sql stable parallel safe as $$
    select coalesce(current_setting('gewu.areas', true), '') = 'all'
$$;

-- The edition that has an area's newest boundary.
create function newest_edition(of_area bigint) returns bigint
    language sql stable parallel safe as $$
    select edition.id
    from boundary
    join edition on edition.id = boundary.edition_id
    where boundary.area_id = of_area
    order by edition.in_force_from desc, edition.number desc, edition.id desc
    limit 1
$$;

-- The areas and all that lies or lay in them: an area lies in the parent that its newest boundary names.
create function areas_under(top bigint[]) returns bigint[]
    language sql stable parallel safe as $$
    with recursive under as (
        select unnest(top) as id
        union
        select child.area_id
        from under
        join boundary child on child.parent_id = under.id
        join edition on edition.id = child.edition_id
        where not exists (
            select from boundary other
            join edition newer on newer.id = other.edition_id
            where other.area_id = child.area_id
              and (newer.in_force_from, newer.number, newer.id) > (edition.in_force_from, edition.number, edition.id))
    )
    select coalesce(array_agg(id), '{}') from under
$$;

-- An area and all that it lies in, each in the parent that its newest boundary names.
create function areas_above(of_area bigint) returns bigint[]
    language sql stable parallel safe as $$
    with recursive above as (
        select of_area as id
        union
        select boundary.parent_id
        from above
        join boundary on boundary.area_id = above.id and boundary.edition_id = newest_edition(above.id)
        where boundary.parent_id is not null
    )
    select array_agg(id) from above
$$;

-- The areas for which the transaction reads, and all that lies or lay in them.
create function seen_areas() returns bigint[]
    language sql stable parallel safe as $$
    select case when sees_everything() then array(select id from area)
        else areas_under(string_to_array(nullif(current_setting('gewu.areas', true), ''), ',')::bigint[]) end
$$;

-- The land of the communities for which the transaction reads, in their newest boundaries; null for
-- none, and for the whole district.
create function seen_land() returns geometry
    language sql stable parallel safe as $$
    select st_union(boundary.geom)
    from unnest(seen_areas()) as seen (id)
    join area on area.id = seen.id
    join level on level.id = area.level_id and level.role = 'community'
    join boundary on boundary.area_id = area.id and boundary.edition_id = newest_edition(area.id)
    where not sees_everything()
$$;

alter table issue enable row level security;
create policy service on issue to gewu_service using (true) with check (true);
create policy loader on issue for select to gewu_loader using (true);
create policy reader on issue for select to gewu_reader using (
    grid_id = any ((select seen_areas())::bigint[])
    or grid_id is null and ((select sees_everything()) or st_covers((select seen_land()), point)));

alter table attachment enable row level security;
create policy service on attachment to gewu_service using (true) with check (true);
create policy reader on attachment for select to gewu_reader using (area_id = any ((select seen_areas())::bigint[]));

alter table audit enable row level security;
create policy service_adds on audit for insert to gewu_service with check (true);
create policy service_reads on audit for select to gewu_service using (true);
create policy reader on audit for select to gewu_reader using (
    (select sees_everything()) or area_id = any ((select seen_areas())::bigint[]));

-- Who holds which post with a phone that the transaction may see: a public one, or one of an area
-- that it reads for. Rows of others are left out.
create view holder_phone with (security_barrier) as
    select holder.id as holder_id, holder.area_id, holder.post_id, holder.from_date, holder.until,
        staff.name, staff.work_phone, staff.phone_public
    from holder
    join staff on staff.id = holder.staff_id
    where staff.phone_public or holder.area_id = any ((select seen_areas())::bigint[]);

-- The service writes. Of the trail it may only add and read.
grant select, insert, update, delete on
    setting, profile, level, area, edition, boundary, code_table, code, estate, building, road, water, facility,
    issue, post, staff, holder, dataset, change, person, credential, identity, role_grant, token, session, attachment
    to gewu_service;
grant select on migration, holder_phone, audit_head to gewu_service;
grant select, insert on audit to gewu_service;

-- The loader reads what servers hold in memory: the whole district, but no secret of it.
grant select on
    setting, profile, level, area, edition, boundary, code_table, code, estate, building, road, water, facility,
    issue, post, holder, dataset, change, migration
    to gewu_loader;
grant select (id, source, source_id, name, phone_public, public_phone) on staff to gewu_loader;

-- The reader reads for who asks.
grant select on
    setting, profile, level, area, edition, boundary, code_table, code, estate, building, road, water, facility,
    issue, post, holder, dataset, change, migration, person, role_grant, attachment, audit, audit_head, holder_phone
    to gewu_reader;
grant select (id, source, source_id, name, phone_public, public_phone) on staff to gewu_reader;
