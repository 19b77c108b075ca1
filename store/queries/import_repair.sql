-- Mends staged geometries that are invalid; row, source_id, what was wrong, by how many square
-- metres the area changed.
with broken as (
    select ctid, row, source_id, no_ground(raw) as flaw, mended(raw) as mended,
        st_area(to_cgcs2000(raw)::geography) as before,
        st_area(st_makevalid(to_cgcs2000(raw), 'method=structure')::geography) as after -- before rounding
    from staged
    where raw is not null and shape is null
), mending as (
    update staged set raw = broken.mended
    from broken
    where staged.ctid = broken.ctid and broken.mended is not null
    returning staged.row, staged.source_id, broken.flaw, broken.before, broken.after, staged.shape
)
select row, source_id, flaw, abs(after - before)
from mending
where shape is not null
order by row
