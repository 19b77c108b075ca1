-- The nouns of a district: levels, areas and their boundaries by edition, what stands on the
-- ground, what is reported there, and who answers for it. Words are those of docs/glossary.md.
-- No table has a column for a resident's name, identity number or phone: counts per building only.

create extension if not exists postgis;
create extension if not exists btree_gist;
create extension if not exists pg_trgm;

-- Settings of the district as a whole: name, time zone, base map, attribution.
create table setting (
    key   text primary key check (key ~ '^[a-z][a-z_]*$'),
    value jsonb not null
);

-- Levels are data. A profile is one tree of levels; a community and all below it follow one.
create table profile (
    id      text primary key check (id ~ '^[a-z][a-z0-9-]*$'),
    name_zh text not null,
    name_en text not null
);

create table level (
    id       bigint generated always as identity primary key,
    profile  text     not null references profile,
    rank     smallint not null check (rank between 1 and 9), -- 1 is the top
    key      text     not null check (key ~ '^[a-z][a-z0-9_]*$'),
    name_zh  text     not null,
    name_en  text     not null,
    -- What the level is to the product, whatever it is called.
    role     text     not null check (role in ('upper', 'community', 'section', 'grid', 'building', 'unit')),
    band_min integer check (band_min >= 0), -- households; null: no band
    band_max integer,
    unique (profile, rank),
    unique (profile, key),
    check ((band_min is null) = (band_max is null) and band_min <= band_max)
);
create unique index level_one_community on level (profile) where role = 'community';
create unique index level_one_grid on level (profile) where role = 'grid';

-- An area's identity. Its name, parent and boundary are facts of an edition. Codes are never reused.
create table area (
    id       bigint generated always as identity primary key,
    level_id bigint not null references level,
    code     text   not null check (code = btrim(code) and code <> '' and length(code) <= 64),
    unique (level_id, code)
);

-- One published division of the land of scope (null: the whole district), in force from a date
-- until the next edition of the same scope takes force. Never changed once written.
create table edition (
    id            bigint generated always as identity primary key,
    scope_id      bigint references area,
    number        integer not null check (number > 0),
    in_force_from date    not null,
    published_at  timestamptz not null default now(),
    title         text    not null default '',
    unique nulls not distinct (scope_id, number),
    unique nulls not distinct (scope_id, in_force_from, number)
);

create table boundary (
    edition_id bigint not null references edition,
    area_id    bigint not null references area,
    parent_id  bigint references area,
    name       text   not null,
    -- Ordinary, or dedicated (专属网格): a park, market or school that the band does not bind.
    kind       text   not null default 'ordinary' check (kind in ('ordinary', 'dedicated')),
    colour     smallint not null default 0 check (colour between 0 and 7), -- neighbours differ
    source     text collate "C" not null,
    source_id  text collate "C" not null default '',
    attributes jsonb  not null default '{}',
    geom       geometry(MultiPolygon, 4490) not null check (st_isvalid(geom) and not st_isempty(geom)),
    label      geometry(Point, 4490) not null, -- one interior point, so that a label is drawn once
    primary key (edition_id, area_id),
    check (parent_id <> area_id)
);
create index boundary_geom on boundary using gist (geom);
create index boundary_area on boundary (area_id);
create index boundary_parent on boundary (parent_id);
create index boundary_name on boundary using gin (name gin_trgm_ops);

-- Which edition of each scope is in force on a day: the newest that has begun.
create function editions_in_force(day date) returns setof edition
    language sql stable parallel safe as $$
    select distinct on (scope_id) * from edition
    where in_force_from <= day
    order by scope_id, in_force_from desc, number desc
$$;

-- The areas in force on a day with name, parent and boundary of that day.
create function areas_in_force(day date)
    returns table (area_id bigint, level_id bigint, code text, parent_id bigint, name text, kind text,
                   colour smallint, edition_id bigint, edition_number integer, in_force_from date,
                   attributes jsonb, geom geometry, label geometry)
    language sql stable parallel safe as $$
    select a.id, a.level_id, a.code, b.parent_id, b.name, b.kind,
           b.colour, e.id, e.number, e.in_force_from, b.attributes, b.geom, b.label
    from editions_in_force(day) e
    join boundary b on b.edition_id = e.id
    join area a on a.id = b.area_id
$$;

-- Code tables are importable data with a standard and a version, never constants.
create table code_table (
    id       bigint generated always as identity primary key,
    standard text not null, -- 'GB/T 47678.5'
    version  text not null, -- '2026'
    kind     text not null, -- 'component', 'matter'
    name     text not null default '',
    unique (standard, version, kind)
);

create table code (
    table_id   bigint not null references code_table on delete cascade,
    code       text   not null check (code ~ '^[0-9A-Z]{2,20}$'),
    name_zh    text   not null,
    name_en    text   not null default '',
    attributes jsonb  not null default '{}',
    primary key (table_id, code)
);

create table estate (
    id         bigint generated always as identity primary key,
    source     text collate "C" not null,
    source_id  text collate "C" not null,
    name       text not null default '',
    class      text not null default 'open' check (class in ('closed', 'closable', 'open')),
    attributes jsonb not null default '{}',
    geom       geometry(MultiPolygon, 4490) not null check (st_isvalid(geom) and not st_isempty(geom)),
    unique (source, source_id)
);
create index estate_geom on estate using gist (geom);

create table building (
    id                   bigint generated always as identity primary key,
    source               text collate "C" not null,
    source_id            text collate "C" not null,
    name                 text not null default '',
    address              text not null default '',
    households           integer check (households between 0 and 100000),
    households_estimated boolean not null default false,
    residents            integer check (residents between 0 and 1000000),
    residents_estimated  boolean not null default false,
    floors               integer check (floors between 0 and 300),
    floors_estimated     boolean not null default false,
    attributes           jsonb not null default '{}',
    footprint            geometry(MultiPolygon, 4490) check (st_isvalid(footprint) and not st_isempty(footprint)),
    point                geometry(Point, 4490) not null, -- decides the grid; inside the footprint when there is one
    unique (source, source_id)
);
create index building_footprint on building using gist (footprint);
create index building_point on building using gist (point) where footprint is null; -- a footprint has its point in it
create index building_address on building using gin (address gin_trgm_ops);
create index building_name on building using gin (name gin_trgm_ops);

create table road (
    id         bigint generated always as identity primary key,
    source     text collate "C" not null,
    source_id  text collate "C" not null,
    name       text not null default '',
    class      text not null check (class in ('arterial', 'road', 'lane', 'path', 'rail')),
    bridge     boolean not null default false,
    one_way    boolean not null default false,
    attributes jsonb not null default '{}',
    geom       geometry(MultiLineString, 4490) not null check (not st_isempty(geom)),
    unique (source, source_id)
);
create index road_geom on road using gist (geom);

create table water (
    id         bigint generated always as identity primary key,
    source     text collate "C" not null,
    source_id  text collate "C" not null,
    name       text not null default '',
    class      text not null default 'river' check (class in ('river', 'canal', 'stream', 'lake', 'sea')),
    attributes jsonb not null default '{}',
    geom       geometry(Geometry, 4490) not null
        check (geometrytype(geom) in ('MULTIPOLYGON', 'MULTILINESTRING') and st_isvalid(geom) and not st_isempty(geom)),
    unique (source, source_id)
);
create index water_geom on water using gist (geom);

create table facility (
    id         bigint generated always as identity primary key,
    source     text collate "C" not null,
    source_id  text collate "C" not null,
    kind       text not null check (kind <> ''), -- 'service_station', 'police_room', 'clinic', 'school', 'park', …
    name       text not null default '',
    address    text not null default '',
    attributes jsonb not null default '{}',
    ground     geometry(MultiPolygon, 4490) check (st_isvalid(ground) and not st_isempty(ground)), -- a park's or a school's land
    point      geometry(Point, 4490) not null,
    unique (source, source_id)
);
create index facility_ground on facility using gist (ground);
create index facility_point on facility using gist (point);
create index facility_name on facility using gin (name gin_trgm_ops);

-- Something reported at a place and a time. It belongs to the grid and edition in force then.
create table issue (
    id          bigint generated always as identity primary key,
    source      text collate "C" not null,
    source_id   text collate "C" not null,
    kind        text not null default '', -- the source's own word, or a code of code_table
    table_id    bigint references code_table,
    title       text not null default '',
    address     text not null default '',
    opened_at   timestamptz not null,
    due_at      timestamptz,
    closed_at   timestamptz,
    status      text not null default 'open' check (status in ('open', 'accepted', 'handling', 'checking', 'closed', 'void')),
    fix_crs     text not null check (fix_crs in ('wgs84', 'cgcs2000', 'gcj02', 'bd09') or fix_crs ~ '^EPSG:[0-9]+$'),
    fix_accuracy double precision check (fix_accuracy >= 0), -- metres; null: not stated
    attributes  jsonb not null default '{}',
    point       geometry(Point, 4490) not null,
    grid_id     bigint references area,
    edition_id  bigint references edition,
    unique (source, source_id),
    check (closed_at >= opened_at),
    check ((grid_id is null) = (edition_id is null))
);
create index issue_point on issue using gist (point);
create index issue_opened on issue (opened_at);
create index issue_grid on issue (grid_id, opened_at);

-- Posts are data: the roles that every area of a level must fill.
create table post (
    id       bigint generated always as identity primary key,
    level_id bigint not null references level,
    key      text   not null check (key ~ '^[a-z][a-z0-9_]*$'),
    name_zh  text   not null,
    name_en  text   not null,
    is_first boolean not null default false, -- 第一责任人: one holder at a time
    rank     smallint not null default 0,    -- order of display
    unique (level_id, key),
    unique (id, is_first)
);
create unique index post_one_first on post (level_id) where is_first;

create table staff (
    id           bigint generated always as identity primary key,
    source       text collate "C" not null,
    source_id    text collate "C" not null,
    name         text not null check (name <> ''),
    work_phone   text not null default '' check (work_phone ~ '^[0-9+() -]*$'),
    phone_public boolean not null default false,
    unique (source, source_id)
);

-- Who holds a post of an area, from a date to a date (until, exclusive; null: still).
create table holder (
    id        bigint generated always as identity primary key,
    area_id   bigint not null references area,
    post_id   bigint not null,
    is_first  boolean not null,
    staff_id  bigint not null references staff,
    duty      text not null default '',
    from_date date not null,
    until     date,
    foreign key (post_id, is_first) references post (id, is_first),
    check (until > from_date),
    exclude using gist (area_id with =, post_id with =, staff_id with =, daterange(from_date, until) with &&) deferrable,
    constraint one_first_holder
        exclude using gist (area_id with =, post_id with =, daterange(from_date, until) with &&) where (is_first)
        deferrable
);
create index holder_area on holder (area_id);

-- What state the data is in. Every write adds one version and says what it touched, in the same
-- transaction; servers read this log, and NOTIFY only tells them to look.
create table dataset (
    only_row boolean primary key default true check (only_row),
    version  bigint not null
);
insert into dataset (version) values (0);

create table change (
    version  bigint not null,
    noun     text   not null check (noun in ('level', 'area', 'building', 'estate', 'road', 'water', 'facility',
                                             'issue', 'staff', 'holder', 'code', 'setting')),
    scope_id bigint references area, -- the community touched; null: any
    touched  geometry(Polygon, 4490), -- the box of what changed; null: not a thing of the map
    at       timestamptz not null default now()
);
create index change_version on change (version);

-- Adds a change to the log under a new version, rings the bell, and returns the version.
create function record_change(noun text, scope_id bigint, touched geometry) returns bigint
    language plpgsql as $$
declare
    v bigint;
begin
    update dataset set version = version + 1 returning version into v;
    insert into change (version, noun, scope_id, touched) values (v, noun, scope_id, touched);
    perform pg_notify('gewu', v::text);
    return v;
end
$$;
