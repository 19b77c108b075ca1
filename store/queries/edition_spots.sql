-- The table of issues to be located: where and when they were opened.
create temp table spots (id bigint not null, opened_at timestamptz not null, point geometry not null) on commit drop
