-- Changes title, note and state of a plan.
update plan set title = @title, note = @note, state = @state, changed_at = now() where id = @plan
