-- Counts the areas in force for the planner.
analyze in_force (area_id, scope, level_id, code)
