-- Takes out staged areas that lack a parent: it is not known on @day, not above the level, or, for
-- areas below a community, not stated; row, source_id, why.
with refused as (
    delete from staged
    where parent_id is null and (parent <> '' or @below::bool)
    returning row, source_id, parent
)
select row, source_id, case
    when parent = '' then 'it states no parent and lies in no community: name the column with the code of its parent, or one community for all'
    when @below and exists (select from in_force where code = parent and role <> 'upper' and profile <> @profile)
        then (select format('its parent %s follows the profile %s, not %s: import the areas of each profile by themselves, stating it',
                            parent, min(profile), @profile::text)
              from in_force where code = parent and role <> 'upper')
    when exists (select from in_force where code = parent)
        then format('its parent %s is no area above the level in the same community and profile', parent)
    when exists (select from area where code = parent)
        then format('its parent %s is not in force on %s', parent, @day::date)
            || coalesce((select format('; it takes force on %s', min(in_force_from))
                         from area join boundary on area_id = area.id join edition on edition.id = edition_id
                         where code = parent and in_force_from > @day), '')
    else format('its parent %s is unknown: no area has that code', parent)
    end
from refused order by row
