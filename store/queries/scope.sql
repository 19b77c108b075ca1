-- The areas (ids between commas, or 'all') for which the rest of the transaction reads.
select set_config('gewu.areas', @areas, true)
