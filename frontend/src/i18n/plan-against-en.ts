/** What a plan is compared with, in English. */
export const againstEn = {
  label: 'Compare with',
  base: 'The beginning of the plan',
  plans: 'Other plans of the community',
  editions: 'Editions',
  edition: 'The edition',
  otherPlan: 'Other plan',
  thisPlan: 'This plan',
  borders:
    'Dashed red: borders that only the other division has. Shaded: land that is in another grid there.',
  movedBuildings: '{n} buildings are in another grid there, {households} hh',
  same: 'Both divide the land in the same way.',
  none: 'none',
  pick: 'Take over {name}',
  pickLead: 'Tick grids to take over how the other plan has them; you see it before you keep it.',
  began: 'At first',
  pickNone: 'Take over ticked grids',
  pickNow: 'Take over {n} grid | Take over {n} grids',
  picked: 'From the other plan',
}

/** Coordinate systems of files, in English. */
export const systemsEn = {
  cgcs2000: 'CGCS2000 (national)',
  wgs84: 'WGS 84 (GPS)',
  gcj02: 'GCJ-02 (Amap, Tencent maps)',
  bd09: 'BD-09 (Baidu maps)',
}
