-- Keeps the same password of the person @person at today's cost, unless it was changed meanwhile.
update credential set hash = @hash where person_id = @person and hash = @old
