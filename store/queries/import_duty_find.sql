-- Finds area and post of staged duties by the area's code and the post's key or name.
update staged set area_id = found.area_id, post_id = found.post_id, is_first = found.is_first, choices = found.choices
from (
    select wanted.area, wanted.post, min(area.id) as area_id, min(post.id) as post_id,
        bool_or(post.is_first) as is_first, count(*) as choices
    from (select distinct area, post from staged where area <> '' and post <> '') as wanted
    join area on area.code = wanted.area
    join level on level.id = area.level_id
        and @level in ('', level.key, level.role) and @profile in ('', level.profile)
    join post on post.level_id = level.id and wanted.post in (post.key, post.name_zh, post.name_en)
    group by wanted.area, wanted.post
) as found
where staged.area = found.area and staged.post = found.post
