import type { PlanMessages } from './messages'

/** Why no proposal meets all conditions, and what can be done, in English. */
export const unmetEn: PlanMessages['plan']['unmet'] = {
  title: 'What cannot be met',
  see: 'Show',
  unlock: 'Unlock and work out again',
  why: {
    cell_over_band:
      'Cell {cell} has {n} hh, more than a grid may have. Split it first, or leave its grid outside of the band.',
    estate_over_band: '{estate} has {n} hh, more than one grid may have, so it is divided.',
    estate_apart: '{estate} ({n} hh) does not hang together, or lies in locked grids, so it is divided.',
    island_under_band: 'A piece of land apart from the rest has {n} hh, too few for a grid.',
    island_no_count:
      'A piece of land apart from the rest has {n} hh: into however many grids, one is outside of the band.',
    locked_out_of_band: '{grid} is locked, has {n} hh and is outside of the band.',
    locked_detached: '{grid} is locked, has {n} hh and does not hang together.',
    grid_over_band: '{grid} has {n} hh, too many.',
    grid_under_band: '{grid} has {n} hh, too few.',
    other: '{grid} ({n} hh) does not meet the conditions.',
  },
  estate: 'An estate',
}

/** Why a proposal changes a grid, in English. */
export const whyEn: PlanMessages['plan']['why'] = {
  was_over: 'had too many households',
  was_under: 'had too few households',
  was_detached: 'did not hang together',
  is_new: 'new',
  dissolved: 'joins its neighbours',
  took_unassigned: 'takes unassigned cells',
  makes_room: 'makes room for a neighbour',
  better_border: 'has a better border',
}
