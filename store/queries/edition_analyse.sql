-- Counts the areas that come next for the planner.
analyze next
