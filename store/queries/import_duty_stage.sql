-- The table of staged duties: members of staff, and the posts they hold.
create temp table staged (
    row bigint not null,
    source_id text collate "C" not null,
    name text not null,
    work_phone text not null,
    phone_public boolean not null,
    area text not null,
    post text not null,
    duty text not null,
    from_date date, -- null: not stated
    until date,
    area_id bigint,
    post_id bigint,
    is_first boolean,
    choices bigint not null default 0, -- areas with the code and the post
    holder_id bigint, -- the holding that is there already
    state text not null default 'same'
) on commit drop
