-- Staged areas whose division code does not begin with the division code of their parent: how
-- many, and the first.
select count(*), coalesce(min(format('%s in %s', staged.code, in_force.code)), '')
from staged join in_force on in_force.area_id = staged.parent_id
where staged.code ~ '^[0-9]{6,12}[0-9A-Z]{3}$' and in_force.code ~ '^([0-9]{6}|[0-9]{9}|[0-9]{12})$'
  and length(staged.code) = length(in_force.code) + 3
  and not starts_with(staged.code, in_force.code)
