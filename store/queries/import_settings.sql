-- Settings of the transaction of an import: memory to sort and join a file, no compiler for
-- statements that run once, no notice for each invalid geometry, and as much time as it takes, for
-- statements, for another import to end, and to read the file.
select set_config('work_mem', '64MB', true), set_config('jit', 'off', true),
    set_config('client_min_messages', 'warning', true), set_config('statement_timeout', '0', true),
    set_config('lock_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)
