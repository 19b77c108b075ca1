-- The trees of levels that the product knows from the start, and the posts of each level.
-- All of it is data: a district edits or adds to it without a new program.

insert into profile (id, name_zh, name_en) values
    ('street-grid',  '区—街道—社区—网格', 'District, street, community, grid'),
    ('three-level',  '社区—小区—楼栋三级', 'Three levels: community, estate, building'),
    ('four-level',   '社区—工作站—网格—楼栋四级', 'Four levels: community, station, grid, building'),
    ('five-level',   '社区—片区—楼院—栋—单元五级', 'Five levels: community, section, courtyard, building, unit');

insert into level (profile, rank, key, name_zh, name_en, role, band_min, band_max) values
    ('street-grid', 1, 'district',  '区',   'District',  'upper',     null, null),
    ('street-grid', 2, 'street',    '街道', 'Street',    'upper',     null, null),
    ('street-grid', 3, 'community', '社区', 'Community', 'community', null, null),
    ('street-grid', 4, 'grid',      '网格', 'Grid',      'grid',      300,  500),

    ('three-level', 3, 'community', '社区', 'Community', 'community', null, null),
    ('three-level', 4, 'estate',    '小区', 'Estate',    'grid',      null, null),
    ('three-level', 5, 'building',  '楼栋', 'Building',  'building',  null, null),

    ('four-level',  3, 'community', '社区',   'Community', 'community', null, null),
    ('four-level',  4, 'station',   '工作站', 'Station',   'section',   null, null),
    ('four-level',  5, 'grid',      '网格',   'Grid',      'grid',      80,   160),
    ('four-level',  6, 'building',  '楼栋',   'Building',  'building',  null, null),

    ('five-level',  3, 'community', '社区', 'Community', 'community', null, null),
    ('five-level',  4, 'section',   '片区', 'Section',   'section',   null, null),
    ('five-level',  5, 'courtyard', '楼院', 'Courtyard', 'grid',      null, null),
    ('five-level',  6, 'building',  '栋',   'Building',  'building',  null, null),
    ('five-level',  7, 'unit',      '单元', 'Unit',      'unit',      null, null);

-- One first holder at every level of every profile.
insert into post (level_id, key, name_zh, name_en, is_first, rank)
select id, 'first_holder', '第一责任人', 'First holder', true, 0 from level;

-- 一格五员: the five posts of a grid.
insert into post (level_id, key, name_zh, name_en, rank)
select level.id, five.key, five.name_zh, five.name_en, five.rank
from level
cross join (values
    ('manager',   '网格管理员', 'Grid manager',   1),
    ('police',    '网格警务员', 'Grid officer',   2),
    ('publicist', '网格宣传员', 'Grid publicist', 3),
    ('informant', '网格信息员', 'Grid recorder',  4),
    ('service',   '网格服务员', 'Grid assistant', 5)
) as five (key, name_zh, name_en, rank)
where level.role = 'grid';
