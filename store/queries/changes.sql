-- The version of the data, and the first @most changes after @after in their order: version, noun,
-- community (null: any), when, and whether a map shows it; west, south, east and north of what
-- changed in degrees (null: anywhere). One row without a change where there is none.
select dataset.version, change.version, noun, scope_id, at,
    noun in ('level', 'area', 'building', 'estate', 'road', 'water', 'facility', 'issue'),
    st_xmin(touched), st_ymin(touched), st_xmax(touched), st_ymax(touched)
from dataset left join change on change.version > @after and change.version <= dataset.version
order by change.version, scope_id, noun
limit @most
