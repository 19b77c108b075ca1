-- Takes out staged areas whose code is that of an area of another community; row, source_id, why.
-- One whose community is in force no more may have moved to its successor.
with refused as (
    delete from staged
    using area
    join boundary on boundary.area_id = area.id
    join edition on edition.id = boundary.edition_id
    join in_force as other on other.area_id = edition.scope_id
    where area.level_id = @level and area.code = staged.code and edition.scope_id <> staged.scope
    returning staged.row, staged.source_id,
        format('code %s is that of an area of %s (%s); codes are not used again', staged.code, other.name, other.code) as reason
)
select row, source_id, reason from refused order by row
