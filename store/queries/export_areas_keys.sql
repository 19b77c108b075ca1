-- The names of all attributes of the areas given by two arrays, in order.
select distinct jsonb_object_keys(attributes) as key
from unnest(@areas::bigint[], @editions::bigint[]) as wanted (area_id, edition_id)
join boundary using (area_id, edition_id)
where @source::text = '' or boundary.source = @source
order by key
