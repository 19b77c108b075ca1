-- Finds areas that come next by place.
create index on next using gist (geom)
