-- Finds the buildings of staged visits, and takes out those of none and of several; row, source_id, why.
with named as materialized (
    select distinct building, building_source, address from staged
), found as materialized (
    select named.building, named.building_source, named.address, count(building.id) as number, min(building.id) as id
    from named
    left join building on building.source_id = named.building
        and (named.building_source = '' or building.source = named.building_source)
    where named.building <> ''
    group by named.building, named.building_source, named.address
    union all
    select named.building, named.building_source, named.address, count(building.id), min(building.id)
    from named
    left join building on building.address = named.address
    where named.building = ''
    group by named.building, named.building_source, named.address
), told as (
    update staged set building_id = found.id
    from found
    where (staged.building, staged.building_source, staged.address) = (found.building, found.building_source, found.address)
      and number = 1
), refused as (
    delete from staged using found
    where (staged.building, staged.building_source, staged.address) = (found.building, found.building_source, found.address)
      and number <> 1
    returning row, source_id, case
        when number > 1 and staged.building <> '' then
            format('%s buildings have the id %s: say of which source, with --field building_source=COLUMN', number, staged.building)
        when number > 1 then format('%s buildings have the address %s', number, staged.address)
        when staged.building <> '' then format('no building has the id %s', staged.building)
        else format('no building has the address %s', staged.address) end as reason
)
select row, source_id, reason from refused order by row
