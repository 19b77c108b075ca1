-- A town of squares for measurements: 26 communities in a row of columns, 145 grids, 5,000
-- buildings, 20,000 issues and some of the rest, all from the numbers themselves so that it is the same each time.
with edition_of_all as (
    insert into edition (number, in_force_from, title) values (1, '2026-01-01', 'first') returning id
), community as (
    insert into area (level_id, code)
    select level.id, to_char(310101001000 + n, 'FM000000000000')
    from level, generate_series(1, 26) n where profile = 'street-grid' and key = 'community' order by n
    returning id, code
), placed as (
    select id, code, (right(code, 3)::int - 1) as n from community
)
insert into boundary (edition_id, area_id, name, colour, source, source_id, geom, label)
select edition_of_all.id, placed.id, '社区' || n + 1, n % 8, 'town', code, st_multi(box), st_centroid(box)
from edition_of_all, placed,
    lateral st_segmentize(st_makeenvelope(121.40 + 0.012 * (n % 6), 31.20 + 0.01 * (n / 6), 121.412 + 0.012 * (n % 6), 31.21 + 0.01 * (n / 6), 4490), 0.0002) box;

insert into edition (scope_id, number, in_force_from, title)
select area_id, 1, '2026-01-01', 'first' from boundary;

with community as (
    select area_id, row_number() over (order by area_id) - 1 as n, edition.id as edition_id, geom
    from boundary join edition on scope_id = area_id
), cell as (
    select community.*, i, case when n < 15 then 6 else 5 end as of_it
    from community, generate_series(0, 5) i where n < 15 or i < 5
), grid as (
    insert into area (level_id, code)
    select level.id, to_char(310101001001 + n, 'FM000000000000') || to_char(i + 1, 'FM000')
    from cell, level where profile = 'street-grid' and key = 'grid' order by n, i
    returning id, code
)
insert into boundary (edition_id, area_id, parent_id, name, colour, source, source_id, geom, label)
select edition_id, grid.id, cell.area_id, '网格' || i + 1, i % 8, 'town', code, st_multi(box), st_centroid(box)
from grid join cell on code = to_char(310101001001 + n, 'FM000000000000') || to_char(i + 1, 'FM000'),
    lateral st_segmentize(st_makeenvelope(
        st_xmin(geom) + 0.012 * i / of_it, st_ymin(geom),
        st_xmin(geom) + 0.012 * (i + 1) / of_it, st_ymax(geom), 4490), 0.0002) box;

insert into building (source, source_id, name, address, households, households_estimated, floors, footprint, point)
select 'town', i::text, i || '号楼', '人民路' || i || '号', i % 24, i % 5 = 0, 6, st_multi(box), st_centroid(box)
from generate_series(0, 4999) i,
    lateral st_makeenvelope(121.4001 + 0.0007 * (i % 100), 31.2001 + 0.001 * (i / 100), 121.4004 + 0.0007 * (i % 100), 31.2003 + 0.001 * (i / 100), 4490) box;

insert into issue (source, source_id, kind, opened_at, fix_crs, point)
select 'town', i::text, 'kind ' || i % 7, '2026-01-01'::timestamptz + i * interval '26 minutes', 'cgcs2000',
    st_setsrid(st_makepoint(121.4 + 0.072 * ((i * 7919) % 20000) / 20000, 31.2 + 0.05 * ((i * 104729) % 19997) / 19997), 4490)
from generate_series(0, 19999) i;

insert into road (source, source_id, name, class, geom)
select 'town', i::text, '路' || i, (array['arterial', 'road', 'lane', 'path', 'rail'])[i % 5 + 1],
    st_multi(st_segmentize(st_setsrid(st_makeline(st_makepoint(121.4, 31.2 + 0.0001 * i), st_makepoint(121.472, 31.2 + 0.0001 * i)), 4490), 0.0005))
from generate_series(0, 499) i;

insert into water (source, source_id, name, class, geom)
select 'town', i::text, '', 'lake', st_multi(st_makeenvelope(121.4 + 0.003 * (i % 24), 31.2 + 0.0025 * (i / 24), 121.4005 + 0.003 * (i % 24), 31.2005 + 0.0025 * (i / 24), 4490))
from generate_series(0, 479) i;

insert into estate (source, source_id, name, class, geom)
select 'town', source_id, '小区' || source_id, 'closed', geom from water;

insert into facility (source, source_id, kind, name, ground, point)
select 'town', source_id, (array['park', 'school', 'clinic'])[source_id::int % 3 + 1], '设施' || source_id, geom, st_centroid(geom) from water;
