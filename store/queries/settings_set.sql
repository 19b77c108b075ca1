-- Keeps the settings of @settings, an object by key; returns the new version, null when nothing changed.
with changed as (
    insert into setting (key, value)
    select key, value from jsonb_each(@settings::jsonb)
    on conflict (key) do update set value = excluded.value
    where setting.value is distinct from excluded.value
    returning key
)
select case when exists (select from changed) then record_change('setting', null, null) end
