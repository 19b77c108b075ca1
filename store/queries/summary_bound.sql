-- The box around all that stands on the ground and was reported, in degrees; nulls for nothing.
with extent as (
    select st_extent(box::geometry) as box
    from (
        select st_extent(point) as box from building union all
        select st_extent(geom) from road union all
        select st_extent(geom) from water union all
        select st_extent(geom) from estate union all
        select st_extent(point) from facility union all
        select st_extent(point) from issue
    ) as each
)
select st_xmin(box), st_ymin(box), st_xmax(box), st_ymax(box) from extent
