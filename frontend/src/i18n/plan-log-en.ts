import type { PlanMessages } from './messages'

/** What was done to a plan, in English. */
export const didEn: PlanMessages['plan']['did'] = {
  assign_cells: 'moved cells',
  assign_unassigned: 'assigned what had no grid',
  merge_grids: 'merged grids',
  split_by_line: 'split by a line',
  split_into: 'split evenly',
  redraw_border: 'redrew a border',
  move_node: 'moved a corner',
  move_vertex: 'moved a border point',
  follow_road: 'followed a road',
  carve_building: 'carved a building out',
  heal_sliver: 'healed a sliver',
  lock_grids: 'locked',
  unlock_grids: 'unlocked',
  rename_grid: 'renamed',
  set_kind: 'changed the kind',
  exempt: 'exempted from the band',
  undo: 'undid a step',
  redo: 'redid a step',
  rebase: 'moved to the new edition',
  other: 'another change',
}
