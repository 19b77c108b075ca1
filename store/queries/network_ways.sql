-- What is walked on: line as WKB, class, whether it is a bridge, whether it is a tunnel, and its level (0: the ground). Not in it: rail, motorways, and what is closed on foot.
select st_asbinary(geom), class, bridge,
    coalesce(attributes->>'tunnel', 'no') not in ('no', 'building_passage'),
    case when attributes->>'layer' ~ '^-?[0-9]{1,2}$' then (attributes->>'layer')::smallint else 0::smallint end
from road
where class <> 'rail'
  and coalesce(attributes->>'highway', '') not in ('motorway', 'motorway_link')
  and coalesce(attributes->>'foot', '') not in ('no', 'private')
order by id
