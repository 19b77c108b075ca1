-- Tells staged areas their identity.
update staged set area_id = area.id from area where area.level_id = @level and area.code = staged.code
