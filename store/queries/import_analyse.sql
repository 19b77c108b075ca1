-- Counts the staged records for the planner.
analyze staged (row, source_id)
