-- Sets the colours of areas that come next.
update next set colour = chosen.colour
from unnest(@areas::bigint[], @colours::int[]) as chosen (area_id, colour)
where chosen.area_id = next.area_id
