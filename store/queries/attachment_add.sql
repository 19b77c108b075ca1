-- Keeps an attachment; returns when.
insert into attachment (id, area_id, kind, bytes, sha256, width, height, person_id, actor_name)
values (@id, @area, @kind, @bytes, @sha256, @width, @height, @person, @by)
returning created_at
