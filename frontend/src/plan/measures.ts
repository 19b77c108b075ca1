import type { Metrics, Operation } from '../api/plan'
import type { Proposal } from '../api/plan-work'
import type { Topology } from './topology'

/** One thing by which proposals are compared: what it is now (null: not known), and with each of them. */
export type Measure = {
  key: 'in_band' | 'changed' | 'moved' | 'border' | 'worst' | 'compact' | 'grids'
  now: number | null
  values: readonly number[]
  better: 'more' | 'less'
}

/** How a figure is read of what is said of a plan, and which way is better. Shares are of 1. */
const readings = {
  in_band: ['more', ({ in_band, bound }: Metrics) => in_band / (bound || 1)],
  moved: ['less', (metrics: Metrics) => metrics.moved_share],
  border: ['more', (metrics: Metrics) => metrics.road_share],
  worst: ['less', (metrics: Metrics) => metrics.max_deviation],
  compact: ['more', (metrics: Metrics) => metrics.compactness],
  grids: ['less', (metrics: Metrics) => metrics.grids],
} as const

/** What proposals differ in. Shares are of 1. */
export function measuresOf(
  now: Metrics | null,
  proposals: readonly Proposal[],
  topology: Topology,
): Measure[] {
  const of = (key: keyof typeof readings): Measure => {
    const [better, read] = readings[key]
    return {
      key,
      better,
      now: now && now.grids > 0 ? read(now) : null,
      values: proposals.map(({ metrics }) => read(metrics)),
    }
  }
  const changed = proposals.map(({ operations }) => changedShare(topology, operations))
  return [
    of('in_band'),
    { key: 'changed', better: 'less', now: 0, values: changed },
    ...(['moved', 'border', 'worst', 'compact', 'grids'] as const).map(of),
  ]
}

/** What two divisions differ in, the one that is compared with first. */
export function figuresOf(before: Metrics, after: Metrics): Measure[] {
  return (['in_band', 'border', 'worst', 'compact', 'grids'] as const).map((key) => {
    const [better, read] = readings[key]
    return { key, better, now: null, values: [read(before), read(after)] }
  })
}

/** How a measure is written: shares as percent, compactness with two digits, grids as a count. */
export function written(
  key: Measure['key'],
  { count, share }: { count: (n: number) => string; share: (n: number) => string },
): (value: number) => string {
  if (key === 'compact') return (n) => n.toFixed(2)
  return key === 'grids' ? count : share
}

/**
 * Which of the values are the best, as they are written: better than another proposal's or than now, and,
 * but for what change costs, not worse than now.
 */
export function bestOf({ key, now, values, better }: Measure, written: (value: number) => string): boolean[] {
  const sign = better === 'more' ? 1 : -1
  const best = written(sign * Math.max(...values.map((value) => sign * value)))
  const before = now === null || key === 'changed' || key === 'moved' ? [] : [now]
  return values.map(
    (value) =>
      written(value) === best &&
      before.every((was) => sign * value >= sign * was || written(was) === best) &&
      [...values, ...before].some((other) => written(other) !== best),
  )
}

/** The share of households that operations take to another grid than the one they are in now. */
export function changedShare(topology: Topology, operations: readonly Operation[]): number {
  const to = new Map<unknown, unknown>()
  for (const { cells, grid } of operations)
    for (const cell of Array.isArray(cells) ? cells : []) to.set(cell, grid ?? 'new')
  let [all, moved] = [0, 0]
  for (const { id, grid, households } of topology.cells.values()) {
    all += households
    if (to.has(id) && to.get(id) !== grid) moved += households
  }
  return all > 0 ? moved / all : 0
}
