-- Takes out staged duties whose area or post is not known; row, source_id, why.
with refused as (
    delete from staged
    where (area <> '' or post <> '') and choices <> 1
    returning row, source_id, area, post, choices
)
select row, source_id, case
    when area = '' then format('it states the post %s but no area', post)
    when post = '' then format('it states the area %s but no post', area)
    when choices > 1 then format('areas of %s levels have the code %s and the post %s; state the level', choices, area, post)
    when exists (select from area where code = refused.area) then format('the level of area %s has no post %s; it has %s', area, post,
        (select string_agg(distinct post.key, ', ' order by post.key)
         from area join post on post.level_id = area.level_id where area.code = refused.area))
    else format('no area has the code %s', area)
    end
from refused order by row
