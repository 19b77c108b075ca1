-- Moves issues to the grid and edition they were found in.
update issue set grid_id = placed.grid_id, edition_id = placed.edition_id
from placed
where issue.id = placed.id
  and (issue.grid_id, issue.edition_id) is distinct from (placed.grid_id, placed.edition_id)
