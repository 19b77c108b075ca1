-- Settings of the transaction of an import: memory to sort and join a file, no compiler for
-- statements that run once, no notice for each invalid geometry.
select set_config('work_mem', '64MB', true), set_config('jit', 'off', true),
    set_config('client_min_messages', 'warning', true)
