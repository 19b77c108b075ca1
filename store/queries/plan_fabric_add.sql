-- Keeps a fabric, unless another server has kept the same meanwhile.
insert into fabric (communities, base_editions, digest, notes, cells, body)
values (@communities, @bases, @digest, @notes::text::jsonb, @cells, @body)
on conflict (digest) do nothing
