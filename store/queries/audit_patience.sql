-- Nothing of use; lets the statements of the transaction take as long as they need.
select set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)
