-- The first day on which any division was in force: none before there was one.
select min(in_force_from) from edition
