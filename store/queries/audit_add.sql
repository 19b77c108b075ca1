-- Adds an entry to the audit trail. The database numbers, dates and chains it.
insert into audit (kind, actor_id, actor_name, from_address, operation, noun, object, area_id, before, after)
values (@kind, @actor, @name, @from, @operation, @noun, @object, @area, @before::text::jsonb, @after::text::jsonb)
