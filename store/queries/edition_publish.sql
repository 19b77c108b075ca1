-- Writes the boundaries of the editions that were made.
insert into boundary (edition_id, area_id, parent_id, name, kind, colour, source, source_id, attributes, geom, label)
select edition.id, area_id, parent_id, name, kind, coalesce(colour, 0), source, source_id, attributes, geom, label
from next
join edition on coalesce(edition.scope_id, 0) = next.scope and edition.id = any (@editions)
where not fixed
order by edition.id, area_id
